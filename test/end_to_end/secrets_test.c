// No secret stands on a command line or in an environment, where every user of the machine or every
// child can read it: all commands that touch secrets run under strace(1), which writes down each
// program that is started, with all its words and its whole environment.
// words[1] is portcullis, words[2] portcullis-door.
#include "test/end_to_end/house.h"
#include "test/end_to_end/phone_words.h"

#include "home/people/invitation_file.h"
#include "home/people/phone_link.h"
#include "protocol/image.h"
#include "test/support/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SECRETS_MOST = 128,
    SECRET_MOST = 160,
    LOG_MOST = 4 * 1024 * 1024,
    SKIPPED = 77
};

static struct house house;
static const char *portcullis;
static struct path record;
static struct failure failure;

static size_t secret_count;
static char secrets[SECRETS_MOST][SECRET_MOST];

static void keep(const char *secret, size_t length)
{
    if (CHECK(secret_count < SECRETS_MOST && length >= 8 && length < SECRET_MOST)) {
        memcpy(secrets[secret_count], secret, length);
        secrets[secret_count++][length] = '\0';
    }
}

static void keep_hex(const uint8_t *bytes, size_t count)
{
    char digits[SECRET_MOST] = "";
    for (size_t i = 0; i < count && 2 * i + 3 < sizeof(digits); i++) {
        (void)snprintf(digits + 2 * i, 3, "%02x", bytes[i]);
    }
    keep(digits, 2 * count);
}

static bool read_home(const char *home, const char *name, char *room, size_t size)
{
    struct path path;
    struct bytes content;
    if (!path_join(home, name, &path, &failure) ||
        !file_read(path.text, (uint8_t *)room, size - 1, &content, &failure)) {
        return false;
    }
    room[content.count] = '\0';
    return true;
}

// The second and third line of a key's file: in the first of base 64 only its kind may stand.
static void keep_key(const char *home, const char *name)
{
    char room[4096] = "";
    if (!CHECK(read_home(home, name, room, sizeof(room)))) {
        return;
    }
    const char *first = strchr(room, '\n');
    const char *second = first == NULL ? NULL : strchr(first + 1, '\n');
    if (second == NULL) {
        CHECK(second != NULL);
        return;
    }
    keep(first + 1, (size_t)(second - first - 1));
    keep(second + 1, strcspn(second + 1, "\n"));
}

static void keep_keys(const char *home)
{
    static const char *const keys[] = {"keys/admin.key",
                                       "keys/owner.key",
                                       "keys/time.key",
                                       "authority/server-root.key",
                                       "link/tls.key",
                                       "broker/broker.key",
                                       "authority/client-root.key",
                                       "authority/server-intermediate.key"};
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        keep_key(home, keys[i]);
    }
}

// Lines as "  1  0123 4567 89ab cdef  5a": as they stand, and without the blanks.
static void keep_sheet(const char *home)
{
    static char room[8192];
    size_t kept = 0;
    if (!CHECK(read_home(home, "recovery-sheet.txt", room, sizeof(room)))) {
        return;
    }
    for (char *line = strtok(room, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        unsigned number = 0;
        char group[4][5];
        if (strlen(line) < 24 || line[0] != ' ' ||
            sscanf(line, " %1u  %4s %4s %4s %4s", &number, group[0], group[1], group[2], // NOLINT
                   group[3]) != 5) {
            continue;
        }
        char digits[32];
        (void)snprintf(digits, sizeof(digits), "%s %s", group[1], group[2]);
        keep(digits, strlen(digits));
        (void)snprintf(digits, sizeof(digits), "%s%s%s", group[0], group[1], group[2]);
        keep(digits, strlen(digits));
        kept++;
    }
    CHECK_SAME(kept, 4);
}

static void keep_image(const char *home, const char *door)
{
    struct path path;
    struct image image = {.chain_count = 0};
    static uint8_t room[IMAGE_MOST + 1];
    struct bytes content;
    char name[64];
    (void)snprintf(name, sizeof(name), "doors/%s/door.image", door);
    if (CHECK(path_join(home, name, &path, &failure) &&
              file_read(path.text, room, sizeof(room), &content, &failure) &&
              image_decode(content, &image))) {
        keep_hex(image.identity_key, sizeof(image.identity_key));
        keep_hex(image.tls_key, sizeof(image.tls_key));
        keep_hex(image.secret, sizeof(image.secret));
    }
}

// Begins the command under strace; what that writes is added to the record.
static void watch(struct run *run, const char *first, va_list more)
{
    const char *words[RUN_WORDS_MOST + 1];
    size_t count = 0;
    const char *const before[] = {
        "-f", "-v", "-A", "-s", "65536", "-e", "trace=execve,execveat", "-o", record.text};
    for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
        words[count++] = before[i];
    }
    words[count++] = portcullis;
    const char *word = first;
    for (; word != NULL && count < RUN_WORDS_MOST; word = va_arg(more, const char *)) {
        words[count++] = word;
    }
    CHECK(word == NULL); // or some would be missing
    words[count] = NULL;
    run_begins(run, &house, words);
}

