// What the onlooker notes: each count is shown to rise when it should, and to stay when it should.
#include "test/support/check.h"
#include "test/unit/garage/scene.h"

#include <stddef.h>

struct watched {
    struct garage garage;
    struct witness witness;
    uint64_t warning_began;
};

static struct watched watched_garage(struct garage_settings settings)
{
    struct watched watched = {.warning_began = GARAGE_NEVER};
    garage_init(&watched.garage, &settings, 1);
    witness_init(&watched.witness, &watched.garage);
    return watched;
}

static struct watched open_garage(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.start_at = 1000;
    return watched_garage(settings);
}

// So many milliseconds with the relay as given, and lamp and beeper in rhythm once begun.
static void pass(struct watched *watched, bool relay, uint64_t ms)
{
    for (uint64_t i = 0; i < ms; i++) {
        struct garage_pins pins = {.relay = relay};
        const uint64_t now = watched->garage.now;
        if (now >= watched->warning_began) {
            const uint64_t lasting = now - watched->warning_began;
            pins.beeper = lasting * 9 / 1000 % 2 == 0;
            pins.lamp = lasting / 250 % 2 == 0;
        }
        garage_step(&watched->garage, pins);
        witness_watch(&watched->witness, &watched->garage);
    }
}

static void begin_warning(struct watched *watched)
{
    watched->warning_began = watched->garage.now;
}

static void end_warning(struct watched *watched)
{
    watched->warning_began = GARAGE_NEVER;
}

static void a_closing_that_keeps_all_rules_is_noted_as_such(void)
{
    struct watched watched = open_garage();
    witness_asked(&watched.witness);
    begin_warning(&watched);
    pass(&watched, false, 5000);
    pass(&watched, true, 400);
    pass(&watched, false, 11000);
    end_warning(&watched);
    pass(&watched, false, 2000);
    const struct witness *seen = &watched.witness;
    CHECK_SAME(seen->closings[GARAGE_BY_RELAY], 1);
    CHECK_SAME(seen->shortest_warning, 5000);
    CHECK_SAME(seen->unwarned, 0);
    CHECK_SAME(seen->warning_broken, 0);
    CHECK_SAME(seen->relay_presses, 1);
    CHECK_SAME(seen->relay_edges, 2);
    CHECK_SAME(seen->shortest_pulse, 400);
    CHECK_SAME(seen->longest_pulse, 400);
    CHECK_SAME(seen->presses_unasked, 0);
    CHECK_SAME(seen->most_presses, 1);
    CHECK_SAME(seen->cut_off, 0);
    const struct witness_closing *closing = witness_last_closing(seen);
    CHECK(closing != NULL);
    if (closing != NULL) {
        CHECK_SAME(closing->pressed_at, 5001);
        CHECK_SAME(closing->started_at, 5080);
        CHECK_SAME(closing->warned_before, 5000);
        CHECK(closing->warned_throughout);
    }
}

static void a_warning_one_millisecond_short_is_noted(void)
{
    struct watched watched = open_garage();
    begin_warning(&watched);
    pass(&watched, false, 4999);
    pass(&watched, true, 400);
    pass(&watched, false, 100);
    CHECK_SAME(watched.witness.shortest_warning, 4999);
    CHECK_SAME(watched.witness.unwarned, 1);
}

static void a_lamp_alone_is_no_warning(void)
{
    struct watched watched = open_garage();
    for (uint64_t i = 0; i < 7000; i++) {
        garage_step(&watched.garage,
                    (struct garage_pins){.relay = i >= 6000 && i < 6400, .lamp = i / 250 % 2 == 0});
        witness_watch(&watched.witness, &watched.garage);
    }
    CHECK_SAME(watched.witness.closings[GARAGE_BY_RELAY], 1);
    CHECK_SAME(watched.witness.shortest_warning, 0);
    CHECK(garage_truth(&watched.garage).lamp > 6900);
}

