// How the motor unit in the garage behaves and what is fitted to it: settings that come by cable,
// as a part of the door's image. Nothing over the network changes them.
#ifndef PROTOCOL_OPERATOR_SETTINGS_H
#define PROTOCOL_OPERATOR_SETTINGS_H

#include "base/must_use.h"
#include "base/reader.h"
#include "base/writer.h"

// What a press of the operator's one button does (safety.md, section 3).
enum operator_profile {
    PROFILE_UNKNOWN = 0, // not settled yet: taken as the worst of all
    PROFILE_REV_CLOSING = 1,
    PROFILE_STOP_BOTH = 2,
    PROFILE_TWO_STEP = 3,
    PROFILE_CONDO_REV = 4,
    PROFILE_CONDO_STOP = 5,
    PROFILE_AUTO_CLOSE = 6,
    PROFILE_MONITOR_ONLY = 7 // hold-to-run and the like: no relay at all
};

enum limit_switches {
    SWITCHES_NONE = 0,
    SWITCHES_OPEN_ONLY = 1,
    SWITCHES_CLOSED_ONLY = 2,
    SWITCHES_BOTH = 3
};

enum door_type {
    DOOR_TYPE_OTHER = 0, // one-piece, swinging: never closed unattended (16 CFR 1211.14(a))
    DOOR_TYPE_SECTIONAL = 1
};

struct operator_settings {
    enum operator_profile profile;
    enum limit_switches switches;
    enum door_type door_type;
    bool wall_input;    // the wall button is seen
    bool device_button; // a button on the controller itself
    bool photo_eye;     // the obstruction input is fitted
    bool lamp;
    bool beeper;
    bool recover;            // owner's option, off by default (safety.md, section 5)
    bool stop_while_opening; // owner's option, off by default
    uint16_t pulse;          // ms, 100 to 1000
    uint8_t warning_seconds; // 5 to 30, never less
};

enum {
    OPERATOR_SETTINGS_SIZE = 8
};

// What a door is until its owner says otherwise: nothing fitted, monitor only.
struct operator_settings operator_settings_default(void);

// Every value is in its range.
MUST_USE bool operator_settings_sound(const struct operator_settings *settings);

// Eight bytes: profile1 | switches1 | door type1 | fitted1 | options1 | pulse2 | warning seconds1;
// docs/protocol.md has the bits. What is written must be sound.
void operator_settings_write(struct writer *w, const struct operator_settings *settings);

// False when a value is out of its range or a bit unknown, and *out untouched.
MUST_USE bool operator_settings_read(struct reader *r, struct operator_settings *out);

// "stop-both" and so on; NULL for a number that is none.
const char *operator_profile_name(enum operator_profile profile);

// The profile of that name; false when there is none.
MUST_USE bool operator_profile_named(const char *name, enum operator_profile *out);

#endif
