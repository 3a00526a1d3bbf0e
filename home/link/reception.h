// The owner's ear for Enrols, and his hand to answer them. What comes is nobody's word yet:
// home/people/enrolment.h judges it.
#ifndef HOME_LINK_RECEPTION_H
#define HOME_LINK_RECEPTION_H

#include "home/link/session.h"
#include "home/people/invitations.h"
#include "protocol/enrol.h"

struct reception {
    const struct home *home;
    struct session session;
    void (*came)(void *self, struct bytes enrol); // one Enrol as it came
    void *self;
    char taken[INVITE8_DIGITS + 1]; // what lay on the topic of these digits was taken away, last
};

// Connects as the owner and listens on every invitation's topic. came and self are filled in by the
// caller before. It may not move in memory until it is closed.
MUST_USE bool reception_open(struct reception *reception, const struct home *home,
                             struct failure *failure);

void reception_wait(struct reception *reception, millis at_most);

// Puts what he is to take where his invitation alone can read it; waits until the broker has it.
MUST_USE bool reception_admit(struct reception *reception, const struct invitation *invitation,
                              const char *text, struct failure *failure);

// Takes away what lies on both topics of an invitation; what the broker does not hear does no harm.
void reception_clear(struct reception *reception, const struct invitation *invitation);

void reception_close(struct reception *reception);

#endif
