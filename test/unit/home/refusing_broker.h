// What answers as a home's broker does, by its certificate, and refuses whoever comes.
#ifndef TEST_UNIT_HOME_REFUSING_BROKER_H
#define TEST_UNIT_HOME_REFUSING_BROKER_H

#include "home/folder/home.h"

#include <sys/types.h>

// Listens on the home's port, and says this reason code to every CONNECT of MQTT 5. 0: it could not.
pid_t refusing_broker_start(const struct home *home, uint8_t reason_code);

#endif
