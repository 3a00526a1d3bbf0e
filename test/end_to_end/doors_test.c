// A door's life through the command line as it is: settings, by real files, broker, door and garage.
// words[1] is portcullis, words[2] portcullis-door.
#include "test/end_to_end/house.h"

#include "home/authority/crl.h"
#include "home/people/people.h"
#include "protocol/image.h"
#include "test/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct house house;

static bool image_of(const char *door, struct operator_settings *out)
{
    static uint8_t room[IMAGE_MOST + 1];
    struct path path;
    struct failure failure;
    struct bytes content;
    struct image image;
    if (!home_door_path(&house.home, door, "door.image", &path, &failure) ||
        !file_read(path.text, room, sizeof(room), &content, &failure) ||
        !image_decode(content, &image)) {
        return false;
    }
    *out = image.operator_settings;
    return true;
}

static void the_list_tells_roster_and_state_of_a_door(void)
{
    CHECK(house_is_fresh(&house, "closed"));
    CHECK_SAME(house_does(&house, "door", "list", NULL), 0);
    CHECK(house_said(&house, "stop-both"));
    CHECK(house_said(&house, "1 confirmed"));
    CHECK(house_said(&house, "closed, "));
    CHECK_SAME(house_does(&house, "door", "list", "--json", NULL), 0);
    CHECK(house_said(&house, "\"state\":\"closed\""));
    CHECK(house_said(&house, "\"fresh\":true"));
    CHECK(house_said(&house, "\"roster_confirmed\":true"));
}

static void settings_are_shown_changed_and_refused(void)
{
    struct operator_settings settings;
    CHECK_SAME(house_does(&house, "door", "set", "garage", NULL), 0);
    CHECK(house_said(&house, "stop-while-opening"));
    CHECK_SAME(house_does(&house, "door", "set", "garage", "warning=8", "wall-input=yes", NULL), 0);
    CHECK(house_said(&house, "5 -> 8"));
    CHECK(house_said(&house, "no -> yes"));
    CHECK(house_said(&house, "Nothing over the network"));
    CHECK(image_of("garage", &settings) && settings.warning_seconds == 8 && settings.wall_input);
    CHECK_SAME(house_does(&house, "door", "set", "garage", "warning=6", "pulse=5000", NULL), 1);
    CHECK(house_said(&house, "past the photo-eye"));
    CHECK_SAME(house_does(&house, "door", "set", "garage", "switches=none", NULL), 1);
    CHECK(image_of("garage", &settings) && settings.warning_seconds == 8 && settings.pulse == 400);
    CHECK_SAME(house_does(&house, "door", "set", "barn", "warning=8", NULL), 3);
    CHECK(house_said(&house, "there is no door barn"));
    CHECK_SAME(house_does(&house, "door", "set", NULL), 2);
}

// The boot that the door's newest word is of; 0: there is none.
static unsigned long boot_of_door(void)
{
    static const char name[] = "\"boot\":";
    (void)house_does(&house, "status", "--json", NULL); // its words tell
    const char *at = strstr(house.run.text, name);
    return at == NULL ? 0 : strtoul(at + strlen(name), NULL, 10);
}

// A door that was started has spoken: until then the broker gives its last word of before, which looks
// fresh, and a command signed over it is answered by nobody.
static bool speaks_after(unsigned long boot)
{
    for (int tries = 0; tries < 120; tries++) {
        if (boot_of_door() > boot) {
            return true;
        }
        bench_pause(250);
    }
    return false;
}

static void the_door_takes_new_settings_by_its_image_alone(void)
{
    const unsigned long boot = boot_of_door();
    CHECK_SAME(house_does(&house, "door", "set", "garage", "warning=7", "--json", NULL), 0);
    CHECK(house_said(&house, "{\"setting\":\"warning\",\"before\":\"8\",\"after\":\"7\"}"));
    CHECK(house_takes_image(&house, "garage"));
    CHECK(speaks_after(boot));
    // Its first word may be that it does not know yet: what is signed over that is a CONFLICT by then.
    CHECK(house_is_fresh(&house, "closed"));
    CHECK_SAME(house_does(&house, "identify", NULL), 0);
}

static struct people people;

static bool is_heard_of(const char *door, const char *level)
{
    static struct peer peer;
    char topic[64];
    bool heard = false;
    struct identity owner = identity_of_owner(&house.home);
    (void)snprintf(topic, sizeof(topic), "portcullis/%s/%s ", door, level);
    if (CHECK(peer_begin(&peer, &house.home, &owner))) {
        peers_settle(&peer, 1);
        for (size_t i = 0; i < peer.heard_count; i++) {
            heard = heard || strncmp(peer.heard[i], topic, strlen(topic)) == 0;
        }
    }
    peer_end(&peer);
    identity_free(&owner);
    return heard;
}

