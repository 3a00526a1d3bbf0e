#include "test/end_to_end/house.h"

#include "home/broker/configuration.h"
#include "home/link/session.h"
#include "test/support/check.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    COMMAND_WITHIN = 60000 // ms
};

struct garage_settings house_garage(enum garage_profile profile)
{
    struct garage_settings settings = garage_settings_of(profile);
    settings.opening_time = 1500;
    settings.closing_time = 1500;
    settings.hand_time = 1000;
    settings.eye_half = 0;
    settings.drift = 0;
    settings.bounce = 2;
    return settings;
}

bool house_is_fresh(struct house *house, const char *state)
{
    char words[64];
    (void)snprintf(words, sizeof(words), "%s (proven), fresh", state);
    for (int tries = 0; tries < 40; tries++) {
        (void)house_does(house, "status", NULL); // its words tell
        if (strstr(house->run.text, words) != NULL) {
            return true;
        }
        bench_pause(250);
    }
    return house_said(house, words);
}

static bool make_all(struct house *house)
{
    struct failure failure;
    struct home_request request = scratch_home_request(&house->scratch);
    request.settings.broker_port = bench_free_port();
    if (!make_home(&request, house->scratch.sheet, &failure) ||
        !home_open(house->scratch.place.text, &house->home, &failure)) {
        return check_that(false, failure.text, __FILE__, __LINE__);
    }
    const struct door_request garage =
        scratch_door_request(&house->scratch, &house->home, "garage");
    static const char secret[] = "correct horse\n";
    return check_that(make_door(&garage, &failure), failure.text, __FILE__, __LINE__) &&
           path_join(house->scratch.folder.text, "passphrase", &house->passphrase, &failure) &&
           file_write(house->passphrase.text, bytes_of_text(secret), &failure);
}

bool house_is_made(struct house *house, const char *portcullis, const char *door)
{
    memset(house, 0, sizeof(*house));
    house->portcullis = portcullis;
    (void)signal(SIGPIPE, SIG_IGN); // a command that ends early ends no test
    scratch_begin(&house->scratch);
    if (!make_all(house) || !door_program_prepare(&house->door, door)) {
        return false;
    }
    house->broker = bench_start(&house->home);
    return house->broker > 0;
}

bool house_takes_image(struct house *house, const char *door)
{
    struct path from;
    struct failure failure;
    char to[DOOR_PATH_MOST];
    static uint8_t room[IMAGE_MOST + 1];
    struct bytes content;
    door_program_kill(&house->door);
    door_program_path(&house->door, "image", to);
    return home_door_path(&house->home, door, "door.image", &from, &failure) &&
           file_read(from.text, room, sizeof(room), &content, &failure) &&
           file_write(to, content, &failure) && door_program_start(&house->door);
}

bool house_moves_in(struct house *house, const struct garage_settings *garage)
{
    struct failure failure;
    char pins[DOOR_PATH_MOST];
    door_program_path(&house->door, "pins", pins);
    if (!hall_open(&house->hall, pins, garage, &failure) || !house_takes_image(house, "garage")) {
        return false;
    }
    return house_is_fresh(house, "");
}

bool house_begins(struct house *house, const char *portcullis, const char *door)
{
    const struct garage_settings garage = house_garage(GARAGE_STOP_BOTH);
    return house_is_made(house, portcullis, door) && house_moves_in(house, &garage);
}

void house_ends(struct house *house)
{
    hall_close(&house->hall);
    door_program_remove(&house->door);
    if (house->broker > 0) {
        bench_stop(house->broker);
    }
    scratch_end(&house->scratch);
}

static _Noreturn void become(const struct house *house, const char *const *words, int in, int out)
{
    const char *given[RUN_WORDS_MOST + 2] = {house->portcullis};
    for (size_t i = 0; i < RUN_WORDS_MOST && words[i] != NULL; i++) {
        given[i + 1] = words[i];
    }
    // execv promises not to write to its arguments; its type is older than const.
    char *arguments[RUN_WORDS_MOST + 2];
    memcpy(arguments, given, sizeof(arguments));
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)setenv("PORTCULLIS_HOME", house->scratch.place.text, 1);
    (void)dup2(in, STDIN_FILENO);
    (void)dup2(out, STDOUT_FILENO);
    (void)dup2(out, STDERR_FILENO);
    (void)execv(house->portcullis, arguments);
    _exit(127);
}

