#include "door/store/store.h"

#include "door/store/record.h"

#include <string.h>

// After a copy there has to be room left to append: for some forty records at least.
enum {
    VALUES_MOST = 512,       // all values that are there once
    USES_OF_KEY_RECORD = 16, // as record.c and journal.c make them
    MOVEMENT_RECORD = 44
};
_Static_assert(VALUES_MOST + ROSTER_ENTRIES_MOST * USES_OF_KEY_RECORD +
                       STORE_MOVEMENTS * MOVEMENT_RECORD <
                   STORE_JOURNAL_LEAST - 2048,
               "what counts and some more must fit into one half");

static size_t sectors_for(const struct flash *flash, size_t size)
{
    return (size + flash->sector_size - 1) / flash->sector_size;
}

static size_t slot_address(const struct store *store, uint8_t slot)
{
    const struct flash *flash = store->journal.flash;
    const size_t sector = 2 * store->journal.half_sectors + slot * sectors_for(flash, ROSTER_MOST);
    return sector * flash->sector_size;
}

static bool copy_values(struct store *store)
{
    struct journal *journal = &store->journal;
    const struct kept *kept = &store->kept;
    uint8_t room[RECORD_MOST];
    return journal_copy(journal, RECORD_OWNER, BYTES_OF(store->owner)) &&
           journal_copy(journal, RECORD_BOOT, record_of_number(kept->boot, room)) &&
           journal_copy(journal, RECORD_ROSTER, record_of_roster(&kept->roster, room)) &&
           journal_copy(journal, RECORD_LOCK_OUT, record_of_flag(kept->lock_out, room)) &&
           journal_copy(journal, RECORD_VACATION_LOCK, record_of_flag(kept->vacation_lock, room)) &&
           journal_copy(journal, RECORD_CLOSING_MARK, record_of_mark(&kept->closing_mark, room)) &&
           journal_copy(journal, RECORD_PERMISSION,
                        record_of_permission(kept->permission, kept->permission_for, room)) &&
           journal_copy(journal, RECORD_TRAVEL,
                        (struct bytes){kept->travel.bytes, kept->travel.count});
}

static bool copy_uses(struct store *store)
{
    uint8_t room[RECORD_MOST];
    for (size_t i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        const struct uses_of_key *key = &store->uses.keys[i];
        if (key->count != 0 &&
            !journal_copy(&store->journal, RECORD_USES, record_of_uses(key, room))) {
            return false;
        }
    }
    return true;
}

// A record that can not be read ends the reading like the last one: what stands behind it is not gone.
static bool has_read_all(const struct journal *journal, size_t at)
{
    return at == journal->tail;
}

static bool count_movements(const struct journal *journal, size_t *out)
{
    struct journal_record record;
    size_t count = 0;
    size_t at = JOURNAL_HEAD_SIZE;
    while (journal_next(journal, &at, &record)) {
        count += record.type == RECORD_MOVEMENT ? 1 : 0;
    }
    if (!has_read_all(journal, at)) {
        return false;
    }
    *out = count;
    return true;
}

static bool copy_movements(struct store *store)
{
    struct journal_record record;
    size_t older = 0;
    size_t at = JOURNAL_HEAD_SIZE;
    if (!count_movements(&store->journal, &older)) {
        return false;
    }
    while (journal_next(&store->journal, &at, &record)) {
        if (record.type != RECORD_MOVEMENT || older-- > STORE_MOVEMENTS) {
            continue;
        }
        if (!journal_copy(&store->journal, RECORD_MOVEMENT,
                          (struct bytes){record.payload, record.count})) {
            return false;
        }
    }
    return has_read_all(&store->journal, at);
}

// Writes what counts to the other half. The owner stands first and last, so that damage to any value
// between can not pass for a record that the power did not let finish.
static bool compact(struct store *store, bool with_movements)
{
    if (!journal_copy_begin(&store->journal) || !copy_values(store) || !copy_uses(store) ||
        (with_movements && !copy_movements(store)) ||
        !journal_copy(&store->journal, RECORD_OWNER, BYTES_OF(store->owner)) ||
        !journal_copy_end(&store->journal)) {
        return false;
    }
    journal_retire_old(&store->journal);
    store->uncertain = false;
    return true;
}

static bool append_twice(struct journal *journal, uint8_t type, struct bytes payload)
{
    if (!journal_append(journal, type, payload)) {
        return false;
    }
    return journal_append(journal, type, payload);
}

