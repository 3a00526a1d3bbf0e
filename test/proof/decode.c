// What a server sends: each decoder but that of PUBLISH, over any body of any size up to a bound.
#include "door/mqtt/decode.h"

#include "door/mqtt/property.h"
#include "test/proof/any.h"
#include "test/proof/any_reader.h"
#include "test/proof/subjects.h"

static enum mqtt_version any_version(void)
{
    return any_bool() ? MQTT_5 : MQTT_3_1_1;
}

static void each_answer_to_the_door(void)
{
    struct mqtt_connack connack;
    struct mqtt_suback suback;
    struct mqtt_puback puback;
    uint8_t reason_code;
    (void)mqtt_decode_connack(any_body(), any_version(), &connack);
    (void)mqtt_decode_suback(any_body(), any_version(), &suback);
    (void)mqtt_decode_puback(any_body(), any_version(), &puback);
    (void)mqtt_decode_disconnect(any_body(), &reason_code);
}

void prove_decode(void)
{
    struct bytes rest = any_body();
    uint16_t topic_alias;
    each_answer_to_the_door();
    (void)mqtt_properties_of_publish(&rest, &topic_alias);
}
