// What a browser would be given by a web server of this machine, as it stands on the line.
#ifndef SHOW_FETCH_H
#define SHOW_FETCH_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    FETCHED_MOST = 8192
};

// One GET to that port of 127.0.0.1; more: header lines, each with its end, or "". False: no answer came.
MUST_USE bool fetch(uint16_t port, const char *path, const char *more, char room[FETCHED_MOST]);

#endif
