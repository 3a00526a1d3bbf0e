// The command line of a door that is a program: the files that it works on, and what is said of those
// that can not be used. For portcullis-door, and for whatever stands in its place.
#ifndef DOOR_BOARDS_SIMULATOR_DOOR_FILES_H
#define DOOR_BOARDS_SIMULATOR_DOOR_FILES_H

#include "door/boards/simulator/flash_file.h"
#include "door/boards/simulator/pins.h"
#include "protocol/image.h"

enum {
    EXIT_DONE = 0,
    EXIT_USAGE = 2,
    EXIT_ENVIRONMENT = 3
};

struct door_files {
    const char *program; // its name, for what it says to people
    const char *image;
    const char *pins;
    const char *flash;
    const char *log; // NULL: standard error
};

// --image, --pins and --flash must be there. False: the usage was said.
MUST_USE bool door_files_read(struct door_files *files, int count, char **words);

// One line on standard error; gives EXIT_ENVIRONMENT.
int door_files_fail(const struct door_files *files, const char *what, const char *path,
                    const char *why, const char *remedy);

// These say what is the matter and give EXIT_ENVIRONMENT, or they give EXIT_DONE.

// Reads the image into room, IMAGE_MOST bytes, which others may not read.
int door_files_load_image(const struct door_files *files, uint8_t *room, struct image *out);

// What flash_file_open or flash_file_take gave.
int door_files_flash_opened(const struct door_files *files, enum flash_file_opened opened);

int door_files_map_pins(const struct door_files *files, struct simulator_pins **out);

#endif
