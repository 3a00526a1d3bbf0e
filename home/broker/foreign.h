// A broker that its owner has already: what he has to set there. Nothing of it is ours to write.
#ifndef HOME_BROKER_FOREIGN_H
#define HOME_BROKER_FOREIGN_H

#include "home/folder/home.h"

// In mosquitto's form, each line with its reason; freed by the caller, NULL when memory is short.
char *foreign_text(const char *folder, const struct home_settings *settings);

#endif
