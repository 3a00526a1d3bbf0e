#include "door/guard/guard.h"

#include "base/insist.h"
#include "door/guard/calendar.h"
#include "door/guard/powers.h"
#include "door/seams/crypto.h"
#include "protocol/time_message.h"

#include <string.h>

enum {
    OFFSET_MOST = 15 * 60 // minutes: no clock on earth differs more from Greenwich
};

// Seconds: some thirty thousand years, so that no sum with it runs over.
static const uint64_t unix_most = (uint64_t)1 << 40;

void guard_init(struct guard *guard, const struct roster_law *law, const uint8_t *secret,
                const struct store *store)
{
    *guard = (struct guard){.law = *law, .roster = {.store = store}};
    turns_init(&guard->turns, secret);
    budget_init(&guard->budget);
}

// The loop has gone round since a verification: now it is known how long that took.
static void settle(struct guard *guard, millis now)
{
    if (guard->verifying.running && guard->failed) {
        budget_failed(&guard->budget, stopwatch_elapsed(guard->verifying, now), now);
    }
    guard->verifying = stopwatch_stopped();
}

void guard_run(struct guard *guard, millis now)
{
    // A Command that waits for its decision may still prove to be a replay.
    if (guard->open.verdict != GUARD_VERIFIED) {
        settle(guard, now);
    }
    budget_run(&guard->budget, now);
    wall_clock_run(&guard->clock, now);
    if (turns_run(&guard->turns, now)) {
        nonces_forget(&guard->nonces, guard->turns.turn);
    }
}

static bool note_verification(struct guard *guard, bool holds, millis now)
{
    guard->verifying = stopwatch_started(now);
    guard->failed = !holds;
    return holds;
}

static enum guard_verdict count(struct guard *guard, enum guard_verdict verdict)
{
    guard->verdicts[verdict]++;
    if (verdict < GUARD_REFUSED_REPLAY) {
        guard->refused++;
    }
    return verdict;
}

static bool signature_holds(const struct guard *guard, const struct command_message *message,
                            const struct roster_entry *entry)
{
    uint8_t hash[HASH_SIZE];
    if (message->kind == KEY_RAW) {
        crypto_sha256(message->covered, hash);
        return crypto_verify(entry->point, hash, message->signature.at);
    }
    const struct assertion assertion = {message->authenticator_data, message->client_data_json,
                                        message->signature};
    crypto_sha256(message->m, hash);
    return assertion_holds(&assertion, &guard->roster.party, hash, entry->point);
}

// Whose key it is, and that it may be used so.
static bool find_entry(const struct guard *guard, const struct command_message *message,
                       uint8_t *index, struct roster_entry *entry)
{
    return roster_in_force_find(&guard->roster, message->command.key8, index) &&
           roster_in_force_entry(&guard->roster, *index, entry) && entry->kind == message->kind &&
           powers_commands(entry);
}

// 1. What costs nothing.
static enum guard_verdict check_cheap(struct guard *guard, const struct heard *heard,
                                      struct command_message *message, struct roster_entry *entry,
                                      uint8_t *index)
{
    if (heard->retained) {
        return GUARD_REFUSED_RETAINED;
    }
    if (!command_decode(heard->payload, message)) {
        return GUARD_REFUSED_MALFORMED;
    }
    const struct command *command = &message->command;
    if (!same_bytes(command->door8, guard->law.door8, DOOR8_SIZE)) {
        return GUARD_REFUSED_DOOR;
    }
    if (!find_entry(guard, message, index, entry)) {
        return GUARD_REFUSED_KEY;
    }
    if (!bytes_equal(heard->user, roster_user(entry))) {
        return GUARD_REFUSED_USER;
    }
    return turns_is_live(&guard->turns, command->epoch_value) ? GUARD_VERIFIED
                                                              : GUARD_REFUSED_EPOCH;
}

// 2. and 3. Tokens, and then the signature.
static enum guard_verdict check_dear(struct guard *guard, const struct command_message *message,
                                     const struct roster_entry *entry, uint8_t index, millis now)
{
    const uint8_t user = guard->roster.user[index];
    if (guard->verifying.running || !budget_take(&guard->budget, user, now)) {
        return GUARD_REFUSED_BUDGET;
    }
    if (!note_verification(guard, signature_holds(guard, message, entry), now)) {
        return GUARD_REFUSED_SIGNATURE;
    }
    return GUARD_VERIFIED;
}

