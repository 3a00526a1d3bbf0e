#include "show/stage.h"

#include "show/listening.h"
#include "show/moment.h"
#include "show/taken_over.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ANSWER_WITHIN = 20000 // ms
};

static volatile sig_atomic_t must_end;

static void on_signal(int number)
{
    (void)number;
    must_end = 1;
}

void stage_listen_to_signals(void)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction ending = {.sa_handler = on_signal};
    (void)sigemptyset(&ending.sa_mask); // refused for no argument of ours
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        (void)sigaction(ends[i], &ending, NULL);
    }
    // A broker or a terminal that goes away is told by the write that fails.
    (void)signal(SIGPIPE, SIG_IGN);
}

bool stage_must_end(void)
{
    return must_end != 0;
}

// A brisk door, so that nobody has to wait: 6 s up, 7 s down.
static struct garage_settings brisk_garage(void)
{
    struct garage_settings settings = garage_settings_of(GARAGE_STOP_BOTH);
    settings.opening_time = 6000;
    settings.closing_time = 7000;
    settings.hand_time = 3000;
    return settings;
}

bool stage_has_page(const struct stage *stage)
{
    return stage->places.page_files.text[0] != '\0';
}

static bool choose_ports(struct stage *stage, struct failure *failure)
{
    return listening_free_port(&stage->port, failure) &&
           listening_free_port(&stage->plain_port, failure) &&
           listening_free_port(&stage->page_port, failure) &&
           listening_free_port(&stage->websockets_port, failure);
}

bool stage_set(struct stage *stage, bool on_board, const char *page, struct failure *failure)
{
    const struct garage_settings settings = brisk_garage();
    *stage = (struct stage){.on_board = on_board,
                            .broker = child_none(),
                            .nginx = child_none(),
                            .controller = child_none(),
                            .mains = true};
    if (!places_make(&stage->places, on_board, page, failure)) {
        return false;
    }
    if (choose_ports(stage, failure) &&
        hall_open(&stage->hall, stage->places.pins.text, &settings, failure)) {
        // Once, before anything is started: every command of ours finds this home and no other.
        (void)setenv("PORTCULLIS_HOME", stage->places.home.text, 1);
        // An emulated board goes before other work, as a real one does.
        (void)setenv("PORTCULLIS_URGENT", "yes", 1);
        return true;
    }
    places_leave(&stage->places, false);
    return false;
}

void stage_command(const struct stage *stage, const char *const *words, struct child_order *out)
{
    *out = (struct child_order){.arguments = {stage->places.portcullis.text}};
    for (size_t i = 0; words[i] != NULL && i < CHILD_ARGUMENTS_MOST - 2; i++) {
        out->arguments[i + 1] = words[i];
    }
}

// The last line of a log says why a program ended.
static void last_line(const struct path *log, char line[CHILD_LINE_MOST])
{
    char next[CHILD_LINE_MOST];
    FILE *lines = fopen(log->text, "re");
    (void)snprintf(line, CHILD_LINE_MOST, "it said nothing");
    if (lines == NULL) {
        return;
    }
    while (fgets(next, sizeof(next), lines) != NULL) {
        next[strcspn(next, "\n")] = '\0';
        (void)snprintf(line, CHILD_LINE_MOST, "%s", next);
    }
    (void)fclose(lines); // was only read
}

static bool ended(const char *who, const struct child *child, const struct path *log,
                  struct failure *failure)
{
    char why[CHILD_LINE_MOST];
    last_line(log, why);
    return failure_say(failure, "%s ended by itself with %d: %.200s; all its words are in %s", who,
                       child_exit_code(child), why, log->text);
}

// All its listeners are there; they come one after the other.
static bool broker_answers(const struct stage *stage)
{
    return listening_answers(stage->port) &&
           (!stage_has_page(stage) || listening_answers(stage->websockets_port)) &&
           (stage->conduct == BROKER_HONEST || listening_answers(stage->plain_port));
}

static bool await_broker(struct stage *stage, struct failure *failure)
{
    const uint64_t began = moment_now();
    while (!broker_answers(stage)) {
        if (!child_runs(&stage->broker)) {
            return ended("the broker", &stage->broker, &stage->places.broker_log, failure);
        }
        if (moment_now() - began > ANSWER_WITHIN || stage_must_end()) {
            return failure_say(failure, "the broker does not answer on 127.0.0.1:%u; look into %s",
                               (unsigned)stage->port, stage->places.broker_log.text);
        }
        moment_sleep(10);
    }
    // Another's broker on our port would answer too, while ours finds the port in use.
    return child_runs(&stage->broker) ||
           ended("the broker", &stage->broker, &stage->places.broker_log, failure);
}

