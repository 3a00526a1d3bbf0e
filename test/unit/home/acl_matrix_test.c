// The whole of the broker's rules, at a real mosquitto: every identity, every topic, written and read.
// Delivery decides, never an acknowledgement: somebody may write a topic when an observer who hears
// everything hears him there, and may read it when he hears the observer there. What is expected
// stands in acl_statement.c.
#include "home/broker/acl.h"
#include "home/broker/configuration.h"
#include "test/support/check.h"
#include "test/unit/home/acl_statement.h"
#include "test/unit/home/broker_bench.h"

#include <mqtt_protocol.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SECONDS_MOST = 20 // for all to have heard all of one round
};

static struct scratch scratch;
static struct failure failure;
static struct home home;
static bool keeper_is_there;

struct client {
    struct mosquitto *mosquitto;
    const char *name;
    bool subscribed;
    int unanswered;  // of what it has sent
    unsigned rounds; // it has heard the end of
    bool heard[TOPICS_MOST][EVERYBODY];
};

static struct client clients[EVERYBODY];

static void on_connect(struct mosquitto *mosquitto, void *self, int reason, int flags,
                       const mosquitto_property *properties)
{
    const struct client *client = self;
    char shared[64];
    char every[] = "#";
    char *filters[] = {every, shared};
    (void)flags;
    (void)properties;
    // What is shared must not be a way round.
    (void)snprintf(shared, sizeof(shared), "$share/%s/#", client->name);
    CHECK_SAME(reason, 0);
    CHECK(mosquitto_subscribe_multiple(mosquitto, NULL, 2, filters, 1, 0, NULL) == 0);
}

static void on_subscribe(struct mosquitto *mosquitto, void *self, int id, int count,
                         const int *granted)
{
    struct client *client = self;
    (void)mosquitto;
    (void)id;
    (void)count;
    (void)granted;
    client->subscribed = true;
}

static void on_publish(struct mosquitto *mosquitto, void *self, int id, int reason,
                       const mosquitto_property *properties)
{
    struct client *client = self;
    (void)mosquitto;
    (void)id;
    (void)reason;
    (void)properties;
    client->unanswered--;
}

static void on_message(struct mosquitto *mosquitto, void *self,
                       const struct mosquitto_message *came, const mosquitto_property *properties)
{
    struct client *client = self;
    (void)mosquitto;
    (void)properties;
    const unsigned number = came->payloadlen == 1 ? *(const uint8_t *)came->payload : EVERYBODY;
    if (strncmp(came->topic, "sentinel/", 9) == 0) {
        client->rounds = number;
        return;
    }
    for (size_t i = 0; i < topic_count && number < EVERYBODY; i++) {
        if (strcmp(topics[i].text, came->topic) == 0) {
            client->heard[i][number] = true;
        }
    }
}

static struct identity identity_of(size_t who)
{
    if (who == ALICE) {
        return identity_of_owner(&home);
    }
    if (who == GARAGE_DOOR || who == BARN_DOOR) {
        return identity_of_door(&home, everybody[who].door);
    }
    return identity_issued(&scratch, &home, everybody[who].name);
}

static void begin(size_t who)
{
    struct client *client = &clients[who];
    struct identity identity = identity_of(who);
    SSL_CTX *tls = bench_tls(&home, &identity);
    *client = (struct client){.name = everybody[who].name};
    char id[32];
    (void)snprintf(id, sizeof(id), "matrix-%zu", who);
    client->mosquitto = mosquitto_new(id, true, client);
    CHECK(mosquitto_int_option(client->mosquitto, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5) ==
          0);
    CHECK(mosquitto_int_option(client->mosquitto, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0) == 0);
    CHECK(mosquitto_void_option(client->mosquitto, MOSQ_OPT_SSL_CTX, tls) == 0);
    SSL_CTX_free(tls);
    identity_free(&identity);
    mosquitto_connect_v5_callback_set(client->mosquitto, on_connect);
    mosquitto_subscribe_callback_set(client->mosquitto, on_subscribe);
    mosquitto_publish_v5_callback_set(client->mosquitto, on_publish);
    mosquitto_message_v5_callback_set(client->mosquitto, on_message);
    CHECK(mosquitto_connect(client->mosquitto, "127.0.0.1", home.settings.broker_port, 60) == 0);
}

