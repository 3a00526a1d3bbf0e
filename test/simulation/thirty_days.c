// Months of a garage in seconds: people come and go, the mains fail at any instant, also in
// mid-pulse and in mid-warning, and the referee keeps the claims.
//
//     thirty_days MONTHS     the first seed is PORTCULLIS_SEED, or 1
#include "test/simulation/tape.h"

#include <stdio.h>
#include <stdlib.h>

static const uint64_t an_hour = 3600000;

// Somebody asks for a movement, and perhaps the mains fail in the midst of it.
static bool visit(struct stage *stage, struct random *random, struct referee *referee)
{
    const uint32_t acts = 1 + random_below(random, 4);
    bool good = true;
    for (uint32_t i = 0; i < acts && good; i++) {
        tape_act(stage, random, false);
        good = tape_play(stage, referee, 1 + random_below(random, 9000));
        if (good && random_once_in(random, 6)) {
            stage_act(stage, &(struct garage_action){.doing = GARAGE_MAINS_OFF,
                                                     .lasting = 1 + random_below(random, 20000)});
        }
    }
    return good;
}

// What was broken is mended, and whoever comes home looks after the door.
static void mend(struct stage *stage, struct random *random)
{
    stage_act(stage, &(struct garage_action){.doing = GARAGE_EYE_RECOVERS});
    stage_act(stage, &(struct garage_action){.doing = GARAGE_MAINS_ON});
    stage_act(stage, &(struct garage_action){.doing = GARAGE_SWITCH, .limit = GARAGE_OPEN_LIMIT});
    stage_act(stage, &(struct garage_action){.doing = GARAGE_SWITCH, .limit = GARAGE_CLOSED_LIMIT});
    stage_act(stage, &(struct garage_action){.doing = GARAGE_DEVICE, .lasting = 3500});
    stage->settings.owner_allows = true;
    if (!random_once_in(random, 3)) {
        stage_act(stage, &(struct garage_action){.doing = GARAGE_WALL, .lasting = 300});
    }
}

static bool month(uint64_t seed, struct referee *referee)
{
    struct random random = random_from(seed);
    struct stage_settings settings = tape_settings(&random);
    settings.door.wall_input = true;
    settings.door.device_button = true;
    static struct stage stage;
    stage_begin(&stage, &settings);
    referee_init(referee, &stage);
    bool good = tape_play(&stage, referee, 1000);
    while (good && stage.garage.now < UINT64_C(30) * 24 * an_hour) {
        good = visit(&stage, &random, referee);
        good = good && tape_play_fast(&stage, referee, 120000);
        if (random_once_in(&random, 4)) {
            mend(&stage, &random);
        }
        good =
            good && tape_play_fast(&stage, referee, random_below(&random, (uint32_t)(2 * an_hour)));
    }
    if (!good) {
        tape_complain(&stage, referee, seed);
    }
    return good;
}

int main(int argc, char **argv)
{
    const char *seed = getenv("PORTCULLIS_SEED");
    const uint64_t first = seed != NULL ? strtoull(seed, NULL, 10) : 1;
    const unsigned long months = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
    if (months == 0) {
        (void)fputs("usage: thirty_days MONTHS\n", stderr);
        return 2;
    }
    unsigned long bad = 0;
    unsigned long boots = 0;
    unsigned long presses = 0;
    unsigned long closings = 0;
    for (unsigned long i = 0; i < months && bad == 0; i++) {
        struct referee referee;
        bad += !month(first + i, &referee);
        boots += referee.boots;
        presses += referee.presses;
        closings += referee.warned_closings;
    }
    printf("result: %lu months from seed %llu, %lu starts, %lu presses, %lu warned closings, %lu "
           "broken\n",
           months, (unsigned long long)first, boots, presses, closings, bad);
    return bad == 0 && closings > 5 * months && boots > 10 * months ? 0 : 1;
}
