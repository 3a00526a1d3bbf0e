// portcullis recover, cut off at every call that changes the disk, and on a disk that is full at any page:
// the home opens, and the same command given again finishes it. And what becomes of the roots' keys, which
// lie under the passphrase that was forgotten.
#include "home/authority/authority.h"
#include "home/authority/root_keys.h"
#include "home/cli/commands.h"
#include "home/cli/passphrase.h"
#include "home/people/issue_rosters.h"
#include "test/support/check.h"
#include "test/unit/home/cut_off.h"
#include "test/unit/home/scratch.h"
#include "test/unit/home/small_disk.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct scratch scratch;
static struct scratch pocket; // sheet and passphrase are carried in it, on another disk
static struct failure failure;
static struct home home;
static const struct passphrase new_one = {.text = "battery staple", .rounds = 1};

// Six hundred thousand rounds of PBKDF2 at each of a hundred runs are not what is tested.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
bool __real_passphrase_get(const char *file, enum passphrase_use use, struct passphrase *out,
                           struct failure *why);
bool __wrap_passphrase_get(const char *file, enum passphrase_use use, struct passphrase *out,
                           struct failure *why);

bool __wrap_passphrase_get(const char *file, enum passphrase_use use, struct passphrase *out,
                           struct failure *why)
{
    const bool got = __real_passphrase_get(file, use, out, why);
    out->rounds = 1;
    return got;
}

// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

static struct path beside(const char *name)
{
    struct path path = {""};
    CHECK(path_join(pocket.folder.text, name, &path, &failure));
    return path;
}

static struct path in_home(const char *name)
{
    struct path path = {""};
    CHECK(path_join(scratch.place.text, name, &path, &failure));
    return path;
}

// A home with two doors, its sheet, and a new passphrase.
static void begin(void)
{
    folder_remove(scratch.place.text);
    const struct home_request request = scratch_home_request(&scratch);
    CHECK(make_home(&request, scratch.sheet, &failure));
    CHECK(home_open(scratch.place.text, &home, &failure));
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    const struct door_request barn = scratch_door_request(&scratch, &home, "barn");
    CHECK(make_door(&garage, &failure) && make_door(&barn, &failure));
    CHECK(file_write(beside("sheet").text, bytes_of_text(scratch.sheet), &failure));
    CHECK(file_write(beside("new").text, bytes_of_text("battery staple\n"), &failure));
}

// The command as it is. There is no broker, so the doors are told later: "not yet".
static enum cli_exit recover(void)
{
    static char words[6][PATH_ROOM];
    char *given[6];
    (void)snprintf(words[0], PATH_ROOM, "--recovery-file");
    (void)snprintf(words[1], PATH_ROOM, "%s", beside("sheet").text);
    (void)snprintf(words[2], PATH_ROOM, "--passphrase-file");
    (void)snprintf(words[3], PATH_ROOM, "%s", beside("new").text);
    (void)snprintf(words[4], PATH_ROOM, "--home");
    (void)snprintf(words[5], PATH_ROOM, "%s", scratch.place.text);
    for (size_t i = 0; i < 6; i++) {
        given[i] = words[i];
    }
    return cli_recover(6, given);
}

static bool is_recovered(void)
{
    return recover() == CLI_REFUSED;
}

static bool admin_is(const struct passphrase *passphrase, uint8_t point[POINT_SIZE])
{
    EVP_PKEY *admin = NULL;
    const bool opens = key_load(in_home("keys/admin.key").text, passphrase, &admin, &failure) &&
                       key_point(admin, point);
    EVP_PKEY_free(admin);
    return opens;
}

static bool roots_open(const struct passphrase *passphrase)
{
    EVP_PKEY *server = NULL;
    struct party client = {NULL, NULL};
    const bool opened =
        key_load(in_home("authority/server-root.key").text, passphrase, &server, &failure) &&
        authority_clients_root(&home, passphrase, &client, &failure);
    EVP_PKEY_free(server);
    party_free(&client);
    return opened;
}

