// A broker that somebody has already: a mosquitto that is configured by hand, as its owner would, with the
// rows and lines that a home gives him.
#ifndef TEST_UNIT_HOME_HIS_BROKER_H
#define TEST_UNIT_HOME_HIS_BROKER_H

#include "test/unit/home/broker_bench.h"

struct his_broker {
    struct home home; // its folder and its port; nothing else of a home
    struct path ca;   // his own authority's, where it has one
    pid_t process;
};

// A folder for it inside the test's, and a free port.
MUST_USE bool his_broker_begins(struct his_broker *his, const struct scratch *scratch,
                                struct failure *failure);

// His own authority and his broker's certificate, ca.crt, his.crt and his.key, of P-256: made by nobody of
// ours, for broker.example.
MUST_USE bool his_broker_certificates(struct his_broker *his, struct failure *failure);

// A file of his.
MUST_USE bool his_broker_writes(const struct his_broker *his, const char *name, const char *text,
                                struct failure *failure);

// He has changed something, and sends it a SIGHUP.
void his_broker_reads_again(const struct his_broker *his);

#endif