bool stage_broker_start(struct stage *stage, enum broker_conduct conduct, struct failure *failure)
{
    const struct places *places = &stage->places;
    const bool honest = conduct == BROKER_HONEST;
    if (!honest &&
        !taken_over_write(places, stage->plain_port, conduct == BROKER_HOLDING_BACK, failure)) {
        return false;
    }
    const struct child_order order = {
        .arguments = {places->mosquitto.text, "-c",
                      honest ? places->configuration.text : places->taken_over.text},
        .log = places->broker_log.text,
    };
    stage->conduct = conduct;
    stage->frozen = false;
    return child_start(&stage->broker, &order, failure) && await_broker(stage, failure);
}

// One process, so that it ends with us whatever happens; it stays who we are, as everything here does.
bool stage_page_start(struct stage *stage, struct failure *failure)
{
    const struct places *places = &stage->places;
    char prefix[PATH_ROOM + 1];
    (void)snprintf(prefix, sizeof(prefix), "%s/", places->nginx_folder.text);
    const struct child_order order = {
        .arguments = {places->nginx.text, "-e", "stderr", "-p", prefix, "-c", places->page.text,
                      "-g", "master_process off;"},
        .log = places->nginx_log.text,
    };
    if (!folder_make(places->nginx_folder.text, failure) ||
        !child_start(&stage->nginx, &order, failure)) {
        return false;
    }
    const uint64_t began = moment_now();
    while (!listening_answers(stage->page_port)) {
        if (!child_runs(&stage->nginx)) {
            return ended("nginx", &stage->nginx, &places->nginx_log, failure);
        }
        if (moment_now() - began > ANSWER_WITHIN || stage_must_end()) {
            return failure_say(failure, "nginx does not answer on 127.0.0.1:%u; look into %s",
                               (unsigned)stage->page_port, places->nginx_log.text);
        }
        moment_sleep(10);
    }
    return true;
}

void stage_broker_stop(struct stage *stage)
{
    child_end(&stage->broker);
    stage->frozen = false;
}

void stage_broker_kill(struct stage *stage)
{
    child_kill(&stage->broker);
    stage->frozen = false;
}

void stage_broker_freeze(struct stage *stage, bool frozen)
{
    stage->frozen = frozen;
    if (frozen) {
        child_freeze(&stage->broker);
    } else {
        child_thaw(&stage->broker);
    }
}

static bool start_controller(struct stage *stage, struct failure *failure)
{
    const struct places *places = &stage->places;
    const struct child_order program = {
        .arguments = {places->door_program.text, "--image", places->image.text, "--pins",
                      places->pins.text, "--flash", places->flash.text, "--log",
                      places->door_log.text},
        .log = places->door_words.text,
    };
    const struct child_order board = {
        .arguments = {places->door_program.text, "--eeprom", places->eeprom.text, "--pins",
                      places->pins.text, "--log", places->door_log.text},
        .log = places->door_words.text,
    };
    stage->boots++;
    return child_start(&stage->controller, stage->on_board ? &board : &program, failure);
}

bool stage_mains(struct stage *stage, bool on, struct failure *failure)
{
    stage->mains = on;
    if (!on) {
        child_kill(&stage->controller);
        hall_mains(&stage->hall, false);
        return true;
    }
    hall_mains(&stage->hall, true);
    return start_controller(stage, failure);
}

bool stage_sound(struct stage *stage, struct failure *failure)
{
    if (stage->broker.pid != 0 && !child_runs(&stage->broker)) {
        return ended("the broker", &stage->broker, &stage->places.broker_log, failure);
    }
    if (stage->nginx.pid != 0 && !child_runs(&stage->nginx)) {
        return ended("nginx", &stage->nginx, &stage->places.nginx_log, failure);
    }
    if (stage->controller.pid != 0 && !child_runs(&stage->controller)) {
        return ended("the door program", &stage->controller, &stage->places.door_words, failure);
    }
    return true;
}

void stage_end(struct stage *stage, bool keep)
{
    ledger_close(&stage->ledger);
    child_end(&stage->controller);
    child_end(&stage->nginx);
    child_end(&stage->broker);
    hall_close(&stage->hall);
    places_leave(&stage->places, keep);
}
