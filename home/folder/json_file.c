#include "home/folder/json_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool json_file_write(const char *path, cJSON *root, bool built, struct failure *failure)
{
    char *text = built ? cJSON_Print(root) : NULL;
    cJSON_Delete(root);
    if (text == NULL) {
        return failure_say(failure, "cannot write %s: out of memory; try again", path);
    }
    const bool written = file_write(path, bytes_of_text(text), failure);
    wipe(text, strlen(text)); // an invitation has keys in it
    cJSON_free(text);
    return written;
}

bool json_file_read(const char *path, size_t most, cJSON **out, struct failure *failure)
{
    struct bytes content;
    uint8_t *room = malloc(most);
    if (room == NULL) {
        return failure_say(failure, "cannot read %s: out of memory; try again", path);
    }
    const bool read = file_read(path, room, most, &content, failure);
    if (read) {
        *out = cJSON_ParseWithLength((const char *)content.at, content.count);
        wipe(room, content.count);
    }
    free(room);
    return read;
}

bool json_print(cJSON *root, bool built)
{
    char *text = built ? cJSON_PrintUnformatted(root) : NULL;
    cJSON_Delete(root);
    if (text != NULL) {
        (void)printf("%s\n", text);
    }
    cJSON_free(text);
    return text != NULL;
}