static bool roster_names(const char *door, const uint8_t point[POINT_SIZE])
{
    struct stored_roster stored;
    if (!roster_load(&home, door, "roster", &stored, &failure)) {
        return false;
    }
    const struct roster_entry admin = roster_entry_at(&stored.message, 0);
    return memcmp(admin.point, point, POINT_SIZE) == 0;
}

// The new admin, under the new passphrase, in people.json and in every roster; and the roots with it.
static void is_whole(void)
{
    static struct people people;
    struct doors behind;
    uint8_t point[POINT_SIZE] = {0};
    CHECK(home_open(scratch.place.text, &home, &failure));
    CHECK(people_read(scratch.place.text, &people, &failure));
    CHECK(admin_is(&new_one, point) && roots_open(&new_one));
    CHECK_SAME(people_count(&people, ROLE_ADMIN, "garage"), 1);
    CHECK(memcmp(people.at[0].entry.point, point, POINT_SIZE) == 0);
    CHECK(rosters_behind(&home, &people, &behind, &failure) && behind.count == 0);
    CHECK(roster_names("garage", point) && roster_names("barn", point));
}

// What the next command finds, whichever it is: people.json with a roster for it, or with one to settle.
static void opens(void)
{
    static struct people people;
    struct issued settled;
    struct doors behind;
    CHECK(home_open(scratch.place.text, &home, &failure));
    CHECK(rosters_settle(&home, &settled, &failure));
    CHECK(people_read(scratch.place.text, &people, &failure));
    CHECK(rosters_behind(&home, &people, &behind, &failure) && behind.count == 0);
}

// A key that no roster names says what to do, and signs nothing.
static void a_command_says_what_to_do(void)
{
    static struct people people;
    struct issued issued;
    struct path path;
    EVP_PKEY *admin = NULL;
    CHECK(home_path(&home, "keys/admin.key", &path, &failure));
    if (!key_load(path.text, &new_one, &admin, &failure)) {
        CHECK(strstr(failure.text, "portcullis recover") != NULL);
        return;
    }
    CHECK(people_read(scratch.place.text, &people, &failure));
    people_remove(&people, (uint8_t)(people.count - 1));
    const struct roster_issue issue = {
        .home = &home, .people = &people, .signer = admin, .now = SCRATCH_NOW};
    if (!rosters_issue(&issue, &issued, &failure)) {
        CHECK(strstr(failure.text, "portcullis recover") != NULL);
    }
    EVP_PKEY_free(admin);
}

static void it_is_finished_by_the_next(void)
{
    const struct path heard = beside("heard");
    const struct trial again = {.what = is_recovered, .record = heard.text};
    opens();
    a_command_says_what_to_do();
    CHECK(trial_run(&again));
    is_whole();
}

static struct trial recovery(const struct path *heard)
{
    return (struct trial){.prepare = begin,
                          .what = is_recovered,
                          .then = it_is_finished_by_the_next,
                          .calls = 30,
                          .record = heard->text};
}

static void a_recovery_cut_off_anywhere_is_finished_by_the_next(void)
{
    const struct path heard = beside("heard");
    const struct trial trial = recovery(&heard);
    cut_everywhere(&trial);
}

static void on_a_disk_full_at_any_page_it_is_finished_by_the_next(void)
{
    const struct path heard = beside("heard");
    const struct trial trial = recovery(&heard);
    if (!small_disk_may_mount()) {
        (void)printf("skipped: a disk that is full needs root\n");
        return;
    }
    full_everywhere(&trial, scratch.folder.text);
}

static void a_forgotten_passphrase_costs_no_door(void)
{
    begin();
    CHECK(roots_open(&scratch.passphrase));
    CHECK(is_recovered());
    is_whole();
    CHECK(!roots_open(&scratch.passphrase));
    struct door_request shed = scratch_door_request(&scratch, &home, "shed");
    CHECK(!make_door(&shed, &failure));
    CHECK(strstr(failure.text, "`portcullis recover`") != NULL);
    shed.passphrase = &new_one;
    CHECK(check_that(make_door(&shed, &failure), failure.text, __FILE__, __LINE__));
}

