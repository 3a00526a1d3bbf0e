// A disk that is full at any byte, and one that is read-only. Both need a file system of their own,
// so this needs root; without it the test says that it is skipped.
#include "home/backup/backup.h"
#include "home/broker/configuration.h"
#include "home/people/issue_rosters.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"
#include "test/unit/home/small_disk.h"

#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

enum {
    SKIPPED = 77 // ctest: SKIP_RETURN_CODE
};

static struct scratch scratch;
static struct failure failure;
static struct path disk;   // in the test's folder, and the home on it
static struct path record; // beside it

// As a command would.
static bool told(bool done)
{
    if (!done) {
        (void)fprintf(stderr, "%s\n", failure.text);
    }
    return done;
}

static bool init(void)
{
    const struct home_request request = scratch_home_request(&scratch);
    return make_home(&request, scratch.sheet, &failure);
}

static bool add_door(void)
{
    struct home home;
    if (!home_open(scratch.place.text, &home, &failure)) {
        return false;
    }
    const struct door_request request = scratch_door_request(&scratch, &home, "garage");
    return make_door(&request, &failure);
}

static bool nothing_is_left_beside(void)
{
    struct path beside;
    return path_join(disk.text, "home.unfinished", &beside, &failure) && !file_exists(beside.text);
}

static bool try_init(void)
{
    return told(init());
}

static void home_is_whole_or_none(void)
{
    CHECK(nothing_is_left_beside());
    CHECK(file_exists(scratch.place.text) || init());
    struct home home;
    CHECK(home_open(scratch.place.text, &home, &failure));
}

static void a_disk_full_at_any_page_makes_no_half_home(void)
{
    const struct trial trial = {
        .what = try_init, .then = home_is_whole_or_none, .record = record.text};
    full_everywhere(&trial, disk.text);
}

static void make_it(void)
{
    CHECK(init());
}

static bool try_door(void)
{
    return told(add_door());
}

static bool door_is_there(void)
{
    struct home home;
    struct path path;
    return home_open(scratch.place.text, &home, &failure) &&
           home_door_path(&home, "garage", NULL, &path, &failure) && file_exists(path.text);
}

// Only the rules of a door that is whole may be missing: the next run writes them.
static void door_is_whole_or_none(void)
{
    struct home home;
    CHECK(door_is_there() || add_door());
    CHECK(home_open(scratch.place.text, &home, &failure) && broker_write(&home, &failure));
}

static void a_disk_full_at_any_page_makes_no_half_door(void)
{
    const struct trial trial = {
        .prepare = make_it, .what = try_door, .then = door_is_whole_or_none, .record = record.text};
    full_everywhere(&trial, disk.text);
}

static bool add_user(void)
{
    struct home home;
    struct people people;
    struct path path;
    struct issued issued;
    EVP_PKEY *admin = NULL;
    EVP_PKEY *key = NULL;
    uint8_t point[POINT_SIZE];
    if (!home_open(scratch.place.text, &home, &failure) ||
        !people_read(home.folder.text, &people, &failure) ||
        !home_path(&home, "keys/admin.key", &path, &failure) ||
        !key_load(path.text, &scratch.passphrase, &admin, &failure)) {
        return told(false);
    }
    bool added = key_generate(&key, &failure) && key_point(key, point);
    const struct person bob = person_of("bob-phone", ROLE_MEMBER, point);
    const struct roster_issue issue = {
        .home = &home, .people = &people, .signer = admin, .now = SCRATCH_NOW};
    added = added && people_add(&people, &bob, &failure) &&
            rosters_issue(&issue, &issued, &failure) && broker_write(&home, &failure);
    EVP_PKEY_free(admin);
    EVP_PKEY_free(key);
    return told(added);
}

// Before anything else is done there: people.json and the door's roster say the same, and nothing is
// left beside them.
static void is_of_one_piece(void)
{
    struct home home;
    struct people people;
    struct doors behind;
    struct path next;
    CHECK(home_open(scratch.place.text, &home, &failure));
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(rosters_behind(&home, &people, &behind, &failure));
    CHECK_SAME(behind.count, 0);
    CHECK(home_door_path(&home, "garage", "roster.next", &next, &failure) &&
          !file_exists(next.text));
}

static void make_it_with_a_door(void)
{
    CHECK(init() && add_door());
}

static void a_disk_full_at_any_page_adds_nobody_by_half(void)
{
    const struct trial trial = {.prepare = make_it_with_a_door,
                                .what = add_user,
                                .then = is_of_one_piece,
                                .record = record.text};
    full_everywhere(&trial, disk.text);
}

