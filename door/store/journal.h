// An append-only journal on two halves of the flash: values outlive a power cut at any instant.
//
//     half:   head | record ... | erased
//     head:   PCJ1 | generation4 | crc4, written last: a half without it does not count
//     record: type1 | length1 | payload | zeroes to a multiple of 4 | crc4 over all before it
//
// When a half is full or spoiled, what still counts is copied to the other one, and its head is the
// commit. The head of the old half is then overwritten, so that damage to the new one can not bring
// old values back: it is found and said. What a record means is its owner's to know.
#ifndef DOOR_STORE_JOURNAL_H
#define DOOR_STORE_JOURNAL_H

#include "door/seams/flash.h"

enum {
    JOURNAL_PAYLOAD_MOST = 96,
    JOURNAL_HEAD_SIZE = 12,
    JOURNAL_FRAME_SIZE = 6,
    JOURNAL_RECORD_MOST = 104
};

enum journal_state {
    JOURNAL_DAMAGED = 0, // records were lost that had been written: nothing in it may be believed
    JOURNAL_BLANK = 1,   // never used, or the power went before its first use was over
    JOURNAL_SOUND = 2
};

struct journal_record {
    uint8_t type; // 1 to 254
    uint8_t count;
    uint8_t payload[JOURNAL_PAYLOAD_MOST];
};

struct journal {
    const struct flash *flash;
    size_t half_sectors; // each half starts at a sector; the first one at sector 0
    size_t tail;         // offset in the half in force at which the next record goes
    size_t copy_tail;    // the same in the half that is being filled
    uint32_t generation;
    uint8_t half;    // the one in force
    bool spoiled;    // nothing may be appended behind a record that was not written whole
    bool unfinished; // the old half's head still stands
};

// Finds the half in force. The flash is borrowed and has at least 2 * half_sectors sectors.
MUST_USE enum journal_state journal_mount(struct journal *journal, const struct flash *flash,
                                          size_t half_sectors);

// Reads records in the order in which they were written; *at starts as JOURNAL_HEAD_SIZE.
// False: there are no more, and *at is the tail; or the next one can not be read.
MUST_USE bool journal_next(const struct journal *journal, size_t *at, struct journal_record *out);

// Whether another payload of so many bytes has room in this half.
MUST_USE bool journal_has_room(const struct journal *journal, size_t count);

// True: it is on the medium and was read back. False: it may or may not be there after a restart,
// and the half takes no more records until it has been copied.
MUST_USE bool journal_append(struct journal *journal, uint8_t type, struct bytes payload);

// Copying: begin, any number of records, end. Until end is true the old half counts.
MUST_USE bool journal_copy_begin(struct journal *journal);
MUST_USE bool journal_copy(struct journal *journal, uint8_t type, struct bytes payload);
MUST_USE bool journal_copy_end(struct journal *journal);

// Overwrites the old half's head where that is still to be done. Where it can not, the old head still
// loses against the new one, and the next mount tries again.
void journal_retire_old(struct journal *journal);

#endif
