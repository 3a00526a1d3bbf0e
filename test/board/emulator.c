#include "test/board/emulator.h"

#include "door/boards/lm3s6965evb/vitals.h"

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
    PATIENCE = 10000,            // ms for an answer: a busy machine starts it in a second or two
    LOOK_EVERY = 50,             // ms
    PORT_D_OUTPUTS = 0x400073c0, // its data, bits 4 to 7
    US_OF_A_MS = 1000
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
    uint32_t pin; // the status light has none
    unsigned number;
} outputs[EMULATOR_OUTPUTS] = {{PIN_RELAY, 4}, {PIN_LAMP, 5}, {PIN_BEEPER, 6}, {0, 7}};

static void say(struct emulator_wire *wire, const char *words)
{
    // A socket that takes nothing belongs to an emulator that has ended; whoever listens hears of it.
    (void)send(wire->socket, words, strlen(words), MSG_NOSIGNAL);
    wire->due++;
}

static bool begins_with(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

static void answered(struct emulator_wire *wire)
{
    memcpy(wire->answer, wire->line, sizeof(wire->answer));
    wire->due -= wire->due > 0 ? 1 : 0;
}

static void hear_edge(struct emulator *emulator, unsigned long number, bool up)
{
    for (size_t i = 0; i < EMULATOR_OUTPUTS; i++) {
        if (outputs[i].number == number && up) {
            emulator->raises[i]++;
            atomic_fetch_or(&emulator->pins->from_controller, outputs[i].pin);
        } else if (outputs[i].number == number) {
            atomic_fetch_and(&emulator->pins->from_controller, ~outputs[i].pin);
        }
    }
}

// "IRQ raise 4", "IRQ lower 4"; what else it says answers our own words.
static void hear_pin(struct emulator *emulator)
{
    static const char raise[] = "IRQ raise ";
    const char *line = emulator->pin.line;
    if (begins_with(line, "IRQ ")) {
        hear_edge(emulator, strtoul(line + sizeof(raise) - 1, NULL, 10), begins_with(line, raise));
    } else {
        answered(&emulator->pin);
    }
}

// What is said of itself is told by the emulator too; the machine's own news are few.
static void hear_clock(struct emulator *emulator)
{
    const char *line = emulator->clock.line;
    if (begins_with(line, "{\"return\"") || begins_with(line, "{\"error\"")) {
        answered(&emulator->clock);
    } else if (strstr(line, "\"SHUTDOWN\"") != NULL) {
        emulator->wants_reset = true;
    } else if (strstr(line, "\"RESET\"") != NULL) {
        emulator->resets++;
    }
}

static void hear(struct emulator *emulator, struct emulator_wire *wire,
                 void (*hear_line)(struct emulator *))
{
    char heard[EMULATOR_LINE_MOST];
    const ssize_t count = recv(wire->socket, heard, sizeof(heard), MSG_DONTWAIT);
    for (ssize_t i = 0; i < count; i++) {
        if (heard[i] == '\n') {
            wire->line[wire->count] = '\0';
            wire->count = 0;
            hear_line(emulator);
        } else if (wire->count + 1 < sizeof(wire->line)) {
            wire->line[wire->count] = heard[i];
            wire->count++;
        }
    }
    emulator->ended = emulator->ended || count == 0;
}

// Waits at most so long for any of them.
static bool listen_to(struct emulator *emulator, int most)
{
    struct pollfd files[] = {{.fd = emulator->pin.socket, .events = POLLIN},
                             {.fd = emulator->clock.socket, .events = POLLIN},
                             {.fd = -1, .events = POLLIN},
                             {.fd = -1, .events = POLLIN}};
    if (emulator->has_cable) {
        files[2].fd = emulator->cable.ends[MACHINE_FROM_BOARD];
        files[3].fd = emulator->cable.ends[MACHINE_FROM_NETWORK];
    }
    (void)poll(files, sizeof(files) / sizeof(files[0]),
               most); // whatever it says, all are looked at
    if (files[0].revents != 0) {
        hear(emulator, &emulator->pin, hear_pin);
    }
    if (files[1].revents != 0) {
        hear(emulator, &emulator->clock, hear_clock);
    }
    if (emulator->has_cable) {
        cable_run(&emulator->cable);
    }
    return !emulator->ended;
}

static int64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now); // this clock is always there
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Until all that was said on it is answered.
static bool settle(struct emulator *emulator, const struct emulator_wire *wire)
{
    const int64_t since = now_ms();
    while (wire->due > 0) {
        if (!listen_to(emulator, PATIENCE) || now_ms() - since > PATIENCE) {
            return false;
        }
    }
    return true;
}

static bool ask_clock(struct emulator *emulator, const char *words)
{
    say(&emulator->clock, words);
    return settle(emulator, &emulator->clock);
}

bool emulator_reads(struct emulator *emulator, uint32_t address, uint32_t *out)
{
    char words[EMULATOR_LINE_MOST];
    (void)snprintf(words, sizeof(words), "readl 0x%lx\n", (unsigned long)address);
    say(&emulator->pin, words);
    if (!settle(emulator, &emulator->pin) || !begins_with(emulator->pin.answer, "OK 0x")) {
        return false;
    }
    *out = (uint32_t)strtoull(emulator->pin.answer + 3, NULL, 16);
    return true;
}

bool emulator_writes(struct emulator *emulator, uint32_t address, uint32_t value)
{
    char words[EMULATOR_LINE_MOST];
    (void)snprintf(words, sizeof(words), "writel 0x%lx 0x%lx\n", (unsigned long)address,
                   (unsigned long)value);
    say(&emulator->pin, words);
    return settle(emulator, &emulator->pin);
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
            say(&emulator->pin, words);
        }
    }
    emulator->driven = wanted;
}

