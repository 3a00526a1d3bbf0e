#include "show/listening.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    SOCKETS_MOST = 256,
    TCP_LISTEN = 0x0a // of Linux's tcp_states.h, as in /proc/net/tcp
};

// The inodes of a program's sockets.
struct sockets {
    unsigned long inodes[SOCKETS_MOST];
    size_t count;
};

static void note_socket(const char *folder, const char *name, struct sockets *sockets)
{
    static const char prefix[] = "socket:[";
    char link[320];
    char target[64];
    (void)snprintf(link, sizeof(link), "%s/%.255s", folder, name);
    const ssize_t length = readlink(link, target, sizeof(target) - 1);
    if (length <= 0) {
        return; // closed in this instant
    }
    target[length] = '\0';
    if (strncmp(target, prefix, sizeof(prefix) - 1) == 0 && sockets->count < SOCKETS_MOST) {
        sockets->inodes[sockets->count++] = strtoul(target + sizeof(prefix) - 1, NULL, 10);
    }
}

static bool sockets_of(pid_t pid, struct sockets *out, struct failure *failure)
{
    char folder[32];
    (void)snprintf(folder, sizeof(folder), "/proc/%ld/fd", (long)pid);
    DIR *files = opendir(folder);
    if (files == NULL) {
        return failure_of_system(failure, "look into", folder);
    }
    *out = (struct sockets){.count = 0};
    for (const struct dirent *one = readdir(files); one != NULL; one = readdir(files)) {
        note_socket(folder, one->d_name, out);
    }
    (void)closedir(files); // was only read
    return true;
}

static bool has(const struct sockets *sockets, unsigned long inode)
{
    for (size_t i = 0; i < sockets->count; i++) {
        if (sockets->inodes[i] == inode) {
            return true;
        }
    }
    return false;
}

// Column st of the table is the state in hexadecimal, column 10 the inode.
static bool waits_for_others(char *line, const struct sockets *sockets)
{
    char *rest = NULL;
    char *words[10] = {NULL};
    size_t count = 0;
    for (char *word = strtok_r(line, " ", &rest); word != NULL && count < 10;
         word = strtok_r(NULL, " ", &rest)) {
        words[count++] = word;
    }
    return count == 10 && strtoul(words[3], NULL, 16) == TCP_LISTEN &&
           has(sockets, strtoul(words[9], NULL, 10));
}

static bool count_in(const char *table, const struct sockets *sockets, unsigned *count,
                     struct failure *failure)
{
    char line[256];
    FILE *rows = fopen(table, "re");
    if (rows == NULL) {
        // A kernel without IPv6 has no table for it.
        return errno == ENOENT || failure_of_system(failure, "read", table);
    }
    while (fgets(line, sizeof(line), rows) != NULL) {
        *count += waits_for_others(line, sockets);
    }
    (void)fclose(rows); // was only read
    return true;
}

bool listening_count(pid_t pid, unsigned *out, struct failure *failure)
{
    struct sockets sockets;
    unsigned count = 0;
    if (!sockets_of(pid, &sockets, failure) ||
        !count_in("/proc/net/tcp", &sockets, &count, failure) ||
        !count_in("/proc/net/tcp6", &sockets, &count, failure)) {
        return false;
    }
    *out = count;
    return true;
}

// The fourth word of its line, behind a name that may have blanks in it. 0: it is gone, or no program.
static pid_t parent_of(const char *number)
{
    char path[280];
    char line[512] = "";
    (void)snprintf(path, sizeof(path), "/proc/%.255s/stat", number);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return 0;
    }
    const bool read = fgets(line, sizeof(line), file) != NULL;
    (void)fclose(file); // was only read
    const char *name_end = read ? strrchr(line, ')') : NULL;
    return name_end != NULL && strlen(name_end) > 4 ? (pid_t)strtol(name_end + 4, NULL, 10) : 0;
}

bool listening_count_of_children(pid_t pid, unsigned *out, struct failure *failure)
{
    DIR *programs = opendir("/proc");
    if (programs == NULL) {
        return failure_of_system(failure, "look into", "/proc");
    }
    unsigned all = 0;
    bool counted = true;
    for (const struct dirent *one = readdir(programs); counted && one != NULL;
         one = readdir(programs)) {
        unsigned count = 0;
        const long child = strtol(one->d_name, NULL, 10);
        if (child > 0 && parent_of(one->d_name) == pid) {
            counted = listening_count((pid_t)child, &count, failure);
            all += count;
        }
    }
    (void)closedir(programs); // was only read
    if (counted) {
        *out = all;
    }
    return counted;
}

static struct sockaddr_in on_loopback(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool listening_free_port(uint16_t *out, struct failure *failure)
{
    struct sockaddr_in address = on_loopback(0);
    socklen_t size = sizeof(address);
    const int looker = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (looker < 0) {
        return failure_of_system(failure, "find a free port on", "127.0.0.1");
    }
    const bool found = bind(looker, (const struct sockaddr *)&address, size) == 0 &&
                       getsockname(looker, (struct sockaddr *)&address, &size) == 0;
    const bool said = found || failure_of_system(failure, "find a free port on", "127.0.0.1");
    (void)close(looker);
    if (found) {
        *out = ntohs(address.sin_port);
    }
    return said;
}

bool listening_answers(uint16_t port)
{
    const struct sockaddr_in address = on_loopback(port);
    const int caller = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (caller < 0) {
        return false;
    }
    const bool answered = connect(caller, (const struct sockaddr *)&address, sizeof(address)) == 0;
    (void)close(caller);
    return answered;
}