static int watched(const char *first, ...)
{
    va_list more;
    va_start(more, first);
    watch(&house.run, first, more);
    va_end(more);
    return run_ends(&house.run, 60000);
}

// The same beside the next ones.
static void watched_beside(struct run *run, const char *first, ...)
{
    va_list more;
    va_start(more, first);
    watch(run, first, more);
    va_end(more);
}

static char *read_record(void)
{
    static char room[LOG_MOST];
    struct bytes content;
    CHECK(file_read(record.text, (uint8_t *)room, sizeof(room) - 1, &content, &failure));
    room[content.count] = '\0';
    return room;
}

static size_t secrets_in(const char *text)
{
    size_t found = 0;
    for (size_t i = 0; i < secret_count; i++) {
        if (strstr(text, secrets[i]) != NULL) {
            (void)printf("  stands there: %s\n", secrets[i]);
            found++;
        }
    }
    return found;
}

// All is set as if it were one more command; its word is a secret.
static void a_secret_on_a_command_line_would_be_found(void)
{
    (void)unlink(record.text);
    CHECK_SAME(watched("open", "correct horse", NULL), 3);
    CHECK_SAME(secrets_in(read_record()), 1);
    (void)unlink(record.text);
    CHECK(setenv("PASSPHRASE_OF_THE_TEST", "correct horse", 1) == 0);
    (void)watched("door", "list", NULL);
    CHECK_SAME(secrets_in(read_record()), 1);
    CHECK(unsetenv("PASSPHRASE_OF_THE_TEST") == 0);
    (void)unlink(record.text);
}

static struct path beside(const char *name)
{
    struct path path = {""};
    CHECK(path_join(house.scratch.folder.text, name, &path, &failure));
    return path;
}

static void write_guests_key(const char *file)
{
    EVP_PKEY *key = NULL;
    CHECK(key_generate(&key, &failure) && key_save_public(key, file, &failure));
    EVP_PKEY_free(key);
}

static void commands_of_people(const char *secret)
{
    const struct path key = beside("bob.pub");
    const struct path sheet = beside("home/recovery-sheet.txt");
    const struct path carol = beside("carol.pub");
    write_guests_key(key.text);
    write_guests_key(carol.text);
    CHECK_SAME(watched("user", "add", "bob-phone", "--role", "member", "--key", key.text,
                       "--passphrase-file", secret, NULL),
               0);
    CHECK_SAME(watched("revoke", "bob", "--yes", "--passphrase-file", secret, NULL), 0);
    CHECK_SAME(watched("admin", "add", "carol-admin", "--key", carol.text, "--yes",
                       "--recovery-file", sheet.text, NULL),
               0);
    CHECK_SAME(watched("roster", "send", NULL), 0);
}

// A door takes one roster in half a minute, and forgets that with the power.
static void the_door_has_time_for_a_roster(void)
{
    door_program_kill(&house.door);
    CHECK(door_program_start(&house.door));
}

static void keep_invitation(const char *file)
{
    static struct invitation_file invitation;
    if (CHECK(invitation_file_read(file, &invitation, &failure))) {
        keep_hex(invitation.key, sizeof(invitation.key));
        keep_hex(invitation.tls_key, sizeof(invitation.tls_key));
    }
}

static void commands_of_invitations(const char *secret)
{
    static struct run joins;
    const struct path file = beside("bob-laptop.invitation");
    const struct path guests = beside("carol-tablet.invitation");
    const struct path bobs = beside("bobs");
    const struct path carols = beside("carols");
    char digits[16] = "";
    the_door_has_time_for_a_roster();
    CHECK_SAME(watched("invite", "bob-laptop", "--role", "member", "--out", file.text,
                       "--broker-address", "127.0.0.1", "--passphrase-file", secret, NULL),
               0);
    keep_invitation(file.text);
    watched_beside(&joins, "join", file.text, "--home", bobs.text, NULL);
    CHECK(run_says(&joins, "\n\n    ", 45000));
    const char *shown = joins.text + joins.read;
    CHECK(run_says(&joins, "\n", 45000));
    (void)snprintf(digits, sizeof(digits), "%.14s", shown);
    CHECK_SAME(watched("invite", "accept", "bob-laptop", "--digits", digits, "--passphrase-file",
                       secret, NULL),
               0);
    CHECK_SAME(run_ends(&joins, 60000), 0);
    keep_key(bobs.text, "keys/owner.key");
    keep_key(bobs.text, "link/tls.key");
    the_door_has_time_for_a_roster();
    CHECK_SAME(watched("invite", "carol-tablet", "--role", "guest", "--uses", "1", "--out",
                       guests.text, "--broker-address", "127.0.0.1", "--passphrase-file", secret,
                       NULL),
               0);
    keep_invitation(guests.text);
    CHECK_SAME(watched("join", guests.text, "--home", carols.text, NULL), 0);
    CHECK_SAME(watched("invite", "list", NULL), 0);
}

