// TCP and TLS together against a real mosquitto with mutual TLS. MQTT is spoken here by a few bytes
// written by hand; the session has its own tests.
#include "door/adapters/tcp_posix.h"
#include "test/support/check.h"
#include "test/support/mosquitto.h"
#include "test/unit/door/adapters/meeting.h"

#include <openssl/pem.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    SKIPPED = 77,
    ROUNDS = 400, // of at most 25 ms
    PAYLOAD = 3900
};

static struct mosquitto mosquitto;
static struct stream stream;
static uint8_t heard[8192];
static size_t heard_count;

static const char usual_lines[] = "allow_anonymous true\n"
                                  "cafile @/clients-ca.pem\ncertfile @/broker.pem\n"
                                  "keyfile @/broker.key\nrequire_certificate true\n"
                                  "use_identity_as_username true\n";

static bool pem_written(const char *name, const struct certified *certified, bool key)
{
    char path[MOSQUITTO_PATH_SIZE];
    mosquitto_path(&mosquitto, name, path);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return false;
    }
    const bool written =
        key ? PEM_write_PrivateKey(file, certified->key, NULL, NULL, 0, NULL, NULL) == 1
            : PEM_write_X509(file, certified->certificate) == 1;
    return fclose(file) == 0 && written;
}

static bool broker_runs_with(const struct certified *certificate)
{
    return CHECK(mosquitto_prepare(&mosquitto)) &&
           CHECK(pem_written("clients-ca.pem", &pki.clients_ca, false)) &&
           CHECK(pem_written("broker.pem", certificate, false)) &&
           CHECK(pem_written("broker.key", certificate, true)) &&
           CHECK(mosquitto_start(&mosquitto, usual_lines));
}

static void carry_to_network(void)
{
    struct bytes pending = tls_pending(&tls);
    while (pending.count > 0) {
        const size_t sent = stream_send(&stream, pending);
        if (sent == 0) {
            break;
        }
        tls_sent(&tls, sent);
        pending = tls_pending(&tls);
    }
}

static void hear_plain(void)
{
    const struct bytes said = tls_read(&tls);
    const size_t left = sizeof(heard) - heard_count;
    const size_t portion = said.count < left ? said.count : left;
    if (portion > 0) {
        memcpy(heard + heard_count, said.at, portion);
        heard_count += portion;
        tls_read_taken(&tls, portion);
    }
}

// What TLS does not take stays where it is.
static void carry_from_network(void)
{
    struct bytes come = stream_received(&stream);
    while (come.count > 0 && tls_state(&tls) != TLS_FAILED && tls_state(&tls) != TLS_CLOSED) {
        stream_taken(&stream, tls_received(&tls, come));
        hear_plain();
        come = stream_received(&stream);
    }
}

// Runs the connection until so many bytes were heard, or it has ended.
static void run_until_heard(size_t wanted)
{
    for (int i = 0; i < ROUNDS && heard_count < wanted; i++) {
        carry_to_network();
        carry_from_network();
        carry_to_network();
        const enum tls_state state = tls_state(&tls);
        if (stream_state(&stream) != STREAM_OPEN || state == TLS_FAILED || state == TLS_CLOSED) {
            return;
        }
        struct pollfd look = {.fd = stream_descriptor(&stream), .events = POLLIN};
        (void)poll(&look, 1, 25); // the next round looks
    }
}

static void run_until_open(const struct image *image)
{
    heard_count = 0;
    stream_init(&stream);
    CHECK(stream_open(&stream, bytes_of_text("127.0.0.1"), mosquitto.port));
    for (int i = 0; i < ROUNDS && stream_state(&stream) == STREAM_CONNECTING; i++) {
        struct pollfd look = {.fd = stream_descriptor(&stream), .events = POLLOUT};
        (void)poll(&look, 1, 25); // the next round looks
    }
    CHECK_SAME(stream_state(&stream), STREAM_OPEN);
    CHECK(tls_start(&tls, image, (uint64_t)time(NULL), BYTES_OF(entropy)));
    for (int i = 0;
         i < ROUNDS && tls_state(&tls) == TLS_HANDSHAKING && stream_state(&stream) == STREAM_OPEN;
         i++) {
        carry_to_network();
        carry_from_network();
        struct pollfd look = {.fd = stream_descriptor(&stream), .events = POLLIN};
        (void)poll(&look, 1, 25); // the next round looks
    }
    carry_to_network();
}

static void say(struct bytes what)
{
    CHECK_SAME(tls_write(&tls, what), what.count);
    tls_flush(&tls);
    carry_to_network();
}

// CONNECT of MQTT 3.1.1 with clean session and client identifier "garage".
static const uint8_t connect_packet[] = {0x10, 18, 0x00, 4, 'M', 'Q', 'T', 'T', 4,   0x02,
                                         0x00, 60, 0x00, 6, 'g', 'a', 'r', 'a', 'g', 'e'};
