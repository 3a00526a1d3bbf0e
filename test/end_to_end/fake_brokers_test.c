// The door's program against brokers that are none: with a certificate of another CA, of another name,
// of a client, or one that has ended, no CONNECT is sent; and garbage or silence do not stop a door.
#include "test/end_to_end/scene.h"
#include "test/support/check.h"
#include "test/unit/door/adapters/meeting.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    PATIENCE = 60000, // ms until the door has called
    LISTENING = 700   // ms for what it may say
};

static const char *program;
static const char *no_entropy; // NAME=VALUE of the environment in which a board has none
static struct scene scene;
static struct door_program door;
static int listener;
static uint16_t port;

static bool begin_listening(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        listen(listener, 4) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        return false;
    }
    port = ntohs(address.sin_port);
    return true;
}

static bool readable_within(int file, int patience)
{
    struct pollfd one = {.fd = file, .events = POLLIN};
    return poll(&one, 1, patience) == 1;
}

// A connection from the door, or -1.
static int called(void)
{
    return readable_within(listener, PATIENCE) ? accept(listener, NULL, NULL) : -1;
}

static struct bytes first_roster(uint8_t room[ROSTER_MOST])
{
    const struct roster_entry entries[] = {person_entry(KEY_OF_ADMIN, ROLE_ADMIN, "admin"),
                                           person_entry(KEY_OF_ALICE, ROLE_OWNER, "alice")};
    const struct roster_head head = people_roster_head(1, 1, 2);
    return person_signs_roster(KEY_OF_ADMIN, &head, entries, room);
}

// Calls of the door before, which nobody took.
static void forget_calls(void)
{
    while (readable_within(listener, 0)) {
        (void)close(accept(listener, NULL, NULL));
    }
}

// A door with the certificates of this moment, or of another one, running.
static bool start_door(int64_t certificates_of)
{
    uint8_t roster[ROSTER_MOST];
    forget_calls();
    make_pki_from(certificates_of);
    struct image image = door_image();
    image.door_name = bytes_of_text("garage");
    image.topic_root = bytes_of_text("portcullis");
    image.broker_address = bytes_of_text("127.0.0.1");
    image.broker_port = port;
    memcpy(image.identity_key, test_keys[KEY_OF_IDENTITY].private_key, PRIVATE_KEY_SIZE);
    memcpy(image.identity_point, test_keys[KEY_OF_IDENTITY].point, POINT_SIZE);
    memcpy(image.recovery_point, test_keys[KEY_OF_RECOVERY].point, POINT_SIZE);
    image.operator_settings = operator_settings_default();
    image.first_roster = first_roster(roster);
    return door_program_prepare(&door, program) && door_program_write_image(&door, &image) &&
           door_program_start(&door);
}

static void end_door(int connection)
{
    CHECK_SAME(door_program_stop(&door), 0);
    door_program_remove(&door);
    free_pki();
    if (connection >= 0) {
        (void)close(connection);
    }
}

// Plays a broker with that certificate on one connection; what the door said behind its handshake.
static size_t hear_door(int connection, const struct certified *certificate, uint8_t *room,
                        int size)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    int count = 0;
    CHECK(SSL_CTX_use_certificate(context, certificate->certificate) == 1 &&
          SSL_CTX_use_PrivateKey(context, certificate->key) == 1);
    SSL *ssl = SSL_new(context);
    CHECK(SSL_set_fd(ssl, connection) == 1);
    if (SSL_accept(ssl) == 1 && readable_within(connection, LISTENING)) {
        count = SSL_read(ssl, room, size);
    }
    ERR_clear_error(); // a door that hangs up is what is wanted
    SSL_free(ssl);
    SSL_CTX_free(context);
    return count > 0 ? (size_t)count : 0;
}

static void wait_a_little(void)
{
    const struct timespec pause = {.tv_nsec = 200000000};
    (void)nanosleep(&pause, NULL);
}

static void a_genuine_broker_gets_a_connect(void)
{
    uint8_t said[512] = {0};
    CHECK(start_door(time(NULL)));
    const int connection = called();
    CHECK(hear_door(connection, &pki.broker, said, sizeof(said)) > 0);
    CHECK_SAME(said[0], 0x10);
    CHECK(door_program_logged(&door, "event=tls-open"));
    end_door(connection);
}

// Nothing but a TLS alert comes from the door.
static void check_is_met_with_silence(int64_t certificates_of, const struct certified *certificate,
                                      const char *why)
{
    uint8_t said[512];
    CHECK(start_door(certificates_of));
    const int connection = called();
    CHECK(connection >= 0);
    CHECK_SAME(hear_door(connection, certificate, said, sizeof(said)), 0);
    wait_a_little();
    CHECK(door_program_logged(&door, why));
    CHECK(!door_program_logged(&door, "event=tls-open"));
    CHECK(!door_program_logged(&door, "event=connected"));
    // It does not give up.
    const int again = called();
    CHECK(again >= 0);
    (void)close(again);
    end_door(connection);
}

static void a_broker_of_another_ca_gets_no_connect(void)
{
    check_is_met_with_silence(time(NULL), &pki.foreign, tls_error_text(TLS_ERROR_NOT_TRUSTED));
}

static void a_broker_of_another_name_gets_no_connect(void)
{
    check_is_met_with_silence(time(NULL), &pki.other, tls_error_text(TLS_ERROR_WRONG_NAME));
}

