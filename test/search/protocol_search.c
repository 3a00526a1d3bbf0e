// Walks through every order of events that an adversarial broker, time, a hand at the wall and power
// cuts can bring about, with the door's real guard, store and operator, and prints the shortest story
// of each thing that may never happen. protocol_model.py is its model.
#include "test/search/protocol_events.h"
#include "test/search/protocol_judge.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "protocol_search: every order of events, on the guard, store and operator of the real door\n"
    "\n"
    "  --commands N   most commands that the door answers in one story (3, at most 4)\n"
    "  --turns N      most turns of the epoch that pass (2)\n"
    "  --crashes N    most power cuts, each between two writes to flash or within one (1)\n"
    "  --hands N      most presses of the wall button (1)\n"
    "\n"
    "Exit code 0: nothing that may never happen; 1: something did, and its story is told.\n";

// How a world differs from the first one, in words of eight bytes: runs of offset, count, words.
struct difference {
    size_t at; // in the level's words
    size_t count;
};

struct state {
    uint64_t fingerprint;
    uint32_t parent;
    struct protocol_event event; // that led here
};

struct level {
    uint64_t *words;
    size_t word_count;
    size_t word_room;
    struct difference *worlds;
    size_t count;
    size_t room;
};

union copy {
    struct protocol_world world;
    uint64_t words[(sizeof(struct protocol_world) + 7) / 8];
};

enum {
    WORDS = sizeof(union copy) / 8
};

struct search {
    struct protocol_limits limits;
    struct state *states;
    uint32_t count;
    uint32_t room;
    uint32_t *table; // index + 1, by fingerprint
    uint32_t table_size;
    struct level levels[2];
    uint64_t transitions;
    uint32_t parent;   // of what is played now
    bool cells_differ; // between now and from
    bool found[BROKEN_COUNT];
    unsigned findings;
};

// The first world, the one whose events are tried, and the one they are tried in. They may not move:
// a world borrows from itself.
static union copy first;
static union copy from;
static union copy now;

static void *claim(void *old, size_t size)
{
    void *memory = realloc(old, size);
    if (memory == NULL) {
        (void)fputs("protocol_search: out of memory; search fewer commands\n", stderr);
        exit(3);
    }
    return memory;
}

static void level_word(struct level *level, uint64_t word)
{
    if (level->word_count == level->word_room) {
        level->word_room = level->word_room == 0 ? 1U << 20 : level->word_room * 2;
        level->words = claim(level->words, level->word_room * sizeof(uint64_t));
    }
    level->words[level->word_count++] = word;
}

static void level_add(struct level *level, const union copy *world)
{
    if (level->count == level->room) {
        level->room = level->room == 0 ? 1U << 14 : level->room * 2;
        level->worlds = claim(level->worlds, level->room * sizeof(struct difference));
    }
    const size_t at = level->word_count;
    for (size_t i = 0; i < WORDS; i++) {
        if (world->words[i] == first.words[i]) {
            continue;
        }
        const size_t head = level->word_count;
        level_word(level, i);
        while (i < WORDS && world->words[i] != first.words[i]) {
            level_word(level, world->words[i++]);
        }
        level->words[head] |= (uint64_t)(level->word_count - head - 1) << 32;
    }
    level->worlds[level->count++] = (struct difference){at, level->word_count - at};
}

static void level_fetch(const struct level *level, size_t index, union copy *world)
{
    const struct difference *difference = &level->worlds[index];
    memcpy(world, &first, sizeof(*world));
    size_t at = difference->at;
    while (at < difference->at + difference->count) {
        const size_t where = (size_t)(level->words[at] & UINT32_MAX);
        const size_t count = (size_t)(level->words[at] >> 32);
        memcpy(world->words + where, level->words + at + 1, count * sizeof(uint64_t));
        at += count + 1;
    }
}

static uint32_t slot_of(const struct search *search, uint64_t fingerprint)
{
    uint32_t slot = (uint32_t)fingerprint & (search->table_size - 1);
    while (search->table[slot] != 0 &&
           search->states[search->table[slot] - 1].fingerprint != fingerprint) {
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
        search->table[slot_of(search, search->states[i].fingerprint)] = i + 1;
    }
}

// False: it was known.
static bool add_state(struct search *search, struct state state)
{
    if (search->count * 2 >= search->table_size) {
        grow_table(search);
    }
    const uint32_t slot = slot_of(search, state.fingerprint);
    if (search->table[slot] != 0) {
        return false;
    }
    if (search->count == search->room) {
        search->room = search->room == 0 ? 1U << 16 : search->room * 2;
        search->states = claim(search->states, search->room * sizeof(struct state));
    }
    search->states[search->count] = state;
    search->count++;
    search->table[slot] = search->count;
    return true;
}

// Plays the story from the start once more and tells it.
static void tell(const struct search *search, const struct protocol_event *last)
{
    struct protocol_event story[64];
    unsigned length = 0;
    story[length++] = *last;
    for (uint32_t at = search->parent; at != 0 && length < 64; at = search->states[at].parent) {
        story[length++] = search->states[at].event;
    }
    memcpy(&now, &first, sizeof(now));
    while (length > 0) {
        char text[160];
        length--;
        protocol_event_text(&now.world, &story[length], text, sizeof(text));
        (void)protocol_play(&now.world, &story[length]);
        (void)protocol_judge(&now.world);
        printf("    %s\n", text);
    }
}

