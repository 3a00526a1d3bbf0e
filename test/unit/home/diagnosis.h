// What the doctor has found, asked by tests. What is not so is printed with all findings.
#ifndef TEST_UNIT_HOME_DIAGNOSIS_H
#define TEST_UNIT_HOME_DIAGNOSIS_H

#include "home/doctor/finding.h"

// That check has found something so bad whose words hold these. Whatever is not good says why it matters and
// what mends it.
MUST_USE bool diagnosis_has(const struct diagnosis *diagnosis, const char *check,
                            enum severity severity, const char *words);

// The check was made, and found nothing but good.
MUST_USE bool diagnosis_is_quiet(const struct diagnosis *diagnosis, const char *check);

// A finding of the check is mended by what holds these words.
MUST_USE bool diagnosis_mends(const struct diagnosis *diagnosis, const char *check,
                              const char *words);

#endif
