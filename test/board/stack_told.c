#include "test/board/stack_told.h"

#include "base/crc32.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LINE_MOST = 512,
    PATH_MOST = 4096,
    CALLS = 128 // of a loop that turns every millisecond
};

void stack_told_begin(struct stack_told *told, const char *firmware, const char *log)
{
    *told = (struct stack_told){.firmware = firmware, .log = log};
}

static bool marked(const char *firmware, uint32_t *out)
{
    struct stat status;
    void *all = MAP_FAILED;
    const int file = open(firmware, O_RDONLY | O_CLOEXEC);
    if (file >= 0 && fstat(file, &status) == 0 && status.st_size > 0) {
        all = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    }
    if (file >= 0) {
        (void)close(file); // it was only read
    }
    if (all == MAP_FAILED) {
        return false;
    }
    *out = crc32_of((struct bytes){all, (size_t)status.st_size});
    (void)munmap(all, (size_t)status.st_size);
    return true;
}

// What can not be kept is missed by who wants to read it.
static void keep(const struct stack_told *told)
{
    char path[PATH_MOST];
    uint32_t mark = 0;
    (void)snprintf(path, sizeof(path), "%s.stack", told->firmware);
    FILE *into = marked(told->firmware, &mark) ? fopen(path, "a") : NULL;
    if (into != NULL) {
        (void)fprintf(into, "%08lx %lu\n", (unsigned long)mark, told->most);
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
