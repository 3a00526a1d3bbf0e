// garage_program PINS SECONDS: a garage in real time for tests that are no C; its door takes so long for
// each way. It does what stands in each line of its standard input, and answers each with one line, where
// the leaf is (permille) and whether it moves:
//
//     wall | device MS | fob | obstruct | hand PERMILLE | look
//
// Ends with its input. Exit codes: 0 done, 2 usage, 3 it can not be opened here.
#include "show/hall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WALL_PRESS = 300 // ms
};

static struct garage_settings settings_of(unsigned long seconds)
{
    struct garage_settings settings = garage_settings_of(GARAGE_STOP_BOTH);
    settings.opening_time = (uint32_t)seconds * 1000;
    settings.closing_time = (uint32_t)seconds * 1000;
    settings.hand_time = 1000;
    settings.drift = 0;
    return settings;
}

static void act(struct hall *hall, const char *word, uint32_t number)
{
    static const struct {
        const char *word;
        enum garage_doing doing;
    } doings[] = {{"wall", GARAGE_WALL},
                  {"device", GARAGE_DEVICE},
                  {"fob", GARAGE_FOB},
                  {"obstruct", GARAGE_OBSTRUCT},
                  {"hand", GARAGE_HAND}};
    for (size_t i = 0; i < sizeof(doings) / sizeof(doings[0]); i++) {
        if (strcmp(word, doings[i].word) == 0) {
            const struct garage_action action = {
                .doing = doings[i].doing,
                .lasting = number != 0 ? number : WALL_PRESS,
                .permille = number,
            };
            hall_act(hall, &action);
        }
    }
}

static void answer(struct hall *hall)
{
    struct hall_view view;
    hall_look(hall, &view);
    (void)printf("%u %s\n", (unsigned)view.truth.permille,
                 view.truth.motion == GARAGE_STILL ? "still" : "moves");
    (void)fflush(stdout);
}

int main(int count, char **words)
{
    struct failure failure;
    static struct hall hall; // large, and there is one
    char line[80];
    if (count != 3) {
        (void)fputs("usage: garage_program PINS SECONDS\n", stderr);
        return 2;
    }
    const struct garage_settings settings = settings_of(strtoul(words[2], NULL, 10));
    if (!hall_open(&hall, words[1], &settings, &failure)) {
        (void)fprintf(stderr, "garage_program: %s\n", failure.text);
        return 3;
    }
    while (fgets(line, sizeof(line), stdin) != NULL) {
        char *number = strchr(line, ' ');
        line[strcspn(line, " \n")] = '\0';
        act(&hall, line, number != NULL ? (uint32_t)strtoul(number + 1, NULL, 10) : 0);
        answer(&hall);
    }
    hall_close(&hall);
    return 0;
}