static bool all_subscribed(size_t who)
{
    (void)who;
    bool all = true;
    for (size_t i = 0; i < EVERYBODY; i++) {
        all = all && clients[i].subscribed;
    }
    return all;
}

static bool all_answered(size_t who)
{
    return clients[who].unanswered <= 0;
}

// Round N's sentinel is the number N + 1.
static bool all_heard_the_end(size_t who)
{
    bool all = true;
    for (size_t i = 0; i < EVERYBODY; i++) {
        all = all && clients[i].rounds == who + 1;
    }
    return all && all_answered(OBSERVER);
}

// Lets everybody talk until that is so.
static bool talk_until(bool (*is_so)(size_t who), size_t who)
{
    const time_t began = time(NULL);
    while (!is_so(who) && time(NULL) - began < SECONDS_MOST) {
        struct pollfd files[EVERYBODY];
        for (size_t i = 0; i < EVERYBODY; i++) {
            files[i] =
                (struct pollfd){.fd = mosquitto_socket(clients[i].mosquitto), .events = POLLIN};
        }
        (void)poll(files, EVERYBODY, 5); // whoever has nothing to read is asked nevertheless
        for (size_t i = 0; i < EVERYBODY; i++) {
            (void)mosquitto_loop(clients[i].mosquitto, 0, 1); // one that is lost does not hear
        }
    }
    return is_so(who);
}

static void publish(size_t who, const char *topic, uint8_t number)
{
    clients[who].unanswered++;
    CHECK(mosquitto_publish_v5(clients[who].mosquitto, NULL, topic, 1, &number, 1, false, NULL) ==
          0);
}

// Somebody writes everywhere. Then the observer says to each that this was all, and as the broker keeps
// the order, whoever has heard that has heard what he was to hear.
static void one_round(size_t who)
{
    check_context(everybody[who].name);
    for (size_t i = 0; i < topic_count; i++) {
        publish(who, topics[i].text, (uint8_t)who);
    }
    CHECK(talk_until(all_answered, who));
    for (size_t i = 0; i < EVERYBODY; i++) {
        char sentinel[64];
        (void)snprintf(sentinel, sizeof(sentinel), "sentinel/%s", everybody[i].name);
        publish(OBSERVER, sentinel, (uint8_t)(who + 1));
    }
    CHECK(talk_until(all_heard_the_end, who));
    check_context(NULL);
}

static void compare(size_t who, size_t number)
{
    const struct somebody *somebody = &everybody[who];
    const struct topic *topic = &topics[number];
    char context[160];
    const bool all = who == OBSERVER;
    (void)snprintf(context, sizeof(context), "%s writes %s", somebody->name, topic->text);
    check_context(context);
    CHECK_SAME(clients[OBSERVER].heard[number][who],
               all || may_write(somebody, topic, keeper_is_there));
    (void)snprintf(context, sizeof(context), "%s reads %s", somebody->name, topic->text);
    check_context(context);
    CHECK_SAME(clients[who].heard[number][OBSERVER],
               all || may_read(somebody, topic, keeper_is_there));
    check_context(NULL);
    // And one of them hears another exactly where the one may write and the other read.
    for (size_t other = 0; other < EVERYBODY; other++) {
        CHECK_SAME(clients[who].heard[number][other],
                   clients[OBSERVER].heard[number][other] && clients[who].heard[number][OBSERVER]);
    }
}

