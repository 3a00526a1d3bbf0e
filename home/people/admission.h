// What waits for somebody who was let in, on enrol/<invite8>/login: the certificate by which the broker
// knows a machine from now on, or a phone's user name and password there, and which roster has him at
// each door. The broker could change it: that gives nobody any power, and is noticed (docs/protocol.md,
// "Topics"); and what a password is good for, the broker itself has anyway.
#ifndef HOME_PEOPLE_ADMISSION_H
#define HOME_PEOPLE_ADMISSION_H

#include "home/authority/certificate_text.h"
#include "home/folder/doors.h"
#include "home/people/phone_link.h"

enum {
    ADMISSION_MOST = 3584 // bytes; with its topic it fits into a packet of 4,096
};

struct admission_door {
    char name[NAME_MOST + 1];
    uint32_t roster; // from this version on the door knows him
};

struct admission {
    struct certificate_text certificate; // a machine's; "": it is a phone
    char user[NAME_MOST + 1];            // a phone's
    char password[PHONE_PASSWORD_DIGITS + 1];
    size_t door_count;
    struct admission_door door[DOORS_MOST];
};

// As JSON; freed by the caller with free. NULL when memory is short or it is longer than
// ADMISSION_MOST.
char *admission_text(const struct admission *admission);

// False: it is none. A phone's is read by its page.
MUST_USE bool admission_read(struct bytes text, struct admission *out);

#endif
