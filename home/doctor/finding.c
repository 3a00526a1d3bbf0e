#include "home/doctor/finding.h"

#include <stdarg.h>
#include <stdio.h>

// Full, it stays as it is: so many are read by nobody.
static struct finding *next(struct diagnosis *diagnosis)
{
    if (diagnosis->count == FINDINGS_MOST) {
        return NULL;
    }
    struct finding *finding = &diagnosis->at[diagnosis->count++];
    *finding = (struct finding){.check = diagnosis->check, .why = ""};
    return finding;
}

void finding_good(struct diagnosis *diagnosis, const char *what, ...)
{
    struct finding *finding = next(diagnosis);
    va_list words;
    va_start(words, what);
    if (finding != NULL) {
        // Cut off is better than unsaid, here and below.
        (void)vsnprintf(finding->what, sizeof(finding->what), what, words);
    }
    va_end(words);
}

void finding_add(struct diagnosis *diagnosis, enum severity severity, const char *why,
                 const char *what, ...)
{
    struct finding *finding = next(diagnosis);
    va_list words;
    va_start(words, what);
    if (finding != NULL) {
        finding->severity = severity;
        finding->why = why;
        (void)vsnprintf(finding->what, sizeof(finding->what), what, words);
    }
    va_end(words);
}

void finding_mend(struct diagnosis *diagnosis, const char *mend, ...)
{
    va_list words;
    va_start(words, mend);
    if (diagnosis->count > 0) {
        struct finding *last = &diagnosis->at[diagnosis->count - 1];
        (void)vsnprintf(last->mend, sizeof(last->mend), mend, words);
    }
    va_end(words);
}

size_t findings_of(const struct diagnosis *diagnosis, enum severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < diagnosis->count; i++) {
        count += diagnosis->at[i].severity == severity && !diagnosis->at[i].mended ? 1 : 0;
    }
    return count;
}

const char *severity_word(enum severity severity)
{
    switch (severity) {
    case FINDING_GOOD:
        return "good";
    case FINDING_WARNING:
        return "warning";
    case FINDING_BAD:
        return "bad";
    }
    return "?";
}
