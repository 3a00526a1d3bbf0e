// A disk that is full at any byte, and one that is read-only. Both need a file system of their own,
// so this needs root; without it the test says that it is skipped.
#include "home/backup/backup.h"
#include "home/broker/configuration.h"
#include "home/people/issue_rosters.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

enum {
    SKIPPED = 77, // ctest: SKIP_RETURN_CODE
    PAGE = 4096,
    PAGES_MOST = 200 // a home with a door needs about 40
};

static struct scratch scratch;
static struct failure failure;

// A tmpfs of so many pages over the test's folder.
static bool mount_pages(unsigned pages)
{
    char options[64];
    (void)snprintf(options, sizeof(options), "size=%u,mode=700", pages * PAGE);
    return mount("tmpfs", scratch.folder.text, "tmpfs", 0, options) == 0;
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
    return path_join(scratch.folder.text, "home.unfinished", &beside, &failure) &&
           !file_exists(beside.text);
}

static void a_disk_full_at_any_page_makes_no_half_home(void)
{
    bool made = false;
    unsigned pages = 1;
    for (; !made && pages < PAGES_MOST; pages++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "%u pages", pages);
        check_context(context);
        CHECK(mount_pages(pages));
        made = init();
        CHECK(made || strstr(failure.text, "No space left on device; make room") != NULL);
        CHECK(made || !file_exists(scratch.place.text));
        CHECK(nothing_is_left_beside());
        CHECK(umount(scratch.folder.text) == 0);
    }
    check_context(NULL);
    CHECK(made && pages > 10);
}

static bool door_is_there(void)
{
    struct home home;
    struct path path;
    return home_open(scratch.place.text, &home, &failure) &&
           home_door_path(&home, "garage", NULL, &path, &failure) && file_exists(path.text);
}

static void a_disk_full_at_any_page_makes_no_half_door(void)
{
    bool added = false;
    for (unsigned pages = 1; !added && pages < PAGES_MOST; pages++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "%u pages", pages);
        check_context(context);
        CHECK(mount_pages(pages));
        if (init()) {
            added = add_door();
            const struct failure why = failure;
            CHECK(added || strstr(why.text, "No space left on device") != NULL);
            // Only the rules of a door that is whole may be missing: the next run writes them.
            CHECK(added || !door_is_there() || strstr(why.text, "broker/") != NULL);
        }
        CHECK(umount(scratch.folder.text) == 0);
    }
    check_context(NULL);
    CHECK(added);
}

static bool add_user(const struct home *home)
{
    struct people people;
    struct path path;
    struct issued issued;
    EVP_PKEY *admin = NULL;
    EVP_PKEY *key = NULL;
    uint8_t point[POINT_SIZE];
    if (!people_read(home->folder.text, &people, &failure) ||
        !home_path(home, "keys/admin.key", &path, &failure) ||
        !key_load(path.text, &scratch.passphrase, &admin, &failure)) {
        return false;
    }
    bool added = key_generate(&key, &failure) && key_point(key, point);
    const struct person bob = person_of("bob-phone", ROLE_MEMBER, point);
    const struct roster_issue issue = {
        .home = home, .people = &people, .signer = admin, .now = SCRATCH_NOW};
    added = added && people_add(&people, &bob, &failure) &&
            rosters_issue(&issue, &issued, &failure) && broker_write(home, &failure);
    EVP_PKEY_free(admin);
    EVP_PKEY_free(key);
    return added;
}

// Before anything else is done there: people.json and the door's roster say the same, and nothing is
// left beside them.
static void is_of_one_piece(const struct home *home)
{
    struct people people;
    struct doors behind;
    struct path next;
    struct failure why;
    CHECK(people_read(home->folder.text, &people, &why));
    CHECK(rosters_behind(home, &people, &behind, &why));
    CHECK_SAME(behind.count, 0);
    CHECK(home_door_path(home, "garage", "roster.next", &next, &why) && !file_exists(next.text));
}

static void a_disk_full_at_any_page_adds_nobody_by_half(void)
{
    bool added = false;
    unsigned refused = 0;
    for (unsigned pages = 1; !added && pages < PAGES_MOST; pages++) {
        char context[32];
        struct home home;
        (void)snprintf(context, sizeof(context), "%u pages", pages);
        check_context(context);
        CHECK(mount_pages(pages));
        if (init() && add_door() && home_open(scratch.place.text, &home, &failure)) {
            added = add_user(&home);
            refused += added ? 0 : 1;
            CHECK(added || strstr(failure.text, "No space left on device") != NULL);
            is_of_one_piece(&home);
        }
        CHECK(umount(scratch.folder.text) == 0);
    }
    check_context(NULL);
    CHECK(added && refused > 1);
}

