// The exact text of the broker's files.
#include "home/broker/acl.h"
#include "home/broker/configuration.h"
#include "home/broker/password.h"
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
    "topic write portcullis/enrol/+\n"
    "topic read portcullis/enrol/+\n"
    "topic write portcullis/enrol/+/login\n"
    "topic write portcullis/keeper/query/alice-laptop\n"
    "topic read portcullis/keeper/reply/alice-laptop\n"
    "topic read portcullis/barn/epoch\n"
    "topic read portcullis/barn/state\n"
    "topic read portcullis/barn/availability\n"
    "topic write portcullis/barn/command/+\n"
    "topic read portcullis/barn/ack/alice-laptop\n"
    "topic read portcullis/barn/event\n"
    "topic write portcullis/barn/roster\n"
    "topic read portcullis/barn/roster\n"
    "topic write portcullis/barn/time\n"
    "topic read portcullis/garage/epoch\n"
    "topic read portcullis/garage/state\n"
    "topic read portcullis/garage/availability\n"
    "topic write portcullis/garage/command/+\n"
    "topic read portcullis/garage/ack/alice-laptop\n"
    "topic read portcullis/garage/event\n"
    "topic write portcullis/garage/roster\n"
    "topic read portcullis/garage/roster\n"
    "topic write portcullis/garage/time\n"
    "\n"
    "user bob-phone\n"
    "topic write portcullis/keeper/query/bob-phone\n"
    "topic read portcullis/keeper/reply/bob-phone\n"
    "topic read portcullis/garage/epoch\n"
    "topic read portcullis/garage/state\n"
    "topic read portcullis/garage/availability\n"
    "topic write portcullis/garage/command/bob-phone\n"
    "topic read portcullis/garage/ack/bob-phone\n"
    "topic read portcullis/garage/event\n"
    "topic read portcullis/garage/roster\n"
    "\n"
    "user invite-59ef1a5a00f35b1a\n"
    "topic write portcullis/enrol/59ef1a5a00f35b1a\n"
    "topic read portcullis/enrol/59ef1a5a00f35b1a/login\n"
    "\n"
    "user door-barn\n"
    "topic write portcullis/barn/epoch\n"
    "topic write portcullis/barn/state\n"
    "topic write portcullis/barn/availability\n"
    "topic read portcullis/barn/command/+\n"
    "topic write portcullis/barn/ack/+\n"
    "topic write portcullis/barn/event\n"
    "topic read portcullis/barn/stored\n"
    "topic read portcullis/barn/roster\n"
    "topic read portcullis/barn/time\n"
    "\n"
    "user door-garage\n"
    "topic write portcullis/garage/epoch\n"
    "topic write portcullis/garage/state\n"
    "topic write portcullis/garage/availability\n"
    "topic read portcullis/garage/command/+\n"
    "topic write portcullis/garage/ack/+\n"
    "topic write portcullis/garage/event\n"
    "topic read portcullis/garage/stored\n"
    "topic read portcullis/garage/roster\n"
    "topic read portcullis/garage/time\n";

// Alice owns, Bob may at the garage and has a password, Carol is invited; an admin's key and one that only
// stops are nobody at the broker, and so is whoever bears a door's name.
static struct identities two_doors(void)
{
    static const uint8_t point[POINT_SIZE] = {1};
    struct identities identities = {.doors = {2, {"barn", "garage"}},
                                    .door_login = {{"door-barn", ""}, {"door-garage", ""}},
                                    .people = {.count = 5}};
    struct person *person = identities.people.at;
    person[0] = person_of("admin", ROLE_ADMIN, point);
    person[1] = person_of("alice-laptop", ROLE_OWNER, point);
    person[2] = person_of("bob-phone", ROLE_MEMBER, point);
    person[2].door_count = 1;
    (void)snprintf(person[2].door[0], sizeof(person[2].door[0]), "garage");
    (void)snprintf(person[2].login, sizeof(person[2].login), "$7$101$bob");
    person[3] = person_of("bob-phone", ROLE_STOP_ONLY, point);
    person[4] = person_of("door-garage", ROLE_OWNER, point);
    (void)snprintf(person[4].login, sizeof(person[4].login), "$7$101$thief");
    struct invitation *carol = &identities.invitations.at[identities.invitations.count++];
    carol->state = INVITATION_OPEN;
    carol->expires = 1000;
    (void)snprintf(carol->login, sizeof(carol->login), "$7$101$carol");
    // One that is over.
    identities.invitations.at[identities.invitations.count++] =
        (struct invitation){.state = INVITATION_OPEN, .expires = 10, .login = "$7$101$old"};
    identities.now = 500;
    return identities;
}

