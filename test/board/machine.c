#include "test/board/machine.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    WORDS_MOST = 64,
    ROOM = 8192,
    URGENT = -15 // of setpriority(2)
};

struct words {
    char *at[WORDS_MOST + 1];
    size_t count;
    char room[ROOM];
    size_t used;
};

const char *machine_firmware(void)
{
    const char *given = getenv("PORTCULLIS_FIRMWARE");
    return given == NULL ? PORTCULLIS_FIRMWARE : given;
}

bool machine_has_cable(void)
{
    return getenv("PORTCULLIS_CABLE") != NULL;
}

void machine_goes_first(void)
{
    if (getenv("PORTCULLIS_URGENT") != NULL) {
        // Refused to ordinary users: then the board is as prompt as the machine is idle. Nothing stronger: as
        // SCHED_FIFO two boards that wait for randomness keep two processors from ever giving it to them.
        (void)setpriority(PRIO_PROCESS, 0, URGENT);
    }
}

// One argument. What finds no room is left out, and the emulator says so.
__attribute__((format(printf, 2, 3))) static void add(struct words *words, const char *format, ...)
{
    const size_t room = sizeof(words->room) - words->used;
    va_list values;
    va_start(values, format);
    const int count = vsnprintf(words->room + words->used, room, format, values);
    va_end(values);
    if (count >= 0 && (size_t)count < room && words->count < WORDS_MOST) {
        words->at[words->count] = words->room + words->used;
        words->count++;
        words->used += (size_t)count + 1;
    }
}

static void add_all(struct words *words, const char *const *arguments, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add(words, "%s", arguments[i]);
    }
}

static void add_cable(struct words *words, const struct machine *machine)
{
    static const char *const names[MACHINE_CABLE_ENDS] = {"from_board", "to_network",
                                                          "from_network", "to_board"};
    for (size_t i = 0; i < MACHINE_CABLE_ENDS; i++) {
        add(words, "-chardev");
        add(words, "socket,id=%s,fd=%d", names[i], machine->cable[i]);
    }
    add(words, "-object");
    add(words, "filter-redirector,id=out,netdev=net,queue=rx,outdev=from_board,indev=to_network");
    add(words, "-object");
    add(words, "filter-redirector,id=in,netdev=net,queue=tx,outdev=from_network,indev=to_board");
}

static void add_chosen(struct words *words)
{
    const char *icount = getenv("PORTCULLIS_ICOUNT");
    const char *clock = getenv("PORTCULLIS_RTC");
    if (icount != NULL) {
        add(words, "-icount");
        add(words, "%s", icount);
    }
    if (clock != NULL) {
        add(words, "-rtc");
        add(words, "%s", clock);
    }
}

static void add_network(struct words *words)
{
    const char *forwards = getenv("PORTCULLIS_FORWARDS");
    add(words, "-nic");
    add(words, "user,id=net,model=stellaris%s%s",
        forwards == NULL ? "" : ",hostfwd=", forwards == NULL ? "" : forwards);
}

static void add_random_source(struct words *words)
{
    const char *given = getenv("PORTCULLIS_ENTROPY");
    const bool none = given != NULL && strcmp(given, "none") == 0;
    add(words, "-chardev");
    if (none) {
        add(words, "null,id=random");
    } else {
        add(words, "pipe,id=random,path=%s", given == NULL ? "/dev/urandom" : given);
    }
    add(words, "-serial");
    add(words, "chardev:random");
}

_Noreturn void machine_becomes(const struct machine *machine)
{
    static const char *const board[] = {
        "qemu-system-arm",
        "-M",
        "lm3s6965evb",
        "-display",
        "none",
        "-monitor",
        "none",
        "-S",
        "-action",
        "reboot=shutdown,shutdown=pause",
        "-device",
        "ds1338,bus=i2c,address=0x68",
        "-device",
        "at24c-eeprom,bus=i2c,address=0x50,rom-size=65536,drive=eeprom",
        "-qtest-log",
        "none",
        "-qtest",
        "chardev:qtest",
        "-chardev"};
    static struct words words;
    add_all(&words, board, sizeof(board) / sizeof(board[0]));
    add(&words, "socket,id=qtest,fd=%d", machine->pins);
    add(&words, "-mon");
    add(&words, "chardev=clock,mode=control");
    add(&words, "-chardev");
    add(&words, "socket,id=clock,fd=%d", machine->clock);
    add(&words, "-kernel");
    add(&words, "%s", machine_firmware());
    add(&words, "-drive");
    add(&words, "if=none,id=eeprom,format=raw,file=%s", machine->flash);
    add(&words, "-chardev");
    add(&words, "file,id=log,append=on,path=%s",
        machine->log == NULL ? "/dev/stderr" : machine->log);
    add(&words, "-serial");
    add(&words, "chardev:log");
    add(&words, "-serial");
    add(&words, "null");
    add_random_source(&words);
    add_network(&words);
    add_chosen(&words);
    if (machine->cable[0] >= 0) {
        add_cable(&words, machine);
    }
    // Whoever is killed takes his emulator with him.
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != machine->parent) {
        _exit(127); // he was killed before that
    }
    (void)execvp(words.at[0], words.at);
    _exit(127);
}
