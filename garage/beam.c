#include "garage/beam.h"

#include "garage/motion.h"

enum {
    CAT_HEIGHT = 120, // permille of the travel
    CAR_HEIGHT = 650
};

struct beam beam_clear(void)
{
    return (struct beam){.guest = GARAGE_GUEST_NONE, .leaves_at = GARAGE_NEVER};
}

bool beam_blocked(const struct beam *beam)
{
    return beam->guest != GARAGE_GUEST_NONE || beam->eye_dead;
}

bool beam_level(const struct beam *beam, uint64_t now, uint32_t half)
{
    if (half == 0) {
        return false;
    }
    return beam_blocked(beam) ? beam->silent_level : (now / half) % 2 == 1;
}

void beam_visit(struct beam *beam, enum garage_guest guest, uint32_t lasting, uint64_t now,
                uint32_t half)
{
    beam->silent_level = beam_level(beam, now, half);
    beam->guest = guest;
    beam->leaves_at = guest == GARAGE_GUEST_NONE || lasting == 0 ? GARAGE_NEVER : now + lasting;
}

void beam_eye(struct beam *beam, bool dead, uint64_t now, uint32_t half)
{
    beam->silent_level = beam_level(beam, now, half);
    beam->eye_dead = dead;
}

void beam_step(struct beam *beam, uint64_t now)
{
    if (now > beam->leaves_at) {
        beam->guest = GARAGE_GUEST_NONE;
        beam->leaves_at = GARAGE_NEVER;
    }
}

uint32_t beam_guest_height(const struct beam *beam)
{
    switch (beam->guest) {
    case GARAGE_GUEST_NONE:
        return 0;
    case GARAGE_GUEST_CAT:
        return CAT_HEIGHT;
    case GARAGE_GUEST_CAR:
        return CAR_HEIGHT;
    }
    return 0;
}
