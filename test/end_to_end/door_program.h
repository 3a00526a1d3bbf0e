// The door's program as a child of a test: a folder of its own with image, flash, pins and log.
#ifndef TEST_END_TO_END_DOOR_PROGRAM_H
#define TEST_END_TO_END_DOOR_PROGRAM_H

#include "base/must_use.h"
#include "door/boards/simulator/pins.h"
#include "protocol/image.h"

#include <sys/types.h>

enum {
    DOOR_PATH_MOST = 160
};

struct door_program {
    const char *program; // borrowed: its path
    char folder[64];
    struct simulator_pins *pins;
    pid_t process; // 0: does not run
};

// Makes the folder. False: it can not be done here.
MUST_USE bool door_program_prepare(struct door_program *door, const char *program);

// Path of a file in the folder.
void door_program_path(const struct door_program *door, const char *name,
                       char path[DOOR_PATH_MOST]);

MUST_USE bool door_program_write_image(const struct door_program *door, const struct image *image);

// Starts it on these files. False: it could not be started.
MUST_USE bool door_program_start(struct door_program *door);

// SIGKILL, as a power cut; outputs drop.
void door_program_kill(struct door_program *door);

// SIGTERM; gives its exit code, or -1.
int door_program_stop(struct door_program *door);

// Whether the log has the words.
bool door_program_logged(const struct door_program *door, const char *words);

// How many of its lines have both.
size_t door_program_counts(const struct door_program *door, const char *words, const char *others);

// Ends it and removes the folder.
void door_program_remove(struct door_program *door);

#endif
