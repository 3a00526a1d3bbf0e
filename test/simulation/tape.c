#include "test/simulation/tape.h"

#include "door/operator/outcome.h"

#include <stdio.h>

static millis random_start(struct random *random)
{
    switch (random_below(random, 3)) {
    case 0:
        return 0;
    case 1:
        return UINT32_MAX - random_below(random, 120000);
    default:
        return (millis)random_u64(random);
    }
}

static void draw_garage(struct garage_settings *garage, struct random *random)
{
    garage->opening_time = 6500 + random_below(random, 12000);
    garage->closing_time = 6500 + random_below(random, 12000);
    garage->opening_delay = random_once_in(random, 3) ? random_below(random, 1500) : 0;
    garage->closing_delay = random_once_in(random, 3) ? random_below(random, 1500) : 0;
    garage->soft_stop = random_below(random, 150);
    garage->drift = random_below(random, 30);
    garage->bounce = random_below(random, 21);
    garage->stopping_time = random_below(random, 300);
    garage->reversal_pause = random_below(random, 700);
    garage->remembers = random_once_in(random, 2);
    garage->eye_at_operator = !random_once_in(random, 4);
    garage->hand_time = 3000 + random_below(random, 9000);
    garage->start_at = random_once_in(random, 8) ? 500 : random_below(random, 2) * 1000;
    if (garage->profile == GARAGE_AUTO_CLOSE) {
        garage->auto_close = 20000 + random_below(random, 40000);
    }
}

struct stage_settings tape_settings(struct random *random)
{
    const enum operator_profile profile =
        (enum operator_profile)(PROFILE_REV_CLOSING + random_below(random, PROFILE_AUTO_CLOSE));
    const enum limit_switches switches =
        (enum limit_switches)(random_once_in(random, 3) ? 1 + random_below(random, 3) : 3);
    struct stage_settings settings = stage_usual(profile, switches);
    if (random_once_in(random, 6)) {
        settings.door.profile = PROFILE_UNKNOWN;
    }
    settings.seed = random_u64(random);
    settings.start = random_start(random);
    settings.tick = 1 + random_below(random, 5);
    settings.network = 1 + random_below(random, 40);
    settings.door.wall_input = !random_once_in(random, 4);
    settings.door.device_button = !random_once_in(random, 4);
    settings.door.photo_eye = !random_once_in(random, 4);
    settings.door.recover = random_once_in(random, 2);
    settings.door.pulse = (uint16_t)(150 + random_below(random, 851));
    settings.door.warning_seconds = (uint8_t)(5 + random_below(random, 3));
    settings.owner_allows = !random_once_in(random, 8);
    draw_garage(&settings.garage, random);
    settings.flash.travel =
        stage_learned(settings.garage.opening_time, settings.garage.closing_time);
    if (random_once_in(random, 3)) {
        settings.flash.travel = (struct travel_record){.decades = {0, 0}};
    }
    return settings;
}

// What somebody wants who looks at the door: mostly the other limit, and to stop what moves.
static enum action wish(const struct stage *stage, struct random *random)
{
    switch (stage_snapshot(stage)->state) {
    case DOOR_CLOSED:
        return random_once_in(random, 6) ? ACTION_VENT : ACTION_OPEN;
    case DOOR_OPEN:
        return ACTION_CLOSE;
    case DOOR_OPENING:
    case DOOR_CLOSING:
        return random_once_in(random, 3) ? ACTION_OPEN : ACTION_STOP;
    case DOOR_UNKNOWN:
    case DOOR_STOPPED:
        return random_once_in(random, 2) ? ACTION_OPEN : ACTION_CLOSE;
    case DOOR_WARNING:
        break;
    }
    return random_once_in(random, 3) ? ACTION_OPEN : ACTION_STOP;
}

static void command(struct stage *stage, struct random *random, bool loud)
{
    static const enum action actions[] = {
        ACTION_OPEN,  ACTION_OPEN, ACTION_OPEN, ACTION_CLOSE, ACTION_CLOSE, ACTION_CLOSE,
        ACTION_CLOSE, ACTION_STOP, ACTION_STOP, ACTION_VENT,  ACTION_LOCK,  ACTION_IDENTIFY};
    const unsigned count = sizeof(actions) / sizeof(actions[0]);
    const bool sensible = !random_once_in(random, 3);
    const enum action drawn = actions[random_below(random, count)];
    const enum action action = sensible ? wish(stage, random) : drawn;
    // The lock is lifted more often than set, so that most of a tape is without it.
    const bool lock = action == ACTION_LOCK && random_once_in(random, 4);
    const uint8_t percent = (uint8_t)(1 + random_below(random, 50));
    const uint8_t argument = action == ACTION_LOCK ? (lock ? 1 : 0) : percent;
    const bool offered = stage_offer(stage, action, argument);
    if (loud) {
        printf("%8llu command %u %u%s\n", (unsigned long long)stage->garage.now, (unsigned)action,
               argument, offered ? "" : " (not taken)");
    }
}

