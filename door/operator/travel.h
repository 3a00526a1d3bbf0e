// What the door's runs have taught: how long they take and how soon they begin (C14).
//
// Only a run from limit to limit without any event counts; the median of the last eight is believed.
#ifndef DOOR_OPERATOR_TRAVEL_H
#define DOOR_OPERATOR_TRAVEL_H

#include "base/must_use.h"
#include "base/stopwatch.h"
#include "door/operator/planner.h"

enum {
    TRAVEL_RUNS = 8,
    TRAVEL_DECADES = 9,            // 9 times 10 days
    TRAVEL_RUN_LEAST = 2000,       // ms: no door is faster
    TRAVEL_RUN_MOST = 120000,      // ms: no door is slower
    TRAVEL_UNLEARNED = 60000,      // ms: T_travel before anything is learned
    TRAVEL_YOUNG_UNLEARNED = 4000, // ms: eight tenths of the fastest door there is
    TRAVEL_START_LEAST = 5000,     // ms: T_start is never shorter
    TRAVEL_DECADE = 864000000      // ms: 10 days
};

enum way {
    WAY_OPENING = 0,
    WAY_CLOSING = 1
};

// A ring of the last times, in ms.
struct travel_ring {
    uint32_t times[TRAVEL_RUNS];
    uint8_t count;
    uint8_t next;
};

// What is kept over a power cut.
struct travel_record {
    struct travel_ring runs[2];                 // by way
    struct travel_ring delays;                  // from a press to leaving the limit
    uint32_t decade_medians[2][TRAVEL_DECADES]; // one each 10 days of uptime, oldest first
    uint8_t decades[2];
};

struct travel {
    struct travel_record record;
    struct stopwatch decade; // since the last one was taken
    uint8_t outliers[2];     // in a row, by way
};

// A record that can not be true is forgotten: the door is learned anew.
void travel_init(struct travel *travel, const struct travel_record *record, millis now);

// A run from limit to limit without an event. One that differs from the median by more than 30 % is
// dropped, unless the last eight were dropped too: then the door has changed, and is learned anew.
void travel_learn_run(struct travel *travel, enum way way, millis took);

// From the press to the moment the door left its limit.
void travel_learn_delay(struct travel *travel, millis delay);

// Called in each step: takes a median every ten days.
void travel_grow_older(struct travel *travel, millis now);

// ms; 0: not learned yet.
millis travel_median(const struct travel *travel, enum way way);

// The run fits the learned time within 20 % (C15). False when nothing is learned.
MUST_USE bool travel_fits(const struct travel *travel, enum way way, millis took);

// A maintenance hint: slower than the median of ninety days by 20 %.
MUST_USE bool travel_is_slow(const struct travel *travel, enum way way);

// The planner's times, from what is learned and what is set. vent_percent 0: no VENT is asked for.
struct planner_timing travel_timing(const struct travel *travel, millis warning,
                                    uint8_t vent_percent);

#endif
