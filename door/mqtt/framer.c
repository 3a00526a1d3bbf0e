#include "door/mqtt/framer.h"

#include <string.h>

static void begin_body(struct mqtt_framer *framer)
{
    framer->left = framer->remaining_length.value;
    framer->state = framer->left > 0 ? MQTT_FRAMER_GATHERING : MQTT_FRAMER_READY;
}

static size_t take_header(struct mqtt_framer *framer, struct bytes arrived)
{
    // Nearly every header comes in one piece and has two bytes.
    if (framer->state == MQTT_FRAMER_FIRST_BYTE && arrived.count >= 2 && arrived.at[1] < 0x80) {
        framer->first = arrived.at[0];
        framer->remaining_length.value = arrived.at[1];
        begin_body(framer);
        return 2;
    }
    size_t taken = 0;
    if (framer->state == MQTT_FRAMER_FIRST_BYTE && arrived.count > 0) {
        framer->first = arrived.at[0];
        framer->state = MQTT_FRAMER_REMAINING_LENGTH;
        taken = 1;
    }
    while (framer->state == MQTT_FRAMER_REMAINING_LENGTH && taken < arrived.count) {
        const enum mqtt_decode answer =
            mqtt_remaining_length_step(&framer->remaining_length, arrived.at[taken]);
        taken++;
        if (answer == MQTT_DECODED) {
            begin_body(framer);
        } else if (answer != MQTT_NEED_MORE) {
            framer->first = 0; // of no type any more
            framer->state = MQTT_FRAMER_MALFORMED;
        }
    }
    return taken;
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
    const size_t taken = take_header(framer, arrived);
    if (framer->state != MQTT_FRAMER_GATHERING || taken == arrived.count) {
        return taken;
    }
    return taken + gather(framer, (struct bytes){arrived.at + taken, arrived.count - taken});
}
