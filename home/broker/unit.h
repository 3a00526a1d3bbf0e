// The systemd unit of a home's broker: mosquitto with the home's configuration, and no power beside it.
#ifndef HOME_BROKER_UNIT_H
#define HOME_BROKER_UNIT_H

#include "home/folder/home.h"

#define UNIT_NAME "portcullis-broker"

// The text of broker/portcullis-broker.service for a home that stands at folder; freed by the caller,
// NULL when memory is short.
char *unit_text(const char *folder, const struct home_settings *settings);

#endif
