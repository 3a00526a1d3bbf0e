#include "test/unit/home/diagnosis.h"

#include <stdio.h>
#include <string.h>

static bool print_all(const struct diagnosis *diagnosis)
{
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->at[i];
        (void)printf("  %s %s: %s\n", severity_word(finding->severity), finding->check,
                     finding->what);
    }
    return false;
}

bool diagnosis_has(const struct diagnosis *diagnosis, const char *check, enum severity severity,
                   const char *words)
{
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->at[i];
        if (strcmp(finding->check, check) == 0 && finding->severity == severity &&
            strstr(finding->what, words) != NULL) {
            return severity == FINDING_GOOD ||
                   (finding->why[0] != '\0' && finding->mend[0] != '\0');
        }
    }
    return print_all(diagnosis);
}

bool diagnosis_is_quiet(const struct diagnosis *diagnosis, const char *check)
{
    bool looked = false;
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->at[i];
        if (strcmp(finding->check, check) != 0) {
            continue;
        }
        looked = true;
        if (finding->severity != FINDING_GOOD) {
            return print_all(diagnosis);
        }
    }
    return looked;
}

bool diagnosis_mends(const struct diagnosis *diagnosis, const char *check, const char *words)
{
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->at[i];
        if (strcmp(finding->check, check) == 0 && strstr(finding->mend, words) != NULL) {
            return true;
        }
    }
    return print_all(diagnosis);
}