static const uint8_t connack[] = {0x20, 0x02, 0x00, 0x00};

static void the_door_connects_to_mosquitto(void)
{
    const struct image image = door_image();
    run_until_open(&image);
    CHECK_SAME(tls_state(&tls), TLS_OPEN);
    CHECK_SAME(tls_suite(&tls), TLS_SUITE_CHACHA20_POLY1305);
    say(BYTES_OF(connect_packet));
    run_until_heard(sizeof(connack));
    CHECK_BYTES(((struct bytes){heard, heard_count}), BYTES_OF(connack));
    stream_close(&stream);
}

// Subscribes to "a" and publishes 3,900 bytes to it, more than one record holds in either direction.
static void a_long_message_comes_back_in_records_of_2048_bytes(void)
{
    static const uint8_t subscribe[] = {0x82, 6, 0x00, 1, 0x00, 1, 'a', 0};
    static const uint8_t suback[] = {0x90, 3, 0x00, 1, 0};
    static uint8_t publish[3 + 3 + PAYLOAD] = {
        0x30, (PAYLOAD + 3) % 128 + 128, (PAYLOAD + 3) / 128, 0x00, 1, 'a'};
    for (size_t i = 6; i < sizeof(publish); i++) {
        publish[i] = (uint8_t)(i * 3 + i / 256);
    }
    const struct image image = door_image();
    run_until_open(&image);
    say(BYTES_OF(connect_packet));
    run_until_heard(sizeof(connack));
    say(BYTES_OF(subscribe));
    run_until_heard(sizeof(connack) + sizeof(suback));
    heard_count = 0;
    size_t written = 0;
    for (int i = 0; i < ROUNDS && written < sizeof(publish); i++) {
        written += tls_write(&tls, (struct bytes){publish + written, sizeof(publish) - written});
        tls_flush(&tls);
        carry_to_network();
    }
    run_until_heard(sizeof(publish));
    CHECK_BYTES(((struct bytes){heard, heard_count}), BYTES_OF(publish));
    CHECK_SAME(tls_state(&tls), TLS_OPEN);
    stream_close(&stream);
}

static void check_no_connect_is_sent(const struct image *image, enum tls_error error)
{
    run_until_open(image);
    CHECK_SAME(tls_state(&tls), TLS_FAILED);
    CHECK_SAME(tls_error(&tls), error);
    CHECK_SAME(tls_write(&tls, BYTES_OF(connect_packet)), 0);
    stream_close(&stream);
}

static void a_door_that_expects_another_broker_says_nothing(void)
{
    struct image image = door_image();
    image.broker_host = bytes_of_text("other.test");
    check_no_connect_is_sent(&image, TLS_ERROR_WRONG_NAME);
    image = door_image();
    image.roots[0] = root_of(&pki.clients_ca);
    check_no_connect_is_sent(&image, TLS_ERROR_NOT_TRUSTED);
}

static void a_door_without_certificate_is_refused_by_the_broker(void)
{
    struct image image = door_image();
    image.chain_count = 0;
    check_no_connect_is_sent(&image, TLS_ERROR_REFUSED);
}

static void a_restarted_broker_is_met_again(void)
{
    const struct image image = door_image();
    run_until_open(&image);
    mosquitto_stop(&mosquitto);
    run_until_heard(1);
    CHECK(tls_state(&tls) == TLS_CLOSED || stream_state(&stream) != STREAM_OPEN);
    CHECK(mosquitto_start(&mosquitto, usual_lines));
    run_until_open(&image);
    CHECK_SAME(tls_state(&tls), TLS_OPEN);
    stream_close(&stream);
}

static void a_broker_with_a_clients_certificate_is_told_nothing(void)
{
    mosquitto_remove(&mosquitto);
    if (broker_runs_with(&pki.client_as_broker)) {
        const struct image image = door_image();
        check_no_connect_is_sent(&image, TLS_ERROR_NOT_TRUSTED);
    }
}

int main(void)
{
    make_pki_from(time(NULL));
    if (!mosquitto_installed()) {
        printf("skipped: mosquitto is not installed\n");
        return SKIPPED;
    }
    if (broker_runs_with(&pki.broker)) {
        RUN(the_door_connects_to_mosquitto);
        RUN(a_long_message_comes_back_in_records_of_2048_bytes);
        RUN(a_door_that_expects_another_broker_says_nothing);
        RUN(a_door_without_certificate_is_refused_by_the_broker);
        RUN(a_restarted_broker_is_met_again);
        RUN(a_broker_with_a_clients_certificate_is_told_nothing);
    }
    mosquitto_remove(&mosquitto);
    free_pki();
    return check_verdict();
}
