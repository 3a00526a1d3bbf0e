// A write that failed halfway: flash may say the new value, the store says the old one.
#include "door/store/store.h"
#include "test/support/check.h"
#include "test/support/ram_flash.h"

static const uint8_t owner[STORE_OWNER_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8};

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

// One more operation succeeds, the first of the two records a value is written as; then none does.
static void fail_from_the_second_on(void)
{
    ram_flash_revive(&ram);
    ram.trouble = RAM_FLASH_FAIL_ONCE;
    ram.at_operation = 2;
    ram.every = 1;
}

static void what_was_half_written_is_written_again_though_it_is_as_wished(void)
{
    fresh();
    CHECK(store_set_vacation_lock(&store, true));
    fail_from_the_second_on();
    CHECK(!store_set_vacation_lock(&store, false));
    // The lock stands here, and does not on flash: who sets it now must not hear that it is kept.
    CHECK(!store_set_vacation_lock(&store, true));
    ram_flash_revive(&ram);
    CHECK(store_set_vacation_lock(&store, true));
    again();
    CHECK(store.kept.vacation_lock);
}

static void c05_so_are_lock_out_and_a_mark_that_was_taken_off(void)
{
    const struct closing_mark mark = {.set = true, .key8 = {7}};
    const struct closing_mark none = {.set = false};
    fresh();
    CHECK(store_set_lock_out(&store, true));
    fail_from_the_second_on();
    CHECK(!store_set_lock_out(&store, false));
    CHECK(!store_set_lock_out(&store, true));
    again();
    fail_from_the_second_on();
    CHECK(!store_set_closing_mark(&store, &mark));
    CHECK(!store_set_closing_mark(&store, &none));
    ram_flash_revive(&ram);
    CHECK(store_set_closing_mark(&store, &none));
    again();
    CHECK(!store.kept.closing_mark.set);
}

static void it_is_written_again_once(void)
{
    fresh();
    CHECK(store_set_lock_out(&store, true));
    fail_from_the_second_on();
    CHECK(!store_set_lock_out(&store, false));
    ram_flash_revive(&ram);
    CHECK(store_set_lock_out(&store, true));
    const uint32_t operations = ram.operations;
    CHECK(operations > 0);
    CHECK(store_set_lock_out(&store, true));
    CHECK_SAME(ram.operations, operations);
}

static bool write_spare(uint8_t byte)
{
    return store_roster_begin(&store) &&
           store_roster_write(&store, 0, (struct bytes){&byte, sizeof(byte)});
}

// The journal may name what stands in the spare slot, so that is not erased before it does not.
static void s06_a_roster_half_committed_is_named_or_whole_after_any_cut(void)
{
    const uint8_t hash[HASH_SIZE] = {7};
    fresh();
    CHECK(write_spare(1));
    CHECK(store_roster_commit(&store, 1, hash));
    CHECK(write_spare(2));
    fail_from_the_second_on();
    CHECK(!store_roster_commit(&store, 2, hash));
    CHECK_SAME(store.kept.roster.version, 1);
    ram_flash_revive(&ram);
    CHECK(write_spare(3));
    again();
    uint8_t byte = 0;
    CHECK(store_roster_read(&store, 0, &byte, sizeof(byte)));
    CHECK_SAME(byte, store.kept.roster.version);
}

int main(void)
{
    RUN(what_was_half_written_is_written_again_though_it_is_as_wished);
    RUN(c05_so_are_lock_out_and_a_mark_that_was_taken_off);
    RUN(it_is_written_again_once);
    RUN(s06_a_roster_half_committed_is_named_or_whole_after_any_cut);
    return check_verdict();
}
