#include "protocol/command.h"
#include "test/support/check.h"
#include "test/support/hex.h"
#include "test/unit/protocol/borders.h"

#include <string.h>

#define M_TEXT                                                                                     \
    "50434331 d0d1d2d3d4d5d6d7 b0b1b2b3b4b5b6b7"                                                   \
    "e0e1e2e3e4e5e6e7e8e9eaebecedeeef 0000018bcfe56801 04 19 0102"

static const char raw_text[] =
    "01" M_TEXT "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

// Lengths 5, 3 and 4: what stands in them is the guard's to judge.
static const char passkey_text[] = "02" M_TEXT "05 a0a1a2a3a4 0003 7b7d7c 04 30020100";

enum {
    MAGIC_AT = 1,
    PASSKEY_SIZE = 49 + 6 + 5 + 5
};

static struct command a_command(void)
{
    struct command command = {
        .nonce = 1700000000001,
        .action = ACTION_VENT,
        .argument = 25,
        .sequence = 0x0102,
    };
    hex_fill("d0d1d2d3d4d5d6d7", command.door8, sizeof(command.door8));
    hex_fill("b0b1b2b3b4b5b6b7", command.key8, sizeof(command.key8));
    hex_fill("e0e1e2e3e4e5e6e7e8e9eaebecedeeef", command.epoch_value, sizeof(command.epoch_value));
    return command;
}

static void check_is_a_command(const struct command *read)
{
    const struct command expected = a_command();
    CHECK_BYTES(BYTES_OF(read->door8), BYTES_OF(expected.door8));
    CHECK_BYTES(BYTES_OF(read->key8), BYTES_OF(expected.key8));
    CHECK_BYTES(BYTES_OF(read->epoch_value), BYTES_OF(expected.epoch_value));
    CHECK_SAME(read->nonce, expected.nonce);
    CHECK_SAME(read->action, expected.action);
    CHECK_SAME(read->argument, expected.argument);
    CHECK_SAME(read->sequence, expected.sequence);
}

static void a_raw_command_has_exactly_these_bytes(void)
{
    uint8_t wire[COMMAND_RAW_SIZE];
    hex_fill(raw_text, wire, sizeof(wire));
    const struct command command = a_command();
    uint8_t covered[COMMAND_RAW_COVERED];
    command_encode_raw(&command, covered);
    CHECK_BYTES(BYTES_OF(covered), ((struct bytes){wire, COMMAND_RAW_COVERED}));
    uint8_t m[COMMAND_M_SIZE];
    command_encode_m(&command, m);
    CHECK_BYTES(BYTES_OF(m), ((struct bytes){wire + 1, COMMAND_M_SIZE}));
}

static void a_raw_command_is_read_field_by_field(void)
{
    uint8_t wire[COMMAND_RAW_SIZE];
    hex_fill(raw_text, wire, sizeof(wire));
    struct command_message read;
    memset(&read, 0, sizeof(read));
    if (!CHECK(command_decode(BYTES_OF(wire), &read))) {
        return;
    }
    CHECK_SAME(read.kind, KEY_RAW);
    check_is_a_command(&read.command);
    CHECK_BYTES(read.m, ((struct bytes){wire + 1, COMMAND_M_SIZE}));
    CHECK_BYTES(read.covered, ((struct bytes){wire, COMMAND_RAW_COVERED}));
    CHECK_BYTES(read.signature, ((struct bytes){wire + COMMAND_RAW_COVERED, SIGNATURE_SIZE}));
    CHECK_SAME(read.authenticator_data.count, 0);
    CHECK_SAME(read.client_data_json.count, 0);
}

