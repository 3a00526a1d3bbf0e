// A permit: the one thing, besides a person's hand, for which the door moves.
//
// Only the guard writes one, after it has verified a Command; the operator alone judges it against
// the door as it stands, answers it, and acts.
#ifndef DOOR_OPERATOR_PERMIT_H
#define DOOR_OPERATOR_PERMIT_H

#include "protocol/words.h"

#include <stdbool.h>

struct permit {
    enum action action;
    uint8_t argument;
    uint16_t sequence; // the door's, as the commander saw it; a STOP's is not looked at
    bool
        unattended_close; // the owner's half of the permission: policy bit 0 of the roster in force
    bool closing_mark;    // "a closing press may follow" is on flash already (C5)
    uint8_t key8[KEY8_SIZE];
    uint8_t command8[COMMAND8_SIZE];
};

#endif
