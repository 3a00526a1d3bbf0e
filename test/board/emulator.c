#include "test/board/emulator.h"

#include "test/board/symbol.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    INPUTS = 5,
    OUTPUTS = 3,
    ROUNDS_FOR_STEPS = 10
};

// Where the emulator's tree of objects has the ports.
#define PORT_B "/machine/unattached/device[9]"
#define PORT_D "/machine/unattached/device[11]"

static const struct {
    uint32_t pin;
    unsigned number;
} inputs[INPUTS] = {{PIN_OPEN_SWITCH, 0},
                    {PIN_CLOSED_SWITCH, 1},
                    {PIN_PHOTO_EYE, 4},
                    {PIN_WALL_BUTTON, 5},
                    {PIN_DEVICE_BUTTON, 6}};

static const struct {
    uint32_t pin;
    unsigned number;
} outputs[OUTPUTS] = {{PIN_RELAY, 4}, {PIN_LAMP, 5}, {PIN_BEEPER, 6}};

static void say(const struct emulator *emulator, const char *words)
{
    // A socket that takes nothing belongs to an emulator that has ended; the next step hears of it.
    (void)send(emulator->socket, words, strlen(words), MSG_NOSIGNAL);
}

// What is ours stays ours.
static bool kept_from_children(const struct emulator *emulator)
{
    bool kept = fcntl(emulator->socket, F_SETFD, FD_CLOEXEC) == 0;
    for (size_t i = 0; i < MACHINE_CABLE_ENDS && emulator->has_cable; i++) {
        kept = fcntl(emulator->cable.ends[i], F_SETFD, FD_CLOEXEC) == 0 && kept;
    }
    return kept;
}

static void close_theirs(const struct machine *machine)
{
    (void)close(machine->pins); // the emulator has them
    for (size_t i = 0; i < MACHINE_CABLE_ENDS; i++) {
        if (machine->cable[i] >= 0) {
            (void)close(machine->cable[i]);
        }
    }
}

bool emulator_start(struct emulator *emulator, struct simulator_pins *pins, const char *flash,
                    const char *log)
{
    struct machine machine = {.flash = flash, .log = log, .cable = {-1, -1, -1, -1}};
    int ends[2];
    memset(emulator, 0, sizeof(*emulator));
    emulator->pins = pins;
    emulator->steps_at = symbol_address(machine_firmware(), "floor_steps");
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        return false;
    }
    emulator->socket = ends[0];
    machine.pins = ends[1];
    emulator->has_cable = machine_has_cable();
    if (emulator->has_cable && !cable_make(&emulator->cable, machine.cable)) {
        return false;
    }
    if (!kept_from_children(emulator)) {
        return false;
    }
    emulator->process = fork();
    if (emulator->process == 0) {
        machine_becomes(&machine);
    }
    close_theirs(&machine);
    say(emulator, "irq_intercept_out " PORT_D "\n");
    return emulator->process > 0;
}

static void drive_inputs(struct emulator *emulator)
{
    const uint32_t wanted = atomic_load(&emulator->pins->to_controller);
    const uint32_t changed = wanted ^ emulator->driven;
    for (size_t i = 0; i < INPUTS && changed != 0; i++) {
        if ((changed & inputs[i].pin) != 0) {
            char words[EMULATOR_LINE_MOST];
            (void)snprintf(words, sizeof(words), "set_irq_in " PORT_B " unnamed-gpio-in %u %d\n",
                           inputs[i].number, (wanted & inputs[i].pin) != 0 ? 1 : 0);
            say(emulator, words);
        }
    }
    emulator->driven = wanted;
}

static void ask_for_steps(struct emulator *emulator)
{
    emulator->rounds++;
    if (emulator->steps_at != 0 && !emulator->asked_for_steps &&
        emulator->rounds >= ROUNDS_FOR_STEPS) {
        char words[EMULATOR_LINE_MOST];
        (void)snprintf(words, sizeof(words), "readl 0x%x\n", (unsigned)emulator->steps_at);
        say(emulator, words);
        emulator->asked_for_steps = true;
        emulator->rounds = 0;
    }
}

