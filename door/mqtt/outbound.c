#include "door/mqtt/outbound.h"

#include <string.h>

void mqtt_outbound_init(struct mqtt_outbound *outbound, uint8_t *room, size_t size)
{
    outbound->room = room;
    outbound->size = size;
    mqtt_outbound_clear(outbound);
}

// Moves what waits to the front. False: even then there is not so much room.
static bool make_room(struct mqtt_outbound *outbound, size_t count, size_t reserve)
{
    const size_t waiting = outbound->until - outbound->from;
    const size_t available = outbound->size - waiting;
    if (available < reserve || available - reserve < count) {
        return false;
    }
    memmove(outbound->room, outbound->room + outbound->from, waiting);
    outbound->from = 0;
    outbound->until = waiting;
    return true;
}

uint8_t *mqtt_outbound_claim(struct mqtt_outbound *outbound, size_t count, size_t reserve)
{
    const size_t behind = outbound->size - outbound->until;
    if ((behind < reserve || behind - reserve < count) && !make_room(outbound, count, reserve)) {
        return NULL;
    }
    uint8_t *claimed = outbound->room + outbound->until;
    outbound->until += count;
    return claimed;
}
