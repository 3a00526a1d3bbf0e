#include "test/support/check.h"
#include "test/unit/door/mqtt/bench.h"

static void a_session_of_five_connects_subscribes_and_talks(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    CHECK(bench_said(&b, "open\n"));
    CHECK(bench_sent(&b, "10 12 0004 4d515454 05 02 001e 03 21 0008 0002 6d65"));
    bench_hear(&b, "20 03 00 00 00");
    CHECK(bench_said(&b, "connected \n"));
    CHECK(bench_sent(&b, "82 0d 0001 00 0003 612f2b 21 0001 73 01"));
    bench_hear(&b, "90 05 0001 00 01 01");
    CHECK(bench_said(&b, "subscribed 0101\n"));
    bench_hear(&b, "32 09 0003 612f62 0007 00 2a");
    CHECK(bench_said(&b, "message a/b #7 [2a]\n"));
    CHECK(bench_sent(&b, "40 02 0007"));
}

int main(void)
{
    RUN(a_session_of_five_connects_subscribes_and_talks);
    return check_verdict();
}
