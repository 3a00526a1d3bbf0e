// The vectors that all sides share, read by C: what is written here holds for the page as well.
#include "door/seams/crypto.h"
#include "protocol/ack.h"
#include "protocol/command.h"
#include "protocol/enrol.h"
#include "protocol/epoch.h"
#include "protocol/event.h"
#include "protocol/image.h"
#include "protocol/roster.h"
#include "protocol/signed_message.h"
#include "protocol/time_message.h"
#include "test/support/check.h"
#include "test/unit/protocol/vector_file.h"

#include <stdio.h>
#include <string.h>

// Each reads a message and, where it is one, writes what it read; *same tells whether that gave the
// bytes again.
typedef bool again(struct bytes message, bool *same);

static bool starts_with(struct bytes message, const uint8_t *written, size_t count)
{
    return message.count >= count && same_bytes(message.at, written, count);
}

static bool epoch_again(struct bytes message, bool *same)
{
    struct epoch epoch;
    uint8_t covered[EPOCH_COVERED];
    if (!epoch_decode(message, &epoch)) {
        return false;
    }
    epoch_encode(&epoch, covered);
    *same = starts_with(message, covered, sizeof(covered));
    return true;
}

static bool command_again(struct bytes message, bool *same)
{
    struct command_message command;
    uint8_t covered[COMMAND_RAW_COVERED];
    if (!command_decode(message, &command)) {
        return false;
    }
    command_encode_raw(&command.command, covered);
    covered[0] = command.kind;
    *same = starts_with(message, covered, sizeof(covered));
    return true;
}

static bool ack_again(struct bytes message, bool *same)
{
    struct ack ack;
    uint8_t covered[ACK_COVERED];
    if (!ack_decode(message, &ack)) {
        return false;
    }
    ack_encode(&ack, covered);
    *same = starts_with(message, covered, sizeof(covered));
    return true;
}

static bool event_again(struct bytes message, bool *same)
{
    struct event event;
    uint8_t covered[EVENT_COVERED];
    if (!event_decode(message, &event)) {
        return false;
    }
    event_encode(&event, covered);
    *same = starts_with(message, covered, sizeof(covered));
    return true;
}

static bool time_again(struct bytes message, bool *same)
{
    struct time_message time;
    uint8_t covered[TIME_COVERED];
    if (!time_message_decode(message, &time)) {
        return false;
    }
    time_message_encode(&time, covered);
    *same = starts_with(message, covered, sizeof(covered));
    return true;
}

static bool roster_again(struct bytes message, bool *same)
{
    struct roster_message roster;
    struct roster_entry entries[ROSTER_ENTRIES_MOST];
    uint8_t room[ROSTER_MOST];
    if (!roster_decode(message, &roster)) {
        return false;
    }
    for (uint8_t i = 0; i < roster.head.count; i++) {
        entries[i] = roster_entry_at(&roster, i);
    }
    *same = bytes_equal(roster_encode(&roster.head, entries, roster.signer8, room), roster.covered);
    return true;
}

static bool enrol_again(struct bytes message, bool *same)
{
    struct enrol enrol;
    uint8_t covered[ENROL_COVERED];
    if (!enrol_decode(message, &enrol)) {
        return false;
    }
    enrol_encode(&enrol, covered);
    *same = starts_with(message, covered, sizeof(covered));
    return true;
}

static bool image_again(struct bytes message, bool *same)
{
    struct image image;
    uint8_t room[IMAGE_MOST];
    if (!image_decode(message, &image)) {
        return false;
    }
    *same = bytes_equal(image_encode(&image, room, sizeof(room)), message);
    return true;
}

static const struct {
    const char *name;
    again *again;
} readers[] = {
    {"epoch", epoch_again}, {"command", command_again}, {"ack", ack_again},
    {"event", event_again}, {"time", time_again},       {"roster", roster_again},
    {"enrol", enrol_again}, {"image", image_again},
};

enum {
    READERS = sizeof(readers) / sizeof(readers[0])
};

// How many readers take it; *same tells of the last one, *name which.
static unsigned taken_by(struct bytes message, const char **name, bool *same)
{
    unsigned taken = 0;
    for (size_t i = 0; i < READERS; i++) {
        if (readers[i].again(message, same)) {
            *name = readers[i].name;
            taken++;
        }
    }
    return taken;
}

static bool begins(const char *name, const char *with)
{
    return strncmp(name, with, strlen(with)) == 0;
}

