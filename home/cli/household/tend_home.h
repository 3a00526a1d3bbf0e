// What a home needs now and then without its owner: who is over loses his rows at the broker, and
// certificates that end soon are made anew. It needs no passphrase.
#ifndef HOME_CLI_HOUSEHOLD_TEND_HOME_H
#define HOME_CLI_HOUSEHOLD_TEND_HOME_H

#include "home/folder/home.h"

#include <time.h>

enum {
    TEND_DAYS = 60, // before the end of a certificate
    TEND_STEPS = 5
};

struct tended {
    bool rules;              // the broker's were not what the home says, and are now
    bool broker_certificate; // made anew
    bool page_certificate;   // made anew, by the home's own authority
    size_t over; // guests whose time is over, and who go with the next roster that is signed
    size_t failure_count; // of the steps, each of which stands for itself
    struct failure failure[TEND_STEPS];
};

// Takes the home's lock. Whoever calls tells the broker to read its files again (broker_is_untold).
void tend_home(const struct home *home, time_t now, struct tended *out);

#endif
