// The garage in real time: a thread of its own makes one step of the physical model each millisecond
// and joins it to the door program by the pins they share.
//
// Everybody else asks by hall_look, which copies, and acts by hall_act.
#ifndef SHOW_HALL_H
#define SHOW_HALL_H

#include "door/boards/simulator/pins.h"
#include "garage/witness.h"
#include "home/failure.h"
#include "show/onlooker.h"

#include <pthread.h>

struct hall {
    pthread_t thread;
    pthread_mutex_t lock; // of all that follows
    struct garage garage;
    struct witness witness;
    struct onlooker onlooker;
    struct simulator_pins *pins;
    uint64_t began;         // real ms at which the garage's time was 0
    uint32_t longest_stall; // ms between two looks at the pins, since somebody asked
    bool ends;
    bool open;
};

// What is really so, and what those who watch have noted.
struct hall_view {
    struct garage_truth truth;
    struct garage_levels levels;
    struct witness witness;
    struct onlooker onlooker;
    uint32_t lateness; // ms by which a time may be wrong, as the machine had other things to do
    uint32_t controller_lateness; // ms: the same of the controller, as it says; at most 300
};

// Opens the hall with this garage in it; the pins are a file that the door program opens too.
MUST_USE bool hall_open(struct hall *hall, const char *pins_file,
                        const struct garage_settings *settings, struct failure *failure);
void hall_close(struct hall *hall);

void hall_look(struct hall *hall, struct hall_view *out);
void hall_act(struct hall *hall, const struct garage_action *action);

// The mains of the whole garage. Off: the controller's pins fall at once.
void hall_mains(struct hall *hall, bool on);

// For the witness: somebody has asked the controller for something, or had its final answer.
void hall_asked(struct hall *hall);
void hall_answered(struct hall *hall);

#endif
