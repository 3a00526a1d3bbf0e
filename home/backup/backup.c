#include "home/backup/backup.h"
#include "home/folder/json_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HASH_DIGITS = 2 * HASH_SIZE,
    NOTE_MOST = 512 // bytes of backup.json
};

static bool is_inside(const char *file, const char *folder, struct failure *failure)
{
    char *home = realpath(folder, NULL);
    const char *slash = strrchr(file, '/');
    struct path parent = {"."};
    if (slash != NULL) {
        (void)snprintf(parent.text, sizeof(parent.text), "%.*s",
                       slash == file ? 1 : (int)(slash - file), file);
    }
    char *place = realpath(parent.text, NULL);
    const size_t length = home == NULL ? 0 : strlen(home);
    const bool inside = home != NULL && place != NULL && strncmp(place, home, length) == 0 &&
                        (place[length] == '\0' || place[length] == '/');
    free(home);
    free(place);
    if (inside) {
        (void)failure_say(failure,
                          "%s lies in the home itself, and would be lost with it; choose a place "
                          "on another disk",
                          file);
    }
    return inside;
}

bool backup_allowed(const struct backup_request *request, struct failure *failure)
{
    if (strlen(request->file) + 16 > PATH_ROOM) {
        return failure_say(failure, "the path %.64s… is too long; choose a shorter one",
                           request->file);
    }
    if (is_inside(request->file, request->home->folder.text, failure)) {
        return false;
    }
    if (!request->replace && file_exists(request->file)) {
        return failure_say(failure, "%s is there already; choose another name, or say --replace",
                           request->file);
    }
    return true;
}

static bool opens(const struct home *home, const char *name, const struct passphrase *passphrase,
                  struct failure *failure)
{
    struct path path;
    EVP_PKEY *key = NULL;
    if (!home_path(home, name, &path, failure) || !key_load(path.text, passphrase, &key, failure)) {
        return false;
    }
    EVP_PKEY_free(key);
    return true;
}

// One passphrase for the home and all its backups: nobody remembers two. Where `portcullis recover`
// has made the admin key anew there are two, and either will do.
static bool passphrase_is_the_homes(const struct home *home, const struct passphrase *passphrase,
                                    struct failure *failure)
{
    struct failure first;
    return opens(home, "keys/admin.key", passphrase, &first) ||
           opens(home, "authority/client-root.key", passphrase, failure);
}

static struct bytes bytes_in(const struct archive *archive)
{
    return (struct bytes){archive->at, archive->count};
}

static void hash_digits(const struct archive *archive, char digits[HASH_DIGITS + 1])
{
    uint8_t hash[HASH_SIZE];
    sha256_of(bytes_in(archive), hash);
    for (size_t i = 0; i < HASH_SIZE; i++) {
        (void)snprintf(digits + 2 * i, 3, "%02x", hash[i]);
    }
}

static bool write_note(const struct home *home, const struct archive *archive, time_t made,
                       struct failure *failure)
{
    struct path path;
    char digits[HASH_DIGITS + 1] = "";
    hash_digits(archive, digits);
    if (!home_path(home, "backup.json", &path, failure)) {
        return false;
    }
    cJSON *root = cJSON_CreateObject();
    const bool built = cJSON_AddNumberToObject(root, "made", (double)made) != NULL &&
                       cJSON_AddStringToObject(root, "sha256", digits) != NULL;
    return json_file_write(path.text, root, built, failure);
}

static bool write_sealed(const struct backup_request *request, const struct archive *archive,
                         struct failure *failure)
{
    const struct seal seal = {request->passphrase, request->cost, request->now};
    struct archive sealed;
    if (!seal_close(&seal, bytes_in(archive), &sealed, failure)) {
        return false;
    }
    const bool written = file_write(request->file, bytes_in(&sealed), failure);
    archive_free(&sealed);
    return written;
}

bool backup_make(const struct backup_request *request, bool *noted, struct failure *failure)
{
    const char *folder = request->home->folder.text;
    struct archive archive;
    int lock = -1;
    if (!backup_allowed(request, failure) ||
        !passphrase_is_the_homes(request->home, request->passphrase, failure) ||
        !home_lock(folder, &lock, failure)) {
        return false;
    }
    if (!archive_of_folder(folder, &archive, failure)) {
        home_unlock(lock);
        return false;
    }
    const bool made = write_sealed(request, &archive, failure);
    *noted = made && write_note(request->home, &archive, request->now, failure);
    archive_free(&archive);
    home_unlock(lock);
    return made;
}

static bool read_note(const struct home *home, time_t *made, char digits[HASH_DIGITS + 1])
{
    struct path path;
    cJSON *root = NULL;
    struct failure nobody_asks;
    if (!home_path(home, "backup.json", &path, &nobody_asks) ||
        !json_file_read(path.text, NOTE_MOST, &root, &nobody_asks)) {
        return false;
    }
    const char *hash = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "sha256"));
    const bool read =
        hash != NULL && strlen(hash) == HASH_DIGITS && json_read_time(root, "made", made);
    if (read) {
        memcpy(digits, hash, HASH_DIGITS + 1);
    }
    cJSON_Delete(root);
    return read;
}

bool backup_look(const struct home *home, struct backup_state *out, struct failure *failure)
{
    struct backup_state state = {.known = false};
    struct archive archive;
    char noted[HASH_DIGITS + 1] = "";
    char now[HASH_DIGITS + 1] = "";
    state.known = read_note(home, &state.made, noted);
    if (!archive_of_folder(home->folder.text, &archive, failure)) {
        return false;
    }
    hash_digits(&archive, now);
    archive_free(&archive);
    state.current = state.known && strcmp(noted, now) == 0;
    *out = state;
    return true;
}

bool backup_note(const struct home *home, time_t made, struct failure *failure)
{
    struct archive archive;
    if (!archive_of_folder(home->folder.text, &archive, failure)) {
        return false;
    }
    const bool written = write_note(home, &archive, made, failure);
    archive_free(&archive);
    return written;
}
