#include "home/link/pending.h"

#include <string.h>

struct pending pending_asked(uint8_t action, uint8_t argument, millis now)
{
    return (struct pending){
        .action = action,
        .argument = argument,
        .since_asked = stopwatch_started(now),
        .since_sent = stopwatch_stopped(),
        .since_conflict = stopwatch_stopped(),
    };
}

// Wrapping: the first is the second's, or one after it.
static bool is_at_or_after(uint16_t first, uint16_t second)
{
    return (uint16_t)(first - second) < 0x8000;
}

static enum pending_step explain_conflict(const struct pending *pending,
                                          const struct door_view *view, millis now)
{
    if (is_at_or_after(view->epoch.sequence, pending->conflict_sequence)) {
        return view->epoch.state == pending->signed_state ? PENDING_SIGN : PENDING_STANDS;
    }
    return stopwatch_reached(pending->since_conflict, now, PENDING_NEWER_WITHIN) ? PENDING_STANDS
                                                                                 : PENDING_WAIT;
}

bool pending_looks_into(struct pending *pending, const struct ack *ack, millis now)
{
    if (ack->result != RESULT_CONFLICT || pending->repeated || pending->sent == PENDING_SENT_MOST) {
        return false;
    }
    pending->repeated = true;
    pending->conflict_sequence = ack->sequence;
    pending->since_conflict = stopwatch_started(now);
    return true;
}

enum pending_step pending_next(const struct pending *pending, const struct door_view *view,
                               millis now)
{
    if (stopwatch_reached(pending->since_asked, now, PENDING_GIVE_UP_AFTER)) {
        return PENDING_GIVE_UP;
    }
    if (!view->known || pending->sent == PENDING_SENT_MOST) {
        return PENDING_WAIT;
    }
    if (pending->since_conflict.running) {
        return explain_conflict(pending, view, now);
    }
    if (pending->sent == 0) {
        return PENDING_SIGN;
    }
    // Not over another state, but a stop: who has changed that has changed what this was asked for.
    const bool meant = pending->action == ACTION_STOP || view->epoch.state == pending->signed_state;
    const bool newer =
        meant && memcmp(pending->last_epoch_value, view->epoch.value, EPOCH_VALUE_SIZE) != 0;
    return newer && stopwatch_reached(pending->since_sent, now, PENDING_AGAIN_AFTER) ? PENDING_SIGN
                                                                                     : PENDING_WAIT;
}

bool pending_sign(struct pending *pending, const struct door_view *view, EVP_PKEY *key,
                  uint64_t unix_ms, uint8_t message[COMMAND_RAW_SIZE])
{
    uint8_t point[POINT_SIZE];
    uint8_t hash[HASH_SIZE];
    const uint64_t nonce = unix_ms > pending->last_nonce ? unix_ms : pending->last_nonce + 1;
    struct command command = {
        .nonce = nonce,
        .action = pending->action,
        .argument = pending->argument,
        .sequence = view->epoch.sequence,
    };
    if (pending->sent == PENDING_SENT_MOST || !key_point(key, point)) {
        return false;
    }
    key8_of(point, command.key8);
    memcpy(command.door8, view->door8, DOOR8_SIZE);
    memcpy(command.epoch_value, view->epoch.value, EPOCH_VALUE_SIZE);
    command_encode_raw(&command, message);
    const struct bytes covered = {message, COMMAND_RAW_COVERED};
    if (!key_sign(key, covered, message + COMMAND_RAW_COVERED)) {
        return false;
    }
    // M stands behind the kind byte.
    sha256_of((struct bytes){message + 1, COMMAND_M_SIZE}, hash);
    memcpy(pending->command8[pending->sent++], hash, COMMAND8_SIZE);
    memcpy(pending->last_epoch_value, view->epoch.value, EPOCH_VALUE_SIZE);
    pending->last_nonce = nonce;
    pending->signed_state = view->epoch.state;
    pending->since_conflict = stopwatch_stopped();
    return true;
}

void pending_went_out(struct pending *pending, millis now)
{
    pending->since_sent = stopwatch_started(now);
}

bool pending_is_mine(const struct pending *pending, const uint8_t command8[COMMAND8_SIZE])
{
    for (size_t i = 0; i < pending->sent; i++) {
        if (memcmp(pending->command8[i], command8, COMMAND8_SIZE) == 0) {
            return true;
        }
    }
    return false;
}

bool pending_take_ack(const struct pending *pending, const struct door_view *view,
                      struct bytes message, struct ack *out)
{
    struct ack ack;
    if (!ack_decode(message, &ack) || memcmp(ack.door8, view->door8, DOOR8_SIZE) != 0 ||
        !pending_is_mine(pending, ack.command8) || !key_verify_message(view->identity, message)) {
        return false;
    }
    *out = ack;
    return true;
}
