// Commands to the board's firmware by raw keys and by passkeys, each of which moves the door; then what
// the board's console said of each kind. words[1] is portcullis-board, words[2] how many of each.
#include "base/bytes.h"
#include "test/end_to_end/scene.h"
#include "test/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_MOST = 512,
    FAST_KEYS = 8 // commands in a row, then one key has to wait
};

static struct scene scene;
static const char *program;
static long often;
static long told; // of the door's log

static void tell_log(const char *phase)
{
    char path[DOOR_PATH_MOST];
    char line[LINE_MOST];
    door_program_path(&scene.door, "log", path);
    FILE *log = fopen(path, "r");
    (void)printf("phase %s\n", phase);
    if (log == NULL || fseek(log, told, SEEK_SET) != 0) {
        (void)printf("no log\n");
        return;
    }
    while (fgets(line, sizeof(line), log) != NULL) {
        (void)fputs(line, stdout);
    }
    told = ftell(log);
    (void)fclose(log); // it was only read
}

// Carol opens by a passkey; the others' keys are raw.
static bool begins(void)
{
    if (!scene_sets(&scene, program)) {
        return false;
    }
    scene.entries[3].kind = KEY_PASSKEY;
    scene.image.first_roster =
        person_signs_roster(KEY_OF_ADMIN, &scene.head, scene.entries, scene.first_roster);
    return scene_starts(&scene);
}

static uint8_t ask_by_raw_key(void)
{
    return scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN);
}

static uint8_t ask_by_passkey(void)
{
    uint8_t m[COMMAND_M_SIZE];
    uint8_t room[COMMAND_MOST];
    struct command command = scene_wish(&scene, ACTION_OPEN);
    person_key8(KEY_OF_IDENTITY, command.door8);
    person_key8(KEY_OF_CAROL, command.key8);
    command_encode_m(&command, m);
    const size_t count =
        person_signs_passkey_command(KEY_OF_CAROL, "https://garage.example", BYTES_OF(m), room);
    return scene_delivers(&scene, "carol", (struct bytes){room, count}, false);
}

// Opens, waits, and somebody closes it by the button on the wall.
static void open_so_often(uint8_t (*ask)(void))
{
    const struct garage_action wall = {.doing = GARAGE_WALL, .lasting = 300};
    for (long i = 0; i < often; i++) {
        scene_run(&scene, i < FAST_KEYS ? 500 : 4500);
        CHECK_SAME(ask(), RESULT_OK);
        CHECK(scene_until(&scene, DOOR_OPEN));
        garage_act(&scene.garage, &wall);
        CHECK(scene_until(&scene, DOOR_CLOSED));
    }
}

static void each_command_moves_the_door(void)
{
    if (CHECK(begins())) {
        scene_run(&scene, 1000);
        tell_log("begin");
        open_so_often(ask_by_raw_key);
        tell_log("raw");
        open_so_often(ask_by_passkey);
        tell_log("passkey");
    }
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fprintf(stderr, "usage: %s PORTCULLIS-BOARD COUNT\n", words[0]);
        return 2;
    }
    program = words[1];
    often = strtol(words[2], NULL, 10);
    RUN(each_command_moves_the_door);
    scene_ends(&scene);
    return check_verdict();
}
