// Whatever lies on the flash, the store mounts it or refuses it without touching a cell; what it has
// mounted it keeps through power cuts and failures at any operation: each value is the old one or the
// new one.
//
// Input: steps that shape the flash, with heads and records whose checksums are right; END_OF_SHAPING;
// then steps that use the store.
#include "base/crc32.h"
#include "base/insist.h"
#include "base/reader.h"
#include "base/writer.h"
#include "door/store/store.h"
#include "test/fuzz/harness.h"
#include "test/support/ram_flash.h"

#include <string.h>

enum shaping {
    SHAPE_BYTES,
    SHAPE_HEAD,
    SHAPE_RECORD,
    SHAPE_SECTOR,
    SHAPE_CLEARED_BITS,
    SHAPE_MOUNTED,
    END_OF_SHAPING,
    SHAPINGS
};

enum use {
    USE_BOOT,
    USE_LOCK_OUT,
    USE_VACATION_LOCK,
    USE_CLOSING_MARK,
    USE_PERMISSION,
    USE_TRAVEL,
    USE_COUNT,
    USE_GIVE_BACK,
    USE_FORGET,
    USE_MOVEMENT,
    USE_ROSTER,
    USES
};

enum {
    HALF = STORE_JOURNAL_LEAST,
    USES_MOST = 10, // steps of use in one input
    MOVEMENTS_AT_ONCE = 64
};

struct bench {
    struct ram_flash ram;
    struct store store;
};

static const uint8_t owner[STORE_OWNER_SIZE] = {'o', 'w', 'n', 'e', 'r', 0, 0, 1};

static void shape_head(struct ram_flash *ram, size_t half, uint32_t generation)
{
    struct writer w = writer_into(ram->cells + half * HALF, JOURNAL_HEAD_SIZE);
    writer_bytes(&w, bytes_of_text("PCJ1"));
    writer_u32(&w, generation);
    writer_u32(&w, crc32_of(writer_written(&w)));
}

static void shape_record(struct ram_flash *ram, struct reader *r, size_t *tail)
{
    uint8_t raw[JOURNAL_RECORD_MOST + 4] = {0};
    const uint8_t type = reader_u8(r);
    const size_t count = reader_u8(r) % (JOURNAL_PAYLOAD_MOST + 1);
    const size_t size = (count + JOURNAL_FRAME_SIZE + 3) / 4 * 4;
    raw[0] = type;
    raw[1] = (uint8_t)count;
    reader_copy(r, raw + 2, count);
    struct writer w = writer_into(raw + size - 4, 4);
    writer_u32(&w, crc32_of((struct bytes){raw, size - 4}));
    if (*tail + size <= RAM_FLASH_SIZE) {
        memcpy(ram->cells + *tail, raw, size);
        *tail += size;
    }
}

static void shape_bytes(struct ram_flash *ram, struct reader *r, bool clears)
{
    const size_t at = reader_u16(r) % RAM_FLASH_SIZE;
    const uint8_t wanted = reader_u8(r);
    const struct bytes bytes = reader_take(r, wanted);
    for (size_t i = 0; i < bytes.count && at + i < RAM_FLASH_SIZE; i++) {
        ram->cells[at + i] = clears ? ram->cells[at + i] & bytes.at[i] : bytes.at[i];
    }
}

static bool mounts(struct bench *bench)
{
    return store_mount(&bench->store, &bench->ram.flash, owner) == STORE_READY;
}

// False: no more of it.
static bool shape(struct bench *bench, struct reader *r, size_t *tail)
{
    struct ram_flash *ram = &bench->ram;
    const enum shaping what = (enum shaping)(reader_u8(r) % SHAPINGS);
    if (r->left == 0 || r->overrun) {
        return false;
    }
    switch (what) {
    case SHAPE_BYTES:
    case SHAPE_CLEARED_BITS:
        shape_bytes(ram, r, what == SHAPE_CLEARED_BITS);
        break;
    case SHAPE_HEAD: {
        const size_t half = reader_u8(r) % 2;
        shape_head(ram, half, reader_u16(r));
        *tail = half * HALF + JOURNAL_HEAD_SIZE;
        break;
    }
    case SHAPE_RECORD:
        shape_record(ram, r, tail);
        break;
    case SHAPE_SECTOR: {
        const size_t sector = reader_u8(r) % RAM_FLASH_SECTORS;
        memset(ram->cells + sector * RAM_FLASH_SECTOR, reader_u8(r), RAM_FLASH_SECTOR);
        break;
    }
    case SHAPE_MOUNTED:
        (void)mounts(bench); // what a real journal looks like
        *tail = bench->store.journal.half * (size_t)HALF + bench->store.journal.tail;
        break;
    case END_OF_SHAPING:
    case SHAPINGS:
        return false;
    }
    return true;
}

static bool same_mark(const struct closing_mark *left, const struct closing_mark *right)
{
    return left->set == right->set && same_bytes(left->key8, right->key8, KEY8_SIZE) &&
           same_bytes(left->command8, right->command8, COMMAND8_SIZE);
}

static size_t keys_counted(const struct store *store)
{
    size_t count = 0;
    for (size_t i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        count += store->uses.keys[i].count != 0 ? 1 : 0;
    }
    return count;
}

