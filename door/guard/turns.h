// The epoch: a value nobody can know before the door has told it, and that dies in a minute.
//
//     value = first 16 bytes of HMAC-SHA256(secret, boot4 | turn4 | 32 bytes of entropy of this boot)
//
// The turn goes up every 30 s by stopwatch, connected or not, and by nothing else. Live are the
// current turn's value and the one before.
#ifndef DOOR_GUARD_TURNS_H
#define DOOR_GUARD_TURNS_H

#include "base/stopwatch.h"
#include "protocol/words.h"

enum {
    TURN_LENGTH = 30000, // ms
    TURNS_ENTROPY_SIZE = 32,
    TURNS_SECRET_SIZE = 32
};

struct turns {
    const uint8_t *secret; // borrowed, TURNS_SECRET_SIZE bytes
    uint8_t entropy[TURNS_ENTROPY_SIZE];
    uint32_t boot;
    uint32_t turn;
    struct stopwatch turning; // stopped: there is no entropy or no journal, and nothing is live
    uint8_t value[EPOCH_VALUE_SIZE];
    uint8_t value_before[EPOCH_VALUE_SIZE]; // counts from turn 1 on
};

// Nothing is live yet.
void turns_init(struct turns *turns, const uint8_t *secret);

// The boot is journalled and entropy was drawn for it: turn 0 begins.
void turns_begin(struct turns *turns, uint32_t boot, const uint8_t entropy[TURNS_ENTROPY_SIZE],
                 millis now);

// Goes on to the turn it is now. True: it is another one than before.
MUST_USE bool turns_run(struct turns *turns, millis now);

// Whether the value is live at this very moment; turns_run came before.
MUST_USE bool turns_is_live(const struct turns *turns, const uint8_t value[EPOCH_VALUE_SIZE]);

// How long until the next turn; STOPWATCH_MOST where none will come.
millis turns_next_wake(const struct turns *turns, millis now);

#endif
