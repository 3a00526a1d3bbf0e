// The broker is killed and started again and again: the door is always back, a watcher too, and all
// the while nothing of ours listens. words[1] is portcullis, [2] portcullis-door, [3] how often.
#include "test/end_to_end/house.h"

#include "show/listening.h"
#include "test/support/check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

static struct house house;
static struct run watching;
static int times;
static int times_back;
static time_t longest_away; // s

static void kill_broker(void)
{
    int status = 0;
    CHECK(kill(house.broker, SIGKILL) == 0);
    CHECK(waitpid(house.broker, &status, 0) == house.broker);
}

static bool listens(pid_t process)
{
    struct failure failure;
    unsigned count = 1;
    return !listening_count(process, &count, &failure) || count > 0;
}

static void nothing_of_ours_listens(void)
{
    CHECK(!listens(house.door.process));
    CHECK(!listens(watching.process));
    CHECK(listens(house.broker)); // so it would be seen
}

static unsigned connections(void)
{
    char path[DOOR_PATH_MOST];
    char line[512];
    unsigned count = 0;
    door_program_path(&house.door, "log", path);
    FILE *log = fopen(path, "r");
    while (log != NULL && fgets(line, sizeof(line), log) != NULL) {
        count += strstr(line, "event=connected") != NULL;
    }
    if (log != NULL) {
        (void)fclose(log); // was only read
    }
    return count;
}

// A door that is sent away again and again calls ever more seldom, at least once a minute. That it
// answers shows that it has subscribed too.
static bool door_is_back(unsigned connected_before)
{
    const time_t begun = time(NULL);
    for (int tries = 0; tries < 700 && connections() == connected_before; tries++) {
        bench_pause(100);
    }
    const time_t away = time(NULL) - begun;
    longest_away = away > longest_away ? away : longest_away;
    return CHECK(connections() > connected_before) &&
           CHECK(house_does(&house, "identify", NULL) == 0);
}

static void the_door_is_back_after_every_kill_of_the_broker(void)
{
    for (int i = 0; i < times; i++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "kill %d", i + 1);
        check_context(context);
        const unsigned before = connections();
        kill_broker();
        bench_pause((unsigned)(i * 37 % 400)); // it is gone for a moment, or for longer
        house.broker = bench_start(&house.home);
        if (!CHECK(house.broker > 0) || !door_is_back(before)) {
            break;
        }
        times_back++;
        bench_pause(3000); // of one key eight commands in a row are taken, then one every 4 s
    }
    check_context(NULL);
    CHECK(run_says(&watching, "the broker is back", 10000));
}

static void a_command_that_waits_while_the_broker_dies_is_told(void)
{
    static struct run run;
    run_begins(&run, &house, (const char *const[]){"open", NULL});
    CHECK(run_says(&run, "garage: opening", 10000));
    kill_broker();
    CHECK(!listens(run.process));
    house.broker = bench_start(&house.home);
    CHECK_SAME(run_ends(&run, 90000), 0); // the door's own word comes over the new connection
}

int main(int count, char **words)
{
    if (count != 4) {
        (void)fprintf(stderr, "usage: %s PORTCULLIS PORTCULLIS-DOOR TIMES\n", words[0]);
        return 2;
    }
    times = (int)strtol(words[3], NULL, 10);
    if (check_that(house_begins(&house, words[1], words[2]), "the house stands", __FILE__,
                   __LINE__)) {
        run_begins(&watching, &house, (const char *const[]){"watch", NULL});
        CHECK(run_says(&watching, "garage: closed", 10000));
        RUN(nothing_of_ours_listens);
        RUN(the_door_is_back_after_every_kill_of_the_broker);
        RUN(nothing_of_ours_listens);
        RUN(a_command_that_waits_while_the_broker_dies_is_told);
        run_signal(&watching, SIGINT);
        CHECK_SAME(run_ends(&watching, 5000), 0);
    }
    house_ends(&house);
    (void)printf(
        "result: the broker killed %d times, the door back %d times, after %lld s at most\n", times,
        times_back, (long long)longest_away);
    return check_verdict();
}
