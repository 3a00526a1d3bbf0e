// The broker as it is generated, tried from outside: who is let in, and who hears whom. Delivery
// decides, not an acknowledgement. As root it runs once more as an ordinary user, and with --run-as.
#include "home/broker/configuration.h"
#include "home/link/conversation.h"
#include "test/support/check.h"
#include "test/unit/home/broker_bench.h"
#include "test/unit/home/speaker.h"

#include <grp.h>
#include <openssl/err.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static pid_t broker;

enum who {
    OWNER,
    GARAGE,
    BARN,
    STRANGER, // a certificate of this home whose name is in no rule
    WHO
};

static const char *const names[WHO] = {"owner", "door-garage", "door-barn", "stranger"};

// Who may write and who may read each topic, from docs/protocol.md and not from the generator.
struct topic_row {
    const char *topic;
    const char *writers; // o owner, g garage, b barn
    const char *readers;
};

static const struct topic_row rows[] = {
    {"portcullis/garage/epoch", "g", "o"},
    {"portcullis/garage/state", "g", "o"},
    {"portcullis/garage/availability", "g", "o"},
    {"portcullis/garage/event", "g", "o"},
    {"portcullis/garage/ack/alice-laptop", "g", "o"},
    {"portcullis/garage/ack/bob-phone", "g", ""},
    {"portcullis/garage/command/alice-laptop", "o", "g"},
    {"portcullis/garage/command/bob-phone", "o", "g"},
    {"portcullis/garage/roster", "o", "og"},
    {"portcullis/garage/time", "o", "g"},
    {"portcullis/garage/stored", "", "g"},
    {"portcullis/garage/home-assistant/set", "", ""},
    {"portcullis/garage/other", "", ""},
    {"portcullis/garage", "", ""},
    {"portcullis/barn/epoch", "b", "o"},
    {"portcullis/barn/ack/alice-laptop", "b", "o"},
    {"portcullis/barn/command/alice-laptop", "o", "b"},
    {"portcullis/barn/roster", "o", "ob"},
    {"portcullis/attic/epoch", "", ""},
    {"portcullis/enrol/0011223344556677", "o", "o"},
    {"portcullis/enrol/0011223344556677/login", "o", ""},
    {"portcullis/keeper/query/alice-laptop", "", ""},
    {"portcullis/keeper/reply/alice-laptop", "", ""},
    {"homeassistant/device/x/config", "", ""},
    {"another/garage/epoch", "", ""},
};

enum {
    ROWS = sizeof(rows) / sizeof(rows[0])
};

static bool is_among(enum who who, const char *letters)
{
    static const char letter[WHO] = {'o', 'g', 'b', 's'};
    return strchr(letters, letter[who]) != NULL;
}

static struct identity identity_of(enum who who)
{
    switch (who) {
    case OWNER:
        return identity_of_owner(&home);
    case GARAGE:
        return identity_of_door(&home, "garage");
    case BARN:
        return identity_of_door(&home, "barn");
    case STRANGER:
    case WHO:
        break;
    }
    return identity_issued(&scratch, &home, "stranger");
}

static void check_row(const struct peer *peers, const struct topic_row *row)
{
    for (enum who writer = OWNER; writer < WHO; writer++) {
        for (enum who reader = OWNER; reader < WHO; reader++) {
            char context[160];
            const bool wanted = is_among(writer, row->writers) && is_among(reader, row->readers);
            (void)snprintf(context, sizeof(context), "%s: %s to %s", row->topic, names[writer],
                           names[reader]);
            check_context(context);
            CHECK_SAME(peer_has_heard(&peers[reader], row->topic, names[writer]), wanted);
        }
    }
    check_context(NULL);
}

static void each_identity_hears_and_is_heard_on_its_own_topics_alone(void)
{
    static struct peer peers[WHO];
    for (enum who who = OWNER; who < WHO; who++) {
        struct identity identity = identity_of(who);
        check_context(names[who]);
        CHECK(peer_begin(&peers[who], &home, &identity));
        identity_free(&identity);
    }
    for (enum who who = OWNER; who < WHO; who++) {
        for (size_t i = 0; i < ROWS; i++) {
            peer_publish(&peers[who], rows[i].topic, names[who], false);
        }
        peers_settle(peers, WHO);
    }
    for (size_t i = 0; i < ROWS; i++) {
        check_row(peers, &rows[i]);
    }
    for (enum who who = OWNER; who < WHO; who++) {
        peer_end(&peers[who]);
    }
}

