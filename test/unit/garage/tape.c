#include "test/unit/garage/tape.h"

struct garage_settings tape_settings(struct random *random)
{
    struct garage_settings settings =
        garage_settings_of((enum garage_profile)random_below(random, GARAGE_PROFILES));
    settings.opening_time = 5000 + random_below(random, 20000);
    settings.closing_time = 5000 + random_below(random, 20000);
    settings.opening_delay = random_once_in(random, 2) ? random_below(random, 3000) : 0;
    settings.closing_delay = random_once_in(random, 2) ? random_below(random, 30000) : 0;
    settings.reversal_pause = random_below(random, 1000);
    settings.stopping_time = random_once_in(random, 2) ? random_below(random, 500) : 0;
    settings.soft_stop = random_below(random, 301);
    settings.held = (enum garage_held)random_below(random, 4);
    settings.light_within = random_once_in(random, 4) ? 2000 : 0;
    settings.double_gap = random_below(random, 600);
    settings.remembers = random_once_in(random, 2);
    settings.auto_close = random_once_in(random, 2) ? 1000 + random_below(random, 30000) : 0;
    settings.drift = random_below(random, 50);
    settings.ageing = random_below(random, 1000);
    settings.eye_at_operator = !random_once_in(random, 4);
    settings.open_switch = !random_once_in(random, 4);
    settings.closed_switch = !random_once_in(random, 4);
    settings.switch_zone = random_once_in(random, 2) ? 0 : random_below(random, 20);
    settings.bounce = random_below(random, 21);
    settings.start_at = random_below(random, 1001);
    return settings;
}

struct garage_action tape_action(struct random *random)
{
    return (struct garage_action){
        .doing = (enum garage_doing)random_below(random, GARAGE_DOINGS),
        .lasting = random_below(random, random_once_in(random, 4) ? 20000 : 1000),
        .permille = random_below(random, 1001),
        .guest = (enum garage_guest)random_below(random, 3),
        .limit = (enum garage_limit)random_below(random, 2),
        .condition = (enum garage_switch_condition)random_below(random, 3),
    };
}
