// A span of time as a person says it: "30m", "1h", "2d".
#ifndef HOME_CLI_SPAN_H
#define HOME_CLI_SPAN_H

#include "base/must_use.h"
#include "home/cli/words.h"
#include "home/failure.h"

#include <time.h>

// From a minute to 30 days.
MUST_USE bool span_read(const char *text, long *seconds, struct failure *failure);

// From now until then, as words.h says spans.
struct span_text span_until(time_t now, time_t then);

#endif
