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
    }
    wipe(room, most); // of a file that is too long as well
    free(room);
    return read;
}

bool json_read_number(const cJSON *object, const char *name, int64_t most, int64_t *out)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    // Neither NaN nor an infinity is within.
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0 && item->valuedouble <= (double)most)) {
        return false;
    }
    const int64_t number = (int64_t)item->valuedouble;
    if ((double)number < item->valuedouble) {
        return false;
    }
    *out = number;
    return true;
}

bool json_read_time(const cJSON *object, const char *name, time_t *out)
{
    static const int64_t end_of_9999 = 253402300799;
    int64_t seconds = 0;
    if (!json_read_number(object, name, end_of_9999, &seconds)) {
        return false;
    }
    *out = (time_t)seconds;
    return true;
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