static void the_acl_of_two_doors_is_this(void)
{
    const struct identities identities = two_doors();
    char *text = acl_text(&settings, &identities);
    if (text == NULL) {
        CHECK(text != NULL);
        return;
    }
    CHECK_BYTES(bytes_of_text(text), bytes_of_text(acl_of_two_doors));
    free(text);
}

static bool acl_has(const struct home_settings *of, const struct identities *identities,
                    const char *words)
{
    char *text = acl_text(of, identities);
    const bool has = text != NULL && strstr(text, words) != NULL;
    free(text);
    return has;
}

// An owner with an admin's key signs rosters on his machines; on his phone he does not.
static void only_a_machine_of_an_admin_may_write_rosters(void)
{
    static const char row[] = "\nuser erin-tablet\n"
                              "topic write portcullis/enrol/+\n";
    struct home_settings foreign = settings;
    struct identities identities = two_doors();
    struct people *people = &identities.people;
    uint8_t point[POINT_SIZE] = {7};
    people->at[people->count++] = person_of("erin-admin", ROLE_ADMIN, point);
    struct person *erin = &people->at[people->count++];
    *erin = person_of("erin-tablet", ROLE_OWNER, point);
    (void)snprintf(erin->login, sizeof(erin->login), "$7$101$erin");
    CHECK(acl_has(&settings, &identities, "\nuser erin-tablet\n"));
    CHECK(!acl_has(&settings, &identities, row));
    foreign.broker_foreign = true;
    CHECK(acl_has(&foreign, &identities, row));
    (void)snprintf(erin->certificate, sizeof(erin->certificate), "77");
    CHECK(acl_has(&settings, &identities, row));
}

static void only_who_has_a_login_is_among_the_passwords(void)
{
    const struct identities identities = two_doors();
    char *text = passwords_text(&settings, &identities);
    if (text == NULL) {
        CHECK(text != NULL);
        return;
    }
    CHECK_BYTES(bytes_of_text(text),
                bytes_of_text("bob-phone:$7$101$bob\ninvite-59ef1a5a00f35b1a:$7$101$carol\n"));
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
    char *text = configuration_text("/h", &settings, true);
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
        "crlfile /h/broker/crl.pem",
        "password_file /h/broker/passwords",
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
    CHECK(strstr(text, "protocol websockets") == NULL);
    free(text);
}

static void phones_have_a_listener_on_loopback_alone(void)
{
    struct home_settings with = settings;
    with.websockets_port = 8083;
    char *text = configuration_text("/h", &with, false);
    if (text == NULL) {
        CHECK(text != NULL);
        return;
    }
    has_line(text, "listener 8083 127.0.0.1\nprotocol websockets\nsocket_domain ipv4");
    CHECK(strstr(text, "crlfile") == NULL);
    free(text);
}

static void a_listener_without_an_address_has_none_in_its_line(void)
{
    struct home_settings everywhere = settings;
    everywhere.bind[0] = '\0';
    char *text = configuration_text("/h", &everywhere, false);
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
    RUN(only_a_machine_of_an_admin_may_write_rosters);
    RUN(only_who_has_a_login_is_among_the_passwords);
    RUN(phones_have_a_listener_on_loopback_alone);
    RUN(the_listener_wants_certificates_of_the_clients_root_alone);
    RUN(a_listener_without_an_address_has_none_in_its_line);
    RUN(a_place_mosquitto_cannot_read_is_refused);
    return check_verdict();
}
