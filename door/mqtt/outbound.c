#include "door/mqtt/outbound.h"

#include <string.h>

uint8_t *mqtt_outbound_claim_after_moving(struct mqtt_outbound *outbound, size_t count,
                                          size_t reserve)
{
    const size_t waiting = outbound->until - outbound->from;
    if (outbound->size - waiting < count + reserve) {
        return NULL;
    }
    memmove(outbound->room, outbound->room + outbound->from, waiting);
    outbound->from = 0;
    outbound->until = waiting + count;
    return outbound->room + waiting;
}