// Values are written twice: were the last record of the journal damaged, it would look like one that
// was never finished, and the value before it would come back.
static bool put_value(struct store *store, uint8_t type, struct bytes payload)
{
    const size_t two = 2 * (payload.count + JOURNAL_FRAME_SIZE + 2);
    if (journal_has_room(&store->journal, two) && append_twice(&store->journal, type, payload)) {
        return true;
    }
    const bool written = compact(store, true) && append_twice(&store->journal, type, payload);
    store->uncertain = !written && store->journal.spoiled;
    return written;
}

// It is as wished, here and on flash.
static bool stands(const struct store *store, bool as_wished)
{
    return as_wished && !store->uncertain;
}

static bool take_all(struct store *store)
{
    struct journal_record record;
    size_t at = JOURNAL_HEAD_SIZE;
    while (journal_next(&store->journal, &at, &record)) {
        if (!record_take(&record, store)) {
            return false;
        }
    }
    return has_read_all(&store->journal, at);
}

static bool start_over(struct store *store, const uint8_t owner[STORE_OWNER_SIZE])
{
    store->kept = (struct kept){0};
    store->uses = (struct uses){0};
    memcpy(store->owner, owner, STORE_OWNER_SIZE);
    return compact(store, false);
}

// The first use of a flash fills one half after the other, so that later on a half which is blank,
// with another that is not sound, can only be damage.
static bool finish_first_use(struct store *store)
{
    return store->journal.generation > 1 || compact(store, true);
}

enum store_state store_mount(struct store *store, const struct flash *flash,
                             const uint8_t owner[STORE_OWNER_SIZE])
{
    *store = (struct store){0};
    const size_t half_sectors = sectors_for(flash, STORE_JOURNAL_LEAST);
    if (2 * (half_sectors + sectors_for(flash, ROSTER_MOST)) > flash->sectors) {
        return STORE_DAMAGED;
    }
    const enum journal_state state = journal_mount(&store->journal, flash, half_sectors);
    if (state == JOURNAL_DAMAGED || !take_all(store)) {
        return STORE_DAMAGED;
    }
    journal_retire_old(&store->journal);
    if (!same_bytes(store->owner, owner, STORE_OWNER_SIZE) && !start_over(store, owner)) {
        return STORE_DAMAGED;
    }
    return finish_first_use(store) ? STORE_READY : STORE_DAMAGED;
}

bool store_begin_boot(struct store *store)
{
    uint8_t room[RECORD_MOST];
    const uint32_t boot = store->kept.boot + 1;
    if (!put_value(store, RECORD_BOOT, record_of_number(boot, room))) {
        return false;
    }
    store->kept.boot = boot;
    return true;
}

bool store_set_lock_out(struct store *store, bool lock_out)
{
    uint8_t room[RECORD_MOST];
    if (!stands(store, store->kept.lock_out == lock_out) &&
        !put_value(store, RECORD_LOCK_OUT, record_of_flag(lock_out, room))) {
        return false;
    }
    store->kept.lock_out = lock_out;
    return true;
}

bool store_set_vacation_lock(struct store *store, bool vacation_lock)
{
    uint8_t room[RECORD_MOST];
    if (!stands(store, store->kept.vacation_lock == vacation_lock) &&
        !put_value(store, RECORD_VACATION_LOCK, record_of_flag(vacation_lock, room))) {
        return false;
    }
    store->kept.vacation_lock = vacation_lock;
    return true;
}

bool store_set_closing_mark(struct store *store, const struct closing_mark *mark)
{
    uint8_t room[RECORD_MOST];
    if (stands(store, !mark->set && !store->kept.closing_mark.set)) {
        return true;
    }
    if (!put_value(store, RECORD_CLOSING_MARK, record_of_mark(mark, room))) {
        return false;
    }
    store->kept.closing_mark = *mark;
    return true;
}

bool store_set_permission(struct store *store, bool permission,
                          const uint8_t settings[STORE_SETTINGS_SIZE])
{
    uint8_t room[RECORD_MOST];
    struct kept *kept = &store->kept;
    const bool same = permission == kept->permission &&
                      same_bytes(settings, kept->permission_for, STORE_SETTINGS_SIZE);
    if (stands(store, same)) {
        return true;
    }
    if (!put_value(store, RECORD_PERMISSION, record_of_permission(permission, settings, room))) {
        return false;
    }
    kept->permission = permission;
    memcpy(kept->permission_for, settings, STORE_SETTINGS_SIZE);
    return true;
}

bool store_set_travel(struct store *store, struct bytes travel)
{
    struct travel_bytes *kept = &store->kept.travel;
    if (travel.count > STORE_TRAVEL_MOST) {
        return false;
    }
    if (stands(store, bytes_equal(travel, (struct bytes){kept->bytes, kept->count}))) {
        return true;
    }
    if (!put_value(store, RECORD_TRAVEL, travel)) {
        return false;
    }
    kept->count = (uint8_t)travel.count;
    memcpy(kept->bytes, travel.at, travel.count);
    return true;
}

