#include "garage/settings.h"

struct garage_settings garage_settings_of(enum garage_profile profile)
{
    return (struct garage_settings){
        .profile = profile,
        .opening_time = 12000,
        .closing_time = 13000,
        .opening_delay = 0,
        .closing_delay = 0,
        .reversal_pause = 500,
        .stopping_time = 0,
        .soft_stop = 100,
        .shortest_press = 80,
        .longest_press = 1200,
        .held = GARAGE_HELD_NOTHING,
        .light_within = 0,
        .double_gap = 250,
        .remembers = true,
        .auto_close = profile == GARAGE_AUTO_CLOSE ? 60000 : 0,
        .drift = 20,
        .ageing = 20,
        .hand_time = 4000,
        .eye_at_operator = true,
        .eye_half = 10,
        .open_switch = true,
        .closed_switch = true,
        .switch_zone = 5,
        .bounce = 20,
        .start_at = 0,
    };
}
