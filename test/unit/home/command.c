#include "test/unit/home/command.h"

#include "home/folder/file.h"

#include <string.h>

enum {
    TOLD_MOST = 8192,
    GIVEN_MOST = 16
};

bool command_does(enum cli_exit (*command)(int, char *const *), char *line)
{
    char *words[GIVEN_MOST];
    int count = 0;
    for (char *at = strtok(line, " "); at != NULL && count < GIVEN_MOST; at = strtok(NULL, " ")) {
        words[count++] = at;
    }
    const enum cli_exit answer = command(count, words);
    return answer == CLI_DONE || answer == CLI_REFUSED;
}

bool command_told(const char *record, const char *words)
{
    struct failure failure;
    char text[TOLD_MOST + 1];
    struct bytes content;
    if (!file_read(record, (uint8_t *)text, TOLD_MOST, &content, &failure)) {
        return false;
    }
    text[content.count] = '\0';
    return strstr(text, words) != NULL;
}