// Most events write nothing to flash, which is most of a world.
static void take_back(struct search *search)
{
    const size_t cells = offsetof(struct protocol_world, flash) + offsetof(struct ram_flash, cells);
    const size_t behind = cells + RAM_FLASH_SIZE;
    if (search->cells_differ) {
        memcpy(&now, &from, sizeof(now));
    } else {
        memcpy(&now, &from, cells);
        memcpy((uint8_t *)&now + behind, (const uint8_t *)&from + behind, sizeof(now) - behind);
    }
}

// Plays one event in a copy of the world; gives how many of its writes could be cut.
static unsigned consider(struct search *search, struct level *next,
                         const struct protocol_event *event)
{
    take_back(search);
    const unsigned operations = protocol_play(&now.world, event);
    search->cells_differ = operations > 0 || event->cut_at != 0 || event->kind >= EVENT_CRASH;
    const enum broken broken = protocol_judge(&now.world);
    search->transitions++;
    if (broken != NOTHING_BROKEN) {
        if (!search->found[broken]) {
            search->found[broken] = true;
            search->findings++;
            printf("FORBIDDEN %s\n", broken_name(broken));
            tell(search, event);
        }
        return operations;
    }
    const struct state state = {protocol_fingerprint(&now.world), search->parent, *event};
    // A command that nobody has heard may as well come later.
    const bool heard = event->cut_at != 0 || !protocol_event_is_new(event) ||
                       now.world.commands[now.world.command_count - 1].answered;
    if (!heard) {
        return operations;
    }
    if (add_state(search, state)) {
        level_add(next, &now);
    }
    return operations;
}

static void consider_cuts(struct search *search, struct level *next, struct protocol_event event,
                          unsigned operations)
{
    if (from.world.crashes >= search->limits.crashes) {
        return;
    }
    if (event.kind == EVENT_DAMAGE) {
        return; // one misfortune at a time
    }
    // A boot is the same from wherever one comes: one way to cut it is enough in each world.
    const unsigned step = event.kind == EVENT_CRASH ? EVENT_CUT_KINDS : 1;
    for (unsigned at = 1; at <= operations; at++) {
        for (unsigned kind = step / 2; kind < EVENT_CUT_KINDS; kind += step) {
            event.cut_at = (uint8_t)at;
            event.cut_kind = (uint8_t)kind;
            (void)consider(search, next, &event);
        }
    }
}

static void expand(struct search *search, struct level *next)
{
    struct protocol_event events[EVENTS_MOST];
    const unsigned count = protocol_events(&from.world, &search->limits, events);
    for (unsigned i = 0; i < count; i++) {
        const unsigned operations = consider(search, next, &events[i]);
        consider_cuts(search, next, events[i], operations);
    }
}

// A long search that is broken off has still said how far it came.
static void say_depth(const struct search *search, unsigned depth, size_t fresh)
{
    printf("depth %u: %u states, %u of them new, %llu transitions\n", depth,
           (unsigned)search->count, (unsigned)fresh, (unsigned long long)search->transitions);
    (void)fflush(stdout);
}

static void explore(struct search *search)
{
    memset(&first, 0, sizeof(first));
    protocol_world_init(&now.world);
    memcpy(&first, &now, sizeof(first));
    (void)add_state(search, (struct state){.fingerprint = protocol_fingerprint(&first.world)});
    level_add(&search->levels[0], &first);
    uint32_t index = 0;
    for (unsigned depth = 0; search->levels[depth % 2].count > 0; depth++) {
        const struct level *level = &search->levels[depth % 2];
        say_depth(search, depth, level->count);
        struct level *next = &search->levels[(depth + 1) % 2];
        next->count = 0;
        next->word_count = 0;
        for (size_t i = 0; i < level->count; i++) {
            level_fetch(level, i, &from);
            search->parent = index++;
            search->cells_differ = true;
            expand(search, next);
        }
    }
}

static bool read_number(const char *text, unsigned most, uint8_t *out)
{
    char *end = NULL;
    const unsigned long number = strtoul(text, &end, 10);
    if (end == text || *end != '\0' || number > most) {
        return false;
    }
    *out = (uint8_t)number;
    return true;
}

static bool read_limits(int argc, char **argv, struct protocol_limits *limits)
{
    *limits = (struct protocol_limits){3, 2, 1, 1};
    const struct {
        const char *name;
        unsigned most;
        uint8_t *value;
    } rows[] = {{"--commands", COMMANDS_MOST, &limits->commands},
                {"--turns", 9, &limits->turns},
                {"--crashes", 9, &limits->crashes},
                {"--hands", 9, &limits->hands}};
    for (int i = 1; i + 1 < argc + 1; i += 2) {
        bool known = false;
        for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]) && i + 1 < argc; row++) {
            if (strcmp(argv[i], rows[row].name) == 0) {
                known = read_number(argv[i + 1], rows[row].most, rows[row].value);
            }
        }
        if (!known) {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    static struct search search;
    if (!read_limits(argc, argv, &search.limits)) {
        (void)fputs(help, stderr);
        return 2;
    }
    explore(&search);
    printf("result: states %u, transitions %llu, broken %u\n", (unsigned)search.count,
           (unsigned long long)search.transitions, search.findings);
    return search.findings == 0 ? 0 : 1;
}
