#include "door/boards/simulator/door_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool door_files_read(struct door_files *files, int count, char **words)
{
    const struct {
        const char *name;
        const char **value;
    } options[] = {{"--image", &files->image},
                   {"--pins", &files->pins},
                   {"--flash", &files->flash},
                   {"--log", &files->log}};
    bool all_known = true;
    for (int i = 1; i < count; i += 2) {
        bool known = false;
        for (size_t o = 0; o < sizeof(options) / sizeof(options[0]); o++) {
            if (strcmp(words[i], options[o].name) == 0 && i + 1 < count) {
                *options[o].value = words[i + 1];
                known = true;
            }
        }
        all_known = all_known && known;
    }
    if (all_known && files->image != NULL && files->pins != NULL && files->flash != NULL) {
        return true;
    }
    (void)fprintf(stderr, "usage: %s --image FILE --pins FILE --flash FILE [--log FILE]\n",
                  files->program);
    return false;
}

int door_files_fail(const struct door_files *files, const char *what, const char *path,
                    const char *why, const char *remedy)
{
    (void)fprintf(stderr, "%s: %s %s: %s; %s\n", files->program, what, path, why, remedy);
    return EXIT_ENVIRONMENT;
}

int door_files_load_image(const struct door_files *files, uint8_t *room, struct image *out)
{
    const int file = open(files->image, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) {
        return door_files_fail(files, "cannot read the image", files->image, strerror(errno),
                               "make one with `portcullis door add`");
    }
    if ((status.st_mode & 077) != 0) {
        (void)close(file);
        return door_files_fail(files, "will not use the image", files->image, "others may read it",
                               "whoever holds it is the door: chmod 600, or make a new one");
    }
    const ssize_t count = read(file, room, IMAGE_MOST);
    (void)close(file);
    const struct bytes message = {room, count > 0 ? (size_t)count : 0};
    if (!image_decode(message, out)) {
        return door_files_fail(files, "cannot use the image", files->image,
                               "it is damaged or of another version",
                               "make a new one with `portcullis door add`");
    }
    return EXIT_DONE;
}

int door_files_flash_opened(const struct door_files *files, enum flash_file_opened opened)
{
    switch (opened) {
    case FLASH_FILE_UNREADABLE:
        return door_files_fail(files, "cannot use the flash file", files->flash, strerror(errno),
                               "see that its folder is there, is yours, and has room");
    case FLASH_FILE_IN_USE:
        return door_files_fail(files, "cannot use the flash file", files->flash,
                               "another program has it", "stop the other door first");
    case FLASH_FILE_WRONG_SIZE:
        return door_files_fail(files, "will not use the flash file", files->flash,
                               "it is larger than any flash of ours",
                               "name another file, or remove it");
    case FLASH_FILE_OPENED:
        break;
    }
    return EXIT_DONE;
}

int door_files_map_pins(const struct door_files *files, struct simulator_pins **out)
{
    *out = pins_map(files->pins);
    if (*out == NULL) {
        return door_files_fail(files, "cannot map the pins", files->pins, strerror(errno),
                               "see that its folder is there and is yours");
    }
    return EXIT_DONE;
}
