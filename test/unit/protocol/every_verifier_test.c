// Every message against every verifier of door and home (S8): a signature holds for one message, of one
// magic, one door and one kind, and which of its two forms it comes in changes nothing.
#include "door/guard/guard.h"
#include "door/seams/crypto.h"
#include "home/link/conversation.h"
#include "protocol/event.h"
#include "protocol/signed_message.h"
#include "test/support/check.h"
#include "test/support/kept_roster.h"
#include "test/support/people.h"
#include "test/support/ram_flash.h"
#include "test/unit/protocol/vector_file.h"

#include <stdio.h>
#include <string.h>

enum {
    NOW = 5000
};

static struct guard guard;
static struct store store;
static struct ram_flash flash;
static EVP_PKEY *identity;
static uint8_t ended[EVENT_SIZE]; // an Event that ends the goal of command-open

// A door that has the roster of the vectors, in the boot and turn their Commands were signed over.
static void ready(void)
{
    struct roster_law law = {.recovery_point = vector_named("recovery-point").at};
    memcpy(law.door8, vector_named("door8").at, DOOR8_SIZE);
    memcpy(law.identity8, law.door8, DOOR8_SIZE);
    memcpy(law.recovery8, vector_named("recovery-key8").at, KEY8_SIZE);
    ram_flash_init(&flash);
    CHECK_SAME(store_mount(&store, &flash.flash, law.door8), STORE_READY);
    guard_init(&guard, &law, vector_named("secret").at, &store);
    turns_begin(&guard.turns, 7, vector_named("entropy").at, NOW - 41 * (millis)TURN_LENGTH);
    guard_run(&guard, NOW);
    CHECK_BYTES(BYTES_OF(guard.turns.value), vector_named("epoch-value"));
    const struct bytes roster = vector_named("roster");
    CHECK(roster_is_kept(&store, roster));
    guard_obey(&guard, roster);
}

// Whosever topic it comes on.
static bool guard_takes_command(struct bytes message)
{
    bool taken = false;
    for (uint8_t i = 0; i < guard.roster.head.count; i++) {
        struct roster_entry entry;
        ready();
        CHECK(roster_in_force_entry(&guard.roster, i, &entry));
        const struct heard heard = {roster_user(&entry), message, false};
        taken = taken || guard_hear(&guard, &heard, NOW) == GUARD_VERIFIED;
    }
    return taken;
}

static bool guard_takes_time(struct bytes message)
{
    ready();
    return guard_hear_time(&guard, message, false, NOW) == GUARD_GRANTED;
}

// As if the roster in force were an older one of the same people.
static bool guard_takes_roster(struct bytes message)
{
    ready();
    guard.roster.version = 1;
    memset(guard.roster.hash, 0, HASH_SIZE);
    return guard_hear_roster(&guard, message, 0, NOW) == ROSTER_ACCEPTED;
}

static bool view_takes_epoch(struct bytes message)
{
    struct door_view view;
    return door_view_init(&view, identity) && door_view_take(&view, message) == EPOCH_TAKEN;
}

// Somebody waits for the answer to command-open.
static struct conversation waiting(struct pending *pending)
{
    struct conversation with = {.identity = identity, .pending = pending};
    CHECK(door_view_init(&with.view, identity));
    *pending = pending_asked(ACTION_OPEN, 0, NOW);
    memcpy(pending->command8[pending->sent++], vector_named("command8").at, COMMAND8_SIZE);
    return with;
}

static bool conversation_takes_ack(struct bytes message)
{
    struct pending pending;
    struct conversation with = waiting(&pending);
    conversation_take(&with, &(struct session_message){.payload = message});
    return with.answered;
}

static bool conversation_takes_event(struct bytes message)
{
    struct pending pending;
    struct conversation with = waiting(&pending);
    conversation_take(&with, &(struct session_message){.payload = message});
    return with.goal_ended;
}

static const struct {
    const char *magic;
    bool (*takes)(struct bytes message);
} verifiers[] = {
    {"PCC1", guard_takes_command},    {"PCT1", guard_takes_time},
    {"PCR1", guard_takes_roster},     {"PCE1", view_takes_epoch},
    {"PCA1", conversation_takes_ack}, {"PCV1", conversation_takes_event},
};

enum {
    VERIFIERS = sizeof(verifiers) / sizeof(verifiers[0])
};

// All messages, and who signed them; "-": no verifier there is takes it. Enrols have none yet;
// vectors_test.c shows whose they are.
static const struct {
    const char *name;
    const char *magic;
    const char *signer;
} messages[] = {
    {"epoch", "PCE1", "identity"},
    {"epoch-without-clock-and-roster", "PCE1", "identity"},
    {"ack", "PCA1", "identity"},
    {"ack-conflict", "PCA1", "identity"},
    {"event-answer", "-", "identity"}, // ends no goal
    {"event-boot", "-", "identity"},
    {"command-open", "PCC1", "user"},
    {"command-open-flipped", "PCC1", "user"},
    {"command-vent", "PCC1", "user"},
    {"command-stop", "PCC1", "user"},
    {"command-lock", "PCC1", "user"},
    {"command-passkey-webkit", "PCC1", NULL},
    {"command-passkey-chromium", "PCC1", NULL},
    {"command-passkey-chromium-extra", "PCC1", NULL},
    {"time", "PCT1", "time"},
    {"time-west", "PCT1", "time"},
    {"roster", "PCR1", "admin"},
    {"roster-empty", "PCR1", "recovery"},
    {"enrol", "-", "invite"},
    {"enrol-raw", "-", "invite"},
    {"ended", "PCV1", "identity"},
};

