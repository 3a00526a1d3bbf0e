#include "test/board/guest.h"

#include "test/support/check.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    STARTS_WITHIN = 60000, // ms, on a machine that has other things to do
    LINE_MOST = 512,
    NUMBER = 10 // base
};

uint64_t guest_now(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now); // this clock is always there
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

bool guest_sets(struct guest *guest, const char *program, const char *firmware)
{
    memset(guest, 0, sizeof(*guest));
    return setenv("PORTCULLIS_FIRMWARE", firmware, 1) == 0 && control_prepare(&guest->control) &&
           scene_sets(&guest->scene, program);
}

bool guest_begins(struct guest *guest, const char *program, const char *firmware)
{
    if (!guest_sets(guest, program, firmware) ||
        !door_program_write_image(&guest->scene.door, &guest->scene.image) ||
        !door_program_start(&guest->scene.door) || !guest_connected(guest, 0, STARTS_WITHIN)) {
        return false;
    }
    guest->started = guest_logged(guest, "event=started");
    for (int i = 0; i < 6; i++) {
        if (scene_until(&guest->scene, DOOR_CLOSED)) {
            return true;
        }
    }
    return false;
}

void guest_ends(struct guest *guest)
{
    scene_ends(&guest->scene);
    control_end(&guest->control);
}

bool guest_vitals(const struct guest *guest, struct vitals *out)
{
    uint32_t words[sizeof(*out) / sizeof(uint32_t)];
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const uint32_t address = VITALS_ADDRESS + (uint32_t)(i * sizeof(uint32_t));
        if (!control_read(&guest->control, address, &words[i])) {
            return false;
        }
    }
    memcpy(out, words, sizeof(*out));
    return true;
}

bool guest_looks(const struct guest *guest, struct control_answer *out)
{
    return control_look(&guest->control, out);
}

bool guest_suffers(const struct guest *guest, enum fault fault)
{
    return control_write(&guest->control, FAULT_ADDRESS, (uint32_t)fault);
}

// Gives how many lines have the words, and of the latest of them the number behind "panic=".
static unsigned look_into_log(const struct guest *guest, const char *words, uint32_t *panic)
{
    char path[DOOR_PATH_MOST];
    char line[LINE_MOST];
    unsigned count = 0;
    door_program_path(&guest->scene.door, "log", path);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return 0;
    }
    while (fgets(line, sizeof(line), file) != NULL) {
        // A line that is not whole yet is not looked at.
        if (strstr(line, words) != NULL && strchr(line, '\n') != NULL) {
            const char *told = strstr(line, "panic=");
            count++;
            *panic = told == NULL ? 0 : (uint32_t)strtoul(told + strlen("panic="), NULL, NUMBER);
        }
    }
    (void)fclose(file); // it was only read
    return count;
}

unsigned guest_logged(const struct guest *guest, const char *words)
{
    uint32_t panic = 0;
    return look_into_log(guest, words, &panic);
}

bool guest_logs(struct guest *guest, const char *words, unsigned ms)
{
    const uint64_t from = guest_now();
    while (guest_now() - from < ms) {
        if (guest_logged(guest, words) > 0) {
            return true;
        }
        scene_run(&guest->scene, 20);
    }
    return false;
}

void guest_tells_log(const struct guest *guest)
{
    char path[DOOR_PATH_MOST];
    char line[LINE_MOST];
    door_program_path(&guest->scene.door, "log", path);
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        (void)printf("  log: %s", line);
    }
    if (file != NULL) {
        (void)fclose(file); // it was only read
    }
}

void guest_is_gone(struct guest *guest)
{
    tls_line_hang_up(&guest->scene.line);
    guest->scene.broker.subscribed = false;
}

bool guest_restarts(struct guest *guest, uint32_t panic, unsigned ms)
{
    const uint64_t from = guest_now();
    uint32_t told = 0;
    while (guest_now() - from < ms) {
        scene_run(&guest->scene, 5);
        const unsigned started = look_into_log(guest, "event=started", &told);
        if (started > guest->started) {
            CHECK_SAME(started, guest->started + 1);
            CHECK_SAME(told, panic);
            guest->started = started;
            guest_is_gone(guest);
            return told == panic;
        }
    }
    return false;
}

bool guest_connected(struct guest *guest, uint32_t after_boot, unsigned ms)
{
    const uint64_t from = guest_now();
    while (guest_now() - from < ms) {
        scene_run(&guest->scene, 1);
        if (guest->scene.broker.subscribed &&
            over_broker_epoch(&guest->scene.broker).boot > after_boot) {
            return true;
        }
    }
    return false;
}

void guest_presses(struct guest *guest, enum garage_doing what, uint32_t lasting)
{
    garage_act(&guest->scene.garage, &(struct garage_action){.doing = what, .lasting = lasting});
}

void guest_asks(struct guest *guest, enum action action)
{
    uint8_t room[COMMAND_RAW_SIZE];
    over_broker_sends(&guest->scene.broker, "alice",
                      scene_signs(&guest->scene, KEY_OF_ALICE, action, room), false);
}

bool guest_relay(struct guest *guest, bool on, unsigned ms)
{
    const uint64_t from = guest_now();
    while (guest_now() - from < ms) {
        scene_run(&guest->scene, 1);
        if (((atomic_load(&guest->scene.door.pins->from_controller) & PIN_RELAY) != 0) == on) {
            return true;
        }
    }
    return false;
}