static size_t revoked_count(void)
{
    struct failure failure;
    return people_read(house.home.folder.text, &people, &failure) ? people_revoked_count(&people)
                                                                  : 0;
}

// broker/crl.pem has every certificate that people.json calls revoked.
static bool broker_is_told_of_all(void)
{
    struct failure failure;
    const size_t count = revoked_count();
    bool told = count > 0;
    for (size_t i = 0; told && i < count; i++) {
        told = crl_revokes(&house.home, people_revoked_serial(&people, i), &told, &failure) && told;
    }
    return told;
}

// Somebody who may at that door alone.
static void limit_somebody_to(const char *door)
{
    struct failure failure;
    uint8_t point[POINT_SIZE];
    EVP_PKEY *key = NULL;
    CHECK(key_generate(&key, &failure) && key_point(key, point));
    struct person bob = person_of("bob-phone", ROLE_MEMBER, point);
    bob.door_count = 1;
    (void)snprintf(bob.door[0], sizeof(bob.door[0]), "%s", door);
    CHECK(people_read(house.home.folder.text, &people, &failure));
    CHECK(people_add(&people, &bob, &failure));
    CHECK(people_write(house.home.folder.text, &people, &failure));
    EVP_PKEY_free(key);
}

static void a_door_gets_another_name_and_the_broker_forgets_the_old_one(void)
{
    limit_somebody_to("garage");
    CHECK(is_heard_of("garage", "epoch") && is_heard_of("garage", "state"));
    door_program_kill(&house.door);
    CHECK_SAME(house_does(&house, "door", "rename", "garage", "street", "--passphrase-file",
                          house.passphrase.text, NULL),
               0);
    CHECK(house_said(&house, "garage is street now"));
    CHECK(!is_heard_of("garage", "epoch") && !is_heard_of("garage", "state"));
    CHECK(!is_heard_of("garage", "availability"));
    CHECK_SAME(revoked_count(), 1);
    CHECK(broker_is_told_of_all());
    CHECK(people_find(&people, "bob-phone") != NULL &&
          strcmp(people_find(&people, "bob-phone")->door[0], "street") == 0);
    CHECK_SAME(house_does(&house, "status", "garage", NULL), 3);
    bench_reads_again(house.broker, &house.home);
    CHECK(house_takes_image(&house, "street"));
    CHECK(house_is_fresh(&house, "closed"));
    CHECK(house_said(&house, "roster: version 1, confirmed"));
}

static void what_may_not_be_set_may_not_be_made(void)
{
    CHECK_SAME(house_does(&house, "door", "add", "barn", "--profile", "stop-both", "--switches",
                          "none", NULL),
               2);
    CHECK(house_said(&house, "profile=monitor-only"));
    CHECK_SAME(house_does(&house, "door", "add", "barn", "--profile", "two-step", "--switches",
                          "both", "--stop-while-opening", NULL),
               2);
}

static void a_name_that_is_taken_or_none_is_refused(void)
{
    CHECK_SAME(house_does(&house, "door", "rename", "street", "street", NULL), 1);
    CHECK_SAME(house_does(&house, "door", "rename", "street", "keeper", NULL), 1);
    CHECK_SAME(house_does(&house, "door", "rename", "street", "Big Door", NULL), 1);
    CHECK_SAME(house_does(&house, "door", "rename", "street", NULL), 2);
}

static void a_replaced_door_is_another_one_with_the_old_settings(void)
{
    char flash[DOOR_PATH_MOST];
    struct operator_settings settings;
    door_program_kill(&house.door);
    CHECK_SAME(house_does(&house, "door", "replace", "street", "--passphrase-file",
                          house.passphrase.text, NULL),
               0);
    CHECK_SAME(revoked_count(), 2);
    CHECK(broker_is_told_of_all());
    CHECK(!is_heard_of("street", "epoch"));
    CHECK(image_of("street", &settings) && settings.warning_seconds == 7);
    // The old controller speaks on, and is believed no more.
    CHECK(door_program_start(&house.door));
    bench_pause(1500);
    CHECK_SAME(house_does(&house, "status", "street", NULL), 3);
    door_program_kill(&house.door);
    door_program_path(&house.door, "flash", flash);
    CHECK(remove(flash) == 0);
    CHECK(house_takes_image(&house, "street"));
    CHECK(house_is_fresh(&house, "closed"));
    CHECK(house_said(&house, "roster: version 1, confirmed"));
    CHECK_SAME(house_does(&house, "door", "list", NULL), 0);
    CHECK(house_said(&house, "both      no")); // closing from afar has to be allowed again
}

