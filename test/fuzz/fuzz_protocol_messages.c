// Every input is tried as every message. What is refused leaves the caller's struct alone; what is
// taken comes out again byte for byte, so that no two messages mean the same.
#include "base/insist.h"
#include "protocol/ack.h"
#include "protocol/command.h"
#include "protocol/enrol.h"
#include "protocol/epoch.h"
#include "protocol/event.h"
#include "protocol/signed_message.h"
#include "protocol/time_message.h"
#include "test/fuzz/harness.h"

#include <string.h>

enum {
    UNTOUCHED = 0x5a
};

static bool is_untouched(const void *what, size_t count)
{
    const uint8_t *at = what;
    for (size_t i = 0; i < count; i++) {
        if (at[i] != UNTOUCHED) {
            return false;
        }
    }
    return true;
}

static bool starts_with(struct bytes input, struct bytes covered)
{
    return input.count == covered.count + SIGNATURE_SIZE &&
           same_bytes(input.at, covered.at, covered.count);
}

static void try_ack(struct bytes input)
{
    struct ack ack;
    uint8_t covered[ACK_COVERED];
    memset(&ack, UNTOUCHED, sizeof(ack));
    if (!ack_decode(input, &ack)) {
        INSIST(930, is_untouched(&ack, sizeof(ack)));
        return;
    }
    ack_encode(&ack, covered);
    INSIST(931, starts_with(input, BYTES_OF(covered)));
}

static void try_epoch(struct bytes input)
{
    struct epoch epoch;
    uint8_t covered[EPOCH_COVERED];
    memset(&epoch, UNTOUCHED, sizeof(epoch));
    if (!epoch_decode(input, &epoch)) {
        INSIST(932, is_untouched(&epoch, sizeof(epoch)));
        return;
    }
    epoch_encode(&epoch, covered);
    INSIST(933, starts_with(input, BYTES_OF(covered)));
}

static void try_event(struct bytes input)
{
    struct event event;
    uint8_t covered[EVENT_COVERED];
    memset(&event, UNTOUCHED, sizeof(event));
    if (!event_decode(input, &event)) {
        INSIST(934, is_untouched(&event, sizeof(event)));
        return;
    }
    event_encode(&event, covered);
    INSIST(935, starts_with(input, BYTES_OF(covered)));
}

static void try_time(struct bytes input)
{
    struct time_message time;
    uint8_t covered[TIME_COVERED];
    memset(&time, UNTOUCHED, sizeof(time));
    if (!time_message_decode(input, &time)) {
        INSIST(936, is_untouched(&time, sizeof(time)));
        return;
    }
    time_message_encode(&time, covered);
    INSIST(937, starts_with(input, BYTES_OF(covered)));
}

static void try_enrol(struct bytes input)
{
    struct enrol enrol;
    uint8_t covered[ENROL_COVERED];
    memset(&enrol, UNTOUCHED, sizeof(enrol));
    if (!enrol_decode(input, &enrol)) {
        INSIST(938, is_untouched(&enrol, sizeof(enrol)));
        return;
    }
    enrol_encode(&enrol, covered);
    INSIST(939, starts_with(input, BYTES_OF(covered)));
}

// A passkey's proof lies in the message, in order, with nothing left over.
static void check_proof(struct bytes input, const struct command_message *message)
{
    const struct bytes authenticator = message->authenticator_data;
    const struct bytes client = message->client_data_json;
    const struct bytes signature = message->signature;
    const uint8_t *at = input.at + 1 + COMMAND_M_SIZE;
    INSIST(940, authenticator.at == at + 1 && authenticator.count == at[0]);
    INSIST(941, client.at == authenticator.at + authenticator.count + 2);
    INSIST(942, signature.at == client.at + client.count + 1);
    INSIST(943, signature.at + signature.count == input.at + input.count);
    INSIST(944, input.count <= COMMAND_MOST);
}

static void try_command(struct bytes input)
{
    struct command_message message;
    uint8_t covered[COMMAND_RAW_COVERED];
    memset(&message, UNTOUCHED, sizeof(message));
    if (!command_decode(input, &message)) {
        INSIST(945, is_untouched(&message, sizeof(message)));
        return;
    }
    command_encode_raw(&message.command, covered);
    INSIST(946, message.m.at == input.at + 1 && message.m.count == COMMAND_M_SIZE);
    INSIST(947, same_bytes(message.m.at, covered + 1, COMMAND_M_SIZE));
    if (message.kind == KEY_RAW) {
        INSIST(948, starts_with(input, BYTES_OF(covered)));
        INSIST(949, message.covered.at == input.at &&
                        message.signature.at == input.at + COMMAND_RAW_COVERED);
        return;
    }
    INSIST(950, message.kind == KEY_PASSKEY);
    check_proof(input, &message);
}

static void try_split(struct bytes input)
{
    struct signed_message message;
    if (signed_message_split(input, &message)) {
        INSIST(951, message.covered.at == input.at &&
                        message.covered.count + SIGNATURE_SIZE == input.count &&
                        message.covered.count >= MAGIC_SIZE &&
                        message.signature == input.at + message.covered.count);
    }
}

static void try_input(struct bytes input)
{
    try_ack(input);
    try_epoch(input);
    try_event(input);
    try_time(input);
    try_enrol(input);
    try_command(input);
    try_split(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    try_input((struct bytes){input, size});
    return 0;
}