static void a_warning_that_ends_in_mid_close_is_noted(void)
{
    struct watched watched = open_garage();
    begin_warning(&watched);
    pass(&watched, false, 5000);
    pass(&watched, true, 400);
    pass(&watched, false, 8000);
    end_warning(&watched);
    pass(&watched, false, 8000);
    CHECK_SAME(watched.witness.unwarned, 0);
    CHECK_SAME(watched.witness.warning_broken, 1);
    const struct witness_closing *closing = witness_last_closing(&watched.witness);
    CHECK(closing != NULL && !closing->warned_throughout);
}

static void a_warning_that_breaks_between_press_and_start_is_noted(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.start_at = 1000;
    settings.closing_delay = 3000;
    struct watched watched = watched_garage(settings);
    begin_warning(&watched);
    pass(&watched, false, 5000);
    pass(&watched, true, 400);
    end_warning(&watched);
    pass(&watched, false, 1000);
    begin_warning(&watched);
    pass(&watched, false, 14000);
    CHECK_SAME(watched.witness.unwarned, 1);
    CHECK_SAME(watched.witness.warning_broken, 0);
}

static void an_opening_needs_no_warning(void)
{
    struct watched watched = watched_garage(scene_exact(GARAGE_STOP_BOTH));
    pass(&watched, true, 400);
    pass(&watched, false, 20000);
    CHECK_SAME(watched.witness.openings[GARAGE_BY_RELAY], 1);
    CHECK_SAME(watched.witness.unwarned, 0);
    CHECK(witness_last_closing(&watched.witness) == NULL);
}

static void a_closing_of_somebody_else_is_not_the_relays(void)
{
    struct watched watched = open_garage();
    scene_do(&watched.garage, GARAGE_FOB);
    pass(&watched, false, 3000);
    scene_do(&watched.garage, GARAGE_OBSTRUCT);
    pass(&watched, false, 1000);
    garage_act(&watched.garage, &(struct garage_action){.doing = GARAGE_HAND, .permille = 0});
    pass(&watched, false, 10000);
    CHECK_SAME(watched.witness.closings[GARAGE_BY_FOB], 1);
    CHECK_SAME(watched.witness.openings[GARAGE_BY_OBSTRUCTION], 1);
    CHECK_SAME(watched.witness.closings[GARAGE_BY_HAND], 1);
    CHECK_SAME(watched.witness.closings[GARAGE_BY_RELAY], 0);
    CHECK_SAME(watched.witness.moved_unasked, 0);
}

static void presses_beyond_what_was_asked_are_counted(void)
{
    struct watched watched = open_garage();
    pass(&watched, true, 400);
    CHECK_SAME(watched.witness.presses_unasked, 1);
    witness_asked(&watched.witness);
    for (int i = 0; i < 3; i++) {
        pass(&watched, false, 2100);
        pass(&watched, true, 300);
    }
    pass(&watched, false, 100);
    CHECK_SAME(watched.witness.presses_unasked, 1);
    CHECK_SAME(watched.witness.most_presses, 3);
    CHECK_SAME(watched.witness.shortest_gap, 2100);
    CHECK_SAME(watched.witness.shortest_pulse, 300);
    CHECK_SAME(watched.witness.longest_pulse, 400);
    witness_answered(&watched.witness);
    pass(&watched, true, 300);
    CHECK_SAME(watched.witness.presses_unasked, 2);
}

static void a_door_that_moves_by_itself_is_noted(void)
{
    struct watched watched = open_garage();
    pass(&watched, false, 100);
    watched.garage.leaf.position /= 2; // no physics does this
    pass(&watched, false, 100);
    CHECK_SAME(watched.witness.moved_unasked, 1);
}

int main(void)
{
    RUN(a_closing_that_keeps_all_rules_is_noted_as_such);
    RUN(a_warning_one_millisecond_short_is_noted);
    RUN(a_lamp_alone_is_no_warning);
    RUN(a_warning_that_ends_in_mid_close_is_noted);
    RUN(a_warning_that_breaks_between_press_and_start_is_noted);
    RUN(an_opening_needs_no_warning);
    RUN(a_closing_of_somebody_else_is_not_the_relays);
    RUN(presses_beyond_what_was_asked_are_counted);
    RUN(a_door_that_moves_by_itself_is_noted);
    return check_verdict();
}
