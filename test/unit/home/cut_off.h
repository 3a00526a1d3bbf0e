// A run that is cut off at any call that changes the disk, as a power cut would: the linker leads
// write, fsync, rename and mkdir through here (--wrap, home_cut_off in CMakeLists.txt).
#ifndef TEST_UNIT_HOME_CUT_OFF_H
#define TEST_UNIT_HOME_CUT_OFF_H

#include "base/must_use.h"

#include <stdbool.h>

enum {
    CALLS_MOST = 1000 // no run makes so many
};

// Runs what in a child that is cut off before its call number calls, of a write in its middle; true
// when it was.
MUST_USE bool cut_off_at(unsigned long calls, bool (*what)(void));

#endif