static void a_read_only_disk_makes_no_home_and_no_door(void)
{
    CHECK(small_disk_mount(disk.text));
    CHECK(init());
    CHECK(mount(NULL, disk.text, NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0);
    CHECK(!add_door());
    CHECK(strstr(failure.text, "Read-only file system; mount it for writing") != NULL);
    struct home_request request = scratch_home_request(&scratch);
    struct path other;
    CHECK(path_join(disk.text, "other", &other, &failure));
    request.place = other.text;
    CHECK(!make_home(&request, scratch.sheet, &failure));
    CHECK(strstr(failure.text, "Read-only file system; mount it for writing") != NULL);
    small_disk_unmount(disk.text);
}

// The backup lies on another disk than the home.
static struct path file;
static struct path second;

static bool back_up(void)
{
    struct home home;
    bool noted = false;
    struct backup_request request = {.home = &home,
                                     .file = file.text,
                                     .passphrase = &scratch.passphrase,
                                     .cost = SEAL_COST_LEAST,
                                     .replace = true,
                                     .now = SCRATCH_NOW};
    return told(home_open(scratch.place.text, &home, &failure) &&
                backup_make(&request, &noted, &failure) && noted);
}

static bool restore(void)
{
    const struct restore_request request = {
        .file = file.text, .place = second.text, .passphrase = &scratch.passphrase};
    struct home restored;
    return told(restore_make(&request, &restored, &failure));
}

static bool is_whole(void)
{
    struct backup_state state;
    struct home restored;
    return home_open(second.text, &restored, &failure) &&
           backup_look(&restored, &state, &failure) && state.current;
}

static void backup_is_whole_or_none(void)
{
    CHECK(file_exists(file.text) || place_is_empty(disk.text));
    CHECK(file_exists(file.text) || back_up());
    CHECK(restore() && is_whole());
    folder_remove(second.text);
}

static void a_disk_full_at_any_page_takes_no_half_backup(void)
{
    const struct trial trial = {
        .what = back_up, .then = backup_is_whole_or_none, .record = record.text};
    CHECK(path_join(disk.text, "home.backup", &file, &failure));
    CHECK(path_join(scratch.folder.text, "second", &second, &failure));
    full_everywhere(&trial, disk.text);
}

static void second_is_whole_or_none(void)
{
    CHECK(file_exists(second.text) || place_is_empty(disk.text));
    CHECK(file_exists(second.text) || restore());
    CHECK(is_whole());
}

static void a_disk_full_at_any_page_restores_no_half_home(void)
{
    const struct trial trial = {
        .what = restore, .then = second_is_whole_or_none, .record = record.text};
    CHECK(path_join(scratch.folder.text, "home.backup", &file, &failure));
    CHECK(path_join(disk.text, "second", &second, &failure));
    CHECK(add_door() && back_up());
    full_everywhere(&trial, disk.text);
}

// What a full disk leaves of the note is the one before; the backup on the other disk is good.
static void a_backup_that_cannot_be_noted_is_made_all_the_same(void)
{
    struct home home;
    bool noted = true;
    CHECK(small_disk_mount(disk.text));
    CHECK(path_join(disk.text, "home", &scratch.place, &failure));
    CHECK(init());
    CHECK(home_open(scratch.place.text, &home, &failure));
    CHECK(mount(NULL, disk.text, NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0);
    const struct backup_request request = {.home = &home,
                                           .file = file.text,
                                           .passphrase = &scratch.passphrase,
                                           .cost = SEAL_COST_LEAST,
                                           .replace = true,
                                           .now = SCRATCH_NOW};
    CHECK(backup_make(&request, &noted, &failure));
    CHECK(!noted);
    CHECK(strstr(failure.text, "backup.json") != NULL);
    small_disk_unmount(disk.text);
    CHECK(path_join(scratch.folder.text, "second", &second, &failure));
    CHECK(restore() && is_whole());
}

// The home off the small disk, for backups.
static void the_home_lies_beside(void)
{
    CHECK(path_join(scratch.folder.text, "home", &scratch.place, &failure));
    CHECK(init());
}

static bool begins(void)
{
    scratch_begin(&scratch);
    scratch.passphrase.rounds = 1;
    return path_join(scratch.folder.text, "disk", &disk, &failure) &&
           path_join(disk.text, "home", &scratch.place, &failure) &&
           path_join(scratch.folder.text, "record", &record, &failure) &&
           folder_make(disk.text, &failure);
}

int main(void)
{
    if (!small_disk_may_mount()) {
        (void)printf("skipped: mounting a small disk needs root\n");
        return SKIPPED;
    }
    if (CHECK(begins())) {
        RUN(a_disk_full_at_any_page_makes_no_half_home);
        RUN(a_disk_full_at_any_page_makes_no_half_door);
        RUN(a_disk_full_at_any_page_adds_nobody_by_half);
        RUN(a_read_only_disk_makes_no_home_and_no_door);
        the_home_lies_beside();
        RUN(a_disk_full_at_any_page_takes_no_half_backup);
        RUN(a_disk_full_at_any_page_restores_no_half_home);
        RUN(a_backup_that_cannot_be_noted_is_made_all_the_same);
    }
    scratch_end(&scratch);
    return check_verdict();
}
