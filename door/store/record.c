#include "door/store/record.h"

#include "base/reader.h"
#include "base/writer.h"

#include <string.h>

static struct writer into(uint8_t room[RECORD_MOST])
{
    return writer_into(room, RECORD_MOST);
}

struct bytes record_of_number(uint32_t number, uint8_t room[RECORD_MOST])
{
    struct writer w = into(room);
    writer_u32(&w, number);
    return writer_written(&w);
}

struct bytes record_of_flag(bool flag, uint8_t room[RECORD_MOST])
{
    struct writer w = into(room);
    writer_u8(&w, flag ? 1 : 0);
    return writer_written(&w);
}

struct bytes record_of_roster(const struct roster_name *roster, uint8_t room[RECORD_MOST])
{
    struct writer w = into(room);
    writer_u32(&w, roster->version);
    writer_bytes(&w, BYTES_OF(roster->hash));
    writer_u8(&w, roster->slot);
    return writer_written(&w);
}

struct bytes record_of_mark(const struct closing_mark *mark, uint8_t room[RECORD_MOST])
{
    struct writer w = into(room);
    writer_u8(&w, mark->set ? 1 : 0);
    writer_bytes(&w, BYTES_OF(mark->key8));
    writer_bytes(&w, BYTES_OF(mark->command8));
    return writer_written(&w);
}

struct bytes record_of_permission(bool permission, const uint8_t settings[STORE_SETTINGS_SIZE],
                                  uint8_t room[RECORD_MOST])
{
    struct writer w = into(room);
    writer_u8(&w, permission ? 1 : 0);
    writer_bytes(&w, (struct bytes){settings, STORE_SETTINGS_SIZE});
    return writer_written(&w);
}

struct bytes record_of_uses(const struct uses_of_key *key, uint8_t room[RECORD_MOST])
{
    struct writer w = into(room);
    writer_bytes(&w, BYTES_OF(key->key8));
    writer_u8(&w, key->count);
    return writer_written(&w);
}

struct bytes record_of_movement(const struct kept_movement *movement, uint8_t room[RECORD_MOST])
{
    struct writer w = into(room);
    writer_u32(&w, movement->boot);
    writer_u32(&w, movement->number);
    writer_u32(&w, movement->uptime);
    writer_u64(&w, movement->unix_seconds);
    writer_u8(&w, movement->what);
    writer_u8(&w, movement->result);
    writer_bytes(&w, BYTES_OF(movement->key8));
    writer_bytes(&w, BYTES_OF(movement->command8));
    return writer_written(&w);
}

bool record_read_movement(const struct journal_record *record, struct kept_movement *out)
{
    struct reader r = reader_over((struct bytes){record->payload, record->count});
    struct kept_movement read = {0};
    read.boot = reader_u32(&r);
    read.number = reader_u32(&r);
    read.uptime = reader_u32(&r);
    read.unix_seconds = reader_u64(&r);
    read.what = reader_u8(&r);
    read.result = reader_u8(&r);
    reader_copy(&r, read.key8, sizeof(read.key8));
    reader_copy(&r, read.command8, sizeof(read.command8));
    if (!reader_finished(&r)) {
        return false;
    }
    *out = read;
    return true;
}

static bool take_uses(struct reader *r, struct uses *uses)
{
    struct uses_of_key key;
    reader_copy(r, key.key8, sizeof(key.key8));
    key.count = reader_u8(r);
    struct uses_of_key *place = uses_place(uses, key.key8);
    if (place == NULL) {
        return key.count == 0; // of a key that has none any more
    }
    uses_set(place, &key);
    return true;
}

static void take_mark(struct reader *r, struct closing_mark *mark)
{
    mark->set = reader_u8(r) != 0;
    reader_copy(r, mark->key8, sizeof(mark->key8));
    reader_copy(r, mark->command8, sizeof(mark->command8));
}

static void take_roster(struct reader *r, struct roster_name *roster)
{
    roster->version = reader_u32(r);
    reader_copy(r, roster->hash, sizeof(roster->hash));
    roster->slot = reader_u8(r) & 1U;
}

static void take_travel(struct reader *r, struct travel_bytes *travel)
{
    travel->count = (uint8_t)r->left;
    reader_copy(r, travel->bytes, travel->count);
}

static bool take_movement(const struct journal_record *record, struct kept *kept)
{
    struct kept_movement movement;
    if (!record_read_movement(record, &movement)) {
        return false;
    }
    kept->last_number = movement.number;
    return true;
}

bool record_take(const struct journal_record *record, struct store *store)
{
    struct kept *kept = &store->kept;
    struct reader r = reader_over((struct bytes){record->payload, record->count});
    if (record->type > RECORD_MOVEMENT) {
        return true;
    }
    switch ((enum record_type)record->type) {
    case RECORD_OWNER:
        reader_copy(&r, store->owner, sizeof(store->owner));
        break;
    case RECORD_BOOT:
        kept->boot = reader_u32(&r);
        break;
    case RECORD_ROSTER:
        take_roster(&r, &kept->roster);
        break;
    case RECORD_LOCK_OUT:
        kept->lock_out = reader_u8(&r) != 0;
        break;
    case RECORD_VACATION_LOCK:
        kept->vacation_lock = reader_u8(&r) != 0;
        break;
    case RECORD_CLOSING_MARK:
        take_mark(&r, &kept->closing_mark);
        break;
    case RECORD_PERMISSION:
        kept->permission = reader_u8(&r) != 0;
        reader_copy(&r, kept->permission_for, sizeof(kept->permission_for));
        break;
    case RECORD_USES:
        if (!take_uses(&r, &store->uses)) {
            return false;
        }
        break;
    case RECORD_TRAVEL:
        take_travel(&r, &kept->travel);
        break;
    case RECORD_MOVEMENT:
        return take_movement(record, kept);
    }
    return reader_finished(&r);
}
