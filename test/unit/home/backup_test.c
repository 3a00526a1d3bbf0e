// A home into its backup and out of it, in one process; the programs do it in
// test/end_to_end/restore_test.c.
#include "home/backup/backup.h"
#include "test/support/check.h"
#include "test/unit/home/cut_off.h"
#include "test/unit/home/scratch.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct path file;
static struct path second;

static struct backup_request backup_request(void)
{
    return (struct backup_request){.home = &home,
                                   .file = file.text,
                                   .passphrase = &scratch.passphrase,
                                   .cost = SEAL_COST_LEAST,
                                   .replace = true,
                                   .now = SCRATCH_NOW};
}

static bool back_up(void)
{
    const struct backup_request request = backup_request();
    bool noted = false;
    return backup_make(&request, &noted, &failure) && noted;
}

static struct restore_request restore_request(void)
{
    return (struct restore_request){
        .file = file.text, .place = second.text, .passphrase = &scratch.passphrase};
}

static bool restore(void)
{
    const struct restore_request request = restore_request();
    struct home restored;
    return restore_make(&request, &restored, &failure);
}

static bool in_other_words(const char *path)
{
    return strstr(path, "/broker/mosquitto.conf") != NULL ||
           strstr(path, "/portcullis-broker.service") != NULL ||
           strstr(path, "/backup.json") != NULL || strstr(path, "/broker/data") != NULL;
}

static unsigned compared;
static unsigned different;

// Every file of the first home is in the second, byte for byte and with its mode.
static int compare_one(const char *path, const struct stat *found, int kind, struct FTW *where)
{
    static uint8_t rooms[2][FILE_MOST];
    struct bytes contents[2];
    struct path twin;
    struct stat twin_found;
    (void)where;
    if (in_other_words(path)) {
        return 0;
    }
    compared++;
    const char *inner = path + strlen(home.folder.text);
    const bool same =
        path_join(second.text, inner[0] == '/' ? inner + 1 : "", &twin, &failure) &&
        stat(twin.text, &twin_found) == 0 && twin_found.st_mode == found->st_mode &&
        (kind != FTW_F || (file_read(path, rooms[0], FILE_MOST, &contents[0], &failure) &&
                           file_read(twin.text, rooms[1], FILE_MOST, &contents[1], &failure) &&
                           bytes_equal(contents[0], contents[1])));
    different += same ? 0 : 1;
    return 0;
}

static bool second_is_the_first(void)
{
    compared = 0;
    different = 0;
    return nftw(home.folder.text, compare_one, 8, FTW_PHYS) == 0 && compared > 25 && different == 0;
}

static void the_home_comes_back_with_every_byte_and_mode(void)
{
    folder_remove(second.text);
    CHECK(check_that(back_up(), failure.text, __FILE__, __LINE__));
    struct stat status;
    CHECK(stat(file.text, &status) == 0 && (status.st_mode & 07777) == 0600);
    CHECK(check_that(restore(), failure.text, __FILE__, __LINE__));
    CHECK(second_is_the_first());
}

static bool says(const struct path *folder, const char *name, const char *words)
{
    static char room[FILE_MOST];
    struct path path;
    struct bytes content;
    if (!path_join(folder->text, name, &path, &failure) ||
        !file_read(path.text, (uint8_t *)room, sizeof(room) - 1, &content, &failure)) {
        return false;
    }
    room[content.count] = '\0';
    return strstr(room, words) != NULL;
}

static void the_brokers_files_name_the_new_place(void)
{
    char wanted[PATH_ROOM + 32];
    (void)snprintf(wanted, sizeof(wanted), "%s/broker/acl", second.text);
    CHECK(says(&second, "broker/mosquitto.conf", wanted));
    CHECK(!says(&second, "broker/mosquitto.conf", scratch.place.text));
    CHECK(says(&second, "broker/acl", "door-garage"));
    CHECK(file_exists(second.text));
}

static void both_homes_know_of_their_backup(void)
{
    struct backup_state state;
    struct home restored;
    CHECK(backup_look(&home, &state, &failure));
    CHECK(state.known && state.current);
    CHECK_SAME(state.made, SCRATCH_NOW);
    CHECK(home_open(second.text, &restored, &failure));
    CHECK(backup_look(&restored, &state, &failure));
    CHECK(state.known && state.current);
    CHECK_SAME(state.made, SCRATCH_NOW);
}

static void what_was_changed_since_is_seen(void)
{
    struct backup_state state;
    struct path note;
    struct path path;
    CHECK(home_path(&home, "doors/garage/remark", &path, &failure));
    CHECK(file_write(path.text, bytes_of_text("new"), &failure));
    CHECK(backup_look(&home, &state, &failure));
    CHECK(state.known && !state.current);
    CHECK(unlink(path.text) == 0);
    CHECK(backup_look(&home, &state, &failure));
    CHECK(state.current);
    CHECK(home_path(&home, "backup.json", &note, &failure));
    CHECK(unlink(note.text) == 0);
    CHECK(backup_look(&home, &state, &failure));
    CHECK(!state.known && !state.current);
    CHECK(back_up());
}

