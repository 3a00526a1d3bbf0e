// The door floor: any settings, any memory, then any number of ticks with any inputs at any times, any
// permits, and a network floor that looks whenever it likes.
#include "door/operator/door.h"

#include "test/proof/any.h"
#include "test/proof/subjects.h"

static struct door door;

static struct operator_settings any_settings(void)
{
    return (struct operator_settings){.profile = (enum operator_profile)any_u32(),
                                      .switches = (enum limit_switches)any_u32(),
                                      .door_type = (enum door_type)any_u32(),
                                      .wall_input = any_bool(),
                                      .device_button = any_bool(),
                                      .photo_eye = any_bool(),
                                      .lamp = any_bool(),
                                      .beeper = any_bool(),
                                      .recover = any_bool(),
                                      .stop_while_opening = any_bool(),
                                      .pulse = any_u16(),
                                      .warning_seconds = any_u8()};
}

static void fill_ring(struct travel_ring *ring)
{
    for (unsigned i = 0; i < TRAVEL_RUNS; i++) {
        ring->times[i] = any_u32();
    }
    ring->count = any_u8();
    ring->next = any_u8();
}

static struct door_memory any_memory(void)
{
    struct door_memory memory = {
        .lock_out = any_bool(), .vacation_lock = any_bool(), .device_permission = any_bool()};
    fill_ring(&memory.travel.runs[WAY_OPENING]);
    fill_ring(&memory.travel.runs[WAY_CLOSING]);
    fill_ring(&memory.travel.delays);
    for (unsigned i = 0; i < TRAVEL_DECADES; i++) {
        memory.travel.decade_medians[WAY_OPENING][i] = any_u32();
        memory.travel.decade_medians[WAY_CLOSING][i] = any_u32();
    }
    memory.travel.decades[WAY_OPENING] = any_u8();
    memory.travel.decades[WAY_CLOSING] = any_u8();
    return memory;
}

static struct permit any_permit(void)
{
    struct permit permit = {.action = (enum action)any_u32(),
                            .argument = any_u8(),
                            .sequence = any_u16(),
                            .unattended_close = any_bool(),
                            .closing_mark = any_bool()};
    any_bytes(permit.key8, KEY8_SIZE);
    any_bytes(permit.command8, COMMAND8_SIZE);
    return permit;
}

// What the network floor does between two ticks.
static void look(void)
{
    struct answer answer;
    struct occurrence occurrence;
    const struct permit permit = any_permit();
    if (any_bool()) {
        (void)mailbox_offer(&door.mailbox, &permit);
    }
    if (any_bool()) {
        (void)mailbox_take_answer(&door.mailbox, &answer);
    }
    if (any_bool()) {
        (void)mailbox_take_occurrence(&door.mailbox, &occurrence);
    }
    door.mailbox.policy.unattended_close = any_bool();
    (void)door_needs_closing_mark(&door.settings, &door.mailbox.snapshot, permit.action);
    (void)door_travel(&door);
}

static struct stopwatch any_stopwatch(void)
{
    return (struct stopwatch){.began = any_u32(), .running = any_bool()};
}

static void any_contact(struct contact *contact)
{
    contact->level = any_bool();
    contact->steady = any_stopwatch();
    contact->counted = any_stopwatch();
    contact->closed = any_bool();
    for (unsigned i = 0; i < FLUTTER_EDGES; i++) {
        contact->edges[i] = any_u32();
    }
    contact->edges_seen = (uint8_t)any_between(0, FLUTTER_EDGES);
    contact->next = (uint8_t)any_between(0, FLUTTER_EDGES - 1);
    contact->flutter = any_stopwatch();
}

static void any_sensors(void)
{
    any_contact(&door.limits.open);
    any_contact(&door.limits.closed);
    any_contact(&door.wall);
    any_contact(&door.device);
    door.limits.both = any_stopwatch();
    door.limits.contradiction = any_stopwatch();
    door.photo_eye = (struct photo_eye){.level = any_bool(),
                                        .obstructed = any_bool(),
                                        .silent = any_stopwatch(),
                                        .pulsing = any_stopwatch()};
}

static void any_plan(void)
{
    struct planner *planner = &door.planner;
    planner->goal = (enum goal)any_between(GOAL_NONE, GOAL_VENT);
    planner->phase = (enum phase)any_between(PHASE_PENDING, PHASE_PAUSING);
    planner->in_phase = any_stopwatch();
    planner->since_press = any_stopwatch();
    planner->warning = any_stopwatch();
    planner->presses = any_u8();
    planner->closing_mark = any_bool();
    planner->press_unanswered = any_bool();
    planner->blind_close = any_bool();
    planner->lock_out = any_bool();
    planner->belief.is = (enum believed)any_between(BELIEVED_UNKNOWN, BELIEVED_FAULT);
    planner->belief.since = any_stopwatch();
    planner->belief.quiet = any_stopwatch();
    planner->belief.ours = any_bool();
}

