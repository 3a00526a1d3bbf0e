#include "test/board/stack_told.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    LINE_MOST = 512,
    PATH_MOST = 4096,
    CALLS = 128 // of a loop that turns every millisecond
};

void stack_told_begin(struct stack_told *told, const char *firmware, const char *log)
{
    *told = (struct stack_told){.firmware = firmware, .log = log};
}

// What can not be kept is missed by who wants to read it.
static void keep(const struct stack_told *told)
{
    char path[PATH_MOST];
    struct stat status;
    (void)snprintf(path, sizeof(path), "%s.stack", told->firmware);
    FILE *into = stat(told->firmware, &status) == 0 ? fopen(path, "a") : NULL;
    if (into != NULL) {
        (void)fprintf(into, "%lld %lu\n", (long long)status.st_size, told->most);
        (void)fclose(into);
    }
}

static void read_line(struct stack_told *told, const char *line)
{
    static const char words[] = " event=number stack=";
    const char *found = strstr(line, words);
    const unsigned long depth = found == NULL ? 0 : strtoul(found + strlen(words), NULL, 10);
    if (depth > told->most) {
        told->most = depth;
        keep(told);
    }
}

void stack_told_look(struct stack_told *told)
{
    char line[LINE_MOST];
    told->calls++;
    if (told->log == NULL || told->calls % CALLS != 0) {
        return;
    }
    if (told->read == NULL) {
        told->read = fopen(told->log, "r");
    }
    if (told->read == NULL || fseek(told->read, told->at, SEEK_SET) != 0) {
        return;
    }
    // A line without its end is read again, when it has one.
    while (fgets(line, sizeof(line), told->read) != NULL && strchr(line, '\n') != NULL) {
        read_line(told, line);
        told->at = ftell(told->read);
    }
}
