// For the garage's own files: what its operator stands in at this instant.
#ifndef GARAGE_MOTOR_WORLD_H
#define GARAGE_MOTOR_WORLD_H

#include "garage/garage.h"

// Borrows the garage's settings, leaf and dice: good until the garage is changed by others.
struct motor_world garage_motor_world(struct garage *garage);

#endif
