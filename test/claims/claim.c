#include "test/claims/claim.h"

#include "test/support/random.h"

#include <stdio.h>
#include <stdlib.h>

static millis start;
static char about[96];

static unsigned letters_of(const char *name)
{
    unsigned sum = 0;
    for (const char *at = name; *at != '\0'; at++) {
        sum += (unsigned char)*at;
    }
    return sum;
}

void claim_run(const char *name, void (*test)(void))
{
    const char *seed = getenv("PORTCULLIS_SEED");
    struct random random = random_from(seed != NULL ? strtoull(seed, NULL, 10) : 2024);
    const millis starts[] = {0, UINT32_MAX - 7000, (millis)random_u64(&random)};
    const unsigned count = sizeof(starts) / sizeof(starts[0]);
    const bool all = getenv("PORTCULLIS_ALL_STARTS") != NULL;
    for (unsigned i = 0; i < count; i++) {
        if (all || letters_of(name) % count == i) {
            start = starts[i];
            check_run(name, test);
        }
    }
}

struct stage_settings claim_settings(enum operator_profile profile, enum limit_switches switches)
{
    struct stage_settings settings = stage_usual(profile, switches);
    settings.start = start;
    claim_about(&settings, "");
    return settings;
}

void claim_begin(struct stage *stage, const struct stage_settings *settings, enum door_state limit)
{
    struct stage_settings here = *settings;
    here.garage.start_at = limit == DOOR_OPEN ? 1000 : 0;
    stage_begin(stage, &here);
    stage_run(stage, 3000);
}

void claim_begin_usual(struct stage *stage, enum operator_profile profile,
                       enum limit_switches switches, enum door_state limit)
{
    const struct stage_settings settings = claim_settings(profile, switches);
    claim_begin(stage, &settings, limit);
}

void claim_about(const struct stage_settings *settings, const char *what)
{
    (void)snprintf(about, sizeof(about), "%s, switches %u, clock %u%s%s",
                   operator_profile_name(settings->door.profile), (unsigned)settings->door.switches,
                   (unsigned)start, what[0] == '\0' ? "" : ", ", what);
    check_context(about);
}

enum outcome claim_outcome(struct stage *stage, enum action action)
{
    const enum outcome answered = stage_ask(stage, action);
    if (answered != OUTCOME_DONE) {
        return answered;
    }
    CHECK(stage_until_goal_ends(stage, 300000));
    return stage_ended(stage);
}

void claim_nothing_is_pressed(struct stage *stage, uint64_t ms)
{
    const uint32_t edges = stage->witness.relay_edges;
    stage_run(stage, ms);
    CHECK_SAME(stage->witness.relay_edges, edges);
}