static void a_home_that_is_there_is_never_overwritten(void)
{
    const struct restore_request request = restore_request();
    time_t made = 0;
    CHECK(file_exists(second.text));
    CHECK(!restore_allowed(&request, &made, &failure));
    CHECK(strstr(failure.text, "a backup never replaces it") != NULL);
    CHECK(!restore());
    CHECK(second_is_the_first());
    folder_remove(second.text);
    CHECK(restore_allowed(&request, &made, &failure));
    CHECK_SAME(made, SCRATCH_NOW);
}

static void a_wrong_passphrase_restores_nothing(void)
{
    const struct passphrase wrong = {.text = "battery staple", .rounds = 1};
    struct restore_request request = restore_request();
    struct home restored;
    request.passphrase = &wrong;
    CHECK(!restore_make(&request, &restored, &failure));
    CHECK(strstr(failure.text, "wrong passphrase") != NULL);
    CHECK(!file_exists(second.text));
}

static void a_wrong_passphrase_makes_no_backup(void)
{
    const struct passphrase wrong = {.text = "battery staple", .rounds = 1};
    struct backup_request request = backup_request();
    struct path other;
    bool noted = false;
    CHECK(path_join(scratch.folder.text, "other.backup", &other, &failure));
    request.passphrase = &wrong;
    request.file = other.text;
    CHECK(!backup_make(&request, &noted, &failure));
    CHECK(strstr(failure.text, "wrong passphrase") != NULL);
    CHECK(!file_exists(other.text));
}

static void a_backup_replaces_nothing_unasked_and_lies_outside(void)
{
    struct backup_request request = backup_request();
    struct path inside;
    request.replace = false;
    CHECK(!backup_allowed(&request, &failure));
    CHECK(strstr(failure.text, "--replace") != NULL);
    CHECK(home_path(&home, "keys/home.backup", &inside, &failure));
    request.file = inside.text;
    CHECK(!backup_allowed(&request, &failure));
    CHECK(strstr(failure.text, "lies in the home itself") != NULL);
}

static void a_sealed_archive_that_is_no_home_restores_nothing(void)
{
    struct path folder;
    struct archive archive;
    struct archive sealed;
    const struct seal seal = {&scratch.passphrase, SEAL_COST_LEAST, SCRATCH_NOW};
    struct path other;
    struct path inside;
    struct restore_request request = restore_request();
    struct home restored;
    CHECK(path_join(scratch.folder.text, "nohome", &folder, &failure));
    CHECK(path_join(scratch.folder.text, "nohome.backup", &other, &failure));
    CHECK(folder_make(folder.text, &failure));
    CHECK(path_join(folder.text, "file", &inside, &failure));
    CHECK(file_write(inside.text, bytes_of_text("x"), &failure));
    CHECK(archive_of_folder(folder.text, &archive, &failure));
    CHECK(seal_close(&seal, (struct bytes){archive.at, archive.count}, &sealed, &failure));
    CHECK(file_write(other.text, (struct bytes){sealed.at, sealed.count}, &failure));
    archive_free(&archive);
    archive_free(&sealed);
    request.file = other.text;
    CHECK(!restore_make(&request, &restored, &failure));
    CHECK(strstr(failure.text, "there is no home") != NULL);
    CHECK(!file_exists(second.text));
}

static void second_is_whole_or_none(void)
{
    CHECK(!file_exists(second.text) || second_is_the_first());
    CHECK(file_exists(second.text) || restore());
    CHECK(second_is_the_first());
    folder_remove(second.text);
}

static void a_restore_cut_off_anywhere_leaves_a_whole_home_or_none(void)
{
    const struct trial trial = {.what = restore, .then = second_is_whole_or_none, .calls = 50};
    cut_everywhere(&trial);
}

static void the_file_is_a_whole_backup(void)
{
    CHECK(restore() && second_is_the_first());
    folder_remove(second.text);
}

static void a_backup_cut_off_anywhere_leaves_the_old_file_or_the_new(void)
{
    const struct trial trial = {.what = back_up, .then = the_file_is_a_whole_backup, .calls = 5};
    cut_everywhere(&trial);
}

static bool make_all(void)
{
    if (!scratch_home(&scratch, &home)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    const struct door_request barn = scratch_door_request(&scratch, &home, "barn");
    return make_door(&garage, &failure) && make_door(&barn, &failure) &&
           path_join(scratch.folder.text, "home.backup", &file, &failure) &&
           path_join(scratch.folder.text, "second", &second, &failure);
}

int main(void)
{
    scratch_begin(&scratch);
    scratch.passphrase.rounds = 1;
    if (check_that(make_all(), failure.text, __FILE__, __LINE__)) {
        RUN(the_home_comes_back_with_every_byte_and_mode);
        RUN(the_brokers_files_name_the_new_place);
        RUN(both_homes_know_of_their_backup);
        RUN(what_was_changed_since_is_seen);
        RUN(a_home_that_is_there_is_never_overwritten);
        RUN(a_wrong_passphrase_restores_nothing);
        RUN(a_wrong_passphrase_makes_no_backup);
        RUN(a_backup_replaces_nothing_unasked_and_lies_outside);
        RUN(a_sealed_archive_that_is_no_home_restores_nothing);
        RUN(a_restore_cut_off_anywhere_leaves_a_whole_home_or_none);
        RUN(a_backup_cut_off_anywhere_leaves_the_old_file_or_the_new);
    }
    scratch_end(&scratch);
    return check_verdict();
}
