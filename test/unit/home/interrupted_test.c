// init, door add and user add, cut off at every call that changes the disk: what is there afterwards is whole
// or nothing, and the next run succeeds.
#include "home/broker/acl.h"
#include "home/broker/configuration.h"
#include "protocol/image.h"
#include "test/support/check.h"
#include "test/unit/home/command.h"
#include "test/unit/home/cut_off.h"
#include "test/unit/home/rows.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>

static struct scratch scratch;
static struct failure failure;

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

static bool home_is_whole(void)
{
    static const char *const files[] = {
        "authority/server-root.crt",
        "authority/server-root.key",
        "authority/client-root.key",
        "broker/acl",
        "broker/mosquitto.conf",
        "broker/broker.crt",
        "broker/broker.key",
        "keys/admin.key",
        "keys/owner.key",
        "keys/time.key",
        "keys/recovery.pub",
        "link/tls.crt",
        "link/tls.key",
        "people.json",
        "recovery-sheet.txt",
        "recovery-sheet.html",
        "home.json",
        "doors",
        "broker/data",
    };
    struct home home;
    struct path path;
    bool whole = home_open(scratch.place.text, &home, &failure);
    for (size_t i = 0; whole && i < sizeof(files) / sizeof(files[0]); i++) {
        whole = home_path(&home, files[i], &path, &failure) && file_exists(path.text);
    }
    return whole;
}

static void home_is_whole_or_none(void)
{
    CHECK(!file_exists(scratch.place.text) || home_is_whole());
    // The next run takes the place, whatever was left beside it.
    CHECK(file_exists(scratch.place.text) || init());
    CHECK(home_is_whole());
    folder_remove(scratch.place.text);
}

static void init_cut_off_anywhere_leaves_a_whole_home_or_none(void)
{
    const struct trial trial = {.what = init, .then = home_is_whole_or_none, .calls = 50};
    cut_everywhere(&trial);
}

static bool door_is_whole(void)
{
    struct home home;
    struct path path;
    uint8_t room[IMAGE_MOST + 1];
    struct bytes content;
    struct image image;
    return home_open(scratch.place.text, &home, &failure) &&
           home_door_path(&home, "garage", "door.image", &path, &failure) &&
           file_read(path.text, room, sizeof(room), &content, &failure) &&
           image_decode(content, &image) &&
           home_door_path(&home, "garage", "identity.pub", &path, &failure) &&
           file_exists(path.text) && home_door_path(&home, "garage", "roster", &path, &failure) &&
           file_exists(path.text);
}

static bool door_is_there(void)
{
    struct home home;
    struct path path;
    return home_open(scratch.place.text, &home, &failure) &&
           home_door_path(&home, "garage", NULL, &path, &failure) && file_exists(path.text);
}

static void make_home_anew(void)
{
    folder_remove(scratch.place.text);
    CHECK(init());
}

static void door_is_whole_or_none(void)
{
    CHECK(home_is_whole());
    CHECK(!door_is_there() || door_is_whole());
    CHECK(door_is_there() || add_door());
    CHECK(door_is_whole());
}

static void door_add_cut_off_anywhere_leaves_a_whole_door_or_none(void)
{
    const struct trial trial = {
        .prepare = make_home_anew, .what = add_door, .then = door_is_whole_or_none, .calls = 10};
    cut_everywhere(&trial);
}

static struct path in_folder(const char *name)
{
    struct path path = {""};
    CHECK(path_join(scratch.folder.text, name, &path, &failure));
    return path;
}

// Somebody called so was revoked, and that was cut off before the broker's list had him.
static void make_home_that_has_half_revoked_bob(void)
{
    static struct people people;
    make_home_anew();
    CHECK(add_door());
    CHECK(people_read(scratch.place.text, &people, &failure));
    CHECK(people_revoke_serial(&people, "5EC0DE", &failure));
    CHECK(people_write(scratch.place.text, &people, &failure));
}

static bool add_bob(void)
{
    char line[4 * PATH_ROOM];
    (void)snprintf(line, sizeof(line),
                   "bob-phone --role member --key %s --home %s --passphrase-file %s",
                   in_folder("bob.pub").text, scratch.place.text, in_folder("passphrase").text);
    return command_does(cli_user_add, line);
}

// Whatever writes the rules next.
static void bob_is_the_new_one_alone(void)
{
    struct home home;
    bool changed = false;
    CHECK(home_open(scratch.place.text, &home, &failure));
    CHECK(broker_settle(&home, &changed, &failure));
    CHECK(!rows_has(&home, "bob-phone") || rows_shut_out_the_revoked(&home));
}

static void user_add_cut_off_anywhere_lets_nobody_in_who_was_revoked(void)
{
    const struct path record = in_folder("record");
    const struct trial trial = {.prepare = make_home_that_has_half_revoked_bob,
                                .what = add_bob,
                                .then = bob_is_the_new_one_alone,
                                .calls = 10,
                                .record = record.text};
    EVP_PKEY *bob = NULL;
    CHECK(key_generate(&bob, &failure));
    CHECK(key_save_public(bob, in_folder("bob.pub").text, &failure));
    CHECK(
        file_write(in_folder("passphrase").text, bytes_of_text(scratch.passphrase.text), &failure));
    cut_everywhere(&trial);
    EVP_PKEY_free(bob);
}

int main(void)
{
    scratch_begin(&scratch);
    scratch.passphrase.rounds = 1;
    RUN(init_cut_off_anywhere_leaves_a_whole_home_or_none);
    RUN(door_add_cut_off_anywhere_leaves_a_whole_door_or_none);
    RUN(user_add_cut_off_anywhere_lets_nobody_in_who_was_revoked);
    scratch_end(&scratch);
    return check_verdict();
}
