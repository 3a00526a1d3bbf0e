#include "test/unit/home/listeners.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    STATE_LISTEN = 0x0a, // the kernel's TCP_LISTEN
    SOCKETS_MOST = 64
};

struct sockets {
    size_t count;
    char inode[SOCKETS_MOST][24];
};

// What /proc/PID/fd has as "socket:[12345]".
static bool sockets_of(pid_t process, struct sockets *out)
{
    char folder_name[64];
    out->count = 0;
    (void)snprintf(folder_name, sizeof(folder_name), "/proc/%ld/fd", (long)process);
    DIR *folder = opendir(folder_name);
    if (folder == NULL) {
        return false;
    }
    for (const struct dirent *one = readdir(folder); one != NULL; one = readdir(folder)) {
        char name[512];
        char target[64] = "";
        (void)snprintf(name, sizeof(name), "%s/%s", folder_name, one->d_name);
        const ssize_t length = readlink(name, target, sizeof(target) - 1);
        if (length > 9 && strncmp(target, "socket:[", 8) == 0 && out->count < SOCKETS_MOST) {
            target[length - 1] = '\0';
            (void)snprintf(out->inode[out->count++], sizeof(out->inode[0]), "%.20s", target + 8);
        }
    }
    (void)closedir(folder); // was only read
    return true;
}

static bool has(const struct sockets *sockets, const char *inode)
{
    for (size_t i = 0; i < sockets->count; i++) {
        if (strcmp(sockets->inode[i], inode) == 0) {
            return true;
        }
    }
    return false;
}

// "0100007F:1F90": the address in the machine's order, the port.
static void add(struct listeners *out, const char *local)
{
    char *end = NULL;
    const char *colon = strchr(local, ':');
    if (colon == NULL || out->count == LISTENERS_MOST) {
        return;
    }
    const size_t length = (size_t)(colon - local);
    char *address = out->at[out->count].address;
    if (length == 8) {
        const unsigned long word = strtoul(local, &end, 16);
        (void)snprintf(address, sizeof(out->at[0].address), "%lu.%lu.%lu.%lu", word & 255,
                       word >> 8 & 255, word >> 16 & 255, word >> 24 & 255);
    } else {
        (void)snprintf(address, sizeof(out->at[0].address), "%.*s", (int)length, local);
    }
    out->at[out->count++].port = (uint16_t)strtoul(colon + 1, &end, 16);
}

// The columns are: number, local, remote, state, queues, timer, retransmits, user, timeout, inode.
static bool read_table(const char *name, const struct sockets *sockets, struct listeners *out)
{
    char line[512];
    FILE *table = fopen(name, "r");
    if (table == NULL) {
        return false;
    }
    while (fgets(line, sizeof(line), table) != NULL) {
        char *rest = NULL;
        const char *column[10] = {strtok_r(line, " \n", &rest)};
        for (size_t i = 1; i < 10; i++) {
            column[i] = strtok_r(NULL, " \n", &rest);
        }
        if (column[9] != NULL && strtoul(column[3], NULL, 16) == STATE_LISTEN &&
            has(sockets, column[9])) {
            add(out, column[1]);
        }
    }
    (void)fclose(table); // was only read
    return true;
}

bool listeners_of(pid_t process, struct listeners *out)
{
    struct sockets sockets;
    out->count = 0;
    return sockets_of(process, &sockets) && read_table("/proc/net/tcp", &sockets, out) &&
           read_table("/proc/net/tcp6", &sockets, out);
}
