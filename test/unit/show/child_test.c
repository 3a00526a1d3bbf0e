// Programs that are started are heard, and ended.
#include "show/child.h"
#include "show/moment.h"
#include "test/support/check.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static bool start_shell(struct child *child, const char *script)
{
    const struct child_order order = {.arguments = {"/bin/sh", "-c", script}};
    struct failure failure;
    return child_start(child, &order, &failure);
}

static void wait_for_end(struct child *child)
{
    for (unsigned waited = 0; child_runs(child) && waited < 5000; waited += 5) {
        moment_sleep(5);
    }
}

static void await_line(struct child *child, char line[CHILD_LINE_MOST])
{
    for (unsigned waited = 0; !child_next_line(child, line) && waited < 5000; waited += 5) {
        moment_sleep(5);
    }
}

static void its_words_come_line_by_line(void)
{
    struct child child;
    char line[CHILD_LINE_MOST];
    CHECK(start_shell(&child, "echo one; echo two >&2; printf three; exit 4"));
    wait_for_end(&child);
    CHECK_SAME(child_exit_code(&child), 4);
    CHECK(child_next_line(&child, line) && strcmp(line, "one") == 0);
    CHECK(child_next_line(&child, line) && strcmp(line, "two") == 0);
    // The end is noticed when nothing more can be read.
    await_line(&child, line);
    CHECK(strcmp(line, "three") == 0);
    CHECK(!child_next_line(&child, line));
    child_end(&child);
}

static void a_line_without_end_is_cut_and_not_lost(void)
{
    struct child child;
    char line[CHILD_LINE_MOST];
    CHECK(start_shell(&child, "printf '%0500d\\n' 7"));
    wait_for_end(&child);
    await_line(&child, line);
    CHECK_SAME(strlen(line), CHILD_LINE_MOST - 1);
    await_line(&child, line);
    CHECK_SAME(strlen(line), 500 - (CHILD_LINE_MOST - 1));
    child_end(&child);
}

static void a_program_that_is_not_there_is_told_at_once(void)
{
    const struct child_order order = {.arguments = {"/nowhere/at/all"}};
    struct child child;
    struct failure failure = {""};
    CHECK(!child_start(&child, &order, &failure));
    CHECK(strstr(failure.text, "/nowhere/at/all") != NULL);
    CHECK(!child_runs(&child));
    child_end(&child);
}

static void one_that_will_not_end_is_killed(void)
{
    struct child child;
    char line[CHILD_LINE_MOST];
    CHECK(start_shell(&child, "trap '' TERM; echo ready; while :; do sleep 1; done"));
    await_line(&child, line);
    const pid_t pid = child.pid;
    CHECK(pid > 0);
    child_end(&child);
    CHECK(kill(pid, 0) != 0);
    CHECK_SAME(child_exit_code(&child), 128 + SIGKILL);
}

static void a_frozen_one_ends_too(void)
{
    struct child child;
    CHECK(start_shell(&child, "exec sleep 60"));
    child_freeze(&child);
    const uint64_t began = moment_now();
    child_end(&child);
    CHECK(moment_now() - began < 1500);
    CHECK_SAME(child_exit_code(&child), 128 + SIGTERM);
}

int main(void)
{
    RUN(its_words_come_line_by_line);
    RUN(a_line_without_end_is_cut_and_not_lost);
    RUN(a_program_that_is_not_there_is_told_at_once);
    RUN(one_that_will_not_end_is_killed);
    RUN(a_frozen_one_ends_too);
    return check_verdict();
}
