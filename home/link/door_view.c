#include "home/link/door_view.h"

#include <string.h>

bool door_view_init(struct door_view *view, EVP_PKEY *identity)
{
    struct door_view fresh = {.identity = identity};
    uint8_t point[POINT_SIZE];
    if (!key_point(identity, point)) {
        return false;
    }
    key8_of(point, fresh.door8);
    *view = fresh;
    return true;
}

static int order_of(uint64_t left, uint64_t right)
{
    return left < right ? -1 : left > right;
}

// Sequence wraps at 65,536; within one turn two of them are never half of that apart.
static int order_of_sequence(uint16_t left, uint16_t right)
{
    const uint16_t ahead = (uint16_t)(left - right);
    if (ahead == 0) {
        return 0;
    }
    return ahead < 0x8000 ? 1 : -1;
}

// boot, turn, event, sequence, and at last the door's clock.
static int order_of_epochs(const struct epoch *left, const struct epoch *right)
{
    const int orders[] = {
        order_of(left->boot, right->boot),
        order_of(left->turn, right->turn),
        order_of(left->event_number, right->event_number),
        order_of_sequence(left->sequence, right->sequence),
        order_of(left->unix_seconds, right->unix_seconds),
    };
    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        if (orders[i] != 0) {
            return orders[i];
        }
    }
    return 0;
}

enum epoch_answer door_view_take(struct door_view *view, struct bytes message)
{
    struct epoch epoch;
    if (!epoch_decode(message, &epoch) || memcmp(epoch.door8, view->door8, DOOR8_SIZE) != 0 ||
        !key_verify_message(view->identity, message)) {
        return EPOCH_REFUSED;
    }
    if (view->known && order_of_epochs(&epoch, &view->epoch) <= 0) {
        return EPOCH_OLDER;
    }
    view->epoch = epoch;
    view->known = true;
    return EPOCH_TAKEN;
}

// How far the door's clock is from ours, in seconds.
static uint64_t distance(uint64_t door, time_t now)
{
    const uint64_t ours = (uint64_t)now;
    return door > ours ? door - ours : ours - door;
}

bool epoch_is_fresh(const struct epoch *epoch, time_t now)
{
    return epoch->unix_seconds != 0 && distance(epoch->unix_seconds, now) <= FRESH_SECONDS;
}

bool epoch_wants_time(const struct epoch *epoch, time_t now)
{
    return epoch->unix_seconds == 0 || distance(epoch->unix_seconds, now) > TIME_OFF_SECONDS;
}