static void begin(struct run *run, const struct house *house, const char *const *words, int out[2])
{
    int in[2];
    memset(run, 0, sizeof(*run));
    CHECK(pipe(in) == 0);
    (void)fcntl(in[1], F_SETFD, FD_CLOEXEC);
    (void)fcntl(out[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(out[0], F_SETFL, O_NONBLOCK);
    run->process = fork();
    if (run->process == 0) {
        become(house, words, in[0], out[1]);
    }
    CHECK(run->process > 0);
    (void)close(in[0]);
    (void)close(out[1]);
    run->in = in[1];
    run->out = out[0];
}

void run_begins(struct run *run, const struct house *house, const char *const *words)
{
    int out[2];
    CHECK(pipe(out) == 0);
    begin(run, house, words, out);
}

void run_begins_at_terminal(struct run *run, const struct house *house, const char *const *words)
{
    int out[2] = {posix_openpt(O_RDWR | O_NOCTTY), -1};
    CHECK(out[0] >= 0 && grantpt(out[0]) == 0 && unlockpt(out[0]) == 0);
    out[1] = open(ptsname(out[0]), O_RDWR | O_NOCTTY);
    CHECK(out[1] >= 0);
    begin(run, house, words, out);
}

static void hear(struct run *run, int ms)
{
    struct pollfd file = {.fd = run->out, .events = POLLIN};
    (void)poll(&file, 1, ms);
    const size_t room = sizeof(run->text) - 1 - run->count;
    const ssize_t came = read(run->out, run->text + run->count, room);
    if (came > 0) {
        run->count += (size_t)came;
        run->text[run->count] = '\0';
    } else if (came == 0 || errno == EIO) {
        bench_pause(5); // it has closed its streams, and ends
    }
}

bool run_says(struct run *run, const char *words, unsigned ms)
{
    const struct stopwatch since = stopwatch_started(session_now());
    for (;;) {
        const char *found = strstr(run->text + run->read, words);
        if (found != NULL) {
            run->read = (size_t)(found - run->text) + strlen(words);
            return true;
        }
        if (stopwatch_reached(since, session_now(), ms)) {
            (void)printf("not said: \"%s\" in:\n%s\n", words, run->text + run->read);
            return false;
        }
        hear(run, 20);
    }
}

static const char *first_of(const char *text, const char *words, size_t *length)
{
    const char *found = strstr(text, words);
    *length = strlen(words);
    return found;
}

bool run_hears(struct run *run, const char *words, const char *others, unsigned ms)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!stopwatch_reached(since, session_now(), ms) && kill(run->process, 0) == 0) {
        size_t length = 0;
        const char *found = first_of(run->text + run->read, words, &length);
        if (found == NULL) {
            found = first_of(run->text + run->read, others, &length);
        }
        if (found != NULL) {
            run->read = (size_t)(found - run->text) + length;
            return true;
        }
        siginfo_t ended = {.si_pid = 0};
        if (waitid(P_PID, (id_t)run->process, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
            ended.si_pid != 0) {
            return false;
        }
        hear(run, 20);
    }
    return false;
}

void run_types(const struct run *run, const char *line)
{
    CHECK(write(run->in, line, strlen(line)) == (ssize_t)strlen(line));
}

void run_signal(const struct run *run, int number)
{
    CHECK(kill(run->process, number) == 0);
}

int run_ends(struct run *run, unsigned ms)
{
    const struct stopwatch since = stopwatch_started(session_now());
    int status = 0;
    while (waitpid(run->process, &status, WNOHANG) == 0) {
        hear(run, 10);
        if (stopwatch_reached(since, session_now(), ms)) {
            (void)kill(run->process, SIGKILL);
            (void)waitpid(run->process, &status, 0);
            status = -1;
            break;
        }
    }
    for (size_t before = run->count + 1; before != run->count;) {
        before = run->count;
        hear(run, 0);
    }
    (void)close(run->in);
    (void)close(run->out);
    run->process = 0;
    if (status == -1) {
        run->code = -1;
    } else {
        run->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    return run->code;
}

int house_does(struct house *house, ...)
{
    const char *words[RUN_WORDS_MOST + 1] = {NULL};
    va_list more;
    va_start(more, house);
    for (size_t i = 0; i < RUN_WORDS_MOST; i++) {
        words[i] = va_arg(more, const char *);
        if (words[i] == NULL) {
            break;
        }
    }
    va_end(more);
    run_begins(&house->run, house, words);
    return run_ends(&house->run, COMMAND_WITHIN);
}

bool house_said(const struct house *house, const char *words)
{
    if (strstr(house->run.text, words) != NULL) {
        return true;
    }
    (void)printf("not said: \"%s\" in:\n%s\n", words, house->run.text);
    return false;
}

void house_presses_wall(struct house *house)
{
    const struct garage_action press = {.doing = GARAGE_WALL, .lasting = 300};
    hall_act(&house->hall, &press);
}

bool house_stands(struct house *house, unsigned permille, unsigned ms)
{
    struct hall_view view;
    const struct stopwatch since = stopwatch_started(session_now());
    do {
        bench_pause(5);
        hall_look(&house->hall, &view);
        if (view.truth.permille == permille && view.truth.motion == GARAGE_STILL) {
            return true;
        }
    } while (!stopwatch_reached(since, session_now(), ms));
    return false;
}

bool house_passes(struct house *house, unsigned permille, unsigned ms)
{
    struct hall_view view;
    hall_look(&house->hall, &view);
    const bool below = view.truth.permille < permille;
    const struct stopwatch since = stopwatch_started(session_now());
    do {
        bench_pause(2);
        hall_look(&house->hall, &view);
        if ((view.truth.permille < permille) != below) {
            return true;
        }
    } while (!stopwatch_reached(since, session_now(), ms));
    return false;
}