static struct garage_action draw_action(struct random *random)
{
    static const enum garage_doing doings[] = {
        GARAGE_FOB,         GARAGE_FOB,          GARAGE_WALL,     GARAGE_WALL,
        GARAGE_DEVICE,      GARAGE_HAND,         GARAGE_VISIT,    GARAGE_OBSTRUCT,
        GARAGE_OBSTRUCT,    GARAGE_MAINS_OFF,    GARAGE_SWITCH,   GARAGE_CHATTER,
        GARAGE_LOSE_PRESS,  GARAGE_DOUBLE_PRESS, GARAGE_EYE_DIES, GARAGE_EYE_RECOVERS,
        GARAGE_EYE_RECOVERS};
    const unsigned count = sizeof(doings) / sizeof(doings[0]);
    struct garage_action action = {.doing = doings[random_below(random, count)]};
    action.lasting = 60 + random_below(random, 600);
    action.permille =
        random_once_in(random, 3) ? random_below(random, 1001) : random_below(random, 2) * 1000;
    action.guest = random_once_in(random, 2) ? GARAGE_GUEST_CAT : GARAGE_GUEST_CAR;
    action.limit = random_once_in(random, 2) ? GARAGE_OPEN_LIMIT : GARAGE_CLOSED_LIMIT;
    // A1: a switch never sticks at "at the limit".
    action.condition = random_once_in(random, 4) ? GARAGE_SWITCH_STUCK_AWAY : GARAGE_SWITCH_WORKS;
    const bool long_one = action.doing == GARAGE_VISIT || action.doing == GARAGE_MAINS_OFF ||
                          action.doing == GARAGE_DEVICE || action.doing == GARAGE_CHATTER;
    if (long_one) {
        action.lasting += random_below(random, 6000);
    }
    return action;
}

void tape_act(struct stage *stage, struct random *random, bool loud)
{
    const uint32_t what = random_below(random, 20);
    if (what < 12) {
        command(stage, random, loud);
    } else if (what == 12 && random_once_in(random, 3)) {
        stage->dead_until = stage->garage.now + 1 + random_below(random, 500);
        if (loud) {
            printf("%8llu reset\n", (unsigned long long)stage->garage.now);
        }
    } else if (what == 13 && random_once_in(random, 3)) {
        stage->settings.owner_allows = !stage->settings.owner_allows || random_once_in(random, 3);
    } else {
        const struct garage_action action = draw_action(random);
        stage_act(stage, &action);
        if (loud) {
            printf("%8llu doing %u, lasting %u\n", (unsigned long long)stage->garage.now,
                   (unsigned)action.doing, action.lasting);
        }
    }
}

// Says what has been told since.
static void say_what_is_new(const struct stage *stage, unsigned told, bool answered)
{
    if (stage->answered && !answered) {
        printf("%8llu   answer %s, result %u\n", (unsigned long long)stage->garage.now,
               outcome_name(stage->answer.outcome), (unsigned)stage->answer.result);
    }
    for (; told != stage->told_count; told++) {
        const struct occurrence *what = &stage->told[told % STAGE_TOLD_MOST].occurrence;
        printf("%8llu   told %u: %s, presses %u\n", (unsigned long long)stage->garage.now,
               (unsigned)what->what, outcome_name(what->outcome), what->presses);
    }
}

bool tape_play(struct stage *stage, struct referee *referee, uint64_t ms)
{
    for (uint64_t i = 0; i < ms && referee->broken == NULL; i++) {
        const unsigned told = stage->told_count;
        const bool answered = stage->answered;
        const bool relay = stage->outputs.relay;
        stage_step(stage);
        referee_watch(referee, stage);
        if (referee->loud) {
            say_what_is_new(stage, told, answered);
            if (stage->outputs.relay && !relay) {
                printf("%8llu   press\n", (unsigned long long)stage->garage.now);
            }
        }
    }
    return referee->broken == NULL;
}

bool tape_play_fast(struct stage *stage, struct referee *referee, uint64_t ms)
{
    enum {
        AWAKE = 1500 // ms of steps before and after a leap
    };
    uint64_t left = ms;
    while (left > 0 && referee->broken == NULL) {
        const uint64_t steps = left < AWAKE ? left : AWAKE;
        if (!tape_play(stage, referee, steps)) {
            return false;
        }
        left -= steps;
        if (left > AWAKE) {
            left -= stage_leap(stage, left - AWAKE);
            referee_watch(referee, stage);
        }
    }
    return referee->broken == NULL;
}

void tape_complain(const struct stage *stage, const struct referee *referee, uint64_t seed)
{
    printf("tape %llu, %s, switches %u, tick %u: at %llu ms %s\n", (unsigned long long)seed,
           operator_profile_name(stage->settings.door.profile),
           (unsigned)stage->settings.door.switches, (unsigned)stage->settings.tick,
           (unsigned long long)referee->broken_at, referee->broken);
}
