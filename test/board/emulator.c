#include "test/board/emulator.h"

#include "protocol/image.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    EEPROM_SIZE = 65536,
    WORDS_MOST = 40,
    WORD_MOST = 512,
    INPUTS = 5,
    OUTPUTS = 3
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

static bool fail(struct emulator *emulator, const char *why)
{
    emulator->why = why;
    return false;
}

// From the board this machine's loopback has another address.
static struct bytes image_for_the_board(struct bytes message, uint8_t *room)
{
    static const char loopback[] = "127.0.0.1";
    static const uint8_t there[] = {'1', '0', '.', '0', '.', '2', '.', '2'};
    struct image image;
    if (!image_decode(message, &image)) {
        return (struct bytes){NULL, 0};
    }
    const struct bytes here = {(const uint8_t *)loopback, sizeof(loopback) - 1};
    if (bytes_equal(image.broker_address, here)) {
        image.broker_address = BYTES_OF(there);
    }
    return image_encode(&image, room, IMAGE_MOST);
}

static bool read_image(const char *path, uint8_t *room, struct bytes *out)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t count = file < 0 ? -1 : read(file, room, IMAGE_MOST);
    if (file >= 0) {
        (void)close(file); // it was only read
    }
    *out = (struct bytes){room, count > 0 ? (size_t)count : 0};
    return count > 0;
}

static bool fill(int file, off_t from)
{
    static uint8_t blank[EEPROM_SIZE];
    memset(blank, 0xff, sizeof(blank));
    const size_t count = from < EEPROM_SIZE ? (size_t)(EEPROM_SIZE - from) : 0;
    return pwrite(file, blank, count, from) == (ssize_t)count;
}

static bool make_eeprom(struct emulator *emulator, const struct emulator_files *files)
{
    static uint8_t message[IMAGE_MOST];
    static uint8_t room[IMAGE_MOST];
    struct bytes given;
    if (!read_image(files->image, message, &given)) {
        return fail(emulator, "cannot read the image");
    }
    const struct bytes image = image_for_the_board(given, room);
    if (image.count == 0) {
        return fail(emulator, "cannot use the image: it is damaged or of another version");
    }
    struct stat status;
    const int file = open(files->flash, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const bool made = file >= 0 && fstat(file, &status) == 0 && fill(file, status.st_size) &&
                      pwrite(file, image.at, image.count, 0) == (ssize_t)image.count;
    if (file >= 0) {
        (void)close(file); // nobody asks for it to outlive a power cut of this machine
    }
    return made || fail(emulator, "cannot write the flash file");
}

static _Noreturn void become_emulator(const struct emulator_files *files, int socket)
{
    const char *given = getenv("PORTCULLIS_FIRMWARE");
    const char *icount = getenv("PORTCULLIS_ICOUNT");
    static char words[4][WORD_MOST];
    (void)snprintf(words[0], WORD_MOST, "socket,id=qtest,fd=%d", socket);
    (void)snprintf(words[1], WORD_MOST, "file,id=log,append=on,path=%s",
                   files->log == NULL ? "/dev/stderr" : files->log);
    (void)snprintf(words[2], WORD_MOST, "if=none,id=eeprom,format=raw,file=%s", files->flash);
    (void)snprintf(words[3], WORD_MOST, "%s", given == NULL ? PORTCULLIS_FIRMWARE : given);
    const char *arguments[WORDS_MOST] = {
        "qemu-system-arm",
        "-M",
        "lm3s6965evb",
        "-kernel",
        words[3],
        "-display",
        "none",
        "-monitor",
        "none",
        "-nic",
        "user,model=stellaris",
        "-chardev",
        words[1],
        "-serial",
        "chardev:log",
        "-serial",
        "null",
        "-chardev",
        "pipe,id=random,path=/dev/urandom",
        "-serial",
        "chardev:random",
        "-drive",
        words[2],
        "-device",
        "at24c-eeprom,bus=i2c,address=0x50,rom-size=65536,drive=eeprom",
        "-device",
        "ds1338,bus=i2c,address=0x68",
        "-chardev",
        words[0],
        "-qtest",
        "chardev:qtest",
        "-qtest-log",
        "none",
        icount == NULL ? NULL : "-icount",
        icount,
        NULL};
    char *taken[WORDS_MOST];
    memcpy(taken, arguments, sizeof(taken)); // execvp forgot the const of what it only reads
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)execvp(taken[0], taken);
    _exit(127);
}

static void say(const struct emulator *emulator, const char *words)
{
    // A socket that takes nothing belongs to an emulator that has ended; the next step hears of it.
    (void)send(emulator->socket, words, strlen(words), MSG_NOSIGNAL);
}

bool emulator_start(struct emulator *emulator, const struct emulator_files *files)
{
    memset(emulator, 0, sizeof(*emulator));
    emulator->pins = pins_map(files->pins);
    if (emulator->pins == NULL) {
        return fail(emulator, "cannot map the pins");
    }
    atomic_store(&emulator->pins->from_controller, 0);
    atomic_fetch_add(&emulator->pins->starts, 1);
    int ends[2];
    if (!make_eeprom(emulator, files)) {
        return false;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        return fail(emulator, "cannot make a socket");
    }
    emulator->process = fork();
    if (emulator->process == 0) {
        (void)close(ends[0]);
        become_emulator(files, ends[1]);
    }
    (void)close(ends[1]);
    emulator->socket = ends[0];
    say(emulator, "irq_intercept_out " PORT_D "\n");
    return emulator->process > 0 || fail(emulator, "cannot start another program");
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

// "IRQ raise 4", "IRQ lower 4"; what else it says answers our own words.
static void hear_line(struct emulator *emulator)
{
    static const char raise[] = "IRQ raise ";
    static const char lower[] = "IRQ lower ";
    const bool up = strncmp(emulator->line, raise, sizeof(raise) - 1) == 0;
    if (!up && strncmp(emulator->line, lower, sizeof(lower) - 1) != 0) {
        return;
    }
    const unsigned long number = strtoul(emulator->line + sizeof(raise) - 1, NULL, 10);
    for (size_t i = 0; i < OUTPUTS; i++) {
        if (outputs[i].number == number && up) {
            atomic_fetch_or(&emulator->pins->from_controller, outputs[i].pin);
        } else if (outputs[i].number == number) {
            atomic_fetch_and(&emulator->pins->from_controller, ~outputs[i].pin);
        }
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

bool emulator_step(struct emulator *emulator, int most)
{
    struct pollfd file = {.fd = emulator->socket, .events = POLLIN};
    drive_inputs(emulator);
    return poll(&file, 1, most) <= 0 || hear(emulator);
}

void emulator_stop(struct emulator *emulator)
{
    if (emulator->process > 0) {
        (void)kill(emulator->process, SIGKILL);
        (void)waitpid(emulator->process, NULL, 0);
        (void)close(emulator->socket);
    }
    emulator->process = 0;
    if (emulator->pins != NULL) {
        atomic_store(&emulator->pins->from_controller, 0);
    }
}
