// In the place of what judges texts, which is a subject of its own: any answer, to whole texts.
#include "door/mqtt/topic.h"

#include "test/proof/any.h"
#include "test/proof/seams.h"

bool mqtt_text_valid(struct bytes text)
{
    whole(text.at, text.count);
    return any_bool();
}

enum mqtt_decode mqtt_topic_name_check(struct bytes topic_name)
{
    whole(topic_name.at, topic_name.count);
    return (enum mqtt_decode)any_between(MQTT_MALFORMED_PACKET, MQTT_DECODED);
}
