// What the doctor finds: how bad it is, what it is, why that matters, and the command that mends it.
#ifndef HOME_DOCTOR_FINDING_H
#define HOME_DOCTOR_FINDING_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stddef.h>

enum severity {
    FINDING_GOOD,
    FINDING_WARNING, // it works, and should not stay so
    FINDING_BAD
};

enum {
    FINDINGS_MOST = 256,
    FINDING_TEXT = 512
};

struct finding {
    enum severity severity;
    const char *check; // the check's name
    char what[FINDING_TEXT];
    const char *why; // "" where it is good
    char mend[FINDING_TEXT];
    bool mended; // it was so, and is not any more
};

struct diagnosis {
    const char *check; // the one that is at work
    size_t count;
    struct finding at[FINDINGS_MOST];
};

void finding_good(struct diagnosis *diagnosis, const char *what, ...)
    __attribute__((format(printf, 2, 3)));

// Adds what is not as it should be; finding_mend then says how it gets so.
void finding_add(struct diagnosis *diagnosis, enum severity severity, const char *why,
                 const char *what, ...) __attribute__((format(printf, 4, 5)));
void finding_mend(struct diagnosis *diagnosis, const char *mend, ...)
    __attribute__((format(printf, 2, 3)));

// How many there are of that severity, without those that are mended.
size_t findings_of(const struct diagnosis *diagnosis, enum severity severity);

const char *severity_word(enum severity severity);

#endif
