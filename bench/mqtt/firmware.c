// A firmware that uses the whole of the MQTT client and nothing else, to be linked and measured, not
// to be run.
#include "base/insist.h"
#include "door/mqtt/session.h"

#include <stdint.h>

struct mqtt_session session;
volatile uint32_t outside; // whatever a transport would say
uint8_t heard[64];

_Noreturn void insist_failed(unsigned number)
{
    outside = number;
    for (;;) {
    }
}

int main(void)
{
    static const struct mqtt_settings settings;
    struct mqtt_event event;
    const struct mqtt_message message = {.qos = MQTT_AT_LEAST_ONCE};
    uint16_t identifier = 0;
    bool ready = mqtt_session_init(&session, &settings, outside, outside);
    while (ready) {
        mqtt_session_transport_opened(&session, outside);
        mqtt_session_transport_closed(&session, outside, outside);
        const struct bytes arrived = {heard, outside};
        outside = (uint32_t)mqtt_session_receive(&session, arrived, outside);
        outside = (uint32_t)mqtt_session_pending(&session).count;
        mqtt_session_sent(&session, outside);
        ready = mqtt_session_next(&session, &event, outside);
        outside = mqtt_session_publish(&session, &message, &identifier, outside);
        mqtt_session_acknowledge(&session, identifier);
        mqtt_session_disconnect(&session);
        outside = mqtt_session_next_wake(&session, outside);
    }
    return 0;
}
