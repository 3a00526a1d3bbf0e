// The JSON mirror on its way: sent when it reads otherwise than the last one, at most once a second.
#ifndef DOOR_MIRRORING_H
#define DOOR_MIRRORING_H

#include "door/opener.h"

// The opener is connected.
void mirroring_run(struct opener *opener, millis now);

#endif
