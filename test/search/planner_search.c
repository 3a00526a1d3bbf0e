// Walks through every order of events in the smallest garage there is, with the planner that runs in
// the real one at the button, and prints the shortest trace of each thing that may never happen.
#include "test/search/judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "planner_search: every order of events, on the planner that runs in the garage\n"
    "\n"
    "  --faults N     most things that go wrong in one story (2)\n"
    "  --commands N   most commands in one story (2, at most 3)\n"
    "  --lying        also switches stuck at \"at the limit\" (breaks assumption A1)\n"
    "  --mismatch     every profile believed on every operator\n"
    "  --stopup       with the owner's option to stop an opening door\n"
    "  --model        only the events that planner_model.py knows\n"
    "  --only TEXT    only configurations whose name contains TEXT\n"
    "  --trace        print the shortest story of each finding\n"
    "\n"
    "Exit code 0: nothing but the residuals that the owner is told of (safety.md, section 9): R4, "
    "and\n"
    "R1 with --lying, R2 with --mismatch, R3 with --stopup. 1: something that may never happen.\n";

struct options {
    unsigned faults;
    unsigned commands;
    bool lying;
    bool mismatch;
    bool stopup;
    bool model;
    bool trace;
    const char *only;
};

struct seen {
    uint64_t packed;
    uint32_t parent; // index of the state before
    uint8_t event;   // that led here
    uint8_t press;   // that the planner made then
};

struct search {
    struct seen *states;
    uint32_t count;
    uint32_t room;
    uint32_t *table;     // index + 1, by hash
    uint32_t table_size; // a power of two
};

struct finding {
    unsigned configurations;
    unsigned fewest_faults;
    char name[64];
    char trace[512];
};

struct totals {
    unsigned configurations;
    uint64_t states;
    unsigned most_presses;
    unsigned longest_goal;
    struct finding findings[V_COUNT];
};

static void *claim(void *old, size_t size)
{
    void *memory = realloc(old, size);
    if (memory == NULL) {
        (void)fputs("planner_search: out of memory; search fewer faults\n", stderr);
        exit(3);
    }
    return memory;
}

static uint32_t slot_of(const struct search *search, uint64_t packed)
{
    uint64_t mixed = packed * UINT64_C(0x9E3779B97F4A7C15);
    mixed ^= mixed >> 32;
    uint32_t slot = (uint32_t)mixed & (search->table_size - 1);
    while (search->table[slot] != 0 && search->states[search->table[slot] - 1].packed != packed) {
        slot = (slot + 1) & (search->table_size - 1);
    }
    return slot;
}

static void grow_table(struct search *search)
{
    const uint32_t size = search->table_size == 0 ? 1U << 16 : search->table_size * 2;
    free(search->table);
    search->table = claim(NULL, size * sizeof(uint32_t));
    memset(search->table, 0, size * sizeof(uint32_t));
    search->table_size = size;
    for (uint32_t i = 0; i < search->count; i++) {
        search->table[slot_of(search, search->states[i].packed)] = i + 1;
    }
}

static void add(struct search *search, struct seen state)
{
    if (search->count * 2 >= search->table_size) {
        grow_table(search);
    }
    const uint32_t slot = slot_of(search, state.packed);
    if (search->table[slot] != 0) {
        return;
    }
    if (search->count == search->room) {
        search->room = search->room == 0 ? 1U << 14 : search->room * 2;
        search->states = claim(search->states, search->room * sizeof(struct seen));
    }
    search->states[search->count] = state;
    search->count++;
    search->table[slot] = search->count;
}

static const char *const press_names[] = {"",         "!open",    "!close",  "!recover",
                                          "!stop-up", "!stop-dn", "!reopen", "!vent-stop"};
static const char *const memory_names[] = {"up", "dn", "?"};

// The story from the start to the state at index, and the event after it.
static void tell(const struct search *search, uint32_t index, enum event last, char *text,
                 size_t size)
{
    uint32_t path[64];
    unsigned length = 0;
    uint32_t at = index;
    while (search->states[at].parent != UINT32_MAX && length < 64) {
        path[length] = at;
        length++;
        at = search->states[at].parent;
    }
    const struct world start = world_unpack(search->states[at].packed);
    int used =
        snprintf(text, size, "start pos %d last %s:", start.position, memory_names[start.last]);
    while (length > 0 && used > 0 && (size_t)used < size) {
        length--;
        const struct seen *state = &search->states[path[length]];
        used += snprintf(text + used, size - (size_t)used, " %s%s",
                         event_row((enum event)state->event)->name, press_names[state->press]);
    }
    if (used > 0 && (size_t)used < size) {
        (void)snprintf(text + used, size - (size_t)used, " %s", event_row(last)->name);
    }
}