static void open_case(struct guard *guard, const struct command_message *message,
                      const struct roster_entry *entry)
{
    uint8_t hash[HASH_SIZE];
    crypto_sha256(message->m, hash);
    guard->open.verdict = GUARD_VERIFIED;
    guard->open.command = message->command;
    guard->open.entry = *entry;
    memcpy(guard->open.command8, hash, COMMAND8_SIZE);
}

enum guard_verdict guard_hear(struct guard *guard, const struct heard *heard, millis now)
{
    struct command_message message;
    struct roster_entry entry;
    uint8_t index = 0;
    enum guard_verdict verdict = check_cheap(guard, heard, &message, &entry, &index);
    if (verdict == GUARD_VERIFIED) {
        verdict = check_dear(guard, &message, &entry, index, now);
    }
    if (verdict == GUARD_VERIFIED) {
        open_case(guard, &message, &entry);
    }
    return count(guard, verdict);
}

static bool window_is_open(const struct guard *guard, const struct roster_entry *entry, millis now)
{
    if (!calendar_has_window(entry)) {
        return true;
    }
    if (!wall_clock_is_trusted(&guard->clock, now)) {
        return false;
    }
    const uint64_t unix_seconds = guard_unix(guard, now);
    return calendar_is_within(entry, local_time_of(unix_seconds, guard->clock.offset_minutes));
}

static bool has_a_use_left(const struct store *store, const struct guard_case *open)
{
    return open->entry.uses == 0 || !powers_is_opening(open->command.action) ||
           store_uses(store, open->command.key8) < open->entry.uses;
}

static bool is_a_press(uint8_t action)
{
    return action == ACTION_CLOSE || powers_is_opening(action);
}

// 4. From here on every refusal is answered.
static enum guard_verdict check_power(struct guard *guard, bool vacation_lock, millis now)
{
    const struct command *command = &guard->open.command;
    const struct roster_entry *entry = &guard->open.entry;
    // It was live when it was heard; verifying took its time.
    if (!turns_is_live(&guard->turns, command->epoch_value)) {
        return GUARD_REFUSED_EPOCH;
    }
    if (!nonces_keep(&guard->nonces, command->key8, command->nonce, guard->turns.turn)) {
        return GUARD_REFUSED_REPLAY;
    }
    if (!powers_may(entry, guard->roster.head.policy, command->action, command->argument)) {
        return GUARD_REFUSED_ROLE;
    }
    // Who may command may stop: no window, no uses, no lock.
    if (command->action == ACTION_STOP) {
        return GUARD_GRANTED;
    }
    if (!window_is_open(guard, entry, now)) {
        return GUARD_REFUSED_WINDOW;
    }
    if (!has_a_use_left(guard->roster.store, &guard->open)) {
        return GUARD_REFUSED_USES;
    }
    if (vacation_lock && is_a_press(command->action)) {
        return GUARD_REFUSED_LOCKED;
    }
    return GUARD_GRANTED;
}

enum guard_verdict guard_decide(struct guard *guard, bool vacation_lock, millis now)
{
    INSIST(603, guard->open.verdict == GUARD_VERIFIED);
    const enum guard_verdict verdict = check_power(guard, vacation_lock, now);
    if (verdict == GUARD_REFUSED_REPLAY) {
        // As dear as a forged one, and as cheap to send.
        guard->failed = true;
    }
    settle(guard, now);
    guard->open.verdict = verdict;
    return count(guard, verdict);
}

struct permit guard_permit(struct guard *guard, bool closing_mark)
{
    INSIST(604, guard->open.verdict == GUARD_GRANTED);
    const struct command *command = &guard->open.command;
    const uint8_t policy = guard->roster.head.policy;
    struct permit permit = {.action = (enum action)command->action,
                            .argument = command->argument,
                            .sequence = command->sequence,
                            .unattended_close = (policy & POLICY_UNATTENDED_CLOSE) != 0,
                            .closing_mark = closing_mark};
    memcpy(permit.key8, command->key8, KEY8_SIZE);
    memcpy(permit.command8, guard->open.command8, COMMAND8_SIZE);
    guard_close_case(guard);
    return permit;
}