static void a_read_only_disk_makes_no_home_and_no_door(void)
{
    CHECK(mount_pages(PAGES_MOST));
    CHECK(init());
    CHECK(mount(NULL, scratch.folder.text, NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0);
    CHECK(!add_door());
    CHECK(strstr(failure.text, "Read-only file system; mount it for writing") != NULL);
    struct home_request request = scratch_home_request(&scratch);
    struct path second;
    CHECK(path_join(scratch.folder.text, "second", &second, &failure));
    request.place = second.text;
    CHECK(!make_home(&request, scratch.sheet, &failure));
    CHECK(strstr(failure.text, "Read-only file system; mount it for writing") != NULL);
    CHECK(umount(scratch.folder.text) == 0);
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
    return home_open(scratch.place.text, &home, &failure) &&
           backup_make(&request, &noted, &failure) && noted;
}

static bool restore(void)
{
    const struct restore_request request = {
        .file = file.text, .place = second.text, .passphrase = &scratch.passphrase};
    struct home restored;
    return restore_make(&request, &restored, &failure);
}

static bool is_whole(void)
{
    struct backup_state state;
    struct home restored;
    return home_open(second.text, &restored, &failure) &&
           backup_look(&restored, &state, &failure) && state.current;
}

static bool stick_mounted(const struct path *stick, unsigned pages)
{
    char options[64];
    (void)snprintf(options, sizeof(options), "size=%u,mode=700", pages * PAGE);
    return mount("tmpfs", stick->text, "tmpfs", 0, options) == 0;
}

static void a_disk_full_at_any_page_takes_no_half_backup(void)
{
    struct path stick;
    bool made = false;
    CHECK(path_join(scratch.folder.text, "stick", &stick, &failure));
    CHECK(path_join(stick.text, "home.backup", &file, &failure));
    CHECK(init() && folder_make(stick.text, &failure));
    for (unsigned pages = 2; !made && pages < PAGES_MOST; pages++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "%u pages", pages);
        check_context(context);
        CHECK(stick_mounted(&stick, pages));
        made = back_up();
        CHECK(made || strstr(failure.text, "No space left on device; make room") != NULL);
        CHECK(made || place_is_empty(stick.text));
        CHECK(umount(stick.text) == 0);
    }
    check_context(NULL);
    CHECK(made);
    CHECK(rmdir(stick.text) == 0);
}

static void a_disk_full_at_any_page_restores_no_half_home(void)
{
    struct path stick;
    bool made = false;
    CHECK(path_join(scratch.folder.text, "home.backup", &file, &failure));
    CHECK(path_join(scratch.folder.text, "disk", &stick, &failure));
    CHECK(path_join(stick.text, "second", &second, &failure));
    CHECK(add_door() && back_up() && folder_make(stick.text, &failure));
    unsigned pages = 2;
    for (; !made && pages < PAGES_MOST; pages++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "%u pages", pages);
        check_context(context);
        CHECK(stick_mounted(&stick, pages));
        made = restore();
        CHECK(made || strstr(failure.text, "No space left on device") != NULL);
        CHECK(made ? is_whole() : place_is_empty(stick.text));
        CHECK(umount(stick.text) == 0);
    }
    check_context(NULL);
    CHECK(made && pages > 20);
    folder_remove(scratch.place.text);
}

// What a full disk leaves of the note is the one before; the backup on the other disk is good.
static void a_backup_that_cannot_be_noted_is_made_all_the_same(void)
{
    struct home home;
    bool noted = true;
    struct path other;
    CHECK(path_join(scratch.folder.text, "inner", &other, &failure));
    CHECK(folder_make(other.text, &failure) && stick_mounted(&other, PAGES_MOST));
    const struct path before = scratch.place;
    CHECK(path_join(other.text, "home", &scratch.place, &failure));
    CHECK(init());
    CHECK(home_open(scratch.place.text, &home, &failure));
    CHECK(mount(NULL, other.text, NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0);
    const struct backup_request request = {.home = &home,
                                           .file = file.text,
                                           .passphrase = &scratch.passphrase,
                                           .cost = SEAL_COST_LEAST,
                                           .replace = true,
                                           .now = SCRATCH_NOW};
    CHECK(backup_make(&request, &noted, &failure));
    CHECK(!noted);
    CHECK(strstr(failure.text, "backup.json") != NULL);
    CHECK(umount(other.text) == 0 && rmdir(other.text) == 0);
    scratch.place = before;
    CHECK(path_join(scratch.folder.text, "second", &second, &failure));
    CHECK(restore() && is_whole());
}

int main(void)
{
    if (geteuid() != 0 || unshare(CLONE_NEWNS) != 0 ||
        mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) {
        (void)printf("skipped: mounting a small disk needs root\n");
        return SKIPPED;
    }
    scratch_begin(&scratch);
    scratch.passphrase.rounds = 1;
    RUN(a_disk_full_at_any_page_makes_no_half_home);
    RUN(a_disk_full_at_any_page_makes_no_half_door);
    RUN(a_disk_full_at_any_page_adds_nobody_by_half);
    RUN(a_read_only_disk_makes_no_home_and_no_door);
    RUN(a_disk_full_at_any_page_takes_no_half_backup);
    RUN(a_disk_full_at_any_page_restores_no_half_home);
    RUN(a_backup_that_cannot_be_noted_is_made_all_the_same);
    scratch_end(&scratch);
    return check_verdict();
}
