#include "test/unit/protocol/vector_file.h"

#include "test/support/check.h"
#include "test/support/hex.h"

#include <stdio.h>
#include <string.h>

enum {
    LINE_MOST = 8192,
    ROOM = 65536
};

static struct vector vectors[VECTORS_MOST];
static size_t count;
static uint8_t room[ROOM];
static size_t used;

static bool line_is_read(char *line)
{
    char *space = strchr(line, ' ');
    if (space == NULL || count == VECTORS_MOST || (size_t)(space - line) >= VECTOR_NAME_SIZE) {
        return false;
    }
    struct vector *vector = &vectors[count];
    memcpy(vector->name, line, (size_t)(space - line));
    const char *hex = space + 1;
    if (strcmp(hex, "-") != 0) {
        vector->bytes = hex_read(hex, room + used, ROOM - used);
        if (vector->bytes.count == 0) {
            return false;
        }
    }
    used += vector->bytes.count;
    count++;
    return true;
}

bool vectors_read(const char *path)
{
    static char line[LINE_MOST];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        printf("%s: cannot be opened\n", path);
        return false;
    }
    bool good = true;
    for (unsigned number = 1; good && fgets(line, sizeof(line), file) != NULL; number++) {
        line[strcspn(line, "\n")] = '\0';
        good = line[0] == '#' || line[0] == '\0' || line_is_read(line);
        if (!good) {
            printf("%s:%u: is not a name and bytes in hexadecimal\n", path, number);
        }
    }
    return fclose(file) == 0 && good;
}

size_t vectors_count(void)
{
    return count;
}

const struct vector *vector_at(size_t index)
{
    return &vectors[index];
}

struct bytes vector_named(const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(vectors[i].name, name) == 0) {
            return vectors[i].bytes;
        }
    }
    check_context(name);
    const bool there_is_a_vector_of_this_name = false;
    CHECK(there_is_a_vector_of_this_name);
    return (struct bytes){NULL, 0};
}