// Where something was found: the state before, and the event after it.
struct place {
    const struct search_config *config;
    const struct search *search;
    uint32_t index;
    enum event event;
};

static void note_finding(struct totals *totals, const struct place *place, enum violation violation,
                         uint32_t *found_here)
{
    struct finding *finding = &totals->findings[violation];
    const struct world world = world_unpack(place->search->states[place->index].packed);
    const unsigned faults =
        (unsigned)(place->config->faults + event_row(place->event)->faults) - world.faults_left;
    if ((*found_here >> violation & 1U) == 0) {
        *found_here |= 1U << violation;
        finding->configurations++;
    }
    if (finding->trace[0] == '\0' || faults < finding->fewest_faults) {
        finding->fewest_faults = faults;
        (void)snprintf(finding->name, sizeof(finding->name), "%s", place->config->name);
        tell(place->search, place->index, place->event, finding->trace, sizeof(finding->trace));
    }
}

static void take_step(struct totals *totals, const struct place *place, const struct world *world,
                      struct search *search, uint32_t *found_here)
{
    struct judged judged;
    judge_step(place->config, world, place->event, &judged);
    for (unsigned v = 0; v < V_COUNT; v++) {
        if ((judged.violations >> v & 1U) != 0) {
            note_finding(totals, place, (enum violation)v, found_here);
        }
    }
    if (judged.press != PRESS_NONE && judged.presses > totals->most_presses) {
        totals->most_presses = judged.presses;
    }
    for (unsigned i = 0; i < judged.count; i++) {
        add(search, (struct seen){.packed = world_pack(&judged.next[i]),
                                  .parent = place->index,
                                  .event = (uint8_t)place->event,
                                  .press = (uint8_t)judged.press});
    }
}

static void expand(struct totals *totals, const struct search_config *config, struct search *search,
                   uint32_t index, uint32_t *found_here)
{
    const unsigned longest = 80;
    const struct world world = world_unpack(search->states[index].packed);
    struct place place = {config, search, index, EVENT_NOTHING};
    const unsigned ticks = judge_ticks_to_end(config, &world, longest);
    totals->longest_goal = ticks > totals->longest_goal ? ticks : totals->longest_goal;
    if (ticks > longest) {
        note_finding(totals, &place, V_C2_NO_END, found_here);
    }
    for (unsigned event = 0; event < EVENT_COUNT; event++) {
        place.event = (enum event)event;
        if (event_possible(config, &world, place.event)) {
            take_step(totals, &place, &world, search, found_here);
        }
    }
}

static void explore(struct totals *totals, const struct search_config *config)
{
    struct search search = {NULL, 0, 0, NULL, 0};
    uint32_t found_here = 0;
    for (unsigned position = 0; position <= WORLD_TOP; position++) {
        for (unsigned last = LAST_UP; last <= LAST_FORGOTTEN; last++) {
            const struct world start = {.position = (uint8_t)position,
                                        .last = (enum memory)last,
                                        .faults_left = config->faults,
                                        .commands_left = config->commands,
                                        .planner = planner_at_boot(false, WORLD_NOW)};
            add(&search, (struct seen){.packed = world_pack(&start), .parent = UINT32_MAX});
        }
    }
    for (uint32_t index = 0; index < search.count; index++) {
        expand(totals, config, &search, index, &found_here);
    }
    totals->configurations++;
    totals->states += search.count;
    free(search.states);
    free(search.table);
}

static uint32_t events_of(const struct options *options)
{
    uint32_t events = (UINT32_C(1) << EVENT_COUNT) - 1;
    if (!options->lying) {
        events &= ~(1U << EVENT_CLOSED_STICKS_AT_LIMIT | 1U << EVENT_OPEN_STICKS_AT_LIMIT);
    }
    if (options->model) {
        events &= ~(1U << EVENT_BEAM | 1U << EVENT_LOCK | 1U << EVENT_OPEN_UNMARKED |
                    1U << EVENT_CLOSE_UNMARKED | 1U << EVENT_STOP_UNMARKED);
    }
    return events;
}

static void explore_one(struct totals *totals, const struct options *options,
                        enum operator_profile profile, enum limit_switches switches,
                        const struct operator_reactions *operator_reactions)
{
    for (unsigned variant = 0; variant < 3; variant++) {
        const bool permission = variant > 0;
        struct search_config config =
            config_of(profile, switches, permission, variant == 2, operator_reactions);
        config.rules.stop_while_opening = permission && options->stopup;
        config.faults = (uint8_t)options->faults;
        config.commands = (uint8_t)options->commands;
        config.events = events_of(options);
        if (options->only == NULL || strstr(config.name, options->only) != NULL) {
            explore(totals, &config);
        }
    }
}

