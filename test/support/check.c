#include "test/support/check.h"

#include <stdio.h>

static struct {
    const char *test;
    const char *context;
    unsigned tests;
    unsigned failed_tests;
    unsigned failures; // in the test that runs
} bench;

static void say_where(const char *file, int line)
{
    if (bench.failures == 0) {
        printf("FAILED %s\n", bench.test);
    }
    bench.failures++;
    printf("  %s:%d: ", file, line);
    if (bench.context != NULL) {
        printf("[%s] ", bench.context);
    }
}

bool check_that(bool condition, const char *text, const char *file, int line)
{
    if (!condition) {
        say_where(file, line);
        printf("not so: %s\n", text);
    }
    return condition;
}

void check_same(long long actual, long long expected, const char *text, const char *file, int line)
{
    if (actual != expected) {
        say_where(file, line);
        printf("%s is %lld, expected %lld\n", text, actual, expected);
    }
}

void check_bytes(struct bytes actual, struct bytes expected, const char *text, const char *file,
                 int line)
{
    if (bytes_equal(actual, expected)) {
        return;
    }
    say_where(file, line);
    size_t at = 0;
    while (at < actual.count && at < expected.count && actual.at[at] == expected.at[at]) {
        at++;
    }
    printf("%s: %zu bytes, expected %zu, first difference at %zu\n", text, actual.count,
           expected.count, at);
}

void check_run(const char *name, void (*test)(void))
{
    bench.test = name;
    bench.context = NULL;
    bench.failures = 0;
    test();
    bench.tests++;
    if (bench.failures > 0) {
        bench.failed_tests++;
    }
}

void check_context(const char *context)
{
    bench.context = context;
}

int check_verdict(void)
{
    printf("%u tests, %u failed\n", bench.tests, bench.failed_tests);
    return bench.tests > 0 && bench.failed_tests == 0 ? 0 : 1;
}
