// Somebody inside a real broker, by libmosquitto: reads every topic and writes to any. One at a time.
#ifndef TEST_END_TO_END_INTRUDER_H
#define TEST_END_TO_END_INTRUDER_H

#include "base/bytes.h"
#include "base/must_use.h"

#include <stdbool.h>

// Connects to that port of 127.0.0.1, without TLS, and subscribes to all. What he hears goes to hears.
MUST_USE bool intruder_enters(uint16_t port, void (*hears)(const char *topic, struct bytes payload,
                                                           bool retained));

// Publishes at QoS 1.
MUST_USE bool intruder_says(const char *topic, struct bytes payload, bool retained);

// Carries what is to be carried, for a millisecond or so.
void intruder_runs(void);

void intruder_leaves(void);

#endif
