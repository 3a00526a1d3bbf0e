// The store on a flash of its real size that holds anything: mounted, then any of its calls, in any
// order, as often as wanted.
#include "door/store/store.h"

#include "test/proof/any.h"
#include "test/proof/seams.h"
#include "test/proof/subjects.h"

static void change_something(struct store *store)
{
    uint8_t eight[8];
    any_bytes(eight, sizeof(eight));
    struct closing_mark mark = {.set = any_bool()};
    any_bytes(mark.key8, sizeof(mark.key8));
    any_bytes(mark.command8, sizeof(mark.command8));
    switch (any_u8()) {
    case 0:
        (void)store_begin_boot(store);
        break;
    case 1:
        (void)store_set_lock_out(store, any_bool());
        break;
    case 2:
        (void)store_set_vacation_lock(store, any_bool());
        break;
    case 3:
        (void)store_set_closing_mark(store, &mark);
        break;
    case 4:
        (void)store_set_permission(store, any_bool(), eight);
        break;
    case 5:
        (void)store_count_use(store, eight);
        break;
    case 6:
        (void)store_give_back_use(store, eight);
        break;
    default:
        (void)store_forget_uses(store, eight);
        break;
    }
}

static void keep_something(struct store *store)
{
    uint8_t travel[STORE_TRAVEL_MOST];
    struct kept_movement movement = {.boot = any_u32(),
                                     .number = any_u32(),
                                     .uptime = any_u32(),
                                     .unix_seconds = any_u64(),
                                     .what = any_u8(),
                                     .result = any_u8()};
    any_bytes(movement.key8, sizeof(movement.key8));
    any_bytes(movement.command8, sizeof(movement.command8));
    any_bytes(travel, sizeof(travel));
    switch (any_u8()) {
    case 0:
        (void)store_set_travel(store,
                               (struct bytes){travel, any_between(0, STORE_TRAVEL_MOST + 1)});
        break;
    case 1:
        (void)store_add_movement(store, &movement);
        break;
    default:
        (void)store_movement_after(store, any_u32(), any_u32(), &movement);
        break;
    }
}

static void exchange_roster(struct store *store)
{
    uint8_t piece[ROSTER_ENTRY_SIZE];
    uint8_t hash[HASH_SIZE];
    any_bytes(piece, sizeof(piece));
    any_bytes(hash, sizeof(hash));
    switch (any_u8()) {
    case 0:
        (void)store_roster_begin(store);
        break;
    case 1:
        (void)store_roster_write(store, any_u32(), BYTES_OF(piece));
        break;
    case 2:
        (void)store_roster_read_spare(store, any_u32(), piece, sizeof(piece));
        break;
    case 3:
        (void)store_roster_commit(store, any_u32(), hash);
        break;
    default:
        (void)store_roster_read(store, any_u32(), piece, sizeof(piece));
        break;
    }
}

void prove_store(void)
{
    struct store store;
    uint8_t owner[STORE_OWNER_SIZE];
    any_bytes(owner, sizeof(owner));
    if (store_mount(&store, &any_flash, owner) != STORE_READY) {
        return;
    }
    while (any_bool()) {
        change_something(&store);
        keep_something(&store);
        exchange_roster(&store);
    }
}
