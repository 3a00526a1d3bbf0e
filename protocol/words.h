// The words all sides share: sizes and numbers of docs/protocol.md, version 1.
#ifndef PROTOCOL_WORDS_H
#define PROTOCOL_WORDS_H

#include <stddef.h>
#include <stdint.h>

enum {
    MAGIC_SIZE = 4,
    DOOR8_SIZE = 8,        // first bytes of SHA-256(04 | identity point)
    KEY8_SIZE = 8,         // first bytes of SHA-256(04 | user point)
    COMMAND8_SIZE = 8,     // first bytes of SHA-256(M)
    HASH8_SIZE = 8,        // first bytes of a Roster's hash
    HASH_SIZE = 32,        // SHA-256
    POINT_SIZE = 64,       // X | Y of a P-256 point
    PRIVATE_KEY_SIZE = 32, // a P-256 scalar
    SIGNATURE_SIZE = 64,   // r | s
    EPOCH_VALUE_SIZE = 16,
    USER_SIZE = 16,   // [a-z0-9-], padded with zeroes
    ORIGIN_SIZE = 64, // padded with zeroes
    DOOR_NAME_MOST = 16
};

enum action {
    ACTION_OPEN = 1,
    ACTION_CLOSE = 2,
    ACTION_STOP = 3,
    ACTION_VENT = 4,     // to argument %, 1 to 50
    ACTION_IDENTIFY = 5, // the lamp blinks; nothing moves
    ACTION_LOCK = 6      // vacation lock, argument 1 or 0
};

// Answers of an Ack and ends of a goal in an Event.
enum result {
    RESULT_OK = 1,
    RESULT_ALREADY = 2,
    RESULT_REPLAY = 3,
    RESULT_ROLE = 4,
    RESULT_WINDOW = 5,
    RESULT_USES = 6,
    RESULT_LOCKED = 7,
    RESULT_CONFLICT = 8,
    RESULT_STATE = 9,
    RESULT_STORE = 10,
    RESULT_DONE = 16,
    RESULT_LEFT_CLOSED = 17,
    RESULT_UNVERIFIED = 18,
    RESULT_STOPPED = 19,
    RESULT_REVERSED = 20,
    RESULT_REPLACED = 21,
    RESULT_OVERTAKEN = 22,
    RESULT_CANCELLED = 23,
    RESULT_OBSTRUCTED = 24,
    RESULT_FAILED = 25,
    RESULT_LOST = 26,
    RESULT_INTERRUPTED = 27
};

// What an Event tells.
enum what {
    WHAT_ANSWER = 1,
    WHAT_GOAL_ENDED = 2,
    WHAT_MOVED_BY_WALL = 3,
    WHAT_MOVED_BY_FOB_OR_TIMER = 4,
    WHAT_MOVED_BY_HAND = 5,
    WHAT_MOVED_UNKNOWN = 6,
    WHAT_BOOT = 7,
    WHAT_ROSTER = 8,
    WHAT_LOCK = 9,
    WHAT_LOCK_OUT = 10,
    WHAT_FAULT = 11
};

enum door_state {
    DOOR_UNKNOWN = 0, // also FAULT, then with EPOCH_FAULT
    DOOR_OPEN = 1,    // proven
    DOOR_OPENING = 2,
    DOOR_CLOSED = 3, // proven
    DOOR_CLOSING = 4,
    DOOR_STOPPED = 5, // our own press stopped it
    DOOR_WARNING = 6
};

enum {
    POSITION_CLOSED = 0, // proven
    POSITION_OPEN = 100, // proven
    POSITION_UNKNOWN = 255
};

// Flags of an Epoch.
enum {
    EPOCH_OBSTRUCTED = 1,
    EPOCH_FAULT = 2,
    EPOCH_VACATION_LOCK = 4,
    EPOCH_LOCK_OUT = 8
};

enum role {
    ROLE_OWNER = 1,
    ROLE_MEMBER = 2,
    ROLE_GUEST = 3,
    ROLE_AUTOMATION = 4,
    ROLE_TIMEKEEPER = 5,
    ROLE_ADMIN = 6,
    ROLE_STOP_ONLY = 7
};

enum key_kind {
    KEY_RAW = 1,    // raw ES256
    KEY_PASSKEY = 2 // WebAuthn assertion
};

// Bits of a Roster's policy and of an entry's flags: every bit grants.
enum {
    POLICY_UNATTENDED_CLOSE = 1,
    POLICY_AUTOMATION = 2,
    ENTRY_AUTOMATION_MAY_OPEN = 1
};

#endif
