// What stands in the simulated garage: the operator (the motor unit) and its habits, the switches,
// the photo-eye. All times in milliseconds of virtual time.
#ifndef GARAGE_SETTINGS_H
#define GARAGE_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

// What a press of the one button does (safety.md, section 3).
//                      opening    closing    stopped midway   fully open
enum garage_profile {
    GARAGE_STOP_BOTH,   // stops    stops      opposite way     closes
    GARAGE_REV_CLOSING, // stops    reverses   closes           closes
    GARAGE_TWO_STEP,    // reverses reverses   opposite way     closes
    GARAGE_CONDO_REV,   // ignored  reverses   opens            closes
    GARAGE_CONDO_STOP,  // ignored  stops      opens            closes
    GARAGE_AUTO_CLOSE   // ignored  reverses   opens            restarts its timer
};

enum {
    GARAGE_PROFILES = GARAGE_AUTO_CLOSE + 1
};

// What the operator makes of a press that lasts longer than longest_press. It has reacted already
// when the press was shortest_press old, except for the last kind.
enum garage_held {
    GARAGE_HELD_NOTHING,  // nothing more until it is released
    GARAGE_HELD_STOPS,    // stops the door
    GARAGE_HELD_PAST_EYE, // closes, deaf to the photo-eye, until it is released
    GARAGE_HELD_REFUSED   // it reacts when a press is released, and not to one that was too long
};

struct garage_settings {
    enum garage_profile profile;
    uint32_t opening_time;   // limit to limit, 100 to 600000
    uint32_t closing_time;   // limit to limit, 100 to 600000
    uint32_t opening_delay;  // pre-warning of the operator before it opens, 0 to 30000
    uint32_t closing_delay;  // the same before it closes
    uint32_t reversal_pause; // stands so long between two directions
    uint32_t stopping_time;  // told to stop, it runs on at half speed for so long
    uint32_t soft_stop;      // permille of the travel, before a limit, at half speed; up to 500
    uint32_t shortest_press; // contact closed for so long is a press, at least 1
    uint32_t longest_press;
    enum garage_held held;
    uint32_t light_within; // a press so soon after the one before switches the light only; 0: never
    uint32_t double_gap;   // a doubled press comes again after so long
    bool remembers;        // keeps the last direction, and its timer, over a power cut
    uint32_t auto_close;   // fully open for so long it closes by itself; 0: it does not
    uint32_t drift;        // each run is slower or faster by up to so many permille; up to 500
    uint32_t ageing;       // each run is slower by so many millionths than the one before
    uint32_t hand_time;    // limit to limit, pushed by hand, at least 100
    bool eye_at_operator;  // the operator sees the beam too
    uint32_t eye_half;     // clear beam: the controller's input toggles each so many; 0: not fitted
    bool open_switch;      // fitted
    bool closed_switch;    // fitted
    uint32_t switch_zone;  // permille of the travel in which a reed is closed, up to 100
    uint32_t bounce;       // longest bounce of a reed, 0 to 20
    uint32_t start_at;     // where the door stands in the beginning: permille, 1000 is open
};

// An ordinary garage of that profile: 12 s to open, 13 s to close, both switches, a photo-eye, the
// door closed. The auto-close profile closes after 60 s; no other closes by itself.
struct garage_settings garage_settings_of(enum garage_profile profile);

#endif
