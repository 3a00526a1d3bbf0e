// What a boot finds that is not as it should be: names, the first roster, kept bytes.
#include "test/support/check.h"
#include "test/support/whole_door.h"

#include <stdio.h>
#include <string.h>

static struct whole_door whole;

static bool init_opener(void)
{
    const struct floor_parts parts = {
        .image = &whole.image, .flash = &whole.flash.flash, .door = &whole.door, .version = "test"};
    return opener_init(&whole.opener, &parts, whole.now);
}

static void names_that_make_no_topics_leave_the_door_without_a_network(void)
{
    static const char longest[] =
        "a234567890123456789012345678901234567890123456789012345678901234";
    static const char too_long[] =
        "a2345678901234567890123456789012345678901234567890123456789012345";
    whole_door_init(&whole);
    whole.image.topic_root = bytes_of_text(longest);
    CHECK(init_opener());
    whole.image.topic_root = bytes_of_text(too_long);
    CHECK(!init_opener());
    whole.image.topic_root = bytes_of_text("a\xff");
    CHECK(!init_opener());
    // The door floor runs all the same.
    const struct door_inputs closed = {.closed_switch = true};
    for (millis i = 0; i < 1000; i++) {
        (void)door_tick(&whole.door, &closed, whole.now + i);
    }
    CHECK_SAME(whole.door.mailbox.snapshot.state, DOOR_CLOSED);
}

static void boot(void)
{
    whole_door_boot(&whole);
    whole_door_run(&whole, 2500);
}

static void the_first_roster_comes_into_force_and_says_when_it_was_made(void)
{
    whole_door_init(&whole);
    boot();
    CHECK(whole.opener.floor.guard.roster.present);
    CHECK_SAME(opener_roster_made(&whole.opener), whole.head.made);
}

static void check_nobody_is_obeyed(void)
{
    CHECK(!whole.opener.floor.guard.roster.present);
    CHECK_SAME(opener_roster_made(&whole.opener), 0);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), 0);
    CHECK_SAME(whole.presses, 0);
}

static void a_first_roster_that_is_none_is_not_taken(void)
{
    whole_door_init(&whole);
    whole.image.first_roster.count--;
    boot();
    check_nobody_is_obeyed();
}

static void a_first_roster_for_another_door_is_not_taken(void)
{
    whole_door_init(&whole);
    whole.head.door8[0] ^= 1;
    (void)person_signs_roster(KEY_OF_ADMIN, &whole.head, whole.entries, whole.first_roster);
    boot();
    check_nobody_is_obeyed();
}

// Stuck: the flash says it has written, and what it holds is something else.
static void a_first_roster_that_its_slot_does_not_hold_is_not_taken(void)
{
    whole_door_init(&whole);
    boot();
    const uint32_t operations = whole.flash.operations;
    unsigned not_taken = 0;
    for (uint32_t at = 1; at <= operations; at++) {
        whole_door_init(&whole);
        whole.flash.trouble = RAM_FLASH_STUCK_ONCE;
        whole.flash.at_operation = at;
        CHECK(init_opener());
        const struct roster_in_force *roster = &whole.opener.floor.guard.roster;
        struct roster_entry entry;
        CHECK(!roster->present || roster_in_force_entry(roster, 6, &entry));
        not_taken += roster->present ? 0 : 1;
    }
    CHECK(not_taken > 0);
}

// Writes these bytes as learned travel, restarts, and gives what the door floor was given of it.
static struct travel_record boot_with_travel(struct bytes travel)
{
    CHECK(store_set_travel(&whole.opener.floor.store, travel));
    whole_door_cut(&whole);
    whole_door_boot(&whole);
    return door_travel(&whole.door);
}

static bool is_nothing(const struct travel_record *record)
{
    return record->runs[WAY_OPENING].count == 0 && record->runs[WAY_CLOSING].count == 0 &&
           record->delays.count == 0 && record->decades[WAY_OPENING] == 0 &&
           record->decades[WAY_CLOSING] == 0;
}

