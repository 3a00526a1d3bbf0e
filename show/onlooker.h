// Somebody who stands in the garage, hears the beeper, sees the lamp and times the relay.
//
// In real time on a busy machine an edge may come some milliseconds late; he takes a warning for
// unbroken as long as neither sound nor light is away for longer than a person would notice. The
// exact rhythm is judged in virtual time (garage/rhythm.h, and the tests of the door floor).
#ifndef SHOW_ONLOOKER_H
#define SHOW_ONLOOKER_H

#include "garage/garage.h"

enum {
    ONLOOKER_NOTICES = 400 // ms without sound, or without light: the warning is over
};

// The beeper's or the lamp's, since it last began.
struct signs {
    uint64_t began;
    uint64_t latest; // edge
    uint32_t count;  // of beeps, or of flashes
    bool on;
    bool goes_on;
};

// What went before a press of the relay.
struct warning_seen {
    uint64_t lasted; // ms of both together; 0: there was none
    uint32_t beeps;
    uint32_t flashes;
};

struct onlooker {
    struct signs sound;
    struct signs light;
    uint64_t pressed_at;
    uint64_t pulse; // ms, of the latest press that is over
    struct warning_seen before_press;
    uint32_t unwarned; // ms in which the door closed, by our press, without sound and light
    bool relay;
};

void onlooker_watch(struct onlooker *onlooker, const struct garage_truth *truth);

// How long sound and light have both gone on; 0 when one of them does not.
uint64_t onlooker_warned(const struct onlooker *onlooker, uint64_t now);

#endif
