// door image: the file that goes into a board's EEPROM.
#include "home/cli/commands.h"
#include "home/cli/doors/door_word.h"
#include "home/doors/door_image.h"
#include "home/doors/eeprom_file.h"
#include "home/folder/json_file.h"
#include "protocol/eeprom.h"

#include <stdio.h>
#include <string.h>

// The command line in it is run by test/end_to_end/board_image_test.c, word by word.
static const char teaches[] =
    "Writes the file that goes into a board's EEPROM, 64 KB, an AT24C512: identity and settings "
    "of\n"
    "the door in front, and room for what the door will remember. One firmware serves every door;\n"
    "this file makes it this one. Whoever has it is the door: its mode is 0600; delete it when "
    "the\n"
    "board has it.\n"
    "\n"
    "  portcullis door image garage\n"
    "  portcullis door image garage --out /media/stick/garage.eeprom\n"
    "  portcullis door image garage --update\n"
    "\n"
    "A file that a door has written to is left alone. After `door set` say --update where the "
    "file\n"
    "is still there, as an emulated board's is: it gets the new settings, and the door forgets\n"
    "nothing. --blank makes all of it anew.\n"
    "\n"
    "The emulated board takes the file as it is. From there this machine is 10.0.2.2; say so "
    "first:\n"
    "`portcullis door set garage --broker-address 10.0.2.2`. The board's words come to standard\n"
    "output:\n"
    "\n"
    "  qemu-system-arm -M lm3s6965evb -kernel build/lm3s6965evb/door.elf \\\n"
    "    -display none -monitor none -nic user,model=stellaris \\\n"
    "    -serial stdio -serial null \\\n"
    "    -chardev pipe,id=random,path=/dev/urandom -serial chardev:random \\\n"
    "    -drive if=none,id=eeprom,format=raw,file=garage.eeprom \\\n"
    "    -device at24c-eeprom,bus=i2c,address=0x50,rom-size=65536,drive=eeprom \\\n"
    "    -device ds1338,bus=i2c,address=0x68\n"
    "\n"
    "A real board, by cable: without power on it, join SDA, SCL, 3.3 V and ground of its EEPROM "
    "to\n"
    "the I2C bus of a Linux machine, here its bus 1, and as root (nobody has done it yet)\n"
    "\n"
    "  echo 24c512 0x50 > /sys/bus/i2c/devices/i2c-1/new_device\n"
    "  cat garage.eeprom > /sys/bus/i2c/devices/1-0050/eeprom\n"
    "\n"
    "For other settings of a board that has been in use write the first 8 KB alone, and it "
    "forgets\n"
    "nothing: head -c 8192 garage.eeprom > …/eeprom\n"
    "\n"
    "Exit codes: 0 written; 1 refused, nothing is changed; 2 wrong use; 3 a file could not be "
    "read\n"
    "or written.\n";

struct image_options {
    const char *home;
    const char *out;
    bool update;
    bool blank;
    bool json;
};

static enum eeprom_wish wish_of(const struct image_options *options)
{
    if (options->update) {
        return EEPROM_WISH_UPDATE;
    }
    return options->blank ? EEPROM_WISH_BLANK : EEPROM_WISH_NEW;
}

static bool print_json(const char *door, const char *file, size_t image_bytes,
                       struct failure *failure)
{
    cJSON *root = cJSON_CreateObject();
    const bool built = cJSON_AddStringToObject(root, "door", door) != NULL &&
                       cJSON_AddStringToObject(root, "file", file) != NULL &&
                       cJSON_AddNumberToObject(root, "bytes", EEPROM_SIZE) != NULL &&
                       cJSON_AddNumberToObject(root, "image_bytes", (double)image_bytes) != NULL;
    return json_print(root, built) ||
           failure_say(failure, "cannot print the answer: out of memory; try again");
}

static enum cli_exit tell(const struct image_options *options, const char *door, const char *file,
                          size_t image_bytes)
{
    struct failure failure;
    if (options->json) {
        return print_json(door, file, image_bytes, &failure) ? CLI_DONE
                                                             : cli_fail(&failure, CLI_ENVIRONMENT);
    }
    (void)printf("%s: %s is what goes into the board's EEPROM: %d bytes, %zu of them the door's.\n"
                 "Whoever has this file is the door; delete it when the board has it. How it gets "
                 "there:\n"
                 "  portcullis door image --help\n",
                 door, file, EEPROM_SIZE, image_bytes);
    return CLI_DONE;
}

static enum cli_exit write_file(const struct image_options *options, const char *door,
                                struct door_image *opened)
{
    static uint8_t room[IMAGE_MOST];
    char usual[NAME_MOST + sizeof(".eeprom")];
    struct failure failure;
    (void)snprintf(usual, sizeof(usual), "%s.eeprom", door);
    const char *file = options->out == NULL ? usual : options->out;
    const struct bytes image = door_image_encode(opened, room, &failure);
    if (image.count == 0) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const enum eeprom_answer answer = eeprom_file_write(file, image, wish_of(options), &failure);
    wipe(room, sizeof(room));
    switch (answer) {
    case EEPROM_FILE_REFUSED:
        return cli_fail(&failure, CLI_REFUSED);
    case EEPROM_FILE_FAILED:
        return cli_fail(&failure, CLI_ENVIRONMENT);
    case EEPROM_FILE_WRITTEN:
        break;
    }
    return tell(options, door, file, image.count);
}

static enum cli_exit run(const struct image_options *options, const char *word)
{
    static struct door_image opened; // large, and there is one
    struct home home;
    struct failure failure;
    char door[NAME_MOST + 1];
    int lock = -1;
    if (!door_word_settle(options->home, word, &home, door, &failure) ||
        !home_lock(home.folder.text, &lock, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const enum cli_exit answer = door_image_open(&home, door, &opened, &failure)
                                     ? write_file(options, door, &opened)
                                     : cli_fail(&failure, CLI_ENVIRONMENT);
    door_image_close(&opened);
    home_unlock(lock);
    return answer;
}

enum cli_exit cli_door_image(int argc, char *const *argv)
{
    struct image_options options = {.out = NULL};
    const struct option_row rows[] = {
        {"out", OPTION_TEXT, &options.out, "FILE", "the file; DOOR.eeprom if not said"},
        {"update", OPTION_FLAG, &options.update, NULL,
         "other settings into the file; what the door remembers stays"},
        {"blank", OPTION_FLAG, &options.blank, NULL,
         "all of the file anew; what the door remembers is gone"},
        {"json", OPTION_FLAG, &options.json, NULL, "as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis door image [DOOR]",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
        .words_least = 0,
        .words_most = 1,
    };
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    if (options.update && options.blank) {
        (void)failure_say(&failure, "--update keeps what the door remembers and --blank does not; "
                                    "say one of them");
        return cli_fail(&failure, CLI_USAGE);
    }
    return run(&options, words.count > 0 ? words.at[0] : NULL);
}