static bool remove_copies(void)
{
    return unlink(in_home("authority/server-root.recovery").text) == 0 &&
           unlink(in_home("authority/client-root.recovery").text) == 0;
}

// What the command writes to standard error.
static void recover_and_hear(char *room, size_t size)
{
    struct bytes content = {NULL, 0};
    const struct path heard = beside("heard");
    const int before = dup(STDERR_FILENO);
    const int file = open(heard.text, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(before >= 0 && file >= 0 && dup2(file, STDERR_FILENO) >= 0);
    CHECK(is_recovered());
    CHECK(dup2(before, STDERR_FILENO) >= 0);
    (void)close(before);
    (void)close(file);
    CHECK(file_read(heard.text, (uint8_t *)room, size - 1, &content, &failure));
    room[content.count] = '\0';
}

// A home of before there were copies: it is said what stays locked; and the old passphrase makes them.
static void a_home_without_copies_is_told_what_it_cannot_do(void)
{
    static char said[4096];
    uint8_t point[POINT_SIZE];
    begin();
    CHECK(remove_copies() && !root_keys_have_copies(&home));
    recover_and_hear(said, sizeof(said));
    CHECK(strstr(said, "still under the old passphrase") != NULL);
    CHECK(admin_is(&new_one, point) && !roots_open(&new_one) && roots_open(&scratch.passphrase));
    CHECK(!root_keys_have_copies(&home));
    CHECK(file_write(beside("new").text, bytes_of_text("correct horse\n"), &failure));
    recover_and_hear(said, sizeof(said));
    CHECK(strstr(said, "still under") == NULL);
    CHECK(root_keys_have_copies(&home) && admin_is(&scratch.passphrase, point));
    CHECK(file_write(beside("new").text, bytes_of_text("battery staple\n"), &failure));
    recover_and_hear(said, sizeof(said));
    CHECK(strstr(said, "still under") == NULL);
    is_whole();
}

// A home that has copies is not told that it is too old to have any.
static void a_damaged_copy_is_told_as_one(void)
{
    static char said[4096];
    begin();
    CHECK(file_write(in_home("authority/client-root.recovery").text, bytes_of_text("half"),
                     &failure));
    recover_and_hear(said, sizeof(said));
    CHECK(strstr(said, "still under the old passphrase") != NULL);
    CHECK(strstr(said, "they are damaged") != NULL && strstr(said, "older than") == NULL);
    CHECK(strstr(said, "make a new home for new doors") != NULL); // the line is whole
}

static void the_copies_open_with_the_right_sheet_alone(void)
{
    EVP_PKEY *other = NULL;
    enum root_keys roots = ROOT_KEYS_RELOCKED;
    begin();
    CHECK(key_generate(&other, &failure));
    CHECK(root_keys_relock(&home, other, &new_one, &roots, &failure));
    CHECK(roots == ROOT_KEYS_COPY_DAMAGED && !roots_open(&new_one) &&
          roots_open(&scratch.passphrase));
    EVP_PKEY_free(other);
}

int main(void)
{
    scratch_begin(&scratch);
    scratch_begin(&pocket);
    scratch.passphrase.rounds = 1;
    RUN(a_forgotten_passphrase_costs_no_door);
    RUN(a_home_without_copies_is_told_what_it_cannot_do);
    RUN(a_damaged_copy_is_told_as_one);
    RUN(the_copies_open_with_the_right_sheet_alone);
    RUN(a_recovery_cut_off_anywhere_is_finished_by_the_next);
    RUN(on_a_disk_full_at_any_page_it_is_finished_by_the_next);
    scratch_end(&pocket);
    scratch_end(&scratch);
    return check_verdict();
}
