#include "test/unit/garage/scene.h"

static const struct garage_pins no_pins = {.relay = false, .lamp = false, .beeper = false};

struct garage_settings scene_exact(enum garage_profile profile)
{
    struct garage_settings settings = garage_settings_of(profile);
    settings.opening_time = 10000;
    settings.closing_time = 10000;
    settings.reversal_pause = 0;
    settings.soft_stop = 0;
    settings.drift = 0;
    settings.ageing = 0;
    settings.bounce = 0;
    settings.auto_close = 0;
    return settings;
}

const char *scene_profile_name(enum garage_profile profile)
{
    static const char *const names[GARAGE_PROFILES] = {
        [GARAGE_STOP_BOTH] = "stop-both",   [GARAGE_REV_CLOSING] = "rev-closing",
        [GARAGE_TWO_STEP] = "two-step",     [GARAGE_CONDO_REV] = "condo-rev",
        [GARAGE_CONDO_STOP] = "condo-stop", [GARAGE_AUTO_CLOSE] = "auto-close",
    };
    return names[profile];
}

void scene_wait_with(struct garage *garage, struct garage_pins pins, uint64_t ms)
{
    for (uint64_t i = 0; i < ms; i++) {
        garage_step(garage, pins);
    }
}

void scene_wait(struct garage *garage, uint64_t ms)
{
    scene_wait_with(garage, no_pins, ms);
}

void scene_relay(struct garage *garage, uint64_t ms)
{
    scene_wait_with(garage, (struct garage_pins){.relay = true}, ms);
    scene_wait(garage, 1);
}

void scene_wall(struct garage *garage, uint32_t ms)
{
    scene_do_for(garage, GARAGE_WALL, ms);
    scene_wait(garage, (uint64_t)ms + 1);
}

void scene_do_for(struct garage *garage, enum garage_doing doing, uint32_t lasting)
{
    garage_act(garage, &(struct garage_action){.doing = doing, .lasting = lasting});
}

void scene_do(struct garage *garage, enum garage_doing doing)
{
    scene_do_for(garage, doing, 0);
}

void scene_fob(struct garage *garage)
{
    scene_do(garage, GARAGE_FOB);
    scene_wait(garage, 1);
}

void scene_visit(struct garage *garage, enum garage_guest guest, uint32_t lasting)
{
    garage_act(garage,
               &(struct garage_action){.doing = GARAGE_VISIT, .guest = guest, .lasting = lasting});
}

void scene_hand(struct garage *garage, uint32_t permille)
{
    garage_act(garage, &(struct garage_action){.doing = GARAGE_HAND, .permille = permille});
    scene_wait(garage, 1);
}

uint64_t scene_settle(struct garage *garage, uint64_t most)
{
    uint64_t waited = 0;
    while (waited < most && scene_motion(garage) != GARAGE_STILL) {
        scene_wait(garage, 1);
        waited++;
    }
    return waited;
}

void scene_stop_midway(struct garage *garage, enum garage_motion last)
{
    scene_hand(garage, last == GARAGE_OPENING ? 0 : 1000);
    scene_settle(garage, 60000);
    scene_fob(garage);
    scene_wait(garage, 5000);
    scene_do_for(garage, GARAGE_MAINS_OFF, 10);
    scene_wait(garage, 12);
}

enum garage_motion scene_motion(const struct garage *garage)
{
    return garage_truth(garage).motion;
}

uint32_t scene_permille(const struct garage *garage)
{
    return garage_truth(garage).permille;
}

struct scene_edges scene_edges_from(const struct garage *garage)
{
    return (struct scene_edges){.before = garage_levels(garage)};
}

void scene_count_edges(struct scene_edges *edges, const struct garage *garage)
{
    const struct garage_levels levels = garage_levels(garage);
    edges->open_switch += levels.open_switch != edges->before.open_switch;
    edges->closed_switch += levels.closed_switch != edges->before.closed_switch;
    edges->photo_eye += levels.photo_eye != edges->before.photo_eye;
    edges->before = levels;
}
