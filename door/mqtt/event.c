#include "door/mqtt/event.h"

void mqtt_event_begin(struct mqtt_event *event, enum mqtt_event_kind kind)
{
    *event = (struct mqtt_event){.kind = kind};
}