// Its link goes to whoever asked for it, and nowhere else.
static void commands_of_phones(const char *secret)
{
    static struct phone_words words;
    static char link[PHONE_LINK_MOST + 1] = "";
    struct home_settings *settings = &house.home.settings;
    CHECK(page_settings_name(&settings->page, "localhost", 0, &failure) &&
          home_write_settings(house.home.folder.text, settings, &failure));
    CHECK_SAME(watched("invite", "dora-phone", "--role", "member", "--json", "--passphrase-file",
                       secret, NULL),
               0);
    const char *said = strstr(house.run.text, "http://localhost");
    const char *from = said == NULL ? "" : said;
    (void)snprintf(link, sizeof(link), "%.*s", (int)strcspn(from, "\""), from);
    const char *token = strchr(link, '#');
    if (CHECK(phone_reads(link, &words)) && token != NULL) {
        keep(token + 1, 100); // its beginning, which no other has
        keep_hex(words.key, sizeof(words.key));
        keep(words.password, strlen(words.password));
    }
}

static void commands_of_lost_keys(const char *secret)
{
    const struct path sheet = beside("home/recovery-sheet.txt");
    the_door_has_time_for_a_roster();
    // Nobody has put barn into a garage, so that it does not say "done".
    CHECK_SAME(watched("recover", "--recovery-file", sheet.text, "--passphrase-file", secret, NULL),
               1);
    keep_key(house.home.folder.text, "keys/admin.key");
    CHECK_SAME(watched("door", "replace", "barn", "--passphrase-file", secret, NULL), 0);
    keep_image(house.home.folder.text, "barn");
}

static void commands_of_doors_and_home(const char *secret)
{
    const struct path backup = beside("home.backup");
    const struct path second = beside("second");
    const struct path third = beside("third");
    CHECK_SAME(watched("door", "add", "barn", "--profile", "stop-both", "--switches", "both",
                       "--passphrase-file", secret, NULL),
               0);
    keep_image(house.home.folder.text, "barn");
    CHECK_SAME(watched("backup", backup.text, "--passphrase-file", secret, NULL), 0);
    CHECK_SAME(
        watched("restore", backup.text, "--home", second.text, "--passphrase-file", secret, NULL),
        0);
    CHECK_SAME(watched("init", "--home", third.text, "--owner", "carol", "--passphrase-file",
                       secret, NULL),
               0);
    keep_keys(third.text);
    keep_sheet(third.text);
    (void)watched("broker", "config", NULL);
    (void)watched("broker", "renew", NULL);
    (void)watched("doctor", "garage", NULL);
    CHECK_SAME(watched("status", "garage", NULL), 0);
    CHECK_SAME(watched("open", "garage", NULL), 0);
}

static void no_command_shows_a_secret_to_others(void)
{
    keep_keys(house.home.folder.text);
    keep_sheet(house.home.folder.text);
    keep_image(house.home.folder.text, "garage");
    commands_of_people(house.passphrase.text);
    commands_of_invitations(house.passphrase.text);
    commands_of_phones(house.passphrase.text);
    commands_of_doors_and_home(house.passphrase.text);
    commands_of_lost_keys(house.passphrase.text);
    const char *text = read_record();
    CHECK_SAME(secrets_in(text), 0);
    // It was written down: words and environment of the commands.
    CHECK(strstr(text, "\"--passphrase-file\"") != NULL);
    CHECK(strstr(text, "PORTCULLIS_HOME=") != NULL);
    CHECK(secret_count > 55);
    static const char *const words[] = {"\"join\"", "\"accept\"", "\"recover\"", "\"replace\""};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        CHECK(strstr(text, words[i]) != NULL);
    }
}

static bool strace_works(void)
{
    const int status = system("strace -f -o /dev/null true 2>/dev/null"); // NOLINT(cert-env33-c)
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fputs("usage: secrets_test PORTCULLIS PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    if (!strace_works()) {
        (void)printf("skipped: strace is not installed, or may not look at other programs\n");
        return SKIPPED;
    }
    portcullis = words[1];
    keep("correct horse", strlen("correct horse"));
    if (CHECK(house_begins(&house, words[1], words[2]))) {
        record = beside("record");
        house.portcullis = "/usr/bin/strace";
        RUN(a_secret_on_a_command_line_would_be_found);
        RUN(no_command_shows_a_secret_to_others);
    }
    house_ends(&house);
    return check_verdict();
}
