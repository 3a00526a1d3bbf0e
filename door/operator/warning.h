// Sound and light before and during a closing press (C25; 16 CFR 1211.14(c)): the beeper pulsed 4.5
// times a second in equal halves, the lamp flashed twice a second, both from the same start.
#ifndef DOOR_OPERATOR_WARNING_H
#define DOOR_OPERATOR_WARNING_H

#include "base/stopwatch.h"

enum {
    WARNING_LEAST = 5,        // s, never less
    WARNING_MOST = 30,        // s
    BEEP_PERIOD_THIRDS = 667, // thirds of a ms: 222.3 ms are 4.5 times a second
    FLASH_HALF = 250,         // ms: 2 flashes a second
    IDENTIFY_HALF = 500,      // ms: the lamp alone, slowly
    IDENTIFY_LENGTH = 10000   // ms
};

// Whether the beeper sounds, so many ms after the warning began.
bool warning_beeper(millis elapsed);

// Whether the lamp shines, so many ms after the warning began.
bool warning_lamp(millis elapsed);

// Whether the lamp shines, so many ms after somebody asked which door this is.
bool warning_identify_lamp(millis elapsed);

#endif