// Held; what its pins did is heard. A reset of the emulated port forgets its inputs' levels, which on a
// real board come from outside.
static bool begin_anew(struct emulator *emulator)
{
    memset(emulator->raises, 0, sizeof(emulator->raises));
    emulator->heartbeat = 0;
    emulator->driven = ~atomic_load(&emulator->pins->to_controller);
    drive_inputs(emulator);
    return emulator_writes(emulator, VITALS_ADDRESS + offsetof(struct vitals, heartbeat), 0) &&
           ask_clock(emulator, "{\"execute\":\"cont\"}\n");
}

static bool reset_machine(struct emulator *emulator)
{
    const uint32_t before = emulator->resets;
    const int64_t since = now_ms();
    if (!ask_clock(emulator, "{\"execute\":\"system_reset\"}\n")) {
        return false;
    }
    while (emulator->resets == before) {
        if (!listen_to(emulator, PATIENCE) || now_ms() - since > PATIENCE) {
            return false;
        }
    }
    return true;
}

bool emulator_resets(struct emulator *emulator)
{
    static const char as_asked[] =
        "{\"execute\":\"set-action\",\"arguments\":{\"reboot\":\"reset\"}}\n";
    static const char as_begun[] =
        "{\"execute\":\"set-action\",\"arguments\":{\"reboot\":\"shutdown\"}}\n";
    uint32_t heartbeat = 0;
    // Whoever has read the answer to a word of his has heard what was said before it.
    if (!ask_clock(emulator, "{\"execute\":\"stop\"}\n") ||
        !emulator_reads(emulator, VITALS_ADDRESS, &heartbeat)) {
        return false;
    }
    emulator->outputs_before = atomic_load(&emulator->pins->from_controller);
    emulator->wants_reset = false;
    // A port that is reset lets go of its pins, and on a real board they fall. The emulator's stay as they
    // are, and then not even their next raise would be told. So that what was on falls at a reset is no
    // finding of these tests, but of wires.py: outputs_before is, and that nothing is raised afterwards.
    return emulator_writes(emulator, PORT_D_OUTPUTS, 0) && ask_clock(emulator, as_asked) &&
           reset_machine(emulator) && ask_clock(emulator, as_begun) &&
           emulator_reads(emulator, VITALS_ADDRESS, &heartbeat) && begin_anew(emulator);
}

// Its first word, and then it runs.
static bool let_run(struct emulator *emulator)
{
    say(&emulator->pin, "irq_intercept_out " PORT_D "\n");
    return ask_clock(emulator, "{\"execute\":\"qmp_capabilities\"}\n") &&
           settle(emulator, &emulator->pin) && begin_anew(emulator);
}

// What is ours stays ours.
static bool wire_made(struct emulator_wire *wire, int *theirs)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        return false;
    }
    wire->socket = ends[0];
    *theirs = ends[1];
    return fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0;
}

static bool cable_made(struct emulator *emulator, struct machine *machine)
{
    emulator->has_cable = machine_has_cable();
    if (!emulator->has_cable) {
        return true;
    }
    bool made = cable_make(&emulator->cable, machine->cable);
    for (size_t i = 0; i < MACHINE_CABLE_ENDS && made; i++) {
        made = fcntl(emulator->cable.ends[i], F_SETFD, FD_CLOEXEC) == 0;
    }
    return made;
}

static void close_theirs(const struct machine *machine)
{
    (void)close(machine->pins); // the emulator has them
    (void)close(machine->clock);
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
    memset(emulator, 0, sizeof(*emulator));
    emulator->pins = pins;
    if (!wire_made(&emulator->pin, &machine.pins) || !wire_made(&emulator->clock, &machine.clock) ||
        !cable_made(emulator, &machine)) {
        return false;
    }
    machine.parent = getpid();
    emulator->process = fork();
    if (emulator->process == 0) {
        machine_becomes(&machine);
    }
    close_theirs(&machine);
    return emulator->process > 0 && let_run(emulator);
}

// The door floor's steps, for whoever maps the page.
static bool look_at_heart(struct emulator *emulator, int64_t now)
{
    uint32_t heartbeat = 0;
    if (now - emulator->looked < LOOK_EVERY) {
        return true;
    }
    emulator->looked = now;
    if (!emulator_reads(emulator, VITALS_ADDRESS + offsetof(struct vitals, heartbeat),
                        &heartbeat)) {
        return false;
    }
    const uint32_t before = heartbeat < emulator->heartbeat ? 0 : emulator->heartbeat;
    atomic_fetch_add(&emulator->pins->heartbeat, heartbeat - before);
    emulator->heartbeat = heartbeat;
    return true;
}

// Between two steps, in ms of this machine: the wires are as late.
static void note_gap(struct emulator *emulator, int64_t now)
{
    const int64_t gap = emulator->stepped == 0 ? 0 : (now - emulator->stepped) * US_OF_A_MS;
    if (gap > (int64_t)atomic_load(&emulator->pins->longest_gap)) {
        atomic_store(&emulator->pins->longest_gap, (uint32_t)gap);
    }
    emulator->stepped = now;
}

bool emulator_step(struct emulator *emulator, int most)
{
    const int64_t now = now_ms();
    note_gap(emulator, now);
    drive_inputs(emulator);
    return listen_to(emulator, most) && (!emulator->wants_reset || emulator_resets(emulator)) &&
           look_at_heart(emulator, now);
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
        (void)close(emulator->pin.socket);
        (void)close(emulator->clock.socket);
        if (emulator->has_cable) {
            cable_close(&emulator->cable);
        }
    }
    emulator->process = 0;
    atomic_store(&emulator->pins->from_controller, 0);
}
