// Roster: who may do what at one door. The only message that gives a key power.
//
//     PCR1 | door8 | version4 | made8 | policy1 | admins1 | count1 | 0 | origin64 | count x Entry
//          | signer8 | sig64 = 164 + 92 count, count <= 32
//     Entry: kind1 | role1 | flags1 | uses1 | point64 | days1 | 0 | from2 | to2 | last2 | user16 = 92
//
// A Roster's hash is SHA-256 of all its bytes before sig64.
#ifndef PROTOCOL_ROSTER_H
#define PROTOCOL_ROSTER_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/words.h"

enum {
    ROSTER_ENTRIES_MOST = 32,
    ROSTER_ENTRY_SIZE = 92,
    ROSTER_HEAD_SIZE = 92,
    ROSTER_FRAME_SIZE = 164, // head, signer8 and sig64
    ROSTER_MOST = ROSTER_FRAME_SIZE + ROSTER_ENTRY_SIZE * ROSTER_ENTRIES_MOST
};

struct roster_head {
    uint8_t door8[DOOR8_SIZE];
    uint32_t version;
    uint64_t made; // unix seconds
    uint8_t policy;
    uint8_t admins; // the first entries are the admins
    uint8_t count;
    uint8_t origin[ORIGIN_SIZE];
};

struct roster_entry {
    uint8_t kind;  // enum key_kind; an unknown one has no power
    uint8_t role;  // enum role; an unknown one has no power
    uint8_t flags; // every bit grants
    uint8_t uses;  // accepted openings; 0: no limit
    uint8_t point[POINT_SIZE];
    uint8_t days;  // bit 0 = Monday; 0: every day
    uint16_t from; // minute of the local day, inclusive
    uint16_t to;   // exclusive; equal to from: the whole day
    uint16_t last; // last local day since 1970, inclusive; 0: no end
    uint8_t user[USER_SIZE];
};

// A whole Roster, borrowed: the head is read, the entries are read one by one.
struct roster_message {
    struct roster_head head;
    struct bytes entries; // count x ROSTER_ENTRY_SIZE
    uint8_t signer8[KEY8_SIZE];
    struct bytes covered;     // what is hashed and signed
    const uint8_t *signature; // SIGNATURE_SIZE bytes
};

size_t roster_size(uint8_t count);

// Writes head, entries and signer8 into room of roster_size(head->count) bytes and returns the bytes
// that will be signed; the signature goes behind them. head->count entries are read.
struct bytes roster_encode(const struct roster_head *head, const struct roster_entry *entries,
                           const uint8_t signer8[KEY8_SIZE], uint8_t *room);

// Layout alone: magic, length, count <= 32, admins <= count, the two zero bytes. What the words mean,
// and the signature, are the caller's to judge. False: *out untouched.
MUST_USE bool roster_decode(struct bytes message, struct roster_message *out);

// The entry at index, which is below head.count.
struct roster_entry roster_entry_at(const struct roster_message *roster, uint8_t index);

#endif
