// The doctor: looks at a home, at its broker from outside, and at what its doors say, and tells what is
// not as it should be. He changes nothing; retained commands he removes where that is asked for.
#ifndef HOME_DOCTOR_DOCTOR_H
#define HOME_DOCTOR_DOCTOR_H

#include "home/doctor/finding.h"
#include "home/folder/doors.h"
#include "home/folder/home.h"

#include <time.h>

enum {
    PLAIN_PORT = 1883, // MQTT without TLS (IANA)
    LISTENING = 40000, // ms
    RETAINED_MOST = 64,
    RETAINED_TOPIC = 160
};

struct patient {
    const struct home *home;
    time_t now;
    bool offline;                       // look at the home's files alone
    const char *only_door;              // NULL: all of them
    uint16_t plain_port;                // PLAIN_PORT
    unsigned listening;                 // ms for a word of a door; it speaks at least every 30 s
    const char *proc_net[2];            // /proc/net/tcp and tcp6
    const char *units;                  // where systemd has those that were installed
    void (*progress)(const char *what); // before what takes seconds; NULL: nobody waits for it

    // Filled by the doctor.
    struct doors doors;
    bool broker_answers;
    size_t retained_count; // messages on command topics
    char retained[RETAINED_MOST][RETAINED_TOPIC];
    struct diagnosis diagnosis;
};

// A patient as the command line brings one.
struct patient patient_of(const struct home *home, time_t now);

// Runs every check of the table. False: the home's doors cannot even be listed, or there is no such
// door.
MUST_USE bool doctor_examine(struct patient *patient, struct failure *failure);

// Removes what was found retained on command topics; those findings are mended then.
MUST_USE bool doctor_remove_retained(struct patient *patient, struct failure *failure);

#endif