enum {
    MESSAGES = sizeof(messages) / sizeof(messages[0])
};

static struct bytes of_key(const char *key, const char *what)
{
    char name[VECTOR_NAME_SIZE];
    (void)snprintf(name, sizeof(name), "%s-%s", key, what); // the longest fits
    return vector_named(name);
}

// Signs once more what stands in front of the signature.
static void sign_again(const char *key, uint8_t *message, size_t count)
{
    uint8_t hash[HASH_SIZE];
    crypto_sha256((struct bytes){message, count - SIGNATURE_SIZE}, hash);
    CHECK(crypto_sign(of_key(key, "key").at, hash, message + count - SIGNATURE_SIZE));
}

static struct bytes message_at(size_t index)
{
    const char *name = messages[index].name;
    check_context(name);
    return strcmp(name, "ended") == 0 ? BYTES_OF(ended) : vector_named(name);
}

// By its own verifier or by none; gives how many took it.
static unsigned taken_as(struct bytes message, const char *magic)
{
    unsigned taken = 0;
    for (size_t v = 0; v < VERIFIERS; v++) {
        const bool takes = verifiers[v].takes(message);
        CHECK_SAME(takes, strcmp(verifiers[v].magic, magic) == 0);
        taken += takes ? 1 : 0;
    }
    return taken;
}

static void s08_every_message_is_taken_by_its_own_verifier_alone(void)
{
    unsigned taken = 0;
    for (size_t i = 0; i < MESSAGES; i++) {
        const struct bytes message = message_at(i);
        taken += taken_as(message, messages[i].magic);
    }
    check_context(NULL);
    CHECK_SAME(taken, 17);
}

static void s08_what_no_decoder_takes_no_verifier_takes(void)
{
    for (size_t i = 0; i < vectors_count(); i++) {
        const struct vector *vector = vector_at(i);
        if (strncmp(vector->name, "refused-", 8) == 0) {
            check_context(vector->name);
            CHECK_SAME(taken_as(vector->bytes, "-"), 0);
        }
    }
    check_context(NULL);
}

// The same key, the same signature, other bytes in front of it: whatever two messages have in common.
static void s08_no_signature_holds_for_another_message(void)
{
    unsigned pairs = 0;
    for (size_t i = 0; i < MESSAGES; i++) {
        struct signed_message own;
        if (messages[i].signer == NULL || !signed_message_split(message_at(i), &own)) {
            continue;
        }
        for (size_t j = 0; j < MESSAGES; j++) {
            struct signed_message other;
            uint8_t hash[HASH_SIZE];
            if (!signed_message_split(message_at(j), &other) ||
                bytes_equal(own.covered, other.covered)) {
                continue;
            }
            crypto_sha256(other.covered, hash);
            CHECK(!crypto_verify(of_key(messages[i].signer, "point").at, hash, own.signature));
            pairs++;
        }
    }
    check_context(NULL);
    CHECK_SAME(pairs, 18 * 20 - 2);
}

static bool is_command(struct bytes message)
{
    return message.at[0] == KEY_RAW || message.at[0] == KEY_PASSKEY;
}

static void s08_a_spoilt_signature_is_valid_nowhere(void)
{
    uint8_t changed[ROSTER_MOST];
    for (size_t i = 0; i < MESSAGES; i++) {
        const struct bytes message = message_at(i);
        memcpy(changed, message.at, message.count);
        changed[message.count - 1] ^= 1;
        CHECK_SAME(taken_as((struct bytes){changed, message.count}, "-"), 0);
    }
    check_context(NULL);
}

// By the right key, for the door of somebody else: who has two doors signs for both.
static void s08_no_message_is_valid_for_another_door(void)
{
    uint8_t changed[ROSTER_MOST];
    for (size_t i = 0; i < MESSAGES; i++) {
        const struct bytes message = message_at(i);
        memcpy(changed, message.at, message.count);
        changed[MAGIC_SIZE + (is_command(message) ? 1 : 0)] ^= 1;
        CHECK_SAME(taken_as((struct bytes){changed, message.count}, "-"), 0);
        if (messages[i].signer != NULL) {
            sign_again(messages[i].signer, changed, message.count);
            CHECK_SAME(taken_as((struct bytes){changed, message.count}, "-"), 0);
        }
    }
    check_context(NULL);
}

