#include "door/keep_route.h"

#include "base/reader.h"
#include "base/writer.h"
#include "door/seams/board.h"

#include <string.h>

enum {
    TRAVEL_PACE = 10000, // ms between two looks at what was learned
    FAILURE_PACE = 1000, // ms until a write that failed is tried again
    TRAVEL_UNIT = 4,     // ms: the longest run then fits into 16 bits
    TRAVEL_SIZE = 3 * (2 * TRAVEL_RUNS + 2) + 2 * (2 * TRAVEL_DECADES + 1)
};
_Static_assert((int)TRAVEL_RUN_MOST / (int)TRAVEL_UNIT <= UINT16_MAX,
               "a time must fit into 16 bits");
_Static_assert((int)TRAVEL_SIZE <= (int)STORE_TRAVEL_MOST,
               "learned travel must fit into one record");

static void write_ring(struct writer *w, const struct travel_ring *ring)
{
    for (size_t i = 0; i < TRAVEL_RUNS; i++) {
        writer_u16(w, (uint16_t)(ring->times[i] / TRAVEL_UNIT));
    }
    writer_u8(w, ring->count);
    writer_u8(w, ring->next);
}

static struct bytes write_travel(const struct travel_record *record, uint8_t room[TRAVEL_SIZE])
{
    struct writer w = writer_into(room, TRAVEL_SIZE);
    write_ring(&w, &record->runs[WAY_OPENING]);
    write_ring(&w, &record->runs[WAY_CLOSING]);
    write_ring(&w, &record->delays);
    for (size_t way = 0; way < 2; way++) {
        for (size_t i = 0; i < TRAVEL_DECADES; i++) {
            writer_u16(&w, (uint16_t)(record->decade_medians[way][i] / TRAVEL_UNIT));
        }
        writer_u8(&w, record->decades[way]);
    }
    return writer_written(&w);
}

static void read_ring(struct reader *r, struct travel_ring *ring)
{
    for (size_t i = 0; i < TRAVEL_RUNS; i++) {
        ring->times[i] = (uint32_t)reader_u16(r) * TRAVEL_UNIT;
    }
    ring->count = reader_u8(r);
    ring->next = reader_u8(r);
}

// Whether the numbers in it make sense is the operator's to say (travel_init).
static bool read_travel(struct bytes kept, struct travel_record *record)
{
    struct reader r = reader_over(kept);
    read_ring(&r, &record->runs[WAY_OPENING]);
    read_ring(&r, &record->runs[WAY_CLOSING]);
    read_ring(&r, &record->delays);
    for (size_t way = 0; way < 2; way++) {
        for (size_t i = 0; i < TRAVEL_DECADES; i++) {
            record->decade_medians[way][i] = (uint32_t)reader_u16(&r) * TRAVEL_UNIT;
        }
        record->decades[way] = reader_u8(&r);
    }
    return reader_finished(&r);
}

void keep_route_start_door(struct network_floor *floor, millis now)
{
    const struct kept *kept = &floor->store.kept;
    const bool same_settings =
        same_bytes(kept->permission_for, floor->settings8, STORE_SETTINGS_SIZE);
    struct door_memory memory = {.lock_out = true};
    if (floor->sound) {
        memory.lock_out = kept->lock_out || kept->closing_mark.set;
        memory.vacation_lock = kept->vacation_lock;
        // C29: it was given for these settings, or it has lapsed.
        memory.device_permission = kept->permission && same_settings;
        // A record of another length is as if nothing had been learned.
        if (!read_travel((struct bytes){kept->travel.bytes, kept->travel.count}, &memory.travel)) {
            memset(&memory.travel, 0, sizeof(memory.travel));
        }
    }
    door_init(floor->door, &floor->image->operator_settings, &memory, now);
}

static bool keep_lock_out(struct network_floor *floor, bool lock_out)
{
    return network_floor_wrote(floor, store_set_lock_out(&floor->store, lock_out),
                               STORE_WRITE_LOCK_OUT);
}

static bool keep_vacation_lock(struct network_floor *floor, bool vacation_lock)
{
    return network_floor_wrote(floor, store_set_vacation_lock(&floor->store, vacation_lock),
                               STORE_WRITE_VACATION_LOCK);
}

static bool clear_mark(struct network_floor *floor)
{
    const struct closing_mark none = {.set = false};
    return network_floor_wrote(floor, store_set_closing_mark(&floor->store, &none),
                               STORE_WRITE_MARK);
}

void keep_route_interrupted(struct network_floor *floor, millis now)
{
    const struct closing_mark *mark = &floor->store.kept.closing_mark;
    if (!mark->set || !keep_lock_out(floor, true)) {
        return;
    }
    struct event event = {.what = WHAT_GOAL_ENDED, .result = RESULT_INTERRUPTED};
    memcpy(event.key8, mark->key8, KEY8_SIZE);
    memcpy(event.command8, mark->command8, COMMAND8_SIZE);
    network_floor_tell(floor, &event, true, now);
    struct note note = {.kind = NOTE_OCCURRENCE,
                        .occurrence = {.what = WHAT_GOAL_ENDED, .result = RESULT_INTERRUPTED}};
    network_floor_user(floor, mark->key8, note.user);
    notes_put(&floor->notes, &note);
    // Where it stays, the next boot says it again.
    (void)clear_mark(floor);
}

static void keep_travel(struct network_floor *floor, millis now)
{
    if (floor->since_travel.running && !stopwatch_reached(floor->since_travel, now, TRAVEL_PACE)) {
        return;
    }
    floor->since_travel = stopwatch_started(now);
    uint8_t room[TRAVEL_SIZE];
    board_floor_enter();
    const struct travel_record record = door_travel(floor->door);
    board_floor_leave();
    const bool learned = record.runs[0].count + record.runs[1].count + record.delays.count > 0;
    if (learned) {
        (void)network_floor_wrote(floor,
                                  store_set_travel(&floor->store, write_travel(&record, room)),
                                  STORE_WRITE_TRAVEL);
    }
}

static bool keep_permission(struct network_floor *floor)
{
    const struct kept *kept = &floor->store.kept;
    if (!floor->snapshot.device_permission && !kept->permission) {
        return true;
    }
    return network_floor_wrote(
        floor,
        store_set_permission(&floor->store, floor->snapshot.device_permission, floor->settings8),
        STORE_WRITE_PERMISSION);
}

static bool keep_snapshot(struct network_floor *floor)
{
    const struct door_snapshot *snapshot = &floor->snapshot;
    const struct kept *kept = &floor->store.kept;
    // What has changed comes first; what a write that failed has left in doubt goes with it.
    if ((snapshot->lock_out != kept->lock_out && !keep_lock_out(floor, snapshot->lock_out)) ||
        (snapshot->vacation_lock != kept->vacation_lock &&
         !keep_vacation_lock(floor, snapshot->vacation_lock)) ||
        !keep_permission(floor)) {
        return false;
    }
    // C5: the end has been seen, and whether it locked out is on flash with the mark's going.
    return snapshot->busy || clear_mark(floor);
}

void keep_route_run(struct network_floor *floor, millis now)
{
    // A permit that is under way may stand for what the snapshot does not show yet.
    if (!floor->sound || floor->permit_under_way) {
        return;
    }
    if (floor->since_failure.running &&
        !stopwatch_reached(floor->since_failure, now, FAILURE_PACE)) {
        return;
    }
    floor->since_failure = keep_snapshot(floor) ? stopwatch_stopped() : stopwatch_started(now);
    if (!floor->snapshot.busy) {
        keep_travel(floor, now);
    }
}
