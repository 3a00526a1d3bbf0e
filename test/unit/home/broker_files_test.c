// The exact text of the broker's files.
#include "home/broker/configuration.h"
#include "test/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct home_settings settings = {
    .broker_name = "mqtt.local",
    .broker_address = "127.0.0.1",
    .broker_port = 8883,
    .bind = "127.0.0.1",
    .run_as = "alice",
    .topic_root = "portcullis",
    .owner = "alice-laptop",
    .organisation = "Portcullis 01234567",
};

static const char acl_of_two_doors[] =
    "# Made by portcullis from people and doors; what is changed here by hand is lost.\n"
    "# No row above the first user: whoever is not named may nothing.\n"
    "\n"
    "user alice-laptop\n"
    "topic read portcullis/barn/epoch\n"
    "topic read portcullis/barn/state\n"
    "topic read portcullis/barn/availability\n"
    "topic read portcullis/barn/event\n"
    "topic read portcullis/barn/ack/alice-laptop\n"
    "topic write portcullis/barn/command/+\n"
    "topic write portcullis/barn/roster\n"
    "topic write portcullis/barn/time\n"
    "topic read portcullis/garage/epoch\n"
    "topic read portcullis/garage/state\n"
    "topic read portcullis/garage/availability\n"
    "topic read portcullis/garage/event\n"
    "topic read portcullis/garage/ack/alice-laptop\n"
    "topic write portcullis/garage/command/+\n"
    "topic write portcullis/garage/roster\n"
    "topic write portcullis/garage/time\n"
    "topic readwrite portcullis/enrol/+\n"
    "topic write portcullis/enrol/+/login\n"
    "\n"
    "user door-barn\n"
    "topic write portcullis/barn/epoch\n"
    "topic write portcullis/barn/state\n"
    "topic write portcullis/barn/availability\n"
    "topic write portcullis/barn/ack/+\n"
    "topic write portcullis/barn/event\n"
    "topic read portcullis/barn/command/+\n"
    "topic read portcullis/barn/roster\n"
    "topic read portcullis/barn/stored\n"
    "topic read portcullis/barn/time\n"
    "\n"
    "user door-garage\n"
    "topic write portcullis/garage/epoch\n"
    "topic write portcullis/garage/state\n"
    "topic write portcullis/garage/availability\n"
    "topic write portcullis/garage/ack/+\n"
    "topic write portcullis/garage/event\n"
    "topic read portcullis/garage/command/+\n"
    "topic read portcullis/garage/roster\n"
    "topic read portcullis/garage/stored\n"
    "topic read portcullis/garage/time\n";

static void the_acl_of_two_doors_is_this(void)
{
    const struct doors doors = {.count = 2, .name = {"barn", "garage"}};
    char *text = acl_text(&settings, &doors);
    if (text == NULL) {
        CHECK(text != NULL);
        return;
    }
    CHECK_BYTES(bytes_of_text(text), bytes_of_text(acl_of_two_doors));
    free(text);
}

static void has_line(const char *text, const char *line)
{
    char whole[160];
    (void)snprintf(whole, sizeof(whole), "\n%s\n", line);
    check_context(line);
    CHECK(strstr(text, whole) != NULL);
    check_context(NULL);
}

static void the_listener_wants_certificates_of_the_clients_root_alone(void)
{
    char *text = configuration_text("/h", &settings);
    if (text == NULL) {
        CHECK(text != NULL);
        return;
    }
    static const char *const lines[] = {
        "listener 8883 127.0.0.1",
        "user alice",
        "acl_file /h/broker/acl",
        "persistence_location /h/broker/data/",
        "cafile /h/broker/client-root.crt",
        "certfile /h/broker/broker.crt",
        "keyfile /h/broker/broker.key",
        "require_certificate true",
        "use_identity_as_username true",
        "allow_anonymous false",
        "tls_version tlsv1.2",
        "ciphers ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256",
        "ciphers_tls1.3 TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256",
        "set_tcp_nodelay true",
        "max_packet_size 4096",
        "persistence true",
    };
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        has_line(text, lines[i]);
    }
    CHECK(strstr(text, "websockets") == NULL);
    CHECK(strstr(text, "password_file") == NULL);
    free(text);
}

static void a_listener_without_an_address_has_none_in_its_line(void)
{
    struct home_settings everywhere = settings;
    everywhere.bind[0] = '\0';
    char *text = configuration_text("/h", &everywhere);
    if (text == NULL) {
        CHECK(text != NULL);
        return;
    }
    has_line(text, "listener 8883");
    free(text);
}

static void a_place_mosquitto_cannot_read_is_refused(void)
{
    struct failure failure;
    CHECK(!broker_make("/nonexistent", "/my home", &settings, &failure));
    CHECK(strstr(failure.text, "space") != NULL);
}

int main(void)
{
    RUN(the_acl_of_two_doors_is_this);
    RUN(the_listener_wants_certificates_of_the_clients_root_alone);
    RUN(a_listener_without_an_address_has_none_in_its_line);
    RUN(a_place_mosquitto_cannot_read_is_refused);
    return check_verdict();
}
