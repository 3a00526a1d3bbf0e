// The power goes at every single operation, and every n-th operation fails: what was said to be kept
// is kept, and what was being written is the old or the new.
#include "door/store/store.h"
#include "test/support/check.h"
#include "test/support/ram_flash.h"

#include <stdio.h>
#include <string.h>

static const uint8_t owner[STORE_OWNER_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t bob8[KEY8_SIZE] = {0xb0};

static struct ram_flash ram;
static struct store store;

// What was said to be on the medium, and what was being written when the story broke off.
struct word {
    uint32_t boot;
    uint32_t uses;
    uint32_t roster;
    uint32_t movements;
    bool lock_out;
};

struct story {
    struct word said;
    struct word tried;
    bool mounted;
};

enum {
    STEPS = 160 // enough to fill a half and to be copied
};

static bool write_roster(uint32_t version)
{
    uint8_t bytes[200];
    uint8_t seen[200];
    uint8_t hash[HASH_SIZE];
    memset(bytes, (int)version, sizeof(bytes));
    memset(hash, (int)version, sizeof(hash));
    return store_roster_begin(&store) && store_roster_write(&store, 0, BYTES_OF(bytes)) &&
           store_roster_read_spare(&store, 0, seen, sizeof(seen)) &&
           bytes_equal(BYTES_OF(seen), BYTES_OF(bytes)) &&
           store_roster_commit(&store, version, hash);
}

static bool play_step(uint32_t step, struct word *tried)
{
    const struct kept_movement made = {.boot = 1, .number = tried->movements + 1};
    switch (step % 5) {
    case 0:
        tried->lock_out = !tried->lock_out;
        return store_set_lock_out(&store, tried->lock_out);
    case 1:
        tried->uses++;
        return store_count_use(&store, bob8);
    case 2:
        tried->movements++;
        return store_add_movement(&store, &made);
    case 3:
        if (step % 20 != 3) {
            return store_set_travel(&store, (struct bytes){(const uint8_t *)&step, sizeof(step)});
        }
        tried->roster++;
        return write_roster(tried->roster);
    default:
        tried->boot++;
        return store_begin_boot(&store);
    }
}

// Plays until the power is gone. A step that failed without it is tried again; where that does not help
// it is the last.
static struct story play(void)
{
    struct story story = {0};
    story.mounted = store_mount(&store, &ram.flash, owner) == STORE_READY;
    for (uint32_t step = 0; story.mounted && step < STEPS && !ram.dark; step++) {
        bool written = false;
        for (int tries = 0; tries < 4 && !written; tries++) {
            story.tried = story.said;
            written = play_step(step, &story.tried);
        }
        if (!written) {
            break;
        }
        story.said = story.tried;
    }
    return story;
}

static bool either(uint32_t seen, uint32_t said, uint32_t tried)
{
    return seen == said || seen == tried;
}

static uint32_t movements_kept(void)
{
    struct kept_movement got = {0};
    uint32_t count = 0;
    while (store_movement_after(&store, got.boot, got.number, &got)) {
        count++;
    }
    return count;
}

static void check_roster(uint32_t version)
{
    uint8_t seen[200];
    uint8_t expected[200];
    memset(expected, (int)version, sizeof(expected));
    if (version != 0 && CHECK(store_roster_read(&store, 0, seen, sizeof(seen)))) {
        CHECK_BYTES(BYTES_OF(seen), BYTES_OF(expected));
    }
}

static void check_against(const struct story *story)
{
    const struct word *said = &story->said;
    const struct word *tried = &story->tried;
    ram_flash_revive(&ram);
    if (!CHECK(store_mount(&store, &ram.flash, owner) == STORE_READY)) {
        return;
    }
    CHECK(either(store.kept.boot, said->boot, tried->boot));
    CHECK(either(store_uses(&store, bob8), said->uses, tried->uses));
    CHECK(either(store.kept.lock_out, said->lock_out, tried->lock_out));
    CHECK(either(store.kept.roster.version, said->roster, tried->roster));
    CHECK(either(movements_kept(), said->movements, tried->movements));
    check_roster(store.kept.roster.version);
    // And it still takes what it is given.
    CHECK(store_begin_boot(&store));
}

static uint32_t operations_of_the_whole_story(void)
{
    ram_flash_init(&ram);
    const struct story story = play();
    CHECK(story.mounted);
    CHECK_SAME(story.said.movements, STEPS / 5);
    return ram.operations;
}

static void cut_everywhere(enum ram_flash_trouble trouble)
{
    const uint32_t operations = operations_of_the_whole_story();
    for (uint32_t cut = 1; cut <= operations; cut++) {
        char context[64];
        (void)snprintf(context, sizeof(context), "power cut at operation %u", (unsigned)cut);
        check_context(context);
        ram_flash_init(&ram);
        ram.trouble = trouble;
        ram.at_operation = cut;
        const struct story story = play();
        check_against(&story);
    }
    check_context(NULL);
}

static void a_power_cut_before_any_operation_loses_nothing(void)
{
    cut_everywhere(RAM_FLASH_CUT_BEFORE);
}

static void a_power_cut_within_any_operation_loses_nothing(void)
{
    cut_everywhere(RAM_FLASH_CUT_WITHIN);
}

static void a_power_cut_after_any_operation_loses_nothing(void)
{
    cut_everywhere(RAM_FLASH_CUT_AFTER);
}

static void trouble_everywhere(enum ram_flash_trouble trouble, uint32_t every)
{
    const uint32_t operations = operations_of_the_whole_story();
    for (uint32_t first = 1; first <= operations; first++) {
        char context[64];
        (void)snprintf(context, sizeof(context), "trouble at operation %u", (unsigned)first);
        check_context(context);
        ram_flash_init(&ram);
        ram.trouble = trouble;
        ram.at_operation = first;
        ram.every = every;
        struct story story = play();
        if (!story.mounted) {
            // A flash that fails in its first use is used from the start again.
            ram_flash_revive(&ram);
            story = play();
        }
        check_against(&story);
    }
    check_context(NULL);
}

static void any_operation_may_fail_once(void)
{
    trouble_everywhere(RAM_FLASH_FAIL_ONCE, 0);
}

static void any_operation_may_fail_although_it_was_done(void)
{
    trouble_everywhere(RAM_FLASH_FAIL_DONE, 0);
}

static void any_write_may_be_stuck(void)
{
    trouble_everywhere(RAM_FLASH_STUCK_ONCE, 0);
}

static void every_nth_operation_may_fail(void)
{
    static const enum ram_flash_trouble troubles[] = {RAM_FLASH_FAIL_ONCE, RAM_FLASH_STUCK_ONCE};
    unsigned to_the_end = 0;
    for (uint32_t every = 2; every <= 300; every += every < 40 ? 1 : 13) {
        char context[64];
        (void)snprintf(context, sizeof(context), "every operation number %u", (unsigned)every);
        check_context(context);
        for (size_t i = 0; i < 2; i++) {
            ram_flash_init(&ram);
            ram.trouble = troubles[i];
            ram.at_operation = every;
            ram.every = every;
            const struct story story = play();
            to_the_end += story.said.movements == STEPS / 5 ? 1 : 0;
            check_against(&story);
        }
    }
    check_context(NULL);
    CHECK(to_the_end > 20); // where a copy to the other half gets through
}

static void a_flash_that_is_dead_is_said_to_be(void)
{
    ram_flash_init(&ram);
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_READY);
    ram_flash_revive(&ram);
    ram.trouble = RAM_FLASH_FAIL_ONCE;
    ram.at_operation = 1;
    ram.every = 1;
    CHECK(!store_begin_boot(&store));
    CHECK(!store_set_lock_out(&store, true));
    CHECK(!store_count_use(&store, bob8));
    CHECK_SAME(store.kept.boot, 0);
    CHECK(!store.kept.lock_out);
    CHECK_SAME(store_uses(&store, bob8), 0);
    ram_flash_revive(&ram);
    CHECK(store_begin_boot(&store));
}

int main(void)
{
    RUN(a_power_cut_before_any_operation_loses_nothing);
    RUN(a_power_cut_within_any_operation_loses_nothing);
    RUN(a_power_cut_after_any_operation_loses_nothing);
    RUN(any_operation_may_fail_once);
    RUN(any_operation_may_fail_although_it_was_done);
    RUN(any_write_may_be_stuck);
    RUN(every_nth_operation_may_fail);
    RUN(a_flash_that_is_dead_is_said_to_be);
    return check_verdict();
}
