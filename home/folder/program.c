#include "home/folder/program.h"
#include "home/folder/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NUMBER_MOST = 12, // digits of a process's number
    WORDS_ROOM = 2 * PATH_ROOM
};

// A line of /proc/PID/status, without its name and blanks; false when there is no such process.
static bool status_of(long process, const char *name, char *room, size_t size)
{
    char path[64];
    char line[256];
    bool found = false;
    (void)snprintf(path, sizeof(path), "/proc/%ld/status", process);
    FILE *status = fopen(path, "r");
    if (status == NULL) {
        return false;
    }
    while (!found && fgets(line, sizeof(line), status) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            const char *value = line + strlen(name);
            value += strspn(value, ":\t ");
            (void)snprintf(room, size, "%.*s", (int)strcspn(value, "\n"), value);
            found = true;
        }
    }
    (void)fclose(status); // was only read
    return found;
}

bool program_hears(long process, const char *name, int signal)
{
    char called[32] = "";
    char caught[32] = "0";
    return process > 1 && status_of(process, "Name", called, sizeof(called)) &&
           strcmp(called, name) == 0 && status_of(process, "SigCgt", caught, sizeof(caught)) &&
           (strtoull(caught, NULL, 16) >> (signal - 1) & 1U) == 1;
}

long program_of_file(const char *path)
{
    struct failure ignored; // no process is what it comes to
    uint8_t room[32];
    char text[sizeof(room) + 1];
    struct bytes content;
    if (!file_read_regular(path, room, sizeof(room), &content, &ignored)) {
        return 0;
    }
    memcpy(text, content.at, content.count);
    text[content.count] = '\0';
    const long process = strtol(text, NULL, 10);
    return process > 1 ? process : 0;
}

static bool belongs_to(long process, uid_t user)
{
    char ids[64] = "";
    return status_of(process, "Uid", ids, sizeof(ids)) && strtol(ids, NULL, 10) == (long)user;
}

// Two of its words, one behind the other, are these.
static bool was_started_with(long process, const char *configuration)
{
    char path[64];
    uint8_t room[WORDS_ROOM];
    char wanted[PATH_ROOM + 4] = "";
    struct bytes words;
    struct failure ignored; // a line that is longer is none of ours
    (void)snprintf(path, sizeof(path), "/proc/%ld/cmdline", process);
    if (!file_read(path, room, sizeof(room), &words, &ignored)) {
        return false;
    }
    // Each word ends with a zero.
    const int length = snprintf(wanted, sizeof(wanted), "%c-c%c%s", '\0', '\0', configuration) + 1;
    for (size_t at = 0; at + (size_t)length <= words.count; at++) {
        if (memcmp(words.at + at, wanted, (size_t)length) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_wished(long process, const struct program_wish *wish)
{
    return program_hears(process, wish->name, wish->signal) && belongs_to(process, wish->user) &&
           was_started_with(process, wish->configuration);
}

long program_find(const struct program_wish *wish)
{
    long found = 0;
    DIR *all = opendir("/proc");
    if (all == NULL) {
        return 0;
    }
    for (const struct dirent *one = readdir(all); found == 0 && one != NULL; one = readdir(all)) {
        const size_t digits = strspn(one->d_name, "0123456789");
        const bool is_process = one->d_name[digits] == '\0' && digits <= NUMBER_MOST;
        const long process = is_process ? strtol(one->d_name, NULL, 10) : 0;
        if (is_wished(process, wish)) {
            found = process;
        }
    }
    (void)closedir(all); // was only read
    return found;
}