static bool add_people(void)
{
    static struct people people;
    if (!people_read(home.folder.text, &people, &failure)) {
        return false;
    }
    for (size_t i = 0; i < EVERYBODY; i++) {
        uint8_t point[POINT_SIZE];
        memset(point, (int)i + 1, sizeof(point));
        struct person person = person_of(everybody[i].name, (enum role)everybody[i].role, point);
        if (i == ALICE || everybody[i].role == 0 || (i == KEEPER && !keeper_is_there)) {
            continue;
        }
        if (everybody[i].door != NULL) {
            (void)snprintf(person.door[person.door_count++], sizeof(person.door[0]), "%s",
                           everybody[i].door);
        }
        // What each of them brings, but a phone, which has none.
        if (strstr(everybody[i].name, "-phone") == NULL) {
            (void)snprintf(person.certificate, sizeof(person.certificate), "7%zu", i);
        }
        if (!people_add(&people, &person, &failure)) {
            return false;
        }
    }
    uint8_t point[POINT_SIZE];
    memset(point, 0xee, sizeof(point));
    const struct person admin = person_of("frank-admin", ROLE_ADMIN, point);
    memset(point, 0xef, sizeof(point));
    const struct person no_owner = person_of("bob-admin", ROLE_ADMIN, point);
    return people_add(&people, &admin, &failure) && people_add(&people, &no_owner, &failure) &&
           people_write(home.folder.text, &people, &failure);
}

static bool add_doors(void)
{
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    const struct door_request barn = scratch_door_request(&scratch, &home, "barn");
    return make_door(&garage, &failure) && make_door(&barn, &failure);
}

// The rules as they are made, and behind them the observer's, and each one's sentinel.
static bool write_rules(void)
{
    static const char ours[] = "\nuser observer\ntopic readwrite #\npattern read sentinel/%u\n";
    static struct identities identities;
    struct path path;
    if (!identities_read(&home, &identities, &failure)) {
        return false;
    }
    for (uint8_t i = 0; i < 3; i++) {
        struct invitation *invitation = &identities.invitations.at[i];
        *invitation = (struct invitation){.state = i == 2 ? INVITATION_USED : INVITATION_OPEN,
                                          .expires = identities.now + 1};
        memset(invitation->point, 0x11 * (i + 1), sizeof(invitation->point));
    }
    identities.invitations.count = 3;
    char *text = acl_text(&home.settings, &identities);
    char *whole = text == NULL ? NULL : realloc(text, strlen(text) + sizeof(ours));
    if (whole == NULL) {
        free(text);
        return false;
    }
    memcpy(whole + strlen(whole), ours, sizeof(ours));
    const bool written = home_path(&home, "broker/acl", &path, &failure) &&
                         file_write(path.text, bytes_of_text(whole), &failure);
    free(whole);
    return written;
}

static bool make_all(void)
{
    struct home_request request = scratch_home_request(&scratch);
    request.settings.broker_port = bench_free_port();
    return make_home(&request, scratch.sheet, &failure) &&
           home_open(scratch.place.text, &home, &failure) && add_doors() && add_people() &&
           write_rules();
}

static void run_matrix(void)
{
    for (size_t who = 0; who < EVERYBODY; who++) {
        begin(who);
    }
    CHECK(talk_until(all_subscribed, OBSERVER));
    for (size_t who = 0; who < EVERYBODY; who++) {
        one_round(who);
    }
    for (size_t who = 0; who < EVERYBODY; who++) {
        for (size_t i = 0; i < topic_count; i++) {
            compare(who, i);
        }
    }
    for (size_t who = 0; who < EVERYBODY; who++) {
        (void)mosquitto_disconnect(clients[who].mosquitto); // heard or not, it is gone
        mosquitto_destroy(clients[who].mosquitto);
    }
}

static void whole_matrix(void)
{
    scratch_begin(&scratch);
    pid_t broker = 0;
    if (check_that(make_all(), failure.text, __FILE__, __LINE__)) {
        broker = bench_start(&home);
    }
    if (broker > 0) {
        run_matrix();
        bench_stop(broker);
    }
    scratch_end(&scratch);
}

static void everybody_has_exactly_his_rows_of_the_table(void)
{
    keeper_is_there = true;
    whole_matrix();
}

static void until_there_is_a_keeper_the_command_line_tells_the_time(void)
{
    keeper_is_there = false;
    whole_matrix();
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    (void)mosquitto_lib_init(); // never refused
    state_topics();
    RUN(everybody_has_exactly_his_rows_of_the_table);
    RUN(until_there_is_a_keeper_the_command_line_tells_the_time);
    return check_verdict();
}
