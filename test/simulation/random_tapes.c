// Random tapes in virtual time: whatever people, guests, switches, mains and the network do, the
// referee keeps the claims.
//
//     random_tapes COUNT     plays so many tapes; the first seed is PORTCULLIS_SEED, or 1
//     random_tapes --tape N  plays tape N again and says what happens in it
#include "test/simulation/tape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool play(uint64_t seed, bool loud, struct referee *referee)
{
    struct random random = random_from(seed);
    const struct stage_settings settings = tape_settings(&random);
    static struct stage stage;
    stage_begin(&stage, &settings);
    referee_init(referee, &stage);
    referee->loud = loud;
    const uint32_t acts = 8 + random_below(&random, 16);
    bool good = tape_play(&stage, referee, 1000);
    for (uint32_t i = 0; i < acts && good; i++) {
        tape_act(&stage, &random, loud);
        static const uint32_t pauses[] = {1, 300, 3000, 9000, 30000};
        good =
            tape_play(&stage, referee, 1 + random_below(&random, pauses[random_below(&random, 5)]));
    }
    good = good && tape_play_fast(&stage, referee, 240000);
    if (!good) {
        tape_complain(&stage, referee, seed);
    }
    return good;
}

static int play_many(uint64_t first, unsigned long count)
{
    unsigned long long presses = 0;
    unsigned long long closings = 0;
    unsigned long long done = 0;
    unsigned long bad = 0;
    for (unsigned long i = 0; i < count && bad < 10; i++) {
        struct referee referee;
        bad += !play(first + i, false, &referee);
        presses += referee.presses;
        closings += referee.warned_closings;
        done += referee.done;
    }
    printf("result: %lu tapes from seed %llu, %llu presses, %llu warned closings, %llu goals done, "
           "%lu broken\n",
           count, (unsigned long long)first, presses, closings, done, bad);
    // A tape in which nothing happens shows nothing.
    return bad == 0 && closings > count / 8 && done > count / 4 ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--tape") == 0) {
        struct referee referee;
        return play(strtoull(argv[2], NULL, 10), true, &referee) ? 0 : 1;
    }
    if (argc != 2) {
        (void)fputs("usage: random_tapes COUNT | --tape SEED\n", stderr);
        return 2;
    }
    const char *seed = getenv("PORTCULLIS_SEED");
    return play_many(seed != NULL ? strtoull(seed, NULL, 10) : 1, strtoul(argv[1], NULL, 10));
}
