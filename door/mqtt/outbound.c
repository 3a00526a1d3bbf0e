#include "door/mqtt/outbound.h"

#include <string.h>

void mqtt_outbound_init(struct mqtt_outbound *outbound, uint8_t *room, size_t size)
{
    outbound->room = room;
    outbound->size = size;
    mqtt_outbound_clear(outbound);
}

void mqtt_outbound_clear(struct mqtt_outbound *outbound)
{
    outbound->from = 0;
    outbound->until = 0;
}

struct bytes mqtt_outbound_pending(const struct mqtt_outbound *outbound)
{
    return (struct bytes){outbound->room + outbound->from, outbound->until - outbound->from};
}

void mqtt_outbound_sent(struct mqtt_outbound *outbound, size_t count)
{
    outbound->from += count;
    if (outbound->from == outbound->until) {
        mqtt_outbound_clear(outbound);
    }
}

uint8_t *mqtt_outbound_claim(struct mqtt_outbound *outbound, size_t count, size_t reserve)
{
    const size_t waiting = outbound->until - outbound->from;
    const size_t available = outbound->size - waiting;
    if (available < reserve || available - reserve < count) {
        return NULL;
    }
    if (outbound->size - outbound->until < count + reserve) {
        memmove(outbound->room, outbound->room + outbound->from, waiting);
        outbound->from = 0;
        outbound->until = waiting;
    }
    uint8_t *claimed = outbound->room + outbound->until;
    outbound->until += count;
    return claimed;
}