// Three rings of 8 times, a count and a next; for each way 9 medians and a count.
static void c14_learned_travel_that_does_not_fit_is_as_if_nothing_had_been_learned(void)
{
    enum {
        RING = 18,
        WAY = 19,
        SIZE = 3 * RING + 2 * WAY
    };
    static const struct {
        size_t at;
        uint8_t value;
    } spoiled[] = {{16, 9},
                   {17, 8},
                   {RING + 16, 9},
                   {RING + 17, 8},
                   {2 * RING + 16, 9},
                   {2 * RING + 17, 8},
                   {3 * RING + 18, 10},
                   {3 * RING + WAY + 18, 10}};
    uint8_t travel[SIZE] = {[0] = 4, [16] = 1};
    CHECK(whole_door_ready(&whole));
    struct travel_record record = boot_with_travel(BYTES_OF(travel));
    CHECK_SAME(record.runs[WAY_OPENING].count, 1);
    CHECK_SAME(record.runs[WAY_OPENING].times[0], 4096);
    for (size_t i = 0; i < sizeof(spoiled) / sizeof(spoiled[0]); i++) {
        const uint8_t sound = travel[spoiled[i].at];
        travel[spoiled[i].at] = spoiled[i].value;
        record = boot_with_travel(BYTES_OF(travel));
        CHECK(is_nothing(&record));
        travel[spoiled[i].at] = sound;
    }
    record = boot_with_travel((struct bytes){travel, SIZE - 1});
    CHECK(is_nothing(&record));
}

// The head says how long a roster is: whatever it says, the bytes are not believed without their hash.
static void s06_a_kept_roster_with_any_byte_damaged_is_a_name_and_nothing_more(void)
{
    CHECK(whole_door_ready(&whole));
    const uint8_t slot = whole.opener.floor.store.kept.roster.slot;
    const size_t from = (6 + (size_t)slot) * RAM_FLASH_SECTOR;
    const size_t size = whole.image.first_roster.count - SIGNATURE_SIZE;
    for (size_t at = 0; at < size; at += at < ROSTER_HEAD_SIZE ? 1 : 31) {
        char context[32];
        (void)snprintf(context, sizeof(context), "byte %zu", at);
        check_context(context);
        whole.flash.cells[from + at] ^= 0xff;
        whole_door_cut(&whole);
        whole_door_boot(&whole);
        CHECK(whole.opener.floor.remote);
        CHECK(!whole.opener.floor.guard.roster.present);
        CHECK_SAME(whole.opener.floor.guard.roster.version, 1);
        whole.flash.cells[from + at] ^= 0xff;
    }
    check_context(NULL);
    whole_door_cut(&whole);
    whole_door_boot(&whole);
    CHECK(whole.opener.floor.guard.roster.present);
}

static void s06_no_read_that_fails_at_a_boot_brings_a_lock_off_or_an_older_roster_back(void)
{
    CHECK(whole_door_ready(&whole));
    CHECK(store_set_vacation_lock(&whole.opener.floor.store, true));
    CHECK(store_set_lock_out(&whole.opener.floor.store, true));
    whole_door_cut(&whole);
    const struct ram_flash good = whole.flash;
    whole.flash.reads = 0;
    CHECK(init_opener());
    const uint32_t reads = whole.flash.reads;
    unsigned named_only = 0;
    for (uint32_t read = 1; read <= reads; read++) {
        whole.flash = good;
        ram_flash_revive(&whole.flash);
        whole.flash.fails_read = read;
        CHECK(init_opener());
        const struct network_floor *floor = &whole.opener.floor;
        CHECK(floor->snapshot.lock_out);
        CHECK(!floor->sound || floor->snapshot.vacation_lock);
        CHECK(!floor->remote || floor->guard.roster.version == 1);
        named_only += floor->remote && !floor->guard.roster.present ? 1 : 0;
    }
    CHECK(named_only > 0);
}

int main(void)
{
    RUN(names_that_make_no_topics_leave_the_door_without_a_network);
    RUN(the_first_roster_comes_into_force_and_says_when_it_was_made);
    RUN(a_first_roster_that_is_none_is_not_taken);
    RUN(a_first_roster_for_another_door_is_not_taken);
    RUN(a_first_roster_that_its_slot_does_not_hold_is_not_taken);
    RUN(c14_learned_travel_that_does_not_fit_is_as_if_nothing_had_been_learned);
    RUN(s06_a_kept_roster_with_any_byte_damaged_is_a_name_and_nothing_more);
    RUN(s06_no_read_that_fails_at_a_boot_brings_a_lock_off_or_an_older_roster_back);
    return check_verdict();
}
