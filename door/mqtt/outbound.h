// Bytes that wait to be sent, in a room of the caller, always in one piece.
#ifndef DOOR_MQTT_OUTBOUND_H
#define DOOR_MQTT_OUTBOUND_H

#include "base/bytes.h"

struct mqtt_outbound {
    uint8_t *room;
    size_t size;
    size_t from;  // what waits lies from here
    size_t until; // to here
};

static inline void mqtt_outbound_clear(struct mqtt_outbound *outbound)
{
    outbound->from = 0;
    outbound->until = 0;
}

static inline void mqtt_outbound_init(struct mqtt_outbound *outbound, uint8_t *room, size_t size)
{
    outbound->room = room;
    outbound->size = size;
    mqtt_outbound_clear(outbound);
}

static inline struct bytes mqtt_outbound_pending(const struct mqtt_outbound *outbound)
{
    return (struct bytes){outbound->room + outbound->from, outbound->until - outbound->from};
}

// So many of them are gone; at most as many as there are.
static inline void mqtt_outbound_sent(struct mqtt_outbound *outbound, size_t count)
{
    outbound->from += count;
    if (outbound->from == outbound->until) {
        mqtt_outbound_clear(outbound);
    }
}

// mqtt_outbound_claim where what waits must move to the front first.
MUST_USE uint8_t *mqtt_outbound_claim_after_moving(struct mqtt_outbound *outbound, size_t count,
                                                   size_t reserve);

// Room for so many bytes at the end of what waits; NULL when less, or less than reserve beyond it, is
// free. Neither is more than the whole room. May move what waits. The bytes count as waiting at once:
// write them before anything else. Inline, for every message goes through it.
MUST_USE static inline uint8_t *mqtt_outbound_claim(struct mqtt_outbound *outbound, size_t count,
                                                    size_t reserve)
{
    if (outbound->size - outbound->until < count + reserve) {
        return mqtt_outbound_claim_after_moving(outbound, count, reserve);
    }
    uint8_t *claimed = outbound->room + outbound->until;
    outbound->until += count;
    return claimed;
}

#endif
