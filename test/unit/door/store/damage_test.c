// Bytes that rot: whatever single byte is damaged, no older value comes back as if it were the last.
#include "door/store/store.h"
#include "test/support/check.h"
#include "test/support/ram_flash.h"

#include <stdio.h>
#include <string.h>

static const uint8_t owner[STORE_OWNER_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t bob8[KEY8_SIZE] = {0xb0};

static struct ram_flash ram;
static struct ram_flash good;
static struct store store;

static void make_good(uint32_t movements)
{
    const uint8_t old_hash[HASH_SIZE] = {1};
    const uint8_t new_hash[HASH_SIZE] = {2};
    ram_flash_init(&ram);
    CHECK_SAME(store_mount(&store, &ram.flash, owner), STORE_READY);
    CHECK(store_begin_boot(&store));
    CHECK(store_roster_commit(&store, 1, old_hash));
    CHECK(store_count_use(&store, bob8));
    for (uint32_t i = 0; i < movements; i++) {
        CHECK(store_add_movement(&store, &(struct kept_movement){.boot = 1, .number = i + 1}));
    }
    CHECK(store_begin_boot(&store));
    CHECK(store_count_use(&store, bob8));
    CHECK(store_set_lock_out(&store, true));
    CHECK(store_roster_commit(&store, 2, new_hash));
    good = ram;
}

// Bytes that were never written are many and all the same: a sample of them is enough.
static bool is_worth_a_look(size_t at)
{
    return good.cells[at] != 0xff || at % 61 == 0;
}

static void damage_bytes(size_t step, uint8_t keep_bits, uint8_t set_bits)
{
    for (size_t at = 0; at < 6 * (size_t)RAM_FLASH_SECTOR; at += step) {
        if (!is_worth_a_look(at)) {
            continue;
        }
        char context[64];
        (void)snprintf(context, sizeof(context), "damage at byte %zu", at);
        check_context(context);
        ram = good;
        ram.flash.self = &ram;
        ram.cells[at] = (uint8_t)((ram.cells[at] & keep_bits) | set_bits);
        if (store_mount(&store, &ram.flash, owner) == STORE_DAMAGED) {
            continue;
        }
        CHECK_SAME(store.kept.roster.version, 2);
        CHECK_SAME(store.kept.boot, 2);
        CHECK_SAME(store_uses(&store, bob8), 2);
        CHECK(store.kept.lock_out);
    }
    check_context(NULL);
}

static void s06_a_damaged_byte_never_brings_back_an_older_roster(void)
{
    make_good(10);
    damage_bytes(1, 0x00, 0x00);
    damage_bytes(1, 0xff, 0xff);
    damage_bytes(1, 0x0f, 0x50);
}

static void s06_nor_does_it_after_a_copy_to_the_other_half(void)
{
    make_good(300);
    damage_bytes(7, 0x00, 0x00);
    damage_bytes(5, 0xff, 0xff);
}

int main(void)
{
    RUN(s06_a_damaged_byte_never_brings_back_an_older_roster);
    RUN(s06_nor_does_it_after_a_copy_to_the_other_half);
    return check_verdict();
}
