#include "door/network_floor.h"

#include "base/writer.h"
#include "door/keep_route.h"
#include "door/seams/board.h"
#include "door/seams/crypto.h"

#include <string.h>

enum {
    ROSTER_COUNT_AT = 26 // in a Roster: behind PCR1, door8, version4, made8, policy1 and admins1
};

bool network_floor_wrote(struct network_floor *floor, bool written, enum store_write which)
{
    if (!written) {
        notes_put(&floor->notes, &(struct note){.kind = NOTE_STORE_FAILED, .number = which});
    }
    return written;
}

static struct roster_law law_of(const struct image *image)
{
    struct roster_law law = {.recovery_point = image->recovery_point};
    crypto_key8(image->identity_point, law.identity8);
    crypto_key8(image->recovery_point, law.recovery8);
    memcpy(law.door8, law.identity8, DOOR8_SIZE);
    return law;
}

static void hash_settings(const struct operator_settings *settings,
                          uint8_t settings8[STORE_SETTINGS_SIZE])
{
    uint8_t room[OPERATOR_SETTINGS_SIZE];
    uint8_t hash[HASH_SIZE];
    struct writer w = writer_into(room, sizeof(room));
    operator_settings_write(&w, settings);
    crypto_sha256(writer_written(&w), hash);
    memcpy(settings8, hash, STORE_SETTINGS_SIZE);
}

static void tell_policy(struct network_floor *floor)
{
    const struct roster_in_force *roster = &floor->guard.roster;
    const uint8_t policy = roster->present ? roster->head.policy : 0;
    board_floor_enter();
    floor->door->mailbox.policy.unattended_close = (policy & POLICY_UNATTENDED_CLOSE) != 0;
    board_floor_leave();
}

// Counts of keys that are in the roster no more. Where writing fails, the next boot does it.
static void forget_uses(struct network_floor *floor)
{
    for (size_t i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        const struct uses_of_key key = floor->store.uses.keys[i];
        uint8_t index = 0;
        if (key.count != 0 && !roster_in_force_find(&floor->guard.roster, key.key8, &index)) {
            (void)network_floor_wrote(floor, store_forget_uses(&floor->store, key.key8),
                                      STORE_WRITE_USE);
        }
    }
}

static void obey(struct network_floor *floor, struct bytes roster)
{
    guard_obey(&floor->guard, roster);
    forget_uses(floor);
    tell_policy(floor);
}

// What the slot now holds is what counts, not what was sent to it.
static bool slot_holds(const struct store *store, struct bytes roster)
{
    uint8_t chunk[64];
    for (size_t at = 0; at < roster.count; at += sizeof(chunk)) {
        const size_t left = roster.count - at;
        const size_t count = left < sizeof(chunk) ? left : sizeof(chunk);
        if (!store_roster_read_spare(store, at, chunk, count) ||
            !same_bytes(chunk, roster.at + at, count)) {
            return false;
        }
    }
    return true;
}

static bool write_roster(struct network_floor *floor, struct bytes roster,
                         const struct roster_message *read)
{
    struct store *store = &floor->store;
    uint8_t hash[HASH_SIZE];
    roster_hash(read, hash);
    const bool written = store_roster_begin(store) && store_roster_write(store, 0, roster) &&
                         slot_holds(store, roster) &&
                         store_roster_commit(store, read->head.version, hash);
    return network_floor_wrote(floor, written, STORE_WRITE_ROSTER);
}

bool network_floor_take_roster(struct network_floor *floor, struct bytes roster, millis now)
{
    struct roster_message read;
    if (!roster_decode(roster, &read) || !write_roster(floor, roster, &read)) {
        return false;
    }
    obey(floor, roster);
    struct event event = {.what = WHAT_ROSTER};
    memcpy(event.key8, read.signer8, KEY8_SIZE);
    network_floor_tell(floor, &event, false, now);
    return true;
}

static bool read_kept_roster(const struct network_floor *floor, uint8_t room[ROSTER_MOST],
                             struct bytes *out)
{
    const struct store *store = &floor->store;
    uint8_t hash[HASH_SIZE];
    struct roster_message read;
    if (!store_roster_read(store, 0, room, ROSTER_MOST)) {
        return false;
    }
    // The head says how many entries there are; a damaged one says something wrong, and fails.
    const struct bytes whole = {room, roster_size(room[ROSTER_COUNT_AT])};
    if (whole.count > ROSTER_MOST || !roster_decode(whole, &read)) {
        return false;
    }
    roster_hash(&read, hash);
    *out = whole;
    return same_bytes(hash, store->kept.roster.hash, HASH_SIZE);
}

// The first roster came by cable, with the image; from then on only Rosters count.
static void take_first_roster(struct network_floor *floor)
{
    const struct bytes first = floor->image->first_roster;
    struct roster_message read;
    if (!roster_decode(first, &read) || !roster_is_sound(&read, &floor->guard.law) ||
        !write_roster(floor, first, &read)) {
        return;
    }
    obey(floor, first);
}