static bool same_kept(const struct store *one, const struct store *other)
{
    const struct kept *left = &one->kept;
    const struct kept *right = &other->kept;
    bool same = left->boot == right->boot && left->last_number == right->last_number &&
                left->lock_out == right->lock_out && left->vacation_lock == right->vacation_lock &&
                left->permission == right->permission &&
                same_bytes(left->permission_for, right->permission_for, STORE_SETTINGS_SIZE) &&
                same_mark(&left->closing_mark, &right->closing_mark) &&
                left->roster.version == right->roster.version &&
                left->roster.slot == right->roster.slot &&
                same_bytes(left->roster.hash, right->roster.hash, HASH_SIZE) &&
                left->travel.count == right->travel.count &&
                same_bytes(left->travel.bytes, right->travel.bytes, left->travel.count);
    for (size_t i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        const struct uses_of_key *key = &one->uses.keys[i];
        same = same && (key->count == 0 || uses_count(&other->uses, key->key8) == key->count);
    }
    return same && keys_counted(one) == keys_counted(other);
}

static bool commit_roster(struct store *store, uint32_t version, struct bytes piece)
{
    const uint8_t hash[HASH_SIZE] = {(uint8_t)version};
    return store_roster_begin(store) && store_roster_write(store, 0, piece) &&
           store_roster_commit(store, version, hash);
}

static bool add_movements(struct store *store, const uint8_t bytes[8])
{
    const size_t count = 1U + bytes[0] % MOVEMENTS_AT_ONCE;
    struct kept_movement movement = {.boot = store->kept.boot, .number = store->kept.last_number};
    for (size_t i = 0; i < count; i++) {
        movement.number++;
        movement.what = bytes[1];
        if (!store_add_movement(store, &movement)) {
            return false;
        }
    }
    return true;
}

static bool use(struct store *store, enum use what, const uint8_t bytes[8])
{
    struct closing_mark mark = {.set = bytes[0] % 2 != 0};
    memcpy(mark.key8, bytes, KEY8_SIZE);
    switch (what) {
    case USE_BOOT:
        return store_begin_boot(store);
    case USE_LOCK_OUT:
        return store_set_lock_out(store, bytes[0] % 2 != 0);
    case USE_VACATION_LOCK:
        return store_set_vacation_lock(store, bytes[0] % 2 != 0);
    case USE_CLOSING_MARK:
        return store_set_closing_mark(store, &mark);
    case USE_PERMISSION:
        return store_set_permission(store, bytes[0] % 2 != 0, bytes);
    case USE_TRAVEL:
        return store_set_travel(store, (struct bytes){bytes, bytes[0] % 9U});
    case USE_COUNT:
        return store_count_use(store, bytes);
    case USE_GIVE_BACK:
        return store_give_back_use(store, bytes);
    case USE_FORGET:
        return store_forget_uses(store, bytes);
    case USE_MOVEMENT:
        return add_movements(store, bytes);
    case USE_ROSTER:
        return commit_roster(store, bytes[0], (struct bytes){bytes, 8});
    case USES:
        break;
    }
    return false;
}

static void copy_bench(struct bench *to, const struct bench *from)
{
    *to = *from;
    to->ram.flash.self = &to->ram;
    to->store.journal.flash = &to->ram.flash;
}

static void remount(struct bench *bench)
{
    ram_flash_revive(&bench->ram);
    INSIST(990, mounts(bench));
}

// One step of use: on a copy whose flash is sound, and on the real one with trouble on its way. A
// step is one value, but movements are many, so with trouble one is added at a time.
static void use_with_trouble(struct bench *bench, struct reader *r)
{
    static struct bench before;
    static struct bench sound;
    uint8_t bytes[8];
    const enum use what = (enum use)(reader_u8(r) % USES);
    const uint8_t trouble = reader_u8(r);
    reader_copy(r, bytes, sizeof(bytes));
    bench->ram.trouble = (enum ram_flash_trouble)(trouble % (RAM_FLASH_STUCK_ONCE + 1));
    bench->ram.at_operation = bench->ram.operations + 1U + trouble / 8U;
    if (what == USE_MOVEMENT && bench->ram.trouble != RAM_FLASH_SOUND) {
        bytes[0] = 0;
    }
    copy_bench(&before, bench);
    copy_bench(&sound, bench);
    sound.ram.trouble = RAM_FLASH_SOUND;
    const bool would = use(&sound.store, what, bytes);
    const bool did = use(&bench->store, what, bytes);
    INSIST(991, would || !did);
    INSIST(992, same_kept(&bench->store, did ? &sound.store : &before.store));
    if (bench->ram.trouble != RAM_FLASH_SOUND) {
        remount(bench);
        INSIST(993, same_kept(&bench->store, &sound.store) ||
                        (!did && same_kept(&bench->store, &before.store)));
    }
}

static void try_input(struct bytes input)
{
    static struct bench bench;
    static struct bench first;
    struct reader r = reader_over(input);
    size_t tail = JOURNAL_HEAD_SIZE;
    ram_flash_init(&bench.ram);
    while (shape(&bench, &r, &tail)) {
    }
    ram_flash_revive(&bench.ram);
    copy_bench(&first, &bench);
    if (!mounts(&bench)) {
        INSIST(994, same_bytes(first.ram.cells, bench.ram.cells, RAM_FLASH_SIZE));
        return;
    }
    INSIST(995, same_bytes(bench.store.owner, owner, STORE_OWNER_SIZE));
    copy_bench(&first, &bench);
    remount(&bench);
    INSIST(996, same_kept(&first.store, &bench.store));
    for (int i = 0; i < USES_MOST && r.left > 0 && !r.overrun; i++) {
        use_with_trouble(&bench, &r);
    }
    remount(&bench);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    try_input((struct bytes){input, size});
    return 0;
}