static void without_a_broker_nothing_is_changed_unless_it_is_said(void)
{
    bench_stop(house.broker);
    CHECK_SAME(house_does(&house, "door", "rename", "street", "barn", "--passphrase-file",
                          house.passphrase.text, NULL),
               3);
    CHECK(house_said(&house, "Nothing is changed"));
    CHECK_SAME(house_does(&house, "door", "set", "street", NULL), 0);
    CHECK_SAME(house_does(&house, "door", "rename", "street", "barn", "--without-broker",
                          "--passphrase-file", house.passphrase.text, NULL),
               0);
    house.broker = bench_start(&house.home);
}

static void a_door_that_somebody_may_at_alone_is_not_removed(void)
{
    CHECK_SAME(house_does(&house, "door", "remove", "barn", "--yes", NULL), 1);
    CHECK(house_said(&house, "bob-phone may at barn alone"));
    CHECK_SAME(house_does(&house, "door", "set", "barn", NULL), 0);
}

static void a_door_is_removed_when_its_name_is_typed(void)
{
    struct failure failure;
    static struct run run;
    static const char *const words[] = {"door", "remove", "barn", NULL};
    CHECK(people_read(house.home.folder.text, &people, &failure));
    people_find(&people, "bob-phone")->door_count = 0;
    CHECK(people_write(house.home.folder.text, &people, &failure));
    run_begins(&run, &house, words);
    CHECK(run_says(&run, "Type the door's name", 5000));
    run_types(&run, "yes\n");
    CHECK_SAME(run_ends(&run, 5000), 1);
    run_begins(&run, &house, words);
    CHECK(run_says(&run, "Type the door's name", 5000));
    run_types(&run, "barn\n");
    CHECK_SAME(run_ends(&run, 10000), 0);
    CHECK_SAME(house_does(&house, "door", "list", NULL), 0);
    CHECK(house_said(&house, "No doors yet"));
    CHECK_SAME(revoked_count(), 4);
}

// Who took the old controller home is not the new one at the broker.
static void a_removed_doors_name_comes_back_without_its_certificate(void)
{
    CHECK_SAME(house_does(&house, "door", "add", "barn", "--profile", "stop-both", "--switches",
                          "both", "--passphrase-file", house.passphrase.text, NULL),
               0);
    CHECK_SAME(revoked_count(), 4);
    CHECK(broker_is_told_of_all());
}

static void nobody_is_invited_before_the_broker_is_told(void)
{
    char file[DOOR_PATH_MOST];
    struct failure failure;
    CHECK(people_read(house.home.folder.text, &people, &failure));
    CHECK(people_revoke_serial(&people, "4D", &failure));
    CHECK(people_write(house.home.folder.text, &people, &failure));
    door_program_path(&house.door, "carol.invitation", file);
    CHECK_SAME(house_does(&house, "invite", "carol-desk", "--role", "member", "--no-wait", "--out",
                          file, "--passphrase-file", house.passphrase.text, NULL),
               0);
    CHECK(broker_is_told_of_all());
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fprintf(stderr, "usage: %s PORTCULLIS PORTCULLIS-DOOR\n", words[0]);
        return 2;
    }
    if (check_that(house_begins(&house, words[1], words[2]), "the house stands", __FILE__,
                   __LINE__)) {
        RUN(the_list_tells_roster_and_state_of_a_door);
        RUN(settings_are_shown_changed_and_refused);
        RUN(the_door_takes_new_settings_by_its_image_alone);
        RUN(a_door_gets_another_name_and_the_broker_forgets_the_old_one);
        RUN(a_name_that_is_taken_or_none_is_refused);
        RUN(what_may_not_be_set_may_not_be_made);
        RUN(a_replaced_door_is_another_one_with_the_old_settings);
        RUN(without_a_broker_nothing_is_changed_unless_it_is_said);
        RUN(a_door_that_somebody_may_at_alone_is_not_removed);
        RUN(a_door_is_removed_when_its_name_is_typed);
        RUN(a_removed_doors_name_comes_back_without_its_certificate);
        RUN(nobody_is_invited_before_the_broker_is_told);
    }
    house_ends(&house);
    return check_verdict();
}