static void load_roster(struct network_floor *floor, uint8_t room[ROSTER_MOST])
{
    const struct roster_name *name = &floor->store.kept.roster;
    struct bytes roster;
    if (name->version == 0) {
        take_first_roster(floor);
    } else if (read_kept_roster(floor, room, &roster)) {
        obey(floor, roster);
    } else {
        roster_in_force_name(&floor->guard.roster, name->version, name->hash);
    }
}

// The journal first, then entropy: without both nothing of this boot is ever live.
static bool begin_boot(struct network_floor *floor, millis now)
{
    uint8_t entropy[TURNS_ENTROPY_SIZE];
    if (!board_entropy(entropy, sizeof(entropy)) ||
        !network_floor_wrote(floor, store_begin_boot(&floor->store), STORE_WRITE_BOOT)) {
        return false;
    }
    const struct kept *kept = &floor->store.kept;
    turns_begin(&floor->guard.turns, kept->boot, entropy, now);
    report_begin_boot(&floor->report, kept->boot, kept->last_number);
    wipe(entropy, sizeof(entropy));
    return true;
}

static void tell_boot(struct network_floor *floor, millis now)
{
    struct event boot = {.what = WHAT_BOOT};
    network_floor_tell(floor, &boot, false, now);
    if (floor->panic != 0) {
        struct event fault = {.what = WHAT_FAULT, .result = RESULT_INTERRUPTED};
        network_floor_tell(floor, &fault, false, now);
    }
    notes_put(&floor->notes,
              &(struct note){.kind = NOTE_BOOT, .number = floor->remote ? floor->report.boot : 0});
}

void network_floor_boot(struct network_floor *floor, const struct floor_parts *parts,
                        uint8_t room[ROSTER_MOST], millis now)
{
    const struct image *image = parts->image;
    const struct roster_law law = law_of(image);
    *floor = (struct network_floor){.image = image, .door = parts->door, .panic = parts->panic};
    guard_init(&floor->guard, &law, image->secret, &floor->store);
    wall_clock_from_board(&floor->guard.clock, parts->unix_seconds, now);
    report_init(&floor->report, image->identity_key, law.door8, now);
    hash_settings(&image->operator_settings, floor->settings8);
    floor->sound = store_mount(&floor->store, parts->flash, law.door8) == STORE_READY;
    keep_route_start_door(floor, now);
    floor->remote = floor->sound && begin_boot(floor, now);
    if (floor->remote) {
        load_roster(floor, room);
    }
    tell_boot(floor, now);
    if (floor->sound) {
        keep_route_interrupted(floor, now);
    }
    network_floor_look(floor);
}

void network_floor_look(struct network_floor *floor)
{
    board_floor_enter();
    struct mailbox *box = &floor->door->mailbox;
    floor->snapshot = box->snapshot;
    floor->answered = mailbox_take_answer(box, &floor->answer);
    board_floor_leave();
    if (floor->answered) {
        floor->permit_under_way = false;
    }
}

struct epoch network_floor_epoch(const struct network_floor *floor, millis now)
{
    const struct door_snapshot *snapshot = &floor->snapshot;
    const struct guard *guard = &floor->guard;
    struct epoch epoch = {.turn = guard->turns.turn,
                          .unix_seconds = guard_unix(guard, now),
                          .sequence = snapshot->sequence,
                          .state = (uint8_t)snapshot->state,
                          .position = snapshot->position,
                          .flags = snapshot->flags,
                          .roster_version = guard->roster.version};
    memcpy(epoch.value, guard->turns.value, EPOCH_VALUE_SIZE);
    memcpy(epoch.roster_hash8, guard->roster.hash, HASH8_SIZE);
    return epoch;
}

void network_floor_user(const struct network_floor *floor, const uint8_t key8[KEY8_SIZE],
                        uint8_t user[USER_SIZE])
{
    const struct roster_in_force *roster = &floor->guard.roster;
    struct roster_entry entry;
    uint8_t index = 0;
    memset(user, 0, USER_SIZE);
    if (roster_in_force_find(roster, key8, &index) &&
        roster_in_force_entry(roster, index, &entry)) {
        memcpy(user, entry.user, USER_SIZE);
    }
}

static bool journal(struct network_floor *floor, const struct event *event)
{
    struct kept_movement movement = {.boot = event->boot,
                                     .number = event->number,
                                     .uptime = event->uptime,
                                     .unix_seconds = event->unix_seconds,
                                     .what = event->what,
                                     .result = event->result};
    memcpy(movement.key8, event->key8, KEY8_SIZE);
    memcpy(movement.command8, event->command8, COMMAND8_SIZE);
    return network_floor_wrote(floor, store_add_movement(&floor->store, &movement),
                               STORE_WRITE_MOVEMENT);
}

void network_floor_tell(struct network_floor *floor, struct event *event, bool movement, millis now)
{
    if (!floor->remote) {
        return; // nothing can be signed, nor numbered without a gap
    }
    report_number(&floor->report, event, now);
    event->unix_seconds = guard_unix(&floor->guard, now);
    const bool kept = movement && journal(floor, event);
    if (kept || report_takes_event(&floor->report)) {
        report_tell(&floor->report, event);
    }
}
