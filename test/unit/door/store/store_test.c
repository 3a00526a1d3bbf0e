// What the door keeps, and that it keeps it.
#include "door/store/store.h"
#include "test/support/check.h"
#include "test/support/ram_flash.h"

#include <string.h>

static const uint8_t owner[STORE_OWNER_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t settings[STORE_SETTINGS_SIZE] = {9, 9, 9};
static const uint8_t alice8[KEY8_SIZE] = {0xa1};
static const uint8_t bob8[KEY8_SIZE] = {0xb0};

static struct ram_flash ram;
static struct store store;

static void fresh(void)
{
    ram_flash_init(&ram);
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_READY);
}

static void again(void)
{
    ram_flash_revive(&ram);
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_READY);
}

static struct kept_movement movement(uint32_t boot, uint32_t number)
{
    struct kept_movement made = {.boot = boot,
                                 .number = number,
                                 .uptime = 100 + number,
                                 .unix_seconds = 1700000000U + number,
                                 .what = 2,
                                 .result = 16};
    memcpy(made.key8, alice8, KEY8_SIZE);
    made.command8[0] = (uint8_t)number;
    return made;
}

static void a_new_flash_keeps_nothing(void)
{
    fresh();
    CHECK_SAME(store.kept.boot, 0);
    CHECK_SAME(store.kept.roster.version, 0);
    CHECK(!store.kept.lock_out);
    CHECK(!store.kept.closing_mark.set);
    CHECK(!store.kept.vacation_lock);
    CHECK(!store.kept.permission);
}

static void every_value_is_there_after_a_restart(void)
{
    fresh();
    const struct closing_mark mark = {.set = true, .key8 = {0xa1}, .command8 = {7}};
    const uint8_t travel[] = {3, 1, 4, 1, 5};
    CHECK(store_begin_boot(&store));
    CHECK(store_set_lock_out(&store, true));
    CHECK(store_set_vacation_lock(&store, true));
    CHECK(store_set_closing_mark(&store, &mark));
    CHECK(store_set_permission(&store, true, settings));
    CHECK(store_set_travel(&store, BYTES_OF(travel)));
    CHECK(store_count_use(&store, bob8));
    again();
    CHECK_SAME(store.kept.boot, 1);
    CHECK(store.kept.lock_out);
    CHECK(store.kept.vacation_lock);
    CHECK(store.kept.closing_mark.set);
    CHECK_BYTES(BYTES_OF(store.kept.closing_mark.key8), BYTES_OF(alice8));
    CHECK(store.kept.permission);
    CHECK_BYTES(BYTES_OF(store.kept.permission_for), BYTES_OF(settings));
    CHECK_BYTES(((struct bytes){store.kept.travel.bytes, store.kept.travel.count}),
                BYTES_OF(travel));
    CHECK_SAME(store_uses(&store, bob8), 1);
    CHECK_SAME(store_uses(&store, alice8), 0);
}

static void a_value_that_stays_the_same_is_not_written(void)
{
    fresh();
    CHECK(store_set_lock_out(&store, true));
    const uint32_t before = ram.operations;
    CHECK(store_set_lock_out(&store, true));
    CHECK(store_set_vacation_lock(&store, false));
    CHECK(store_set_closing_mark(&store, &(struct closing_mark){.set = false}));
    CHECK_SAME(ram.operations, before);
}

static void uses_are_counted_given_back_and_forgotten(void)
{
    fresh();
    CHECK(store_count_use(&store, bob8));
    CHECK(store_count_use(&store, bob8));
    CHECK(store_count_use(&store, alice8));
    CHECK(store_give_back_use(&store, bob8));
    again();
    CHECK_SAME(store_uses(&store, bob8), 1);
    CHECK(store_forget_uses(&store, bob8));
    again();
    CHECK_SAME(store_uses(&store, bob8), 0);
    CHECK_SAME(store_uses(&store, alice8), 1);
}

static void uses_stop_at_the_largest_number_that_a_roster_can_name(void)
{
    fresh();
    for (int i = 0; i < 255; i++) {
        CHECK(store_count_use(&store, bob8));
    }
    CHECK(!store_count_use(&store, bob8));
    CHECK_SAME(store_uses(&store, bob8), 255);
}

static void a_thirty_third_key_has_no_place_for_uses(void)
{
    fresh();
    for (int i = 1; i <= ROSTER_ENTRIES_MOST; i++) {
        const uint8_t key8[KEY8_SIZE] = {(uint8_t)i};
        CHECK(store_count_use(&store, key8));
    }
    const uint8_t one_more[KEY8_SIZE] = {77};
    CHECK(!store_count_use(&store, one_more));
    const uint8_t first[KEY8_SIZE] = {1};
    CHECK(store_forget_uses(&store, first));
    CHECK(store_count_use(&store, one_more));
}

static void the_last_two_hundred_movements_are_kept_in_order(void)
{
    fresh();
    for (uint32_t number = 1; number <= 1000; number++) {
        const struct kept_movement made = movement(number / 300, number);
        CHECK(store_add_movement(&store, &made));
    }
    again();
    CHECK_SAME(store.kept.last_number, 1000);
    struct kept_movement got;
    uint32_t boot = 0;
    uint32_t number = 0;
    uint32_t count = 0;
    while (store_movement_after(&store, boot, number, &got)) {
        CHECK(count == 0 || got.number == number + 1);
        boot = got.boot;
        number = got.number;
        count++;
    }
    CHECK_SAME(number, 1000);
    CHECK(count >= STORE_MOVEMENTS);
    const struct kept_movement last = movement(3, 1000);
    CHECK_SAME(got.unix_seconds, last.unix_seconds);
    CHECK_SAME(got.uptime, last.uptime);
    CHECK_SAME(got.what, last.what);
    CHECK_SAME(got.result, last.result);
    CHECK_BYTES(BYTES_OF(got.key8), BYTES_OF(last.key8));
    CHECK_BYTES(BYTES_OF(got.command8), BYTES_OF(last.command8));
}

