// A run that is cut off at any call that changes the disk, as a power cut would: the linker leads
// write, fsync, rename, mkdir and unlink through here (--wrap, home_cut_off in CMakeLists.txt).
#ifndef TEST_UNIT_HOME_CUT_OFF_H
#define TEST_UNIT_HOME_CUT_OFF_H

#include "base/must_use.h"

#include <stdbool.h>

// Something that changes the disk, and may be stopped in the middle.
struct trial {
    void (*prepare)(void); // before each run; NULL: nothing is to be prepared
    bool (*what)(void);    // in a child; false: it was refused
    void (*then)(void);    // how it must be afterwards, whether it was cut off or not
    unsigned long calls;   // it makes more of them than that
    const char *record;    // a file for what it tells; NULL: it tells nothing
};

// Runs it once for each call that changes the disk, cut off there, a write in its middle; the last run is
// not cut off, and must not be refused.
void cut_everywhere(const struct trial *trial);

// Runs it once for each such call, which the disk refuses there (EIO), and nothing after it; what is refused
// for that may leave anything that then allows.
void refuse_everywhere(const struct trial *trial);

// The same child, uninterrupted; true when it was not refused.
MUST_USE bool trial_run(const struct trial *trial);

#endif
