// Any read may fail, once or from then on: what can not be read is never taken for what is not there.
#include "door/store/store.h"
#include "test/support/check.h"
#include "test/support/ram_flash.h"

#include <stdio.h>
#include <string.h>

enum {
    MOVEMENTS = 12
};

static const uint8_t owner[STORE_OWNER_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t bob8[KEY8_SIZE] = {0xb0};

static struct ram_flash ram;
static struct ram_flash good;
static struct store store;

static void add_movements(uint32_t from, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct kept_movement made = {.boot = 1, .number = from + i};
        CHECK(store_add_movement(&store, &made));
    }
}

// The values that count come last, so that whoever stops reading early has older ones.
static void make_good(void)
{
    const uint8_t hash[HASH_SIZE] = {7};
    ram_flash_init(&ram);
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_READY);
    CHECK(store_begin_boot(&store));
    CHECK(store_roster_commit(&store, 1, hash));
    CHECK(store_count_use(&store, bob8));
    add_movements(1, MOVEMENTS);
    CHECK(store_begin_boot(&store));
    CHECK(store_roster_commit(&store, 2, hash));
    CHECK(store_count_use(&store, bob8));
    CHECK(store_set_vacation_lock(&store, true));
    CHECK(store_set_lock_out(&store, true));
    good = ram;
}

static void restore(void)
{
    ram = good;
    ram.flash.self = &ram;
    ram_flash_revive(&ram);
}

static void check_values(void)
{
    CHECK_SAME(store.kept.boot, 2);
    CHECK_SAME(store.kept.roster.version, 2);
    CHECK_SAME(store_uses(&store, bob8), 2);
    CHECK(store.kept.vacation_lock);
    CHECK(store.kept.lock_out);
    CHECK_SAME(store.kept.last_number, MOVEMENTS);
}

static void about(const char *what, uint32_t number)
{
    static char context[64];
    (void)snprintf(context, sizeof(context), "%s %u", what, (unsigned)number);
    check_context(context);
}

// How many mounts were refused, of so many with a failing read each.
static uint32_t mount_with_failing_reads(bool stays, uint32_t *reads)
{
    restore();
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_READY);
    check_values();
    *reads = ram.reads;
    uint32_t refused = 0;
    for (uint32_t read = 1; read <= *reads; read++) {
        about("read", read);
        restore();
        ram.fails_read = read;
        ram.stays_unreadable = stays;
        if (store_mount(&store, &ram.flash, owner) == STORE_READY) {
            check_values();
        } else {
            refused++;
        }
    }
    check_context(NULL);
    return refused;
}

static void s06_a_mount_that_can_not_read_all_brings_back_nothing_older(void)
{
    uint32_t reads = 0;
    make_good();
    (void)mount_with_failing_reads(false, &reads);
    CHECK_SAME(mount_with_failing_reads(true, &reads), reads);
}

static void the_same_after_a_copy_to_the_other_half(void)
{
    uint32_t reads = 0;
    make_good();
    restore();
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_READY);
    const uint8_t half = store.journal.half;
    for (uint8_t i = 0; store.journal.half == half; i++) {
        CHECK(store_set_travel(&store, (struct bytes){&i, 1}));
    }
    good = ram;
    (void)mount_with_failing_reads(false, &reads);
}

// The cells are sound, and a read says otherwise, once.
static void a_read_that_comes_wrong_once_gives_no_value_that_was_not_written(void)
{
    static const uint8_t bits[] = {0x01, 0x02, 0x04, 0x08, 0x10, 0x80};
    make_good();
    restore();
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_READY);
    const uint32_t reads = ram.reads;
    for (uint32_t read = 1; read <= reads; read++) {
        about("wrong read", read);
        for (size_t i = 0; i < sizeof(bits); i++) {
            restore();
            ram.flips_read = read;
            ram.flipped = bits[i];
            if (store_mount(&store, &ram.flash, owner) == STORE_READY) {
                check_values();
            }
        }
    }
    check_context(NULL);
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

// A use that is counted where the half has no room left for it, so that all is copied first.
static bool count_a_use_with_a_copy(uint32_t fails_read)
{
    restore();
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_READY);
    store.journal.spoiled = true;
    ram_flash_revive(&ram);
    ram.fails_read = fails_read;
    return store_count_use(&store, bob8);
}

static void a_read_that_fails_while_all_is_copied_loses_nothing(void)
{
    make_good();
    CHECK(count_a_use_with_a_copy(0));
    const uint32_t reads = ram.reads;
    uint32_t refused = 0;
    for (uint32_t read = 1; read <= reads; read++) {
        about("read of a copy", read);
        const bool said = count_a_use_with_a_copy(read);
        refused += said ? 0 : 1;
        CHECK_SAME(store_uses(&store, bob8), said ? 3 : 2);
        ram_flash_revive(&ram);
        if (CHECK(store_mount(&store, &ram.flash, owner) == STORE_READY)) {
            CHECK(store_uses(&store, bob8) == 3 || (!said && store_uses(&store, bob8) == 2));
            CHECK_SAME(movements_kept(), MOVEMENTS);
            CHECK(store.kept.lock_out);
        }
    }
    check_context(NULL);
    CHECK(refused > MOVEMENTS);
}

static void a_write_that_can_not_be_read_back_was_none(void)
{
    make_good();
    restore();
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_READY);
    ram_flash_revive(&ram);
    ram.fails_read = 1;
    ram.stays_unreadable = true;
    CHECK(!store_set_lock_out(&store, false));
    CHECK(store.kept.lock_out);
    CHECK(!store_roster_read(&store, 0, &(uint8_t){0}, 1));
    struct kept_movement got;
    CHECK(!store_movement_after(&store, 0, 0, &got));
}

int main(void)
{
    RUN(s06_a_mount_that_can_not_read_all_brings_back_nothing_older);
    RUN(the_same_after_a_copy_to_the_other_half);
    RUN(a_read_that_comes_wrong_once_gives_no_value_that_was_not_written);
    RUN(a_read_that_fails_while_all_is_copied_loses_nothing);
    RUN(a_write_that_can_not_be_read_back_was_none);
    return check_verdict();
}
