#include "test/support/stage.h"

#include "base/insist.h"

#include <string.h>

enum {
    LEAP_LEAST = 2000 // ms: less is not worth it
};

struct travel_record stage_learned(uint32_t opening, uint32_t closing)
{
    struct travel_record record = {.decades = {0, 0}};
    record.runs[WAY_OPENING].count = TRAVEL_RUNS;
    record.runs[WAY_CLOSING].count = TRAVEL_RUNS;
    record.delays.count = TRAVEL_RUNS;
    for (unsigned i = 0; i < TRAVEL_RUNS; i++) {
        record.runs[WAY_OPENING].times[i] = opening;
        record.runs[WAY_CLOSING].times[i] = closing;
        record.delays.times[i] = 100;
    }
    return record;
}

static enum garage_profile operator_of(enum operator_profile profile)
{
    switch (profile) {
    case PROFILE_REV_CLOSING:
        return GARAGE_REV_CLOSING;
    case PROFILE_STOP_BOTH:
        return GARAGE_STOP_BOTH;
    case PROFILE_CONDO_REV:
        return GARAGE_CONDO_REV;
    case PROFILE_CONDO_STOP:
        return GARAGE_CONDO_STOP;
    case PROFILE_AUTO_CLOSE:
        return GARAGE_AUTO_CLOSE;
    case PROFILE_UNKNOWN:
    case PROFILE_TWO_STEP:
    case PROFILE_MONITOR_ONLY:
        break;
    }
    return GARAGE_TWO_STEP;
}

static struct operator_settings door_with_everything(enum operator_profile profile,
                                                     enum limit_switches switches)
{
    return (struct operator_settings){
        .profile = profile,
        .switches = switches,
        .door_type = DOOR_TYPE_SECTIONAL,
        .wall_input = true,
        .device_button = true,
        .photo_eye = true,
        .lamp = true,
        .beeper = true,
        .pulse = PULSE_USUAL,
        .warning_seconds = WARNING_LEAST,
    };
}

struct stage_settings stage_usual(enum operator_profile profile, enum limit_switches switches)
{
    struct stage_settings settings = {
        .door = door_with_everything(profile, switches),
        .garage = garage_settings_of(operator_of(profile)),
        .flash = {.device_permission = true, .travel = stage_learned(12000, 12000)},
        .owner_allows = true,
        .tick = 5,
        .network = 10,
        .seed = 1,
    };
    settings.garage.opening_time = 12000;
    settings.garage.closing_time = 12000;
    settings.garage.soft_stop = 0;
    settings.garage.drift = 0;
    settings.garage.ageing = 0;
    settings.garage.bounce = 0;
    settings.garage.auto_close = 0;
    settings.garage.open_switch = switches == SWITCHES_BOTH || switches == SWITCHES_OPEN_ONLY;
    settings.garage.closed_switch = switches == SWITCHES_BOTH || switches == SWITCHES_CLOSED_ONLY;
    return settings;
}

static void start_controller(struct stage *stage)
{
    const struct door_memory memory = {
        // C5: a mark without its end is a close that was interrupted.
        .lock_out = stage->flash.lock_out || stage->flash.closing_mark,
        .vacation_lock = stage->flash.vacation_lock,
        .device_permission = stage->flash.device_permission,
        .travel = stage->flash.travel,
    };
    stage->flash.lock_out = memory.lock_out;
    stage->flash.closing_mark = false;
    stage->started_at = stage->garage.now;
    stage->ticked_at = stage->garage.now - stage->settings.tick;
    stage->outputs = (struct door_outputs){.relay = false};
    door_init(&stage->door, &stage->settings.door, &memory, stage->settings.start);
    stage->runs = true;
    stage->boots++;
}

void stage_begin(struct stage *stage, const struct stage_settings *settings)
{
    INSIST(920, settings->tick >= 1 && settings->tick <= 5 && settings->network >= 1);
    *stage = (struct stage){.settings = *settings, .flash = settings->flash};
    garage_init(&stage->garage, &settings->garage, settings->seed);
    witness_init(&stage->witness, &stage->garage);
    start_controller(stage);
}

millis stage_clock(const struct stage *stage)
{
    return stage->settings.start + (millis)(stage->garage.now - stage->started_at);
}

static void tick(struct stage *stage)
{
    const struct garage_levels levels = garage_levels(&stage->garage);
    const struct door_inputs inputs = {
        .open_switch = levels.open_switch,
        .closed_switch = levels.closed_switch,
        .wall_button = levels.wall_button,
        .device_button = levels.device_button,
        .photo_eye = levels.photo_eye,
        .warning_dead = stage->warning_dead,
    };
    stage->ticked_at = stage->garage.now;
    stage->door.mailbox.policy.unattended_close = stage->settings.owner_allows;
    stage->outputs = door_tick(&stage->door, &inputs, stage_clock(stage));
}