// Keys, hashes and values stand in the file too; a message is what has an M's or its own magic.
static bool is_message(const struct vector *vector)
{
    const size_t at = vector->bytes.count > 0 && vector->bytes.at[0] < ' ' ? 1 : 0;
    return vector->bytes.count > MAGIC_SIZE + at && vector->bytes.at[at] == 'P' &&
           vector->bytes.at[at + 1] == 'C';
}

static void every_message_is_read_by_its_own_reader_and_written_the_same(void)
{
    unsigned messages = 0;
    for (size_t i = 0; i < vectors_count(); i++) {
        const struct vector *vector = vector_at(i);
        if (begins(vector->name, "refused-") || !is_message(vector)) {
            continue;
        }
        const char *reader = "nobody";
        bool same = false;
        check_context(vector->name);
        CHECK_SAME(taken_by(vector->bytes, &reader, &same), 1);
        CHECK(same);
        CHECK(begins(vector->name, reader));
        messages++;
    }
    check_context(NULL);
    CHECK_SAME(messages, 21);
}

static void what_is_to_be_refused_is_refused_by_all(void)
{
    unsigned refused = 0;
    for (size_t i = 0; i < vectors_count(); i++) {
        const struct vector *vector = vector_at(i);
        if (begins(vector->name, "refused-")) {
            const char *reader = "nobody";
            bool same = false;
            check_context(vector->name);
            CHECK_SAME(taken_by(vector->bytes, &reader, &same), 0);
            refused++;
        }
    }
    check_context(NULL);
    CHECK(refused >= 30);
}

static const struct {
    const char *message;
    const char *signer;
} signatures[] = {
    {"epoch", "identity"},        {"epoch-without-clock-and-roster", "identity"},
    {"ack", "identity"},          {"ack-conflict", "identity"},
    {"event-answer", "identity"}, {"event-boot", "identity"},
    {"command-open", "user"},     {"command-open-flipped", "user"},
    {"command-vent", "user"},     {"command-stop", "user"},
    {"command-lock", "user"},     {"time", "time"},
    {"time-west", "time"},        {"roster", "admin"},
    {"roster-empty", "recovery"}, {"enrol", "invite"},
    {"enrol-raw", "invite"},
};

static const char *const signers[] = {"identity", "user",     "passkey", "stop",   "automation",
                                      "time",     "recovery", "admin",   "invite", "tls"};

static struct bytes of_key(const char *key, const char *what)
{
    char name[VECTOR_NAME_SIZE];
    (void)snprintf(name, sizeof(name), "%s-%s", key, what); // the longest fits
    return vector_named(name);
}

static void a_signature_holds_for_its_signer_and_nobody_else(void)
{
    for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
        struct signed_message split;
        uint8_t hash[HASH_SIZE];
        check_context(signatures[i].message);
        if (!CHECK(signed_message_split(vector_named(signatures[i].message), &split))) {
            continue;
        }
        crypto_sha256(split.covered, hash);
        for (size_t k = 0; k < sizeof(signers) / sizeof(signers[0]); k++) {
            const struct bytes point = of_key(signers[k], "point");
            CHECK_SAME(point.count == POINT_SIZE && crypto_verify(point.at, hash, split.signature),
                       strcmp(signers[k], signatures[i].signer) == 0);
        }
    }
    check_context(NULL);
}

static void our_own_signing_gives_the_same_bytes(void)
{
    for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
        struct signed_message split;
        uint8_t hash[HASH_SIZE];
        uint8_t signature[SIGNATURE_SIZE];
        check_context(signatures[i].message);
        const struct bytes key = of_key(signatures[i].signer, "key");
        if (CHECK(key.count == PRIVATE_KEY_SIZE) &&
            CHECK(signed_message_split(vector_named(signatures[i].message), &split)) &&
            strcmp(signatures[i].message, "command-open-flipped") != 0) {
            crypto_sha256(split.covered, hash);
            CHECK(crypto_sign(key.at, hash, signature));
            CHECK_BYTES(BYTES_OF(signature), ((struct bytes){split.signature, SIGNATURE_SIZE}));
        }
    }
    check_context(NULL);
}

