#include "home/cli/people/recovery_key.h"
#include "home/authority/recovery_sheet.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char question[] =
    "Type the four lines of the recovery sheet, each with its number and its two last digits,\n"
    "then an empty line:\n";

static size_t count_lines(const char *text, size_t length)
{
    size_t lines = 0;
    for (size_t i = 0; i < length; i++) {
        lines += text[i] == '\n' ? 1 : 0;
    }
    return lines;
}

// The terminal gives one line at a time; an empty one, or the fourth, is the last.
static size_t read_lines(int terminal, char *room, size_t size)
{
    size_t length = 0;
    while (length < size && count_lines(room, length) < 4) {
        const ssize_t got = read(terminal, room + length, size - length);
        if (got <= 0 || (got == 1 && room[length] == '\n')) {
            break;
        }
        length += (size_t)got;
    }
    return length;
}

static bool ask(uint8_t scalar[PRIVATE_KEY_SIZE], struct failure *failure)
{
    char room[512];
    const int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0) {
        return failure_say(failure, "there is no terminal to type the recovery sheet at; say "
                                    "--recovery-file FILE");
    }
    if (write(terminal, question, sizeof(question) - 1) < 0) {
        (void)close(terminal); // nothing is buffered
        return failure_of_system(failure, "write to", "the terminal");
    }
    const size_t length = read_lines(terminal, room, sizeof(room));
    (void)close(terminal); // nothing is buffered
    const bool read =
        recovery_sheet_read((struct bytes){(const uint8_t *)room, length}, scalar, failure);
    wipe(room, sizeof(room));
    return read;
}

static bool from_file(const char *file, uint8_t scalar[PRIVATE_KEY_SIZE], struct failure *failure)
{
    uint8_t room[RECOVERY_SHEET_PAGE_MOST];
    struct bytes content;
    const bool read = file_read(file, room, sizeof(room), &content, failure) &&
                      recovery_sheet_read(content, scalar, failure);
    wipe(room, sizeof(room));
    return read;
}

static bool is_of_this_home(const struct home *home, const EVP_PKEY *key, struct failure *failure)
{
    struct path path;
    EVP_PKEY *known = NULL;
    uint8_t ours[POINT_SIZE];
    uint8_t wanted[POINT_SIZE];
    if (!home_path(home, "keys/recovery.pub", &path, failure) ||
        !key_load_public(path.text, &known, failure)) {
        return false;
    }
    const bool same =
        key_point(known, wanted) && key_point(key, ours) && memcmp(wanted, ours, POINT_SIZE) == 0;
    EVP_PKEY_free(known);
    return same || failure_say(failure,
                               "this is the recovery sheet of another home: its key is not the one "
                               "in %s, which the doors know; look for the right sheet",
                               path.text);
}

bool recovery_key_get(const struct home *home, const char *file, EVP_PKEY **out,
                      struct failure *failure)
{
    uint8_t scalar[PRIVATE_KEY_SIZE] = {0};
    const bool read = file != NULL ? from_file(file, scalar, failure) : ask(scalar, failure);
    EVP_PKEY *key = read ? key_from_scalar(scalar) : NULL;
    wipe(scalar, sizeof(scalar));
    if (!read) {
        return false;
    }
    if (key == NULL) {
        return failure_say(failure, "the recovery sheet holds no P-256 key; look at its digits");
    }
    if (!is_of_this_home(home, key, failure)) {
        EVP_PKEY_free(key);
        return false;
    }
    *out = key;
    return true;
}
