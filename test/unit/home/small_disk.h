// A disk of the test's own, in memory, that can be filled up to any page. Mounting it needs root.
#ifndef TEST_UNIT_HOME_SMALL_DISK_H
#define TEST_UNIT_HOME_SMALL_DISK_H

#include "test/unit/home/cut_off.h"

enum {
    SMALL_DISK_PAGES = 400 // a home with a door needs about 40
};

// What is mounted from now on is this process's alone; false: it may not mount.
MUST_USE bool small_disk_may_mount(void);

// Over that folder, which is there.
MUST_USE bool small_disk_mount(const char *folder);
void small_disk_unmount(const char *folder);

// Runs it on such a disk with no page free, then one, then two: until it is not refused, which it has
// been for want of space and nothing else. There is room again before trial->then.
void full_everywhere(const struct trial *trial, const char *folder);

#endif
