// A PUBLISH as far as it came: any bytes in a room of any size up to a bound. The room ends where its
// memory ends.
#include "door/mqtt/decode.h"
#include "door/mqtt/property.h"
#include "test/proof/any.h"
#include "test/proof/subjects.h"

enum {
    ROOM = 16
};

// In the place of what judges properties, a part of the subject decode: any answer.
enum mqtt_decode mqtt_properties_of_publish(struct bytes *rest, uint16_t *topic_alias)
{
    //@ assert rest->count == 0 || \initialized(rest->at + (0 .. rest->count - 1));
    *topic_alias = any_u16();
    rest->count = any_between(0, (uint32_t)rest->count);
    return (enum mqtt_decode)any_between(MQTT_MALFORMED_PACKET, MQTT_DECODED);
}

static uint32_t flags; // of the fixed header

static uint8_t memory[ROOM];

static void publish(size_t count)
{
    struct mqtt_event event;
    uint16_t topic_alias;
    // There may be any more of it to come.
    const struct mqtt_framer framer = {.first = (uint8_t)(MQTT_PUBLISH << 4 | flags),
                                       .state = MQTT_FRAMER_READY,
                                       .remaining_length = {.value = any_u32()},
                                       .left = any_u32(),
                                       .count = count,
                                       .size = count,
                                       .room = memory + ROOM - count};
    (void)mqtt_decode_publish(&framer, any_bool() ? MQTT_5 : MQTT_3_1_1, &event, &topic_alias);
}

// What came of a packet fills the room to the end of its memory. The length of the topic name is any
// that fits into its second byte, told apart where it may be true.
void prove_publish(void)
{
    any_bytes(memory, sizeof(memory));
    const size_t count = any_between(0, ROOM);
    const uint8_t length = any_u8();
    flags = any_between(0, 15);
    //@ split flags;
    any_here();
    //@ split count;
    any_here();
    uint8_t *const room = memory + ROOM - count;
    if (count < 2) {
        publish(count);
        return;
    }
    if (length <= count) {
        //@ split length;
        any_here();
    }
    room[0] = 0;
    room[1] = length;
    publish(count);
}
