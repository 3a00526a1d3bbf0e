// A Variable Byte Integer, read from any bytes and written from any number.
#include "door/mqtt/remaining_length.h"
#include "test/proof/any.h"
#include "test/proof/subjects.h"

static void any_bytes_are_read(void)
{
    struct mqtt_remaining_length length = {0};
    enum mqtt_decode answer = MQTT_NEED_MORE;
    while (answer == MQTT_NEED_MORE) {
        answer = mqtt_remaining_length_step(&length, any_u8());
    }
    //@ assert 1 <= length.count <= MQTT_REMAINING_LENGTH_BYTES;
    //@ assert length.value <= MQTT_REMAINING_LENGTH_MOST;
    const size_t size = mqtt_packet_size(length.value);
    //@ assert 2 <= size <= 5 + MQTT_REMAINING_LENGTH_MOST;
    (void)size;
}

static void any_number_is_written(void)
{
    uint8_t into[MQTT_REMAINING_LENGTH_BYTES];
    const size_t count =
        mqtt_remaining_length_write(into, any_between(0, MQTT_REMAINING_LENGTH_MOST));
    //@ split count;
    //@ assert 1 <= count <= MQTT_REMAINING_LENGTH_BYTES;
    //@ assert \initialized(into + (0 .. count - 1));
    (void)count;
}

void prove_remaining_length(void)
{
    any_bytes_are_read();
    any_number_is_written();
}
