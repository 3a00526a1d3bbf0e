// Reads test/vectors/messages.txt: a name and bytes in hexadecimal, one a line.
#ifndef TEST_UNIT_PROTOCOL_VECTOR_FILE_H
#define TEST_UNIT_PROTOCOL_VECTOR_FILE_H

#include "base/bytes.h"

enum {
    VECTORS_MOST = 128,
    VECTOR_NAME_SIZE = 64
};

struct vector {
    char name[VECTOR_NAME_SIZE];
    struct bytes bytes;
};

// Prints what is wrong with the file and gives false; vectors stay valid for ever.
bool vectors_read(const char *path);

size_t vectors_count(void);
const struct vector *vector_at(size_t index);

// The vector of that name; a missing one is a failed check and empty.
struct bytes vector_named(const char *name);

#endif
