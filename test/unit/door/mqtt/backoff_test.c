#include "door/mqtt/backoff.h"

#include "test/support/check.h"
#include "test/support/random.h"

static void the_ceiling_doubles_from_a_quarter_second_to_a_minute(void)
{
    static const millis ceilings[] = {250,   500,   1000,  2000,  4000, 8000,
                                      16000, 32000, 60000, 60000, 60000};
    struct mqtt_backoff backoff;
    mqtt_backoff_reset(&backoff);
    for (size_t i = 0; i < sizeof(ceilings) / sizeof(ceilings[0]); i++) {
        // The largest number drawn is the ceiling itself.
        CHECK_SAME(mqtt_backoff_next(&backoff, UINT32_MAX), ceilings[i]);
    }
}

static void the_smallest_number_drawn_is_no_wait_at_all(void)
{
    struct mqtt_backoff backoff;
    mqtt_backoff_reset(&backoff);
    for (int i = 0; i < 20; i++) {
        CHECK_SAME(mqtt_backoff_next(&backoff, 0), 0);
    }
}

static void a_reset_starts_over(void)
{
    struct mqtt_backoff backoff;
    mqtt_backoff_reset(&backoff);
    CHECK_SAME(mqtt_backoff_next(&backoff, 0), 0);
    mqtt_backoff_reset(&backoff);
    CHECK_SAME(mqtt_backoff_next(&backoff, UINT32_MAX), MQTT_BACKOFF_FIRST);
}

static void waits_are_spread_evenly_below_every_ceiling(void)
{
    enum {
        DRAWS = 40000,
        SHARES = 10
    };
    for (millis ceiling = 250; ceiling <= 60000; ceiling = ceiling * 2 + 77) {
        struct random source = random_from(ceiling);
        unsigned share[SHARES] = {0};
        for (unsigned i = 0; i < DRAWS; i++) {
            struct mqtt_backoff backoff = {ceiling};
            const millis wait = mqtt_backoff_next(&backoff, (uint32_t)random_u64(&source));
            if (CHECK(wait <= ceiling)) {
                share[(uint64_t)wait * SHARES / (ceiling + 1U)]++;
            }
        }
        for (unsigned i = 0; i < SHARES; i++) {
            // 4,000 each, with a standard deviation of 60; at 250 ms a tenth is 25 or 26 values.
            CHECK(share[i] > DRAWS / SHARES * 90 / 100 && share[i] < DRAWS / SHARES * 110 / 100);
        }
    }
}

int main(void)
{
    RUN(the_ceiling_doubles_from_a_quarter_second_to_a_minute);
    RUN(the_smallest_number_drawn_is_no_wait_at_all);
    RUN(a_reset_starts_over);
    RUN(waits_are_spread_evenly_below_every_ceiling);
    return check_verdict();
}