// TLS 1.2, in which a refused certificate fails the handshake itself; the cipher's name, or NULL.
static const char *handshake(const struct identity *identity)
{
    static char cipher[64];
    const char *agreed = NULL;
    char where[32];
    SSL_CTX *tls = bench_tls(&home, identity);
    CHECK(SSL_CTX_set_max_proto_version(tls, TLS1_2_VERSION) == 1);
    BIO *connection = BIO_new_ssl_connect(tls);
    SSL *ssl = NULL;
    (void)snprintf(where, sizeof(where), "127.0.0.1:%u", (unsigned)home.settings.broker_port);
    CHECK(BIO_get_ssl(connection, &ssl) == 1 && BIO_set_conn_hostname(connection, where) == 1);
    if (BIO_do_connect(connection) == 1) {
        (void)snprintf(cipher, sizeof(cipher), "%s", SSL_get_cipher_name(ssl));
        agreed = cipher;
    }
    BIO_free_all(connection);
    SSL_CTX_free(tls);
    ERR_clear_error();
    return agreed;
}

static void only_certificates_of_the_clients_root_are_let_in(void)
{
    struct identity owner = identity_of_owner(&home);
    struct identity server = {NULL, NULL};
    struct path path;
    CHECK(handshake(&owner) != NULL);
    CHECK(handshake(NULL) == NULL);
    CHECK(home_path(&home, "broker/broker.key", &path, &failure));
    CHECK(key_load(path.text, NULL, &server.key, &failure));
    CHECK(home_path(&home, "broker/broker.crt", &path, &failure));
    CHECK(certificate_load(path.text, &server.certificate, &failure));
    CHECK(handshake(&server) == NULL);
    identity_free(&owner);
    identity_free(&server);
}

static void another_homes_clients_are_not_let_in(void)
{
    struct scratch other;
    struct home other_home;
    scratch_begin(&other);
    if (scratch_home(&other, &other_home)) {
        struct identity alice = identity_of_owner(&other_home);
        CHECK(handshake(&alice) == NULL);
        identity_free(&alice);
    }
    scratch_end(&other);
}

static void the_broker_chooses_chacha20_whatever_the_client_would_like(void)
{
    struct identity owner = identity_of_owner(&home);
    const char *cipher = handshake(&owner);
    CHECK(cipher != NULL && strcmp(cipher, "ECDHE-ECDSA-CHACHA20-POLY1305") == 0);
    identity_free(&owner);
}

static bool opens(const struct home *as, struct conversation *with)
{
    return conversation_open(with, as, "garage", &failure);
}

static void the_command_line_believes_this_broker_under_its_name_alone(void)
{
    struct conversation with;
    CHECK(opens(&home, &with));
    conversation_close(&with);
    struct home misnamed = home;
    (void)snprintf(misnamed.settings.broker_name, sizeof(misnamed.settings.broker_name),
                   "bank.local");
    CHECK(!opens(&misnamed, &with));
    CHECK(strstr(failure.text, "ostname mismatch") != NULL);
    conversation_close(&with);
}

static void the_command_line_refuses_the_broker_of_another_home(void)
{
    struct scratch other;
    struct home other_home;
    struct conversation with;
    scratch_begin(&other);
    if (scratch_home(&other, &other_home)) {
        const struct door_request request = scratch_door_request(&other, &other_home, "garage");
        CHECK(make_door(&request, &failure));
        other_home.settings.broker_port = home.settings.broker_port;
        CHECK(!opens(&other_home, &with));
        CHECK(strstr(failure.text, "is not mqtt.local of this home") != NULL);
        conversation_close(&with);
    }
    scratch_end(&other);
}

// Waits until the conversation has what it wants, at most ten seconds.
static void wait_for_turn(struct conversation *with, uint32_t turn)
{
    for (int tries = 0; tries < 100; tries++) {
        if (with->view.known && with->view.epoch.turn == turn) {
            break;
        }
        conversation_wait(with, 100);
    }
    CHECK(with->view.known);
    CHECK_SAME(with->view.epoch.turn, turn);
}

// The garage's identity speaks through the broker; its image has the key.
static void say(struct mosquitto *client, struct speaker *door, uint32_t turn)
{
    const struct bytes message = speaker_epoch(
        door,
        (struct epoch){
            .boot = 1, .turn = turn, .state = DOOR_CLOSED, .unix_seconds = (uint64_t)time(NULL)});
    CHECK(mosquitto_publish_v5(client, NULL, "portcullis/garage/epoch", (int)message.count,
                               message.at, 1, true, NULL) == 0);
    for (int i = 0; i < 20; i++) {
        (void)mosquitto_loop(client, 10, 10); // what is lost is seen by the other side
    }
}