static void s08_no_message_is_valid_under_another_magic(void)
{
    uint8_t changed[ROSTER_MOST];
    for (size_t i = 0; i < MESSAGES; i++) {
        const struct bytes message = message_at(i);
        for (size_t v = 0; v < VERIFIERS; v++) {
            memcpy(changed, message.at, message.count);
            memcpy(changed + (is_command(message) ? 1 : 0), verifiers[v].magic, MAGIC_SIZE);
            if (same_bytes(changed, message.at, message.count)) {
                continue;
            }
            CHECK_SAME(taken_as((struct bytes){changed, message.count}, "-"), 0);
            if (messages[i].signer != NULL) {
                sign_again(messages[i].signer, changed, message.count);
                CHECK_SAME(taken_as((struct bytes){changed, message.count}, "-"), 0);
            }
        }
    }
    check_context(NULL);
}

static void s08_no_command_is_valid_as_another_kind(void)
{
    uint8_t changed[COMMAND_MOST];
    for (size_t i = 0; i < MESSAGES; i++) {
        const struct bytes message = message_at(i);
        if (is_command(message)) {
            memcpy(changed, message.at, message.count);
            changed[0] = message.at[0] == KEY_RAW ? KEY_PASSKEY : KEY_RAW;
            CHECK_SAME(taken_as((struct bytes){changed, message.count}, "-"), 0);
        }
    }
    // Nor does the passkey's own key sign a raw one.
    const struct bytes open = vector_named("command-open");
    check_context("raw by the passkey's key");
    memcpy(changed, open.at, open.count);
    memcpy(changed + 1 + MAGIC_SIZE + DOOR8_SIZE, vector_named("passkey-key8").at, KEY8_SIZE);
    sign_again("passkey", changed, open.count);
    CHECK_SAME(taken_as((struct bytes){changed, open.count}, "-"), 0);
    check_context(NULL);
}

// An INTEGER of DER as the 32 bytes of a number: RFC 3279, 2.2.3.
static size_t read_integer(const uint8_t *der, uint8_t number[32])
{
    const size_t count = der[1];
    const size_t skipped = count > 32 ? count - 32 : 0;
    memset(number, 0, 32);
    memcpy(number + 32 - (count - skipped), der + 2 + skipped, count - skipped);
    return 2 + count;
}

// The same Command with n - s in its DER signature, which is the last of it.
static struct bytes flip_passkey(const struct command_message *command, struct bytes message,
                                 uint8_t into[COMMAND_MOST])
{
    uint8_t raw[SIGNATURE_SIZE];
    const size_t r_size = read_integer(command->signature.at + 2, raw);
    (void)read_integer(command->signature.at + 2 + r_size, raw + 32);
    person_flips_s(raw);
    const size_t before = message.count - command->signature.count;
    memcpy(into, message.at, before);
    const size_t count = person_signature_to_der(raw, into + before);
    into[before - 1] = (uint8_t)count;
    return (struct bytes){into, before + count};
}

static struct bytes flip(struct bytes message, uint8_t into[ROSTER_MOST])
{
    struct command_message command;
    if (command_decode(message, &command) && command.kind == KEY_PASSKEY) {
        return flip_passkey(&command, message, into);
    }
    memcpy(into, message.at, message.count);
    person_flips_s(into + message.count - SIGNATURE_SIZE);
    return (struct bytes){into, message.count};
}

static void s08_the_other_s_changes_no_outcome_at_any_verifier(void)
{
    uint8_t room[ROSTER_MOST];
    for (size_t i = 0; i < MESSAGES; i++) {
        const struct bytes message = message_at(i);
        const struct bytes flipped = flip(message, room);
        CHECK(!bytes_equal(message, flipped));
        (void)taken_as(flipped, messages[i].magic);
    }
    check_context(NULL);
}

static void make_ended(void)
{
    struct event event = {.boot = 7, .number = 9, .what = WHAT_GOAL_ENDED, .result = RESULT_DONE};
    memcpy(event.door8, vector_named("door8").at, DOOR8_SIZE);
    memcpy(event.key8, vector_named("user-key8").at, KEY8_SIZE);
    memcpy(event.command8, vector_named("command8").at, COMMAND8_SIZE);
    event_encode(&event, ended);
    sign_again("identity", ended, EVENT_SIZE);
}

int main(int count, char **arguments)
{
    if (count != 2 || !vectors_read(arguments[1])) {
        return 2;
    }
    identity = key_from_point(vector_named("identity-point").at);
    make_ended();
    RUN(s08_every_message_is_taken_by_its_own_verifier_alone);
    RUN(s08_what_no_decoder_takes_no_verifier_takes);
    RUN(s08_no_signature_holds_for_another_message);
    RUN(s08_a_spoilt_signature_is_valid_nowhere);
    RUN(s08_no_message_is_valid_for_another_door);
    RUN(s08_no_message_is_valid_under_another_magic);
    RUN(s08_no_command_is_valid_as_another_kind);
    RUN(s08_the_other_s_changes_no_outcome_at_any_verifier);
    EVP_PKEY_free(identity);
    return check_verdict();
}
