// The configurations of the search: profile believed, switches, options, operator in the garage.
#include "test/search/events.h"

#include <stdio.h>
#include <string.h>

// In ticks: a run takes three, and each time keeps its place in the order of the real ones.
static const struct planner_timing ticks = {.start_limit = 2,
                                            .travel_limit = WORLD_TOP + 2,
                                            .still = WORLD_TOP + 3,
                                            .young = WORLD_TOP - 1,
                                            .warning = 3,
                                            .gap = 1,
                                            .settle = 2,
                                            .retry = 5,
                                            .vent = 1};

static const char *switches_name(enum limit_switches switches)
{
    switch (switches) {
    case SWITCHES_BOTH:
        return "2";
    case SWITCHES_CLOSED_ONLY:
        return "1C";
    case SWITCHES_OPEN_ONLY:
        return "1O";
    case SWITCHES_NONE:
        break;
    }
    return "0";
}

struct search_config config_of(enum operator_profile profile, enum limit_switches switches,
                               bool permission, bool recover,
                               const struct operator_reactions *operator_reactions)
{
    struct search_config config = {
        .profile = profile,
        .rules = {.profile = profile_of(profile),
                  .switches = switches,
                  .recover = recover,
                  .timing = ticks},
        .permission = permission,
        .operator_reactions = *operator_reactions,
    };
    const char *believed = operator_profile_name(profile);
    const bool differs = strcmp(believed, operator_reactions->name) != 0;
    (void)snprintf(config.name, sizeof(config.name), "%s/%s/%s%s%s%s", believed,
                   switches_name(switches), permission ? "perm" : "noperm",
                   recover ? "/recover" : "", differs ? " on " : "",
                   differs ? operator_reactions->name : "");
    return config;
}

static bool operator_named(const char *name, const struct operator_reactions **out)
{
    for (unsigned i = 0; i < OPERATORS_COUNT; i++) {
        if (strcmp(operator_reactions_of(i)->name, name) == 0) {
            *out = operator_reactions_of(i);
            return true;
        }
    }
    return false;
}

bool config_named(const char *name, struct search_config *out)
{
    char parts[64];
    if (strlen(name) >= sizeof(parts)) {
        return false;
    }
    (void)snprintf(parts, sizeof(parts), "%s", name);
    char *on = strstr(parts, " on ");
    if (on != NULL) {
        *on = '\0';
        on += strlen(" on ");
    }
    char *switches = strchr(parts, '/');
    if (switches == NULL) {
        return false;
    }
    *switches++ = '\0';
    enum operator_profile profile;
    const struct operator_reactions *operator_reactions;
    if (!operator_profile_named(parts, &profile) ||
        !operator_named(on != NULL ? on : parts, &operator_reactions)) {
        return false;
    }
    const bool both = switches[0] == '2';
    const enum limit_switches fitted = both                 ? SWITCHES_BOTH
                                       : switches[1] == 'C' ? SWITCHES_CLOSED_ONLY
                                                            : SWITCHES_OPEN_ONLY;
    *out = config_of(profile, fitted, strstr(switches, "/perm") != NULL,
                     strstr(switches, "/recover") != NULL, operator_reactions);
    return true;
}