static void explore_profile(struct totals *totals, const struct options *options,
                            enum operator_profile profile, enum limit_switches switches)
{
    for (unsigned on = 0; on < OPERATORS_COUNT; on++) {
        const bool same = profile == on + PROFILE_REV_CLOSING;
        if (same || profile == PROFILE_UNKNOWN || options->mismatch) {
            explore_one(totals, options, profile, switches, operator_reactions_of(on));
        }
    }
}

static void explore_all(struct totals *totals, const struct options *options)
{
    for (unsigned profile = PROFILE_UNKNOWN; profile <= PROFILE_AUTO_CLOSE; profile++) {
        explore_profile(totals, options, (enum operator_profile)profile, SWITCHES_BOTH);
        explore_profile(totals, options, (enum operator_profile)profile, SWITCHES_CLOSED_ONLY);
        explore_profile(totals, options, (enum operator_profile)profile, SWITCHES_OPEN_ONLY);
    }
}

static bool read_flag(const char *word, struct options *options)
{
    const struct {
        const char *name;
        bool *flag;
    } flags[] = {{"--lying", &options->lying},
                 {"--mismatch", &options->mismatch},
                 {"--stopup", &options->stopup},
                 {"--model", &options->model},
                 {"--trace", &options->trace}};
    for (unsigned i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if (strcmp(word, flags[i].name) == 0) {
            *flags[i].flag = true;
            return true;
        }
    }
    return false;
}

static bool read_value(const char *word, const char *value, struct options *options)
{
    if (strcmp(word, "--faults") == 0) {
        options->faults = (unsigned)strtoul(value, NULL, 10);
    } else if (strcmp(word, "--commands") == 0) {
        options->commands = (unsigned)strtoul(value, NULL, 10);
    } else if (strcmp(word, "--only") == 0) {
        options->only = value;
    } else {
        return false;
    }
    return true;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    *options = (struct options){.faults = 2, .commands = 2};
    for (int i = 1; i < argc; i++) {
        if (read_flag(argv[i], options)) {
            continue;
        }
        if (i + 1 == argc || !read_value(argv[i], argv[i + 1], options)) {
            return false;
        }
        i++;
    }
    return options->faults <= 7 && options->commands <= 3;
}

// The findings that are residual risks, told to the owner, and no faults of the planner.
static uint32_t residuals(const struct options *options)
{
    uint32_t allowed = 1U << V_C16_STOP_PRESSES;
    if (options->lying) {
        allowed |= 1U << V_C1_UNWARNED | 1U << V_C1_SAME_INSTANT | 1U << V_C1_LOCKED_OUT |
                   1U << V_C3_CLOSE_LIES | 1U << V_C3_OPEN_LIES | 1U << V_C25_SILENT;
    }
    if (options->mismatch) {
        allowed |= 1U << V_C1_SAME_INSTANT;
    }
    if (options->stopup) {
        allowed |= 1U << V_C1_UNWARNED_TURN;
    }
    return allowed;
}

static bool report(const struct totals *totals, const struct options *options)
{
    bool forbidden = false;
    printf(
        "result: configurations %u, states %llu, most presses per goal %u, longest goal %u ticks\n",
        totals->configurations, (unsigned long long)totals->states, totals->most_presses,
        totals->longest_goal);
    for (unsigned v = 0; v < V_COUNT; v++) {
        const struct finding *finding = &totals->findings[v];
        if (finding->configurations == 0) {
            continue;
        }
        const bool residual = (residuals(options) >> v & 1U) != 0;
        forbidden = forbidden || !residual;
        printf("%s %-66s %3u configurations, fewest faults %u: %s\n",
               residual ? "residual " : "FORBIDDEN", violation_name((enum violation)v),
               finding->configurations, finding->fewest_faults, finding->name);
        if (options->trace || !residual) {
            printf("    %s\n", finding->trace);
        }
    }
    return !forbidden;
}

int main(int argc, char **argv)
{
    struct options options;
    if (!read_options(argc, argv, &options)) {
        (void)fputs(help, stderr);
        return 2;
    }
    static struct totals totals;
    explore_all(&totals, &options);
    if (totals.configurations == 0) {
        (void)fputs("planner_search: no configuration has that name\n", stderr);
        return 2;
    }
    return report(&totals, &options) ? 0 : 1;
}
