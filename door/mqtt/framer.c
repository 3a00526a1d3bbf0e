#include "door/mqtt/framer.h"

#include <string.h>

void mqtt_framer_init(struct mqtt_framer *framer, uint8_t *room, size_t size)
{
    framer->room = room;
    framer->size = size;
    mqtt_framer_restart(framer);
}

static void take_length_byte(struct mqtt_framer *framer, uint8_t byte)
{
    const enum mqtt_decode answer = mqtt_remaining_length_step(&framer->remaining_length, byte);
    if (answer == MQTT_DECODED) {
        framer->left = framer->remaining_length.value;
        framer->state = framer->left > 0 ? MQTT_FRAMER_GATHERING : MQTT_FRAMER_READY;
    } else if (answer != MQTT_NEED_MORE) {
        framer->state = MQTT_FRAMER_MALFORMED;
    }
}

static size_t gather(struct mqtt_framer *framer, struct bytes arrived)
{
    size_t taken = framer->size - framer->count;
    taken = taken < framer->left ? taken : framer->left;
    taken = taken < arrived.count ? taken : arrived.count;
    memcpy(framer->room + framer->count, arrived.at, taken);
    framer->count += taken;
    framer->left -= (uint32_t)taken;
    if (framer->left == 0 || framer->count == framer->size) {
        framer->state = MQTT_FRAMER_READY;
    }
    return taken;
}

size_t mqtt_framer_take(struct mqtt_framer *framer, struct bytes arrived)
{
    size_t taken = 0;
    if (framer->state == MQTT_FRAMER_FIRST_BYTE && arrived.count > 0) {
        framer->first = arrived.at[0];
        framer->state = MQTT_FRAMER_REMAINING_LENGTH;
        taken = 1;
    }
    while (framer->state == MQTT_FRAMER_REMAINING_LENGTH && taken < arrived.count) {
        take_length_byte(framer, arrived.at[taken]);
        taken++;
    }
    if (framer->state == MQTT_FRAMER_GATHERING && taken < arrived.count) {
        taken += gather(framer, (struct bytes){arrived.at + taken, arrived.count - taken});
    }
    return taken;
}

void mqtt_framer_gather_on(struct mqtt_framer *framer)
{
    framer->count = 0;
    framer->state = MQTT_FRAMER_GATHERING;
}