static void hear_output(struct emulator *emulator, unsigned long number, bool up)
{
    for (size_t i = 0; i < OUTPUTS; i++) {
        if (outputs[i].number == number && up) {
            atomic_fetch_or(&emulator->pins->from_controller, outputs[i].pin);
        } else if (outputs[i].number == number) {
            atomic_fetch_and(&emulator->pins->from_controller, ~outputs[i].pin);
        }
    }
}

// "IRQ raise 4", "IRQ lower 4"; "OK 0x..." answers the question for the steps; what else it says answers
// our other words.
static void hear_line(struct emulator *emulator)
{
    static const char raise[] = "IRQ raise ";
    static const char lower[] = "IRQ lower ";
    static const char value[] = "OK 0x";
    const char *line = emulator->line;
    if (strncmp(line, raise, sizeof(raise) - 1) == 0) {
        hear_output(emulator, strtoul(line + sizeof(raise) - 1, NULL, 10), true);
    } else if (strncmp(line, lower, sizeof(lower) - 1) == 0) {
        hear_output(emulator, strtoul(line + sizeof(lower) - 1, NULL, 10), false);
    } else if (strncmp(line, value, sizeof(value) - 1) == 0) {
        emulator->asked_for_steps = false;
        atomic_store(&emulator->pins->heartbeat,
                     (uint32_t)strtoul(line + sizeof(value) - 1, NULL, 16));
    }
}

static bool hear(struct emulator *emulator)
{
    char heard[EMULATOR_LINE_MOST];
    const ssize_t count = recv(emulator->socket, heard, sizeof(heard), MSG_DONTWAIT);
    for (ssize_t i = 0; i < count; i++) {
        if (heard[i] == '\n') {
            emulator->line[emulator->count] = '\0';
            hear_line(emulator);
            emulator->count = 0;
        } else if (emulator->count + 1 < sizeof(emulator->line)) {
            emulator->line[emulator->count] = heard[i];
            emulator->count++;
        }
    }
    return count != 0;
}

static uint64_t now_us(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now); // this clock is always there
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void note_gap(struct emulator *emulator)
{
    const uint64_t now = now_us();
    const uint32_t gap = emulator->stepped_at == 0 ? 0 : (uint32_t)(now - emulator->stepped_at);
    if (gap > atomic_load(&emulator->pins->longest_gap)) {
        atomic_store(&emulator->pins->longest_gap, gap);
    }
    emulator->stepped_at = now;
}

bool emulator_step(struct emulator *emulator, int most)
{
    struct pollfd files[] = {{.fd = emulator->socket, .events = POLLIN},
                             {.fd = -1, .events = POLLIN},
                             {.fd = -1, .events = POLLIN}};
    if (emulator->has_cable) {
        files[1].fd = emulator->cable.ends[MACHINE_FROM_BOARD];
        files[2].fd = emulator->cable.ends[MACHINE_FROM_NETWORK];
    }
    note_gap(emulator);
    drive_inputs(emulator);
    ask_for_steps(emulator);
    (void)poll(files, 3, most); // whatever it says, all are looked at
    if (emulator->has_cable) {
        cable_run(&emulator->cable);
    }
    return files[0].revents == 0 || hear(emulator);
}

void emulator_cuts_cable(struct emulator *emulator, bool cut)
{
    emulator->cable.cut = cut;
}

void emulator_stop(struct emulator *emulator)
{
    if (emulator->process > 0) {
        (void)kill(emulator->process, SIGKILL);
        (void)waitpid(emulator->process, NULL, 0);
        (void)close(emulator->socket);
        if (emulator->has_cable) {
            cable_close(&emulator->cable);
        }
    }
    emulator->process = 0;
    atomic_store(&emulator->pins->from_controller, 0);
}