static void a_passkey_command_is_read_field_by_field(void)
{
    uint8_t wire[PASSKEY_SIZE];
    hex_fill(passkey_text, wire, sizeof(wire));
    struct command_message read;
    memset(&read, 0, sizeof(read));
    if (!CHECK(command_decode(BYTES_OF(wire), &read))) {
        return;
    }
    CHECK_SAME(read.kind, KEY_PASSKEY);
    check_is_a_command(&read.command);
    CHECK_BYTES(read.m, ((struct bytes){wire + 1, COMMAND_M_SIZE}));
    CHECK_SAME(read.covered.count, 0);
    CHECK_BYTES(read.authenticator_data, ((struct bytes){wire + 50, 5}));
    CHECK_BYTES(read.client_data_json, ((struct bytes){wire + 57, 3}));
    CHECK_BYTES(read.signature, ((struct bytes){wire + 61, 4}));
}

static bool decode(struct bytes message, void *out)
{
    return command_decode(message, out);
}

static const struct decoder decoder = {decode, sizeof(struct command_message)};

static void nothing_but_a_whole_raw_command_is_taken(void)
{
    uint8_t wire[COMMAND_RAW_SIZE];
    hex_fill(raw_text, wire, sizeof(wire));
    check_borders(&decoder, BYTES_OF(wire), MAGIC_AT);
}

static void nothing_but_a_whole_passkey_command_is_taken(void)
{
    uint8_t wire[PASSKEY_SIZE];
    hex_fill(passkey_text, wire, sizeof(wire));
    check_borders(&decoder, BYTES_OF(wire), MAGIC_AT);
}

static void a_kind_that_is_not_raw_or_passkey_is_refused(void)
{
    uint8_t raw[COMMAND_RAW_SIZE];
    uint8_t passkey[PASSKEY_SIZE];
    hex_fill(raw_text, raw, sizeof(raw));
    hex_fill(passkey_text, passkey, sizeof(passkey));
    for (unsigned kind = 0; kind <= UINT8_MAX; kind++) {
        if (kind != KEY_RAW) {
            check_refused_with(&decoder, BYTES_OF(raw), 0, (uint8_t)kind);
        }
        if (kind != KEY_PASSKEY) {
            check_refused_with(&decoder, BYTES_OF(passkey), 0, (uint8_t)kind);
        }
    }
}

static void a_passkey_length_that_lies_is_refused(void)
{
    uint8_t wire[PASSKEY_SIZE];
    hex_fill(passkey_text, wire, sizeof(wire));
    static const size_t lengths_at[] = {49, 55, 56, 60};
    for (size_t i = 0; i < sizeof(lengths_at) / sizeof(lengths_at[0]); i++) {
        const size_t at = lengths_at[i];
        check_refused_with(&decoder, BYTES_OF(wire), at, (uint8_t)(wire[at] + 1));
        check_refused_with(&decoder, BYTES_OF(wire), at, 0xff);
    }
}

// A passkey Command of size bytes, with one long run of blanks for client_data_json.
static struct bytes passkey_of_size(size_t size, uint8_t *room)
{
    uint8_t wire[PASSKEY_SIZE];
    hex_fill(passkey_text, wire, sizeof(wire));
    const size_t json = size - PASSKEY_SIZE + 3;
    memset(room, ' ', size);
    memcpy(room, wire, 55);
    room[55] = (uint8_t)(json >> 8);
    room[56] = (uint8_t)json;
    memcpy(room + 57 + json, wire + 60, 5);
    return (struct bytes){room, size};
}

static void a_command_of_900_bytes_is_the_longest(void)
{
    uint8_t room[COMMAND_MOST + 1];
    CHECK(!refuses(&decoder, passkey_of_size(COMMAND_MOST, room)));
    CHECK(refuses(&decoder, passkey_of_size(COMMAND_MOST + 1, room)));
}

int main(void)
{
    RUN(a_raw_command_has_exactly_these_bytes);
    RUN(a_raw_command_is_read_field_by_field);
    RUN(a_passkey_command_is_read_field_by_field);
    RUN(nothing_but_a_whole_raw_command_is_taken);
    RUN(nothing_but_a_whole_passkey_command_is_taken);
    RUN(a_kind_that_is_not_raw_or_passkey_is_refused);
    RUN(a_passkey_length_that_lies_is_refused);
    RUN(a_command_of_900_bytes_is_the_longest);
    return check_verdict();
}
