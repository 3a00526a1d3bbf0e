// What of the door floor no claim speaks of: sequence numbers, IDENTIFY, marks, unsound settings.
#include "door/operator/door.h"
#include "test/support/check.h"

#include <string.h>

struct scene {
    struct door door;
    struct door_inputs inputs;
    struct door_outputs outputs;
    millis now;
};

static struct operator_settings everything(void)
{
    return (struct operator_settings){.profile = PROFILE_STOP_BOTH,
                                      .switches = SWITCHES_BOTH,
                                      .door_type = DOOR_TYPE_SECTIONAL,
                                      .lamp = true,
                                      .beeper = true,
                                      .pulse = PULSE_USUAL,
                                      .warning_seconds = WARNING_LEAST};
}

static void begin(struct scene *scene, const struct operator_settings *settings)
{
    const struct door_memory memory = {.device_permission = true};
    *scene = (struct scene){.inputs = {.closed_switch = true}, .now = UINT32_MAX - 2000};
    door_init(&scene->door, settings, &memory, scene->now);
    scene->door.mailbox.policy.unattended_close = true;
}

static void run(struct scene *scene, millis ms)
{
    for (millis i = 0; i < ms; i++) {
        scene->now++;
        scene->outputs = door_tick(&scene->door, &scene->inputs, scene->now);
    }
}

static struct answer ask(struct scene *scene, enum action action, uint16_t sequence)
{
    const struct permit permit = {
        .action = action, .sequence = sequence, .unattended_close = true, .closing_mark = true};
    CHECK(mailbox_offer(&scene->door.mailbox, &permit));
    run(scene, 2);
    struct answer answer;
    memset(&answer, 0, sizeof(answer));
    CHECK(mailbox_take_answer(&scene->door.mailbox, &answer));
    return answer;
}

static void a_permit_for_a_door_that_has_changed_is_a_conflict(void)
{
    struct scene scene;
    const struct operator_settings settings = everything();
    begin(&scene, &settings);
    run(&scene, 300);
    const uint16_t sequence = scene.door.mailbox.snapshot.sequence;
    CHECK_SAME(sequence, 1); // it became known
    static const enum action others[] = {ACTION_OPEN, ACTION_CLOSE, ACTION_VENT, ACTION_IDENTIFY,
                                         ACTION_LOCK};
    for (unsigned i = 0; i < 5; i++) {
        CHECK_SAME(ask(&scene, others[i], sequence - 1).result, RESULT_CONFLICT);
        CHECK_SAME(ask(&scene, others[i], sequence + 1).result, RESULT_CONFLICT);
    }
    CHECK_SAME(scene.door.mailbox.snapshot.sequence, sequence);
    CHECK_SAME(ask(&scene, ACTION_STOP, sequence + 9).result, RESULT_ALREADY); // not looked at
}

static void what_is_done_counts_the_sequence_on(void)
{
    struct scene scene;
    const struct operator_settings settings = everything();
    begin(&scene, &settings);
    run(&scene, 300);
    uint16_t sequence = scene.door.mailbox.snapshot.sequence;
    CHECK_SAME(ask(&scene, ACTION_IDENTIFY, sequence).sequence, sequence + 1);
    CHECK_SAME(ask(&scene, ACTION_CLOSE, sequence + 1).result, RESULT_ALREADY);
    CHECK_SAME(scene.door.mailbox.snapshot.sequence, sequence + 2);
    sequence = scene.door.mailbox.snapshot.sequence;
    CHECK_SAME(ask(&scene, ACTION_OPEN, sequence).result, RESULT_OK);
    scene.inputs.closed_switch = false;
    run(&scene, 100);
    CHECK_SAME(scene.door.mailbox.snapshot.sequence, sequence + 2); // the answer, and OPENING
}

static void identify_blinks_the_lamp_alone_for_ten_seconds(void)
{
    struct scene scene;
    const struct operator_settings settings = everything();
    begin(&scene, &settings);
    run(&scene, 300);
    CHECK_SAME(ask(&scene, ACTION_IDENTIFY, 1).result, RESULT_OK);
    unsigned shone = 0;
    for (unsigned i = 0; i < 20000; i++) {
        run(&scene, 1);
        shone += scene.outputs.lamp;
        CHECK(!scene.outputs.beeper && !scene.outputs.relay);
    }
    CHECK(shone >= 4990 && shone <= 5000);
}

static void unsound_settings_are_those_of_a_monitor(void)
{
    for (unsigned which = 0; which < 5; which++) {
        struct operator_settings settings = everything();
        settings.warning_seconds = which == 0 ? 4 : WARNING_LEAST;
        settings.pulse = which == 1 ? 1600 : PULSE_USUAL;
        settings.profile = which == 2 ? (enum operator_profile)99 : PROFILE_STOP_BOTH;
        settings.switches = which == 3 ? (enum limit_switches)4 : SWITCHES_BOTH;
        settings.door_type = which == 4 ? (enum door_type)2 : DOOR_TYPE_SECTIONAL;
        struct scene scene;
        begin(&scene, &settings);
        run(&scene, 300);
        const uint16_t sequence = scene.door.mailbox.snapshot.sequence;
        CHECK_SAME(ask(&scene, ACTION_OPEN, sequence).outcome, OUTCOME_REFUSED_PROFILE);
        CHECK_SAME(scene.door.settings.profile, PROFILE_MONITOR_ONLY);
        run(&scene, 10000);
        CHECK(!scene.outputs.relay);
    }
}

struct mark_row {
    enum action action;
    enum door_state state;
    bool two_step;
    bool needed;
};

static void the_closing_mark_is_needed_where_a_press_may_close(void)
{
    static const struct mark_row rows[] = {
        {ACTION_OPEN, DOOR_CLOSED, false, false},  {ACTION_OPEN, DOOR_CLOSED, true, true},
        {ACTION_OPEN, DOOR_OPEN, false, false},    {ACTION_OPEN, DOOR_UNKNOWN, false, true},
        {ACTION_OPEN, DOOR_CLOSING, false, true},  {ACTION_CLOSE, DOOR_OPEN, false, true},
        {ACTION_CLOSE, DOOR_CLOSED, false, false}, {ACTION_CLOSE, DOOR_UNKNOWN, false, true},
        {ACTION_VENT, DOOR_CLOSED, false, true},   {ACTION_STOP, DOOR_CLOSING, false, true},
        {ACTION_STOP, DOOR_CLOSED, false, false},  {ACTION_IDENTIFY, DOOR_OPEN, false, false},
        {ACTION_LOCK, DOOR_OPEN, false, false},
    };
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct operator_settings settings = everything();
        settings.profile = rows[i].two_step ? PROFILE_TWO_STEP : PROFILE_STOP_BOTH;
        struct door_snapshot snapshot = {.state = rows[i].state};
        CHECK_SAME(door_needs_closing_mark(&settings, &snapshot, rows[i].action), rows[i].needed);
        snapshot.lock_out = true;
        CHECK(!door_needs_closing_mark(&settings, &snapshot, rows[i].action));
        snapshot.lock_out = false;
        settings.switches = SWITCHES_NONE;
        CHECK(!door_needs_closing_mark(&settings, &snapshot, rows[i].action));
    }
}

int main(void)
{
    RUN(a_permit_for_a_door_that_has_changed_is_a_conflict);
    RUN(what_is_done_counts_the_sequence_on);
    RUN(identify_blinks_the_lamp_alone_for_ten_seconds);
    RUN(unsound_settings_are_those_of_a_monitor);
    RUN(the_closing_mark_is_needed_where_a_press_may_close);
    return check_verdict();
}
