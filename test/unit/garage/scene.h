// What tests of the garage do again and again: wait, press, let somebody act.
#ifndef TEST_UNIT_GARAGE_SCENE_H
#define TEST_UNIT_GARAGE_SCENE_H

#include "garage/witness.h"

// An operator without delays, soft stop, drift, bounce or own timer: 10 s each way.
struct garage_settings scene_exact(enum garage_profile profile);

// The name of a profile, for the context of a check.
const char *scene_profile_name(enum garage_profile profile);

void scene_wait(struct garage *garage, uint64_t ms);
void scene_wait_with(struct garage *garage, struct garage_pins pins, uint64_t ms);

// The relay's pin is high for so long, then one millisecond low.
void scene_relay(struct garage *garage, uint64_t ms);

// The wall button is pressed for so long, then one millisecond passes.
void scene_wall(struct garage *garage, uint32_t ms);

void scene_fob(struct garage *garage);
void scene_do(struct garage *garage, enum garage_doing doing);
void scene_do_for(struct garage *garage, enum garage_doing doing, uint32_t lasting);
void scene_visit(struct garage *garage, enum garage_guest guest, uint32_t lasting);
void scene_hand(struct garage *garage, uint32_t permille);

// Waits until nothing moves, at most so long; gives how long it was.
uint64_t scene_settle(struct garage *garage, uint64_t most);

// Opens it to about half the way and cuts the power for a moment: it stands there, and the
// direction it remembers (if it does) is the one given.
void scene_stop_midway(struct garage *garage, enum garage_motion last);

enum garage_motion scene_motion(const struct garage *garage);
uint32_t scene_permille(const struct garage *garage);

// One edge, one count: how often the levels of the two switches differ from those before.
struct scene_edges {
    struct garage_levels before;
    uint32_t open_switch;
    uint32_t closed_switch;
    uint32_t photo_eye;
};

struct scene_edges scene_edges_from(const struct garage *garage);
void scene_count_edges(struct scene_edges *edges, const struct garage *garage);

#endif
