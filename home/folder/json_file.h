// JSON written as a file of a home, read back from one, or printed for whoever asked for it.
#ifndef HOME_FOLDER_JSON_FILE_H
#define HOME_FOLDER_JSON_FILE_H

#include "home/folder/file.h"

#include <cjson/cJSON.h>

// Replaces or makes the file, as file_write does. The root is freed in any case; built is false where
// memory was short while it was made.
MUST_USE bool json_file_write(const char *path, cJSON *root, bool built, struct failure *failure);

// Reads a file of at most that many bytes; out is freed by the caller, and NULL where it is no JSON.
MUST_USE bool json_file_read(const char *path, size_t most, cJSON **out, struct failure *failure);

// Prints it in one line to standard output; the root is freed in any case. False: memory was short.
MUST_USE bool json_print(cJSON *root, bool built);

#endif
