#include "home/cli/span.h"

#include <stdlib.h>
#include <string.h>

enum {
    MINUTE = 60,
    HOUR = 3600,
    DAY = 86400,
    DAYS_MOST = 30
};

// Seconds of "m", "h" or "d"; 0: it is none of them.
static long seconds_of(const char *unit)
{
    static const struct {
        const char *name;
        long seconds;
    } units[] = {{"m", MINUTE}, {"min", MINUTE}, {"h", HOUR}, {"d", DAY}};
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(unit, units[i].name) == 0) {
            return units[i].seconds;
        }
    }
    return 0;
}

bool span_read(const char *text, long *seconds, struct failure *failure)
{
    char *end = NULL;
    const bool starts = text[0] >= '0' && text[0] <= '9';
    const long count = strtol(text, &end, 10);
    const long unit = starts ? seconds_of(end) : 0;
    if (unit == 0 || count < 1 || count > (long)DAYS_MOST * DAY / unit) {
        return failure_say(failure,
                           "\"%.32s\" is no span of time: say it as 30m, 1h or 2d, at most %d days",
                           text, DAYS_MOST);
    }
    *seconds = count * unit;
    return true;
}

struct span_text span_until(time_t now, time_t then)
{
    return span_words(then > now ? (uint64_t)(then - now) : 0);
}