void guard_close_case(struct guard *guard)
{
    guard->open.verdict = GUARD_REFUSED_MALFORMED;
}

enum roster_verdict guard_hear_roster(struct guard *guard, struct bytes payload,
                                      uint64_t certificate_end, millis now)
{
    struct roster_message roster;
    uint8_t signer[POINT_SIZE];
    if (!roster_decode(payload, &roster)) {
        return ROSTER_REFUSED_MALFORMED;
    }
    const enum roster_verdict verdict =
        roster_judge(&roster, &guard->roster, &guard->law, certificate_end, signer);
    if (verdict != ROSTER_FITS) {
        return verdict;
    }
    if (guard->verifying.running || !budget_take_roster(&guard->budget, now)) {
        return ROSTER_REFUSED_BUDGET;
    }
    uint8_t hash[HASH_SIZE];
    roster_hash(&roster, hash);
    if (!note_verification(guard, crypto_verify(signer, hash, roster.signature), now)) {
        return ROSTER_REFUSED_SIGNATURE;
    }
    return ROSTER_ACCEPTED;
}

void guard_obey(struct guard *guard, struct bytes roster)
{
    guard_close_case(guard);
    INSIST(605, roster_in_force_take(&guard->roster, roster));
    budget_renumber(&guard->budget);
}

static enum guard_verdict check_time(struct guard *guard, struct bytes payload,
                                     struct time_message *time, struct roster_entry *entry)
{
    uint8_t index = 0;
    if (!time_message_decode(payload, time)) {
        return GUARD_REFUSED_MALFORMED;
    }
    if (!same_bytes(time->door8, guard->law.door8, DOOR8_SIZE)) {
        return GUARD_REFUSED_DOOR;
    }
    if (!roster_in_force_find(&guard->roster, time->key8, &index) ||
        !roster_in_force_entry(&guard->roster, index, entry) || entry->role != ROLE_TIMEKEEPER ||
        entry->kind != KEY_RAW) {
        return GUARD_REFUSED_KEY;
    }
    if (!turns_is_live(&guard->turns, time->epoch_value)) {
        return GUARD_REFUSED_EPOCH;
    }
    const bool on_earth =
        time->offset_minutes >= -OFFSET_MOST && time->offset_minutes <= OFFSET_MOST;
    if (!on_earth || time->unix_seconds < guard->roster.head.made ||
        time->unix_seconds > unix_most) {
        return GUARD_REFUSED_TIME;
    }
    return GUARD_VERIFIED;
}

enum guard_verdict guard_hear_time(struct guard *guard, struct bytes payload, bool retained,
                                   millis now)
{
    struct time_message time;
    struct roster_entry entry;
    if (retained) {
        return count(guard, GUARD_REFUSED_RETAINED);
    }
    const enum guard_verdict verdict = check_time(guard, payload, &time, &entry);
    if (verdict != GUARD_VERIFIED) {
        return count(guard, verdict);
    }
    if (guard->verifying.running || !budget_take_time(&guard->budget, now)) {
        return count(guard, GUARD_REFUSED_BUDGET);
    }
    const size_t covered = TIME_SIZE - SIGNATURE_SIZE;
    uint8_t hash[HASH_SIZE];
    crypto_sha256((struct bytes){payload.at, covered}, hash);
    if (!note_verification(guard, crypto_verify(entry.point, hash, payload.at + covered), now)) {
        return count(guard, GUARD_REFUSED_SIGNATURE);
    }
    wall_clock_from_timekeeper(&guard->clock, time.unix_seconds, time.offset_minutes, now);
    return GUARD_GRANTED;
}

uint64_t guard_unix(const struct guard *guard, millis now)
{
    const uint64_t made = guard->roster.present ? guard->roster.head.made : 0;
    return wall_clock_unix(&guard->clock, made, now);
}

millis guard_next_wake(const struct guard *guard, millis now)
{
    return guard->verifying.running ? 0 : turns_next_wake(&guard->turns, now);
}
