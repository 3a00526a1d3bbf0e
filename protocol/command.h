// Command: a person's will, signed by his key.
//
//     M = PCC1 | door8 | key8 | epoch16 | nonce8 | action1 | argument1 | sequence2 = 48
//     kind 1, raw ES256 key: 01 | M | sig64 over 01 and M = 113
//     kind 2, passkey:       02 | M | u8 length, authenticatorData | u16 length, clientDataJSON
//                               | u8 length, DER signature; challenge = SHA-256(M); at most 900
#ifndef PROTOCOL_COMMAND_H
#define PROTOCOL_COMMAND_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/words.h"

enum {
    COMMAND_M_SIZE = 48,
    COMMAND_RAW_SIZE = 113,
    COMMAND_RAW_COVERED = COMMAND_RAW_SIZE - SIGNATURE_SIZE,
    COMMAND_MOST = 900
};

struct command {
    uint8_t door8[DOOR8_SIZE];
    uint8_t key8[KEY8_SIZE];
    uint8_t epoch_value[EPOCH_VALUE_SIZE];
    uint64_t nonce; // the client's clock in ms, or its last + 1
    uint8_t action; // enum action
    uint8_t argument;
    uint16_t sequence; // the door's, as the client saw it
};

// A Command as it came: the proof is not yet verified; all bytes are borrowed from the message.
struct command_message {
    uint8_t kind; // enum key_kind
    struct command command;
    struct bytes m;                  // the 48 bytes of M; command8 is the start of their SHA-256
    struct bytes covered;            // kind 1: 01 and M
    struct bytes signature;          // kind 1: r | s; kind 2: DER
    struct bytes authenticator_data; // kind 2
    struct bytes client_data_json;   // kind 2
};

// Writes 01 and M, the bytes a raw key signs.
void command_encode_raw(const struct command *command, uint8_t covered[COMMAND_RAW_COVERED]);

// Writes M alone; its SHA-256 is a passkey's challenge.
void command_encode_m(const struct command *command, uint8_t m[COMMAND_M_SIZE]);

// Reads a whole message of either kind. False: not a Command of version 1, and *out untouched.
MUST_USE bool command_decode(struct bytes message, struct command_message *out);

#endif
