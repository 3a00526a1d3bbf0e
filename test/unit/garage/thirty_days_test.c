// Thirty days of a garage in seconds: people come and go, the mains fail, and the books agree.
#include "test/support/check.h"
#include "test/unit/garage/scene.h"
#include "test/unit/garage/tape.h"

static const uint64_t thirty_days = UINT64_C(30) * 24 * 3600 * 1000;

static void pass(struct garage *garage, struct witness *witness, struct garage_pins pins,
                 uint64_t ms)
{
    while (ms > 0) {
        ms -= garage_step_many(garage, pins, ms);
        witness_watch(witness, garage);
    }
}

static uint32_t movements(const struct witness *witness)
{
    uint32_t sum = 0;
    for (int cause = 0; cause < GARAGE_CAUSES; cause++) {
        sum += witness->openings[cause] + witness->closings[cause];
    }
    return sum;
}

static void thirty_days_pass_and_every_movement_has_somebody_behind_it(void)
{
    struct random random = random_from(30);
    const struct garage_settings settings = garage_settings_of(GARAGE_TWO_STEP);
    struct garage garage;
    garage_init(&garage, &settings, 30);
    struct witness witness;
    witness_init(&witness, &garage);
    const struct garage_pins no_pins = {.relay = false};
    uint32_t presses = 0;
    while (garage.now < thirty_days) {
        const struct garage_action action = tape_action(&random);
        garage_act(&garage, &action);
        pass(&garage, &witness, no_pins, 1 + random_below(&random, 60 * 60 * 1000));
        pass(&garage, &witness, (struct garage_pins){.relay = true}, 400);
        presses += garage_powered(&garage);
        pass(&garage, &witness, no_pins, 1 + random_below(&random, 60 * 1000));
    }
    CHECK_SAME(movements(&witness), garage_truth(&garage).starts);
    CHECK_SAME(witness.relay_presses, presses);
    CHECK_SAME(witness.moved_unasked, 0);
    CHECK_SAME(witness.longest_pulse, 400);
    CHECK(witness.openings[GARAGE_BY_RELAY] > 50);
    CHECK(witness.closings[GARAGE_BY_RELAY] > 50);
    CHECK(witness.openings[GARAGE_BY_HAND] > 0);
}

int main(void)
{
    RUN(thirty_days_pass_and_every_movement_has_somebody_behind_it);
    return check_verdict();
}
