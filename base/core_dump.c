#include "base/core_dump.h"

#include <stdio.h>
#include <sys/resource.h>

// A limit of 0 alone would not do: where core dumps are piped to a program, it is not asked; so there is
// no memory that they take, either (core(5)).
void core_dump_forbid(void)
{
    const struct rlimit none = {.rlim_cur = 0, .rlim_max = 0};
    FILE *filter = fopen("/proc/self/coredump_filter", "w");
    if (filter != NULL) {
        (void)fputs("0", filter);
        (void)fclose(filter); // where it is not taken, the limit remains
    }
    (void)setrlimit(RLIMIT_CORE, &none); // lowering is refused to nobody
}
