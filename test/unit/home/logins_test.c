// Who gets into the broker, by password or certificate, and where it listens: a real mosquitto with the
// files of a home.
#include "home/broker/configuration.h"
#include "home/broker/password.h"
#include "protocol/image.h"
#include "test/support/check.h"
#include "test/unit/home/broker_bench.h"
#include "test/unit/home/listeners.h"
#include "test/unit/home/websocket.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static pid_t broker;
static struct password bobs;

static void add_bob(const char *door)
{
    static struct people people;
    uint8_t point[POINT_SIZE] = {7};
    struct person bob = person_of("bob-phone", ROLE_MEMBER, point);
    CHECK(password_draw(&bobs, &failure));
    CHECK(password_hash(bobs.text, bob.login, &failure));
    (void)snprintf(bob.door[bob.door_count++], sizeof(bob.door[0]), "%s", door);
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(people_add(&people, &bob, &failure));
    CHECK(people_write(home.folder.text, &people, &failure));
    CHECK(broker_write(&home, &failure));
}

static void take_files_anew(void)
{
    CHECK(kill(broker, SIGHUP) == 0);
    bench_pause(500);
}

static int knock(const char *user, const char *password)
{
    return websocket_login(home.settings.websockets_port, user, password);
}

static void a_home_without_passwords_lets_no_password_in(void)
{
    CHECK_SAME(knock(NULL, NULL), LOGIN_REFUSED);
    CHECK_SAME(knock("alice-laptop", NULL), LOGIN_REFUSED);
    CHECK_SAME(knock("alice-laptop", ""), LOGIN_REFUSED);
    CHECK_SAME(knock("door-garage", "x"), LOGIN_REFUSED);
}

static void the_right_password_opens_and_no_other(void)
{
    char wrong[sizeof(bobs.text)];
    add_bob("garage");
    CHECK_SAME(knock("bob-phone", bobs.text), LOGIN_REFUSED); // the broker has not looked yet
    take_files_anew();
    CHECK_SAME(knock("bob-phone", bobs.text), LOGIN_TAKEN);
    memcpy(wrong, bobs.text, sizeof(wrong));
    wrong[31] = wrong[31] == '0' ? '1' : '0';
    CHECK_SAME(knock("bob-phone", wrong), LOGIN_REFUSED);
    CHECK_SAME(knock("bob-phone", ""), LOGIN_REFUSED);
    CHECK_SAME(knock("bob-phone", NULL), LOGIN_REFUSED);
    CHECK_SAME(knock(NULL, NULL), LOGIN_REFUSED);
    // Whoever comes by certificate has no password at all, his own or another's.
    CHECK_SAME(knock("alice-laptop", bobs.text), LOGIN_REFUSED);
    CHECK_SAME(knock("door-garage", bobs.text), LOGIN_REFUSED);
}

static void a_password_that_is_taken_away_opens_nothing(void)
{
    static struct people people;
    CHECK(people_read(home.folder.text, &people, &failure));
    struct person *bob = people_find(&people, "bob-phone");
    if (bob == NULL) {
        CHECK(bob != NULL);
        return;
    }
    people_remove(&people, (uint8_t)(bob - people.at));
    CHECK(people_write(home.folder.text, &people, &failure));
    CHECK(broker_write(&home, &failure));
    take_files_anew();
    CHECK_SAME(knock("bob-phone", bobs.text), LOGIN_REFUSED);
}

static void it_listens_on_loopback_alone(void)
{
    struct listeners listeners;
    CHECK(listeners_of(broker, &listeners));
    CHECK_SAME(listeners.count, 2);
    for (size_t i = 0; i < listeners.count; i++) {
        check_context(listeners.at[i].address);
        CHECK(strcmp(listeners.at[i].address, "127.0.0.1") == 0);
        CHECK(listeners.at[i].port == home.settings.broker_port ||
              listeners.at[i].port == home.settings.websockets_port);
    }
    check_context(NULL);
}

// Where machines may come from everywhere, phones still may not.
static void phones_are_on_loopback_also_where_machines_are_not(void)
{
    struct listeners listeners;
    struct home_settings everywhere = home.settings;
    everywhere.bind[0] = '\0';
    CHECK(home_write_settings(home.folder.text, &everywhere, &failure));
    CHECK(home_open(home.folder.text, &home, &failure));
    CHECK(broker_write(&home, &failure));
    bench_stop(broker);
    broker = bench_start(&home);
    CHECK(listeners_of(broker, &listeners));
    bool elsewhere = false;
    for (size_t i = 0; i < listeners.count; i++) {
        const bool loopback = strcmp(listeners.at[i].address, "127.0.0.1") == 0;
        CHECK(loopback || listeners.at[i].port == home.settings.broker_port);
        elsewhere = elsewhere || !loopback;
    }
    CHECK(elsewhere); // or the test sees nothing
}