static void a_key_has_its_eight_bytes(void)
{
    uint8_t key8[KEY8_SIZE];
    crypto_key8(of_key("identity", "point").at, key8);
    CHECK_BYTES(vector_named("door8"), BYTES_OF(key8));
    for (size_t k = 1; k + 1 < sizeof(signers) / sizeof(signers[0]); k++) {
        check_context(signers[k]);
        crypto_key8(of_key(signers[k], "point").at, key8);
        CHECK_BYTES(of_key(signers[k], "key8"), BYTES_OF(key8));
    }
    check_context(NULL);
}

static void the_epoch_value_is_the_start_of_an_hmac(void)
{
    static const uint8_t boot_and_turn[] = {0, 0, 0, 7, 0, 0, 0, 41};
    uint8_t message[sizeof(boot_and_turn) + 32];
    const struct bytes entropy = vector_named("entropy");
    if (!CHECK(entropy.count == 32)) {
        return;
    }
    memcpy(message, boot_and_turn, sizeof(boot_and_turn));
    memcpy(message + sizeof(boot_and_turn), entropy.at, entropy.count);
    uint8_t mac[HASH_SIZE];
    crypto_hmac_sha256(vector_named("secret"), BYTES_OF(message), mac);
    CHECK_BYTES(vector_named("epoch-value"), ((struct bytes){mac, EPOCH_VALUE_SIZE}));
}

static void hashes_are_over_what_the_page_says(void)
{
    uint8_t hash[HASH_SIZE];
    struct command_message command;
    struct roster_message roster;
    if (CHECK(command_decode(vector_named("command-open"), &command))) {
        crypto_sha256(command.m, hash);
        CHECK_BYTES(vector_named("command8"), ((struct bytes){hash, COMMAND8_SIZE}));
    }
    if (CHECK(roster_decode(vector_named("roster"), &roster))) {
        crypto_sha256(roster.covered, hash);
        CHECK_BYTES(vector_named("roster-hash"), BYTES_OF(hash));
    }
}

// RFC 4648, 5, without padding: 32 bytes give 43 characters.
static void base64url(const uint8_t hash[HASH_SIZE], char text[44])
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (size_t i = 0; i < 43; i++) {
        const size_t bit = i * 6;
        const unsigned low = bit / 8 + 1 < HASH_SIZE ? hash[bit / 8 + 1] : 0;
        const unsigned pair = (unsigned)hash[bit / 8] << 8 | low;
        text[i] = alphabet[pair >> (10 - bit % 8) & 63];
    }
    text[43] = '\0';
}

static void check_passkey_command(const char *name)
{
    struct command_message command;
    check_context(name);
    if (!CHECK(command_decode(vector_named(name), &command))) {
        return;
    }
    CHECK_SAME(command.kind, KEY_PASSKEY);
    CHECK_BYTES(((struct bytes){command.command.key8, KEY8_SIZE}), vector_named("passkey-key8"));
    uint8_t challenge[HASH_SIZE];
    char text[44];
    char start[128];
    crypto_sha256(command.m, challenge);
    base64url(challenge, text);
    (void)snprintf(start, sizeof(start), "{\"type\":\"webauthn.get\",\"challenge\":\"%s\"", text);
    CHECK(starts_with(command.client_data_json, bytes_of_text(start).at, strlen(start)));
    uint8_t hash[HASH_SIZE];
    crypto_sha256(command.client_data_json, hash);
    crypto_sha256_of_two(command.authenticator_data, BYTES_OF(hash), hash);
    CHECK(crypto_verify_der(vector_named("passkey-point").at, hash, command.signature));
    CHECK(!crypto_verify_der(vector_named("user-point").at, hash, command.signature));
}

static void a_passkey_signs_the_hash_of_m(void)
{
    check_passkey_command("command-passkey-webkit");
    check_passkey_command("command-passkey-chromium");
    check_passkey_command("command-passkey-chromium-extra");
    check_context(NULL);
}

int main(int count, char **arguments)
{
    if (count != 2 || !vectors_read(arguments[1])) {
        return 2;
    }
    RUN(every_message_is_read_by_its_own_reader_and_written_the_same);
    RUN(what_is_to_be_refused_is_refused_by_all);
    RUN(a_signature_holds_for_its_signer_and_nobody_else);
    RUN(our_own_signing_gives_the_same_bytes);
    RUN(a_key_has_its_eight_bytes);
    RUN(the_epoch_value_is_the_start_of_an_hmac);
    RUN(hashes_are_over_what_the_page_says);
    RUN(a_passkey_signs_the_hash_of_m);
    return check_verdict();
}
