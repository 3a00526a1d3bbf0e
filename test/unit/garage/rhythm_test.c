#include "garage/rhythm.h"
#include "test/support/check.h"

#include <stddef.h>

struct tape {
    struct rhythm rhythm;
    const struct rhythm_rule *rule;
    uint64_t now;
};

static struct tape tape_of(const struct rhythm_rule *rule)
{
    return (struct tape){.rhythm = rhythm_silent(), .rule = rule, .now = 1000};
}

static void hear(struct tape *tape, bool on, int ms)
{
    for (int i = 0; i < ms; i++) {
        tape->now++;
        rhythm_hear(&tape->rhythm, tape->rule, on, tape->now);
    }
}

static uint64_t lasting(const struct tape *tape)
{
    return rhythm_lasting(&tape->rhythm, tape->now);
}

static void pulses(struct tape *tape, int count, int on, int off)
{
    for (int i = 0; i < count; i++) {
        hear(tape, true, on);
        hear(tape, false, off);
    }
}

static void the_sound_of_c25_runs_through_its_silent_halves(void)
{
    struct tape tape = tape_of(&rhythm_of_sound);
    for (int i = 0; i < 45; i++) {
        hear(&tape, true, 111);
        hear(&tape, false, i % 9 < 2 ? 112 : 111); // 4.5 a second
        CHECK(lasting(&tape) > 0);
    }
    CHECK_SAME(lasting(&tape), 45 * 222 + 10 - 1);
}

static void the_lamp_of_c25_runs(void)
{
    struct tape tape = tape_of(&rhythm_of_lamp);
    pulses(&tape, 20, 250, 250);
    CHECK_SAME(lasting(&tape), 20 * 500 - 1);
}

static void it_is_counted_from_its_first_rising_edge(void)
{
    struct tape tape = tape_of(&rhythm_of_sound);
    hear(&tape, false, 5000);
    CHECK_SAME(lasting(&tape), 0);
    hear(&tape, true, 1);
    CHECK_SAME(lasting(&tape), 0);
    hear(&tape, true, 50);
    CHECK_SAME(lasting(&tape), 50);
}

static void a_steady_level_is_no_rhythm(void)
{
    struct tape tape = tape_of(&rhythm_of_sound);
    hear(&tape, true, 10000);
    CHECK_SAME(lasting(&tape), 0);
    hear(&tape, false, 10000);
    CHECK_SAME(lasting(&tape), 0);
}

static void a_pulse_that_is_left_out_breaks_it(void)
{
    struct tape tape = tape_of(&rhythm_of_sound);
    pulses(&tape, 10, 111, 111);
    hear(&tape, false, 222);
    CHECK_SAME(lasting(&tape), 0);
    pulses(&tape, 10, 111, 111);
    CHECK_SAME(lasting(&tape), 10 * 222 - 1);
}

static void after_a_falling_edge_at_the_wrong_time_it_waits_for_a_rising_one(void)
{
    struct tape tape = tape_of(&rhythm_of_sound);
    pulses(&tape, 10, 111, 111);
    pulses(&tape, 1, 50, 111);
    CHECK_SAME(lasting(&tape), 0);
    pulses(&tape, 10, 111, 111);
    CHECK_SAME(lasting(&tape), 10 * 222 - 1);
}

static void its_end_is_noticed_when_the_next_edge_is_overdue(void)
{
    struct tape tape = tape_of(&rhythm_of_sound);
    pulses(&tape, 10, 111, 111);
    hear(&tape, false, 125 - 111 + 1);
    CHECK(lasting(&tape) > 0);
    hear(&tape, false, 1);
    CHECK_SAME(lasting(&tape), 0);
}

static void the_wrong_speed_is_no_warning(void)
{
    static const struct {
        const struct rhythm_rule *rule;
        int on;
        int off;
        bool runs;
    } rows[] = {
        {&rhythm_of_sound, 100, 100, true},  {&rhythm_of_sound, 125, 125, true},
        {&rhythm_of_sound, 99, 110, false},  {&rhythm_of_sound, 126, 110, false},
        {&rhythm_of_sound, 110, 99, false},  {&rhythm_of_sound, 110, 126, false},
        {&rhythm_of_sound, 250, 250, false}, {&rhythm_of_sound, 1, 1, false},
        {&rhythm_of_lamp, 225, 225, true},   {&rhythm_of_lamp, 275, 275, true},
        {&rhythm_of_lamp, 100, 400, true},   {&rhythm_of_lamp, 400, 100, true},
        {&rhythm_of_lamp, 220, 225, false},  {&rhythm_of_lamp, 275, 280, false},
        {&rhythm_of_lamp, 111, 111, false},  {&rhythm_of_lamp, 50, 450, false},
        {&rhythm_of_lamp, 500, 500, false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tape tape = tape_of(rows[i].rule);
        pulses(&tape, 100, rows[i].on, rows[i].off);
        const uint64_t full = 100 * (uint64_t)(rows[i].on + rows[i].off) - 1;
        CHECK_SAME(lasting(&tape) == full, rows[i].runs);
        CHECK(rows[i].runs || lasting(&tape) < 1000);
    }
}

int main(void)
{
    RUN(the_sound_of_c25_runs_through_its_silent_halves);
    RUN(the_lamp_of_c25_runs);
    RUN(it_is_counted_from_its_first_rising_edge);
    RUN(a_steady_level_is_no_rhythm);
    RUN(a_pulse_that_is_left_out_breaks_it);
    RUN(after_a_falling_edge_at_the_wrong_time_it_waits_for_a_rising_one);
    RUN(its_end_is_noticed_when_the_next_edge_is_overdue);
    RUN(the_wrong_speed_is_no_warning);
    return check_verdict();
}