static void a_conversation_outlives_a_restart_and_the_broker_remembers(void)
{
    struct conversation with;
    struct peer peer;
    struct speaker door;
    struct identity identity = identity_of_door(&home, "garage");
    CHECK(opens(&home, &with));
    // The double signs with a key of its own: the conversation is told to believe it.
    speaker_begin(&door);
    CHECK(door_view_init(&with.view, door.identity));
    CHECK(peer_begin(&peer, &home, &identity));
    say(peer.client, &door, 1);
    wait_for_turn(&with, 1);
    say(peer.client, &door, 2);
    wait_for_turn(&with, 2);
    CHECK(!with.retained);
    bench_stop(broker);
    broker = bench_start(&home);
    // The last word is given again from the broker's disk.
    with.view.known = false;
    wait_for_turn(&with, 2);
    CHECK(with.retained);
    peer_end(&peer);
    conversation_close(&with);
    with.identity = NULL;
    speaker_end(&door);
    identity_free(&identity);
}

static void a_door_added_later_is_let_in_after_a_sighup(void)
{
    static struct peer peers[2];
    const struct door_request request = scratch_door_request(&scratch, &home, "attic");
    CHECK(make_door(&request, &failure));
    CHECK(kill(broker, SIGHUP) == 0);
    bench_pause(500);
    struct identity attic = identity_of_door(&home, "attic");
    struct identity owner = identity_of_owner(&home);
    CHECK(peer_begin(&peers[0], &home, &attic) && peer_begin(&peers[1], &home, &owner));
    peer_publish(&peers[0], "portcullis/attic/event", "here", false);
    peers_settle(peers, 2);
    CHECK(peer_has_heard(&peers[1], "portcullis/attic/event", "here"));
    peer_end(&peers[0]);
    peer_end(&peers[1]);
    identity_free(&attic);
    identity_free(&owner);
}

static bool make_all(const char *run_as)
{
    struct home_request request = scratch_home_request(&scratch);
    request.settings.broker_port = bench_free_port();
    if (run_as != NULL) {
        (void)snprintf(request.settings.run_as, sizeof(request.settings.run_as), "%s", run_as);
    }
    if (!make_home(&request, scratch.sheet, &failure) ||
        !home_open(scratch.place.text, &home, &failure)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    const struct door_request barn = scratch_door_request(&scratch, &home, "barn");
    return make_door(&garage, &failure) && make_door(&barn, &failure);
}

static void run_all(const char *run_as)
{
    scratch_begin(&scratch);
    // Whom mosquitto becomes has to walk through the test's folder too.
    CHECK(run_as == NULL || chmod(scratch.folder.text, 0711) == 0);
    if (check_that(make_all(run_as), failure.text, __FILE__, __LINE__)) {
        broker = bench_start(&home);
    }
    if (broker > 0) {
        RUN(each_identity_hears_and_is_heard_on_its_own_topics_alone);
        RUN(only_certificates_of_the_clients_root_are_let_in);
        RUN(another_homes_clients_are_not_let_in);
        RUN(the_broker_chooses_chacha20_whatever_the_client_would_like);
        RUN(the_command_line_believes_this_broker_under_its_name_alone);
        RUN(the_command_line_refuses_the_broker_of_another_home);
        RUN(a_conversation_outlives_a_restart_and_the_broker_remembers);
        RUN(a_door_added_later_is_let_in_after_a_sighup);
        bench_stop(broker);
    }
    scratch_end(&scratch);
}

static void as_an_ordinary_user(void)
{
    const struct passwd *nobody = getpwnam("nobody");
    const pid_t child = fork();
    if (child == 0) {
        if (nobody == NULL || setgroups(0, NULL) != 0 || setgid(nobody->pw_gid) != 0 ||
            setuid(nobody->pw_uid) != 0) {
            _exit(1);
        }
        run_all(NULL);
        _exit(check_verdict());
    }
    int status = 1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK_SAME(status, 0);
}

static void as_roots_home_with_the_broker_as_mosquitto(void)
{
    const pid_t child = fork();
    if (child == 0) {
        run_all("mosquitto");
        _exit(check_verdict());
    }
    int status = 1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK_SAME(status, 0);
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    if (geteuid() == 0) {
        RUN(as_an_ordinary_user);
        RUN(as_roots_home_with_the_broker_as_mosquitto);
    } else {
        (void)printf("skipped: as root, and with --run-as, needs root\n");
    }
    (void)mosquitto_lib_init(); // never refused
    run_all(NULL);
    return check_verdict();
}
