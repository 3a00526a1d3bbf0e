// The systemd service and timer that run `portcullis time` every hour, as the user whose home it is.
#ifndef HOME_BROKER_TIME_UNIT_H
#define HOME_BROKER_TIME_UNIT_H

#include "home/folder/home.h"

#define TIME_UNIT_NAME "portcullis-time"

// The text of the service, freed by the caller; NULL: failure says why. That of the timer is always the same.
char *time_unit_text(const struct home *home, const char *program, struct failure *failure);
const char *time_unit_timer(void);

// Writes portcullis-time.service and portcullis-time.timer into the home; program: the absolute path of this
// one. They lie in the home and not in broker/, as the broker's unit does. Refuses a program that
// somebody else than root and the home's owner may replace.
MUST_USE bool time_unit_write(const struct home *home, const char *program,
                              struct failure *failure);

#endif
