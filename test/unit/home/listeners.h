// Where a process listens, by the kernel's own tables.
#ifndef TEST_UNIT_HOME_LISTENERS_H
#define TEST_UNIT_HOME_LISTENERS_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    LISTENERS_MOST = 16
};

struct listeners {
    size_t count;
    struct {
        char address[48]; // "127.0.0.1", or as hexadecimal digits where it is of IPv6
        uint16_t port;
    } at[LISTENERS_MOST];
};

MUST_USE bool listeners_of(pid_t process, struct listeners *out);

#endif