static void a_clients_certificate_gets_no_connect(void)
{
    check_is_met_with_silence(time(NULL), &pki.client_as_broker,
                              tls_error_text(TLS_ERROR_NOT_TRUSTED));
}

static void a_certificate_that_has_ended_gets_no_connect(void)
{
    check_is_met_with_silence(time(NULL) - 100 * DAY, &pki.broker,
                              tls_error_text(TLS_ERROR_EXPIRED));
}

static void s10_the_door_floor_steps_on_while_a_broker_speaks_garbage_slowly(void)
{
    CHECK(start_door(time(NULL)));
    const int connection = called();
    CHECK(connection >= 0);
    const uint32_t before = atomic_load(&door.pins->heartbeat);
    const struct timespec pause = {.tv_nsec = 20000000};
    for (int i = 0; i < 50; i++) {
        const uint8_t garbage = (uint8_t)(0x16 + i * 37);
        // Whether the door still listens is its own affair.
        (void)send(connection, &garbage, 1, MSG_NOSIGNAL);
        (void)nanosleep(&pause, NULL);
    }
    const uint32_t steps = atomic_load(&door.pins->heartbeat) - before;
    // Of some thousand; of an emulator's seconds, who knows.
    CHECK(steps > (getenv("PORTCULLIS_SLOWER") == NULL ? 500 : 0));
    end_door(connection);
}

static void a_broker_that_says_nothing_at_all_is_left_alone(void)
{
    CHECK(start_door(time(NULL)));
    const int connection = called();
    const uint32_t before = atomic_load(&door.pins->heartbeat);
    for (int i = 0; i < 25 && atomic_load(&door.pins->heartbeat) - before <= 50; i++) {
        wait_a_little();
    }
    CHECK(atomic_load(&door.pins->heartbeat) - before > 50);
    end_door(connection);
}

// A broker that was genuine a moment ago, and after it one that is not, under the same address: what was
// proved on one connection is worth nothing on the next, and no session is resumed.
static void each_connection_proves_its_certificate_anew(void)
{
    CHECK(scene_begins(&scene, program));
    CHECK(door_program_logged(&scene.door, "event=tls-open suite=0xcca9"));
    scene.line.certificate = &pki.foreign;
    tls_line_hang_up(&scene.line);
    for (int i = 0; i < 100 && scene.line.calls < 3; i++) {
        scene_run(&scene, 100);
        CHECK(!scene.broker.connected);
    }
    CHECK(scene.line.calls >= 3);
    CHECK(door_program_logged(&scene.door, tls_error_text(TLS_ERROR_NOT_TRUSTED)));
    // And the genuine one is met again.
    scene.line.certificate = &pki.broker;
    scene.broker.subscribed = false;
    CHECK(scene_connected(&scene, 1, 30000));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_IDENTIFY), RESULT_OK);
    scene_ends(&scene);
}

static bool start_without_entropy(void)
{
    char name[32];
    const char *value = strchr(no_entropy, '=');
    if (value == NULL || (size_t)(value - no_entropy) >= sizeof(name)) {
        return false;
    }
    memset(name, 0, sizeof(name));
    memcpy(name, no_entropy, (size_t)(value - no_entropy));
    return setenv(name, value + 1, 1) == 0 && door_program_start(&scene.door) &&
           unsetenv(name) == 0;
}

// Calls come, for TCP needs none; and not a byte on them. There is no Epoch either, so that nothing
// could be signed over it, and the door floor does not care.
static void without_entropy_a_door_says_nothing_and_steps_on(void)
{
    CHECK(scene_sets(&scene, program));
    CHECK(door_program_write_image(&scene.door, &scene.image));
    CHECK(start_without_entropy());
    for (int i = 0; i < 100 && scene.line.calls == 0; i++) {
        scene_run(&scene, 100);
    }
    CHECK(scene.line.calls > 0);
    CHECK(scene_steps_for(&scene, 2000));
    // With no jitter, but with the back-off: 250 ms, doubled each time.
    CHECK(scene.line.calls <= 8);
    CHECK(!scene.broker.connected);
    CHECK(door_program_logged(&scene.door, "event=boot boot=0 remote=no"));
    CHECK(door_program_logged(&scene.door, tls_error_text(TLS_ERROR_NO_ENTROPY)));
    CHECK(!door_program_logged(&scene.door, "event=tls-open"));
    scene_ends(&scene);
}

int main(int count, char **words)
{
    if (count != 3 || !begin_listening()) {
        (void)fputs("usage: fake_brokers PORTCULLIS-DOOR NAME=VALUE\n", stderr);
        return 2;
    }
    program = words[1];
    no_entropy = words[2];
    RUN(a_genuine_broker_gets_a_connect);
    RUN(a_broker_of_another_ca_gets_no_connect);
    RUN(a_broker_of_another_name_gets_no_connect);
    RUN(a_clients_certificate_gets_no_connect);
    RUN(a_certificate_that_has_ended_gets_no_connect);
    RUN(s10_the_door_floor_steps_on_while_a_broker_speaks_garbage_slowly);
    RUN(a_broker_that_says_nothing_at_all_is_left_alone);
    RUN(each_connection_proves_its_certificate_anew);
    RUN(without_entropy_a_door_says_nothing_and_steps_on);
    return check_verdict();
}
