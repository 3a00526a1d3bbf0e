// Cuts a stream of bytes into packets, in a room of the caller, however the stream is split.
//
// What follows the fixed header is gathered until the packet is whole, or until the room is full. The
// rest of a packet longer than the room comes in further roomfuls.
#ifndef DOOR_MQTT_FRAMER_H
#define DOOR_MQTT_FRAMER_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "door/mqtt/remaining_length.h"

enum mqtt_framer_state {
    MQTT_FRAMER_FIRST_BYTE,
    MQTT_FRAMER_REMAINING_LENGTH,
    MQTT_FRAMER_GATHERING,
    MQTT_FRAMER_READY,    // takes nothing until it is told how to go on
    MQTT_FRAMER_MALFORMED // the Remaining Length is none; takes nothing any more. first is 0
};

struct mqtt_framer {
    uint8_t first; // type and flags
    enum mqtt_framer_state state;
    struct mqtt_remaining_length remaining_length;
    uint32_t left; // bytes of the packet that have not come yet
    size_t count;  // bytes in the room
    size_t size;
    uint8_t *room;
};

// Forgets what was gathered; the next byte starts a packet. Inline, as mqtt_framer_offers is: every
// message comes past here.
static inline void mqtt_framer_restart(struct mqtt_framer *framer)
{
    framer->count = 0;
    framer->left = 0;
    framer->remaining_length = (struct mqtt_remaining_length){0};
    framer->state = MQTT_FRAMER_FIRST_BYTE;
}

// The room stays the caller's and is used until the framer is.
static inline void mqtt_framer_init(struct mqtt_framer *framer, uint8_t *room, size_t size)
{
    framer->room = room;
    framer->size = size;
    mqtt_framer_restart(framer);
}

// Takes bytes until there is something to look at, and says how many it took.
size_t mqtt_framer_take(struct mqtt_framer *framer, struct bytes arrived);

// READY or MALFORMED: there is something to look at.
MUST_USE static inline bool mqtt_framer_offers(const struct mqtt_framer *framer)
{
    return framer->state >= MQTT_FRAMER_READY;
}

// READY: empties the room and gathers the rest of this packet into it.
static inline void mqtt_framer_gather_on(struct mqtt_framer *framer)
{
    framer->count = 0;
    framer->state = MQTT_FRAMER_GATHERING;
}

#endif
