// The systemd unit of a home's broker: mosquitto with the home's configuration, and no power beside it.
#ifndef HOME_BROKER_UNIT_H
#define HOME_BROKER_UNIT_H

#include "home/folder/home.h"

#define UNIT_NAME "portcullis-broker"

// The text of portcullis-broker.service for a home that stands at folder; freed by the caller, NULL when
// memory is short. It lies in the home and not in broker/: systemd reads it as root, and broker/ may
// belong to the broker's user.
char *unit_text(const char *folder, const struct home_settings *settings);

#endif