// One look of the network floor: first what must not be lost, then what may be forgotten.
static void look_from_above(struct stage *stage)
{
    struct mailbox *box = &stage->door.mailbox;
    const struct door_snapshot *snapshot = &box->snapshot;
    const bool lock_out_kept = stage->flash.lock_out == snapshot->lock_out;
    stage->flash.lock_out = snapshot->lock_out;
    stage->flash.vacation_lock = snapshot->vacation_lock;
    stage->flash.device_permission = snapshot->device_permission;
    stage->flash.travel = door_travel(&stage->door);
    if (mailbox_take_answer(box, &stage->answer)) {
        stage->answered = true;
    } else if (lock_out_kept && !snapshot->busy && !box->permit_waits) {
        stage->flash.closing_mark = false;
    }
    struct occurrence occurrence;
    while (mailbox_take_occurrence(box, &occurrence)) {
        stage->told[stage->told_count % STAGE_TOLD_MOST] =
            (struct stage_told){.at = stage->garage.now, .occurrence = occurrence};
        stage->told_count++;
    }
}

static void run_controller(struct stage *stage)
{
    const bool powered = garage_powered(&stage->garage) && !stage->unplugged &&
                         stage->garage.now >= stage->dead_until;
    if (!powered) {
        stage->runs = false;
        stage->outputs = (struct door_outputs){.relay = false};
        return;
    }
    if (!stage->runs) {
        start_controller(stage);
    }
    if (stage->halted) {
        return;
    }
    if (stage->garage.now - stage->ticked_at >= stage->settings.tick) {
        tick(stage);
    }
    if (!stage->severed && stage->garage.now % stage->settings.network == 0) {
        look_from_above(stage);
    }
}

void stage_step(struct stage *stage)
{
    run_controller(stage);
    const struct garage_pins pins = {.relay = stage->outputs.relay,
                                     .lamp = stage->outputs.lamp,
                                     .beeper = stage->outputs.beeper};
    garage_step(&stage->garage, pins);
    witness_watch(&stage->witness, &stage->garage);
}

void stage_run(struct stage *stage, uint64_t ms)
{
    for (uint64_t i = 0; i < ms; i++) {
        stage_step(stage);
    }
}

// Nothing in the door depends on how much time passes now.
static bool door_rests(const struct stage *stage)
{
    const struct door *door = &stage->door;
    const bool mail = door->mailbox.permit_waits || door->mailbox.answer_waits ||
                      door->mailbox.count > 0 || stage->flash.closing_mark;
    const bool hand = door->wall.level || door->device.level || door->device_held.running;
    const bool moves = belief_is_moving(&door->planner.belief) || door->attribution.run.going;
    const bool shows = stage->outputs.relay || stage->outputs.lamp || stage->outputs.beeper ||
                       door->planner.warning.running || door->identify.running;
    return stage->runs && !stage->halted && !mail && !hand && !moves && !shows &&
           door->planner.goal == GOAL_NONE && door->limits.open.level == door->limits.open.closed &&
           door->limits.closed.level == door->limits.closed.closed;
}

uint64_t stage_leap(struct stage *stage, uint64_t most)
{
    const bool unpowered = !stage->runs && !garage_powered(&stage->garage);
    if (!unpowered && !door_rests(stage)) {
        return 0;
    }
    // An odd number of half periods of the photo-eye, so that the door finds it changed.
    const uint64_t half = stage->settings.garage.eye_half > 0 ? stage->settings.garage.eye_half : 1;
    const uint64_t halves = (most / half - 1) / 2 * 2 + 1;
    if (most < LEAP_LEAST) {
        return 0;
    }
    const struct garage_pins pins = {.relay = false};
    uint64_t left = halves * half;
    const uint64_t whole = left;
    while (left > LEAP_LEAST) {
        const uint64_t leapt = garage_step_many(&stage->garage, pins, left - 1);
        witness_watch(&stage->witness, &stage->garage);
        left -= leapt;
        if (leapt == 1) {
            break; // something is about to happen
        }
    }
    return whole - left;
}

struct permit stage_permit(const struct stage *stage, enum action action, uint8_t argument)
{
    const struct door_snapshot *snapshot = stage_snapshot(stage);
    struct permit permit = {
        .action = action,
        .argument = argument,
        .sequence = snapshot->sequence,
        .unattended_close = stage->settings.owner_allows,
        .closing_mark = door_needs_closing_mark(&stage->settings.door, snapshot, action),
    };
    memset(permit.key8, 'A', KEY8_SIZE);
    memset(permit.command8, 'c', COMMAND8_SIZE);
    return permit;
}

bool stage_offer_permit(struct stage *stage, const struct permit *permit)
{
    const struct mailbox *box = &stage->door.mailbox;
    if (!stage->runs || stage->halted || stage->severed || box->permit_waits || box->answer_waits) {
        return false;
    }
    stage->flash.closing_mark = stage->flash.closing_mark || permit->closing_mark;
    stage->answered = false;
    return mailbox_offer(&stage->door.mailbox, permit);
}

bool stage_offer(struct stage *stage, enum action action, uint8_t argument)
{
    const struct permit permit = stage_permit(stage, action, argument);
    return stage_offer_permit(stage, &permit);
}

enum outcome stage_ask_with(struct stage *stage, enum action action, uint8_t argument)
{
    for (unsigned i = 0; i < 100 && stage->door.mailbox.answer_waits; i++) {
        stage_step(stage);
    }
    if (!stage_offer(stage, action, argument)) {
        return OUTCOME_NONE;
    }
    for (unsigned i = 0; i < 100 && !stage->answered; i++) {
        stage_step(stage);
    }
    return stage->answered ? stage->answer.outcome : OUTCOME_NONE;
}

enum outcome stage_ask(struct stage *stage, enum action action)
{
    return stage_ask_with(stage, action, 0);
}
