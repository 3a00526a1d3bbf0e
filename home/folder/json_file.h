// JSON written as a file of a home, read back from one, or printed for whoever asked for it.
#ifndef HOME_FOLDER_JSON_FILE_H
#define HOME_FOLDER_JSON_FILE_H

#include "home/folder/file.h"

#include <cjson/cJSON.h>

#include <time.h>

// Replaces or makes the file, as file_write does. The root is freed in any case; built is false where
// memory was short while it was made.
MUST_USE bool json_file_write(const char *path, cJSON *root, bool built, struct failure *failure);

// Reads a file of at most that many bytes; out is freed by the caller, and NULL where it is no JSON.
MUST_USE bool json_file_read(const char *path, size_t most, cJSON **out, struct failure *failure);

// A number that stands for itself: whole, and from 0 to most. False: it is missing, or another one. What
// is beyond the type it goes to would be undefined (C11, 6.3.1.4), and half a use no use at all, which
// means every use.
MUST_USE bool json_read_number(const cJSON *object, const char *name, int64_t most, int64_t *out);

// Seconds since 1970, to the end of the year 9999; 0 is the beginning.
MUST_USE bool json_read_time(const cJSON *object, const char *name, time_t *out);

// Prints it in one line to standard output; the root is freed in any case. False: memory was short.
MUST_USE bool json_print(cJSON *root, bool built);

#endif
