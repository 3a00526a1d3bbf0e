#include "door/mqtt/settings.h"

#include "door/mqtt/encode.h"
#include "door/mqtt/topic.h"

static bool will_valid(const struct mqtt_message *will)
{
    return will == NULL || (mqtt_topic_name_check(will->topic_name) == MQTT_DECODED &&
                            will->payload.count <= UINT16_MAX);
}

static bool subscriptions_valid(const struct mqtt_settings *settings)
{
    for (size_t i = 0; i < settings->subscription_count; i++) {
        if (!mqtt_topic_filter_valid(settings->subscriptions[i].topic_filter)) {
            return false;
        }
    }
    return true;
}

// Both packets are written once for trial; those of MQTT 5 are the longer ones.
static bool rooms_suffice(const struct mqtt_settings *settings)
{
    if (settings->receive_size < MQTT_RECEIVE_LEAST || settings->send_size < MQTT_SEND_RESERVE) {
        return false;
    }
    const size_t room = settings->send_size - MQTT_SEND_RESERVE;
    const struct mqtt_will_limits all = {.qos = MQTT_AT_LEAST_ONCE, .retain = true};
    return mqtt_encode_connect(settings->send_room, room, settings, MQTT_5, all) > 0 &&
           mqtt_encode_subscribe(settings->send_room, room, settings, MQTT_5, 1) > 0;
}

bool mqtt_settings_valid(const struct mqtt_settings *settings)
{
    return mqtt_text_valid(settings->client_identifier) && mqtt_text_valid(settings->user_name) &&
           settings->password.count <= UINT16_MAX && settings->keep_alive_seconds > 0 &&
           // 3.1.1: [MQTT-3.1.2-22].
           (settings->password.count == 0 || settings->user_name.count > 0) &&
           will_valid(settings->will) && subscriptions_valid(settings) && rooms_suffice(settings);
}
