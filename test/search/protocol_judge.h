// What may never happen to a protocol_world, and which two worlds are the same.
#ifndef TEST_SEARCH_PROTOCOL_JUDGE_H
#define TEST_SEARCH_PROTOCOL_JUDGE_H

#include "test/search/protocol_world.h"

enum broken {
    NOTHING_BROKEN = 0,
    P1_ACTED_TWICE,
    P2_ACTED_TOO_LATE,
    P3_ACTED_AFTER_A_LATER_ONE,
    P4_OBEYS_AN_OLDER_ROSTER,
    P5_STOP_ACCEPTED_TWICE,
    P6_GUEST_OPENED_TWICE,
    P7_ACTED_AFTER_ANOTHERS,
    P8_PRESSED_FOR_NOBODY,
    P9_DOOR_HAD_CHANGED,
    BROKEN_COUNT
};

// Called once after each event: brings the truth about commands up to date, and says what broke.
enum broken protocol_judge(struct protocol_world *world);

const char *broken_name(enum broken broken);

// One number for one world: what differs in no way that matters has the same number. Times are ages
// or not in it at all, numbers are counted from the door's own.
uint64_t protocol_fingerprint(const struct protocol_world *world);

#endif
