// Every story that planner_model.py prints, of a rule that was taken out or of a residual risk, is
// played to the planner that runs in the garage: it may do nothing but what the owner is told of.
#include "test/search/judge.h"
#include "test/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORLDS_MOST = 64 // a forgotten direction splits a story in two
};

// Borrowed from its line.
struct story {
    const char *mode;
    const char *configuration;
    unsigned position;
    const char *last;
    char *events;
};

struct worlds {
    unsigned count;
    struct world at[WORLDS_MOST];
};

static bool read_story(char *line, struct story *story)
{
    char *configuration = strstr(line, " | ");
    char *start = configuration == NULL ? NULL : strstr(configuration + 3, " | start pos ");
    if (start == NULL) {
        return false;
    }
    *configuration = '\0';
    *start = '\0';
    story->mode = line;
    story->configuration = configuration + strlen(" | ");
    start += strlen(" | start pos ");
    char *last = strstr(start, " last ");
    char *colon = strchr(start, ':');
    if (last == NULL || colon == NULL || colon < last) {
        return false;
    }
    story->position = (unsigned)strtoul(start, NULL, 10);
    *colon = '\0';
    story->last = last + strlen(" last ");
    story->events = colon + 1;
    return story->position <= WORLD_TOP;
}

static enum memory memory_named(const char *name)
{
    return strcmp(name, "up") == 0 ? LAST_UP : strcmp(name, "dn") == 0 ? LAST_DOWN : LAST_FORGOTTEN;
}

// The residual risks that a story of this mode may show.
static uint32_t allowed_in(const char *mode)
{
    uint32_t allowed = 1U << V_C16_STOP_PRESSES; // R4
    if (strcmp(mode, "--lying") == 0) {          // R1
        allowed |= 1U << V_C1_UNWARNED | 1U << V_C1_SAME_INSTANT | 1U << V_C1_LOCKED_OUT |
                   1U << V_C3_CLOSE_LIES | 1U << V_C3_OPEN_LIES | 1U << V_C25_SILENT;
    } else if (strcmp(mode, "--mismatch") == 0) { // R2
        allowed |= 1U << V_C1_SAME_INSTANT;
    } else if (strcmp(mode, "--stopup") == 0) { // R3
        allowed |= 1U << V_C1_UNWARNED_TURN;
    }
    return allowed;
}

static uint32_t step_all(const struct search_config *config, struct worlds *worlds,
                         enum event event)
{
    struct worlds next = {.count = 0};
    uint32_t violations = 0;
    for (unsigned i = 0; i < worlds->count; i++) {
        struct judged judged;
        worlds->at[i].faults_left = config->faults;
        worlds->at[i].commands_left = config->commands;
        judge_step(config, &worlds->at[i], event, &judged);
        violations |= judged.violations;
        for (unsigned j = 0; j < judged.count && CHECK(next.count < WORLDS_MOST); j++) {
            next.at[next.count] = judged.next[j];
            next.count++;
        }
    }
    *worlds = next;
    return violations;
}

// What the story's planner did stands behind "!": the one in the garage decides for itself.
static void play(const struct story *story)
{
    struct search_config config;
    if (!CHECK(config_named(story->configuration, &config))) {
        return;
    }
    config.rules.stop_while_opening = config.permission && strcmp(story->mode, "--stopup") == 0;
    config.faults = 7;
    config.commands = 3;
    struct worlds worlds = {.count = 1};
    worlds.at[0] = (struct world){.position = (uint8_t)story->position,
                                  .last = memory_named(story->last),
                                  .planner = planner_at_boot(false, WORLD_NOW)};
    uint32_t violations = 0;
    char *rest = NULL;
    for (char *word = strtok_r(story->events, " \n", &rest); word != NULL;
         word = strtok_r(NULL, " \n", &rest)) {
        word[strcspn(word, "!")] = '\0';
        const enum event event = event_named(word);
        if (CHECK(event != EVENT_COUNT)) {
            violations |= step_all(&config, &worlds, event);
        }
    }
    // Whatever was begun comes to its end.
    for (unsigned tick = 0; tick < 40; tick++) {
        violations |= step_all(&config, &worlds, EVENT_NOTHING);
    }
    CHECK_SAME(violations & ~allowed_in(story->mode), 0);
}

static const char *path;

static void no_story_of_the_model_comes_true(void)
{
    FILE *file = fopen(path, "r");
    if (!CHECK(file != NULL)) {
        return;
    }
    char line[1024];
    char shown[1024];
    unsigned stories = 0;
    while (fgets(line, sizeof(line), file) != NULL) {
        if (line[0] == '#') {
            continue;
        }
        (void)snprintf(shown, sizeof(shown), "%.*s", (int)strcspn(line, "\n"), line);
        check_context(shown);
        struct story story = {.mode = "", .configuration = "", .last = ""};
        if (CHECK(read_story(line, &story))) {
            play(&story);
            stories++;
        }
    }
    check_context(NULL);
    (void)fclose(file);
    printf("%u stories\n", stories);
    CHECK(stories >= 100);
}

int main(int argc, char **argv)
{
    path = argc > 1 ? argv[1] : "test/vectors/planner_traces.txt";
    RUN(no_story_of_the_model_comes_true);
    return check_verdict();
}