static void any_attribution(void)
{
    struct attribution *attribution = &door.attribution;
    struct run *run = &attribution->run;
    run->going = any_bool();
    run->disturbed = any_bool();
    run->from = (enum believed)any_between(BELIEVED_UNKNOWN, BELIEVED_FAULT);
    run->began = any_stopwatch();
    run->mover = (enum mover)any_between(MOVER_UNKNOWN, MOVER_HAND);
    any_bytes(run->key8, KEY8_SIZE);
    any_bytes(run->command8, COMMAND8_SIZE);
    attribution->was = (enum believed)any_between(BELIEVED_UNKNOWN, BELIEVED_FAULT);
    attribution->our_press = any_stopwatch();
    attribution->wall_press = any_stopwatch();
    attribution->since_boot = any_stopwatch();
    attribution->mover = (enum mover)any_between(MOVER_UNKNOWN, MOVER_HAND);
    any_bytes(attribution->key8, KEY8_SIZE);
    any_bytes(attribution->command8, COMMAND8_SIZE);
    any_bytes(attribution->mover_key8, KEY8_SIZE);
}

static void any_ring(struct travel_ring *ring)
{
    fill_ring(ring);
    ring->count = (uint8_t)any_between(0, TRAVEL_RUNS);
    ring->next = (uint8_t)any_between(0, TRAVEL_RUNS - 1);
}

static void any_travel(void)
{
    struct travel *travel = &door.travel;
    any_ring(&travel->record.runs[WAY_OPENING]);
    any_ring(&travel->record.runs[WAY_CLOSING]);
    any_ring(&travel->record.delays);
    for (unsigned way = WAY_OPENING; way <= WAY_CLOSING; way++) {
        travel->record.decades[way] = (uint8_t)any_between(0, TRAVEL_DECADES);
        travel->outliers[way] = (uint8_t)any_between(0, TRAVEL_RUNS);
        for (unsigned i = 0; i < TRAVEL_DECADES; i++) {
            travel->record.decade_medians[way][i] = any_u32();
        }
    }
    travel->decade = any_stopwatch();
}

static void any_mail(void)
{
    struct mailbox *box = &door.mailbox;
    const uint32_t waits = any_between(0, 2); // a permit, its answer, or neither
    box->permit_waits = waits == 1;
    box->answer_waits = waits == 2;
    box->permit = any_permit();
    box->first = (uint8_t)any_between(0, OCCURRENCES_MOST - 1);
    box->count = (uint8_t)any_between(0, OCCURRENCES_MOST);
    box->dropped = any_u32();
}

// Each value that a step leaves behind lies in the range it is given here, or the loop of prove_door
// would carry a larger one into its next round and complain there.
static void any_moment(void)
{
    any_sensors();
    any_plan();
    any_attribution();
    any_travel();
    any_mail();
    door.pulse.running = any_stopwatch();
    door.ticked = any_stopwatch();
    door.identify = any_stopwatch();
    door.device_held = any_stopwatch();
    door.board_test = (struct board_test){.day = any_stopwatch(),
                                          .days = (uint8_t)any_between(0, BOARD_TEST_DAYS)};
    door.pursuit = (struct pursuit){.permit = any_permit(),
                                    .before = (enum door_state)any_between(0, DOOR_WARNING),
                                    .age_before = any_u32(),
                                    .running = any_stopwatch()};
    door.sequence = any_u16();
    door.state = (enum door_state)any_between(0, DOOR_WARNING);
    door.in_state = any_stopwatch();
    door.stopped_by_us = any_bool();
    door.lock_out_told = any_bool();
    door.fault_told = any_bool();
    door.vacation_lock = any_bool();
    door.device_permission = any_bool();
}

void prove_door(void)
{
    const struct operator_settings settings = any_settings();
    const struct door_memory memory = any_memory();
    door_init(&door, &settings, &memory, any_u32());
    if (any_bool()) {
        any_moment();
    }
    while (any_bool()) {
        const struct door_inputs inputs = {.open_switch = any_bool(),
                                           .closed_switch = any_bool(),
                                           .wall_button = any_bool(),
                                           .device_button = any_bool(),
                                           .photo_eye = any_bool(),
                                           .warning_dead = any_bool()};
        look();
        const struct door_outputs outputs = door_tick(&door, &inputs, any_u32());
        (void)outputs;
    }
}