uint8_t store_uses(const struct store *store, const uint8_t key8[KEY8_SIZE])
{
    return uses_count(&store->uses, key8);
}

static bool put_uses(struct store *store, const uint8_t key8[KEY8_SIZE], uint8_t count)
{
    struct uses_of_key *place = uses_place(&store->uses, key8);
    struct uses_of_key key = {.count = count};
    uint8_t room[RECORD_MOST];
    memcpy(key.key8, key8, KEY8_SIZE);
    if (place == NULL || !put_value(store, RECORD_USES, record_of_uses(&key, room))) {
        return false;
    }
    uses_set(place, &key);
    return true;
}

bool store_count_use(struct store *store, const uint8_t key8[KEY8_SIZE])
{
    const uint8_t count = store_uses(store, key8);
    return count < UINT8_MAX && put_uses(store, key8, (uint8_t)(count + 1));
}

bool store_give_back_use(struct store *store, const uint8_t key8[KEY8_SIZE])
{
    const uint8_t count = store_uses(store, key8);
    return count == 0 || put_uses(store, key8, (uint8_t)(count - 1));
}

bool store_forget_uses(struct store *store, const uint8_t key8[KEY8_SIZE])
{
    return stands(store, store_uses(store, key8) == 0) || put_uses(store, key8, 0);
}

bool store_add_movement(struct store *store, const struct kept_movement *movement)
{
    uint8_t room[RECORD_MOST];
    const struct bytes payload = record_of_movement(movement, room);
    if (!journal_append(&store->journal, RECORD_MOVEMENT, payload) &&
        !(compact(store, true) && journal_append(&store->journal, RECORD_MOVEMENT, payload))) {
        return false;
    }
    store->kept.last_number = movement->number;
    return true;
}

static bool is_after(const struct kept_movement *movement, uint32_t boot, uint32_t number)
{
    return movement->boot > boot || (movement->boot == boot && movement->number > number);
}

bool store_movement_after(const struct store *store, uint32_t boot, uint32_t number,
                          struct kept_movement *out)
{
    struct journal_record record;
    struct kept_movement movement;
    size_t at = JOURNAL_HEAD_SIZE;
    while (journal_next(&store->journal, &at, &record)) {
        if (record.type == RECORD_MOVEMENT && record_read_movement(&record, &movement) &&
            is_after(&movement, boot, number)) {
            *out = movement;
            return true;
        }
    }
    return false;
}

static uint8_t spare_slot(const struct store *store)
{
    return store->kept.roster.slot ^ 1U;
}

bool store_roster_begin(struct store *store)
{
    const struct flash *flash = store->journal.flash;
    if (store->uncertain && !compact(store, true)) {
        return false;
    }
    const size_t first = slot_address(store, spare_slot(store)) / flash->sector_size;
    for (size_t i = 0; i < sectors_for(flash, ROSTER_MOST); i++) {
        if (!flash->erase(flash->self, first + i)) {
            return false;
        }
    }
    return true;
}

bool store_roster_write(const struct store *store, size_t offset, struct bytes piece)
{
    const struct flash *flash = store->journal.flash;
    return offset <= ROSTER_MOST && piece.count <= ROSTER_MOST - offset &&
           flash->program(flash->self, slot_address(store, spare_slot(store)) + offset, piece);
}

static bool read_slot(const struct store *store, uint8_t slot, size_t offset, uint8_t *into,
                      size_t count)
{
    const struct flash *flash = store->journal.flash;
    return offset <= ROSTER_MOST && count <= ROSTER_MOST - offset &&
           flash->read(flash->self, slot_address(store, slot) + offset, into, count);
}

bool store_roster_read_spare(const struct store *store, size_t offset, uint8_t *into, size_t count)
{
    return read_slot(store, spare_slot(store), offset, into, count);
}

bool store_roster_commit(struct store *store, uint32_t version, const uint8_t hash[HASH_SIZE])
{
    uint8_t room[RECORD_MOST];
    struct roster_name after = {.version = version, .slot = spare_slot(store)};
    memcpy(after.hash, hash, HASH_SIZE);
    if (!put_value(store, RECORD_ROSTER, record_of_roster(&after, room))) {
        return false;
    }
    store->kept.roster = after;
    return true;
}

bool store_roster_read(const struct store *store, size_t offset, uint8_t *into, size_t count)
{
    return read_slot(store, store->kept.roster.slot, offset, into, count);
}
