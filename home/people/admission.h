// What waits for a machine that was let in, on enrol/<invite8>/login: the certificate by which the
// broker knows it from now on, and which roster has it at each door. Nothing in it is secret, and the
// broker could change it: that gives nobody any power, and is noticed (docs/protocol.md, "Topics").
#ifndef HOME_PEOPLE_ADMISSION_H
#define HOME_PEOPLE_ADMISSION_H

#include "home/authority/certificate_text.h"
#include "home/folder/doors.h"

enum {
    ADMISSION_MOST = 3584 // bytes; with its topic it fits into a packet of 4,096
};

struct admission_door {
    char name[NAME_MOST + 1];
    uint32_t roster; // from this version on the door knows him
};

struct admission {
    struct certificate_text certificate;
    size_t door_count;
    struct admission_door door[DOORS_MOST];
};

// As JSON; freed by the caller with free. NULL when memory is short or it is longer than
// ADMISSION_MOST.
char *admission_text(const struct admission *admission);

// False: it is none.
MUST_USE bool admission_read(struct bytes text, struct admission *out);

#endif