static void a_movement_is_found_by_its_name(void)
{
    fresh();
    const uint32_t names[][2] = {{1, 5}, {1, 7}, {2, 8}, {4, 8}};
    for (size_t i = 0; i < 4; i++) {
        const struct kept_movement made = movement(names[i][0], names[i][1]);
        CHECK(store_add_movement(&store, &made));
    }
    struct kept_movement got;
    CHECK(store_movement_after(&store, 1, 5, &got));
    CHECK_SAME(got.number, 7);
    CHECK(store_movement_after(&store, 1, 9, &got));
    CHECK_SAME(got.boot, 2);
    CHECK(store_movement_after(&store, 3, 0, &got));
    CHECK_SAME(got.boot, 4);
    CHECK(!store_movement_after(&store, 4, 8, &got));
}

static void a_roster_goes_to_the_spare_slot_and_counts_after_its_commit(void)
{
    fresh();
    const uint8_t first[] = "the first roster";
    const uint8_t second[] = "the second one!!";
    const uint8_t hash[HASH_SIZE] = {1};
    uint8_t seen[sizeof(first)];
    CHECK(store_roster_begin(&store));
    CHECK(store_roster_write(&store, 0, BYTES_OF(first)));
    CHECK(store_roster_commit(&store, 1, hash));
    CHECK(store_roster_begin(&store));
    CHECK(store_roster_write(&store, 0, (struct bytes){second, 8}));
    CHECK(store_roster_write(&store, 8, (struct bytes){second + 8, 9}));
    CHECK(store_roster_read_spare(&store, 0, seen, sizeof(seen)));
    CHECK_BYTES(BYTES_OF(seen), BYTES_OF(second));
    again();
    CHECK_SAME(store.kept.roster.version, 1);
    CHECK_BYTES(BYTES_OF(store.kept.roster.hash), BYTES_OF(hash));
    CHECK(store_roster_read(&store, 0, seen, sizeof(seen)));
    CHECK_BYTES(BYTES_OF(seen), BYTES_OF(first));
}

static void a_roster_longer_than_any_is_refused(void)
{
    fresh();
    const uint8_t bytes[2] = {0, 0};
    CHECK(store_roster_write(&store, ROSTER_MOST - 2, BYTES_OF(bytes)));
    CHECK(!store_roster_write(&store, ROSTER_MOST - 1, BYTES_OF(bytes)));
    CHECK(!store_roster_write(&store, SIZE_MAX, BYTES_OF(bytes)));
    uint8_t seen[1];
    CHECK(!store_roster_read(&store, 0, seen, ROSTER_MOST + 1));
}

static void another_owner_finds_nothing(void)
{
    fresh();
    const uint8_t other[STORE_OWNER_SIZE] = {0xff, 1};
    const uint8_t hash[HASH_SIZE] = {1};
    const struct kept_movement made = movement(1, 1);
    CHECK(store_begin_boot(&store));
    CHECK(store_roster_commit(&store, 9, hash));
    CHECK(store_count_use(&store, bob8));
    CHECK(store_add_movement(&store, &made));
    CHECK_SAME(store_mount(&store, &ram.flash, other), STORE_READY);
    struct kept_movement got;
    CHECK_SAME(store.kept.boot, 0);
    CHECK_SAME(store.kept.roster.version, 0);
    CHECK_SAME(store_uses(&store, bob8), 0);
    CHECK(!store_movement_after(&store, 0, 0, &got));
}

static void a_flash_that_is_too_small_is_refused(void)
{
    ram_flash_init(&ram);
    ram.flash.sectors = RAM_FLASH_SECTORS - 1;
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_DAMAGED);
}

static void sectors_of_other_sizes_do(void)
{
    ram_flash_init(&ram);
    ram.flash.sector_size = 16384;
    ram.flash.sectors = 4;
    // The memory holds two of them: the slots stand outside, and the journal works all the same.
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_READY);
    CHECK(store_begin_boot(&store));
    CHECK(!store_roster_begin(&store));
}

int main(void)
{
    RUN(a_new_flash_keeps_nothing);
    RUN(every_value_is_there_after_a_restart);
    RUN(a_value_that_stays_the_same_is_not_written);
    RUN(uses_are_counted_given_back_and_forgotten);
    RUN(uses_stop_at_the_largest_number_that_a_roster_can_name);
    RUN(a_thirty_third_key_has_no_place_for_uses);
    RUN(the_last_two_hundred_movements_are_kept_in_order);
    RUN(a_movement_is_found_by_its_name);
    RUN(a_roster_goes_to_the_spare_slot_and_counts_after_its_commit);
    RUN(a_roster_longer_than_any_is_refused);
    RUN(another_owner_finds_nothing);
    RUN(a_flash_that_is_too_small_is_refused);
    RUN(sectors_of_other_sizes_do);
    return check_verdict();
}
