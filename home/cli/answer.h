// What a command tells at its end with --json: one object on standard output.
#ifndef HOME_CLI_ANSWER_H
#define HOME_CLI_ANSWER_H

#include "home/cli/arguments.h"
#include "home/folder/home.h"

#include <cjson/cJSON.h>

// Prints it; the root is freed in any case, and built is false where memory was short.
enum cli_exit answer_json(cJSON *root, bool built);

// Tells the broker to read its rules again, where this process may, and adds "broker": "told",
// "not-told" or "foreign"; `portcullis broker config` says what is left to do.
MUST_USE bool answer_add_broker(cJSON *root, const struct home *home);

// Adds the path of a file of a door.
MUST_USE bool answer_add_door_file(cJSON *root, const char *name, const struct home *home,
                                   const char *door, const char *file);

#endif
