// The photo-eye's beam across the doorway, and who stands in it.
//
// The eye is pulsed: while the beam is clear the controller's input toggles, so that a cut wire, a
// dead eye and an obstruction all look the same: silent (safety.md, C13).
#ifndef GARAGE_BEAM_H
#define GARAGE_BEAM_H

#include <stdbool.h>
#include <stdint.h>

enum garage_guest {
    GARAGE_GUEST_NONE,
    GARAGE_GUEST_CAT,
    GARAGE_GUEST_CAR
};

struct beam {
    uint64_t leaves_at; // the guest
    enum garage_guest guest;
    bool eye_dead;
    bool silent_level; // where the input stayed when it fell silent
};

struct beam beam_clear(void);

// A guest comes for so long (0: until it is sent away), or goes (GARAGE_GUEST_NONE). half is how
// long the input stays at each level.
void beam_visit(struct beam *beam, enum garage_guest guest, uint32_t lasting, uint64_t now,
                uint32_t half);
void beam_eye(struct beam *beam, bool dead, uint64_t now, uint32_t half);

// One millisecond: a guest whose time is over leaves.
void beam_step(struct beam *beam, uint64_t now);

// As operator and controller take it: somebody there, or the eye dead.
bool beam_blocked(const struct beam *beam);

// The controller's input.
bool beam_level(const struct beam *beam, uint64_t now, uint32_t half);

// How high the guest is, in permille of the travel; a leaf that comes down to there touches it.
uint32_t beam_guest_height(const struct beam *beam);

#endif
