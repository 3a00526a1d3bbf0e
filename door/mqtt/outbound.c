#include "door/mqtt/outbound.h"

#include <string.h>

// Moves what waits to the front. False: even then there is not so much room.
static bool make_room(struct mqtt_outbound *outbound, size_t count, size_t reserve)
{
    const size_t waiting = outbound->until - outbound->from;
    if (outbound->size - waiting < count + reserve) {
        return false;
    }
    memmove(outbound->room, outbound->room + outbound->from, waiting);
    outbound->from = 0;
    outbound->until = waiting;
    return true;
}

uint8_t *mqtt_outbound_claim(struct mqtt_outbound *outbound, size_t count, size_t reserve)
{
    if (outbound->size - outbound->until < count + reserve &&
        !make_room(outbound, count, reserve)) {
        return NULL;
    }
    uint8_t *claimed = outbound->room + outbound->until;
    outbound->until += count;
    return claimed;
}
