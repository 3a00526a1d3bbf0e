// The wires between the simulated controller and whoever plays the garage: one page of memory that
// both map from the same file. Each word has one writer.
//
// The controller zeroes from_controller when it starts. When it is killed its outputs stay as they
// were, as nothing drives a dead pin: whoever kills it, to play a power cut, zeroes from_controller.
#ifndef DOOR_BOARDS_SIMULATOR_PINS_H
#define DOOR_BOARDS_SIMULATOR_PINS_H

#include "base/must_use.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

// Bits of to_controller; set: the contact is closed.
enum {
    PIN_OPEN_SWITCH = 1,   // the door is at its open limit
    PIN_CLOSED_SWITCH = 2, // at its closed limit
    PIN_WALL_BUTTON = 4,
    PIN_DEVICE_BUTTON = 8,
    PIN_PHOTO_EYE = 16,   // changes all the time while the beam is clear
    PIN_WARNING_DEAD = 32 // lamp or beeper read back as dead
};

// Bits of from_controller; set: on.
enum {
    PIN_RELAY = 1,
    PIN_LAMP = 2,
    PIN_BEEPER = 4
};

struct simulator_pins {
    _Atomic uint32_t to_controller;   // the garage writes
    _Atomic uint32_t from_controller; // the controller writes
    _Atomic uint32_t heartbeat;       // the controller: one up at each step of the door floor
    _Atomic uint32_t longest_gap;     // the controller: us between two steps so far
    _Atomic uint32_t starts;          // the controller: one up at each start
};

// Maps the file, and makes it where there is none. NULL: errno says why.
struct simulator_pins *pins_map(const char *path);

#endif
