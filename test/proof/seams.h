// A flash of the smallest size the store takes, with anything on it, whatever was written.
#ifndef TEST_PROOF_SEAMS_H
#define TEST_PROOF_SEAMS_H

#include "door/seams/flash.h"

// To be called with bytes that are all there; others are an alarm at the call.
/*@ requires read: count == 0 || \initialized(at + (0 .. count - 1));
    assigns \nothing; */
void whole(const uint8_t *at, size_t count);

extern const struct flash any_flash;

#endif