// The door's client id is a secret of 128 bits. Should it be known, whoever takes it over throws the door
// out for a moment; he hears nothing of its, says nothing in its name, and the door comes back.
static void the_doors_client_id_is_of_no_use_to_a_thief(void)
{
    static struct peer door;
    static struct peer owner;
    static struct peer thief;
    static const char id[] = "00112233445566778899aabbccddeeff";
    struct identity garage = identity_of_door(&home, "garage");
    struct identity alice = identity_of_owner(&home);
    struct identity mallory = identity_issued(&scratch, &home, "mallory");
    CHECK(peer_begin_called(&door, &home, &garage, id, false));
    CHECK(peer_begin(&owner, &home, &alice));
    CHECK(peer_begin_called(&thief, &home, &mallory, id, false));
    peer_publish(&owner, "portcullis/garage/command/alice-laptop", "open", false);
    peer_publish(&thief, "portcullis/garage/epoch", "forged", true);
    peers_settle(&owner, 1);
    peers_settle(&thief, 1);
    CHECK_SAME(thief.heard_count, 0);
    CHECK(!peer_has_heard(&owner, "portcullis/garage/epoch", "forged"));
    peers_settle(&door, 1);
    CHECK(!door.up);
    peer_end(&door);
    CHECK(peer_begin_called(&door, &home, &garage, id, false));
    peer_publish(&owner, "portcullis/garage/command/alice-laptop", "close", false);
    peers_settle(&owner, 1);
    peers_settle(&door, 1);
    CHECK(peer_has_heard(&door, "portcullis/garage/command/alice-laptop", "close"));
    CHECK_SAME(thief.heard_count, 0);
    peer_end(&door);
    peer_end(&thief);
    peer_end(&owner);
    identity_free(&garage);
    identity_free(&alice);
    identity_free(&mallory);
}

static void every_door_has_a_client_id_of_its_own(void)
{
    struct path path;
    uint8_t room[2][IMAGE_MOST + 1];
    struct bytes content;
    uint8_t client_id[2][IMAGE_CLIENT_ID_SIZE];
    static const char *const names[] = {"garage", "barn"};
    for (size_t i = 0; i < 2; i++) {
        CHECK(home_door_path(&home, names[i], "door.image", &path, &failure));
        CHECK(file_read(path.text, room[i], sizeof(room[i]), &content, &failure));
        struct image image;
        CHECK(image_decode(content, &image));
        memcpy(client_id[i], image.client_id, IMAGE_CLIENT_ID_SIZE);
    }
    CHECK(memcmp(client_id[0], client_id[1], IMAGE_CLIENT_ID_SIZE) != 0);
}

static void who_says_too_much_is_thrown_out_and_nobody_hears_it(void)
{
    static struct peer peers[2];
    static char flood[5000];
    struct identity alice = identity_of_owner(&home);
    struct identity garage = identity_of_door(&home, "garage");
    memset(flood, 'x', sizeof(flood) - 1);
    CHECK(peer_begin(&peers[0], &home, &alice) && peer_begin(&peers[1], &home, &garage));
    (void)mosquitto_publish_v5(peers[0].client, NULL, "portcullis/garage/roster",
                               (int)sizeof(flood) - 1, flood, 1, false, NULL);
    peers_settle(peers, 2);
    CHECK(!peers[0].up || peers[1].heard_count == 0);
    CHECK_SAME(peers[1].heard_count, 0);
    CHECK(peers[1].up);
    peer_end(&peers[0]);
    peer_end(&peers[1]);
    identity_free(&alice);
    identity_free(&garage);
}

static bool make_all(void)
{
    struct home_request request = scratch_home_request(&scratch);
    request.settings.broker_port = bench_free_port();
    do {
        request.settings.websockets_port = bench_free_port();
    } while (request.settings.websockets_port == request.settings.broker_port);
    if (!make_home(&request, scratch.sheet, &failure) ||
        !home_open(scratch.place.text, &home, &failure)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    const struct door_request barn = scratch_door_request(&scratch, &home, "barn");
    return make_door(&garage, &failure) && make_door(&barn, &failure);
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    (void)mosquitto_lib_init(); // never refused
    scratch_begin(&scratch);
    if (check_that(make_all(), failure.text, __FILE__, __LINE__)) {
        broker = bench_start(&home);
    }
    if (broker > 0) {
        RUN(it_listens_on_loopback_alone);
        RUN(a_home_without_passwords_lets_no_password_in);
        RUN(the_right_password_opens_and_no_other);
        RUN(a_password_that_is_taken_away_opens_nothing);
        RUN(the_doors_client_id_is_of_no_use_to_a_thief);
        RUN(every_door_has_a_client_id_of_its_own);
        RUN(who_says_too_much_is_thrown_out_and_nobody_hears_it);
        RUN(phones_are_on_loopback_also_where_machines_are_not);
        bench_stop(broker);
    }
    scratch_end(&scratch);
    return check_verdict();
}
