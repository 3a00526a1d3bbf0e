#include "test/support/mosquitto.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    TRIES = 500, // 10 ms apart
    NOT_INSTALLED = 127
};

static struct sockaddr_in loopback(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static bool free_port_found(uint16_t *port)
{
    struct sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    const int s = socket(AF_INET, SOCK_STREAM, 0);
    const bool found = s >= 0 && bind(s, (const struct sockaddr *)&address, sizeof(address)) == 0 &&
                       getsockname(s, (struct sockaddr *)&address, &size) == 0;
    if (s >= 0) {
        (void)close(s); // it was only asked for its number
    }
    if (found) {
        *port = ntohs(address.sin_port);
    }
    return found;
}

bool mosquitto_prepare(struct mosquitto *it)
{
    memset(it, 0, sizeof(*it));
    (void)snprintf(it->folder, sizeof(it->folder), "/tmp/mosquitto-test-XXXXXX");
    return free_port_found(&it->port) && mkdtemp(it->folder) != NULL;
}

void mosquitto_path(const struct mosquitto *it, const char *name, char path[MOSQUITTO_PATH_SIZE])
{
    (void)snprintf(path, MOSQUITTO_PATH_SIZE, "%s/%s", it->folder, name);
}

// As root, mosquitto would give itself to another user, who may not read the folder.
static bool configuration_written(const struct mosquitto *it, const char *lines)
{
    char path[MOSQUITTO_PATH_SIZE];
    mosquitto_path(it, "mosquitto.conf", path);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return false;
    }
    bool written = geteuid() != 0 || fputs("user root\n", file) >= 0;
    written = fprintf(file, "persistence false\nlog_dest file %s/log\nlistener %u 127.0.0.1\n",
                      it->folder, (unsigned)it->port) > 0 &&
              written;
    for (const char *c = lines; *c != '\0'; c++) {
        if (c[0] == '@' && c[1] == '/') {
            written = fputs(it->folder, file) >= 0 && written;
        } else {
            written = fputc(*c, file) != EOF && written;
        }
    }
    return fclose(file) == 0 && written;
}

static bool listens(const struct mosquitto *it)
{
    const struct sockaddr_in address = loopback(it->port);
    const int s = socket(AF_INET, SOCK_STREAM, 0);
    const bool connected =
        s >= 0 && connect(s, (const struct sockaddr *)&address, sizeof(address)) == 0;
    if (s >= 0) {
        (void)close(s); // it was only asked whether somebody is there
    }
    return connected;
}

static void print_log(const struct mosquitto *it)
{
    char path[MOSQUITTO_PATH_SIZE];
    mosquitto_path(it, "log", path);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return;
    }
    char line[256];
    while (fgets(line, sizeof(line), file) != NULL) {
        printf("  mosquitto: %s", line);
    }
    (void)fclose(file); // only read
}

// Debian keeps it in sbin, which is not on everybody's path.
static const char program[] = "/usr/sbin/mosquitto";

bool mosquitto_installed(void)
{
    return access(program, X_OK) == 0;
}

static void run_mosquitto(const struct mosquitto *it)
{
    char path[MOSQUITTO_PATH_SIZE];
    mosquitto_path(it, "mosquitto.conf", path);
    // A test that crashes takes it along.
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    (void)execl(program, program, "-c", path, (char *)NULL); // comes back only if it fails
    _exit(NOT_INSTALLED);
}

bool mosquitto_start(struct mosquitto *it, const char *lines)
{
    if (!configuration_written(it, lines)) {
        return false;
    }
    it->process = fork();
    if (it->process == 0) {
        run_mosquitto(it);
    }
    const struct timespec pause = {.tv_sec = 0, .tv_nsec = 10000000};
    for (int i = 0; it->process > 0 && i < TRIES; i++) {
        if (waitpid(it->process, NULL, WNOHANG) != 0) {
            it->process = 0;
        } else if (listens(it)) {
            return true;
        }
        (void)nanosleep(&pause, NULL); // a shorter pause does no harm
    }
    print_log(it);
    mosquitto_stop(it);
    return false;
}

void mosquitto_stop(struct mosquitto *it)
{
    if (it->process > 0) {
        (void)kill(it->process, SIGTERM); // one that is gone needs none
        (void)waitpid(it->process, NULL, 0);
    }
    it->process = 0;
}

void mosquitto_remove(struct mosquitto *it)
{
    mosquitto_stop(it);
    DIR *folder = opendir(it->folder);
    if (folder == NULL) {
        return;
    }
    const struct dirent *entry = readdir(folder);
    while (entry != NULL) {
        char path[MOSQUITTO_FOLDER_SIZE + sizeof(entry->d_name) + 2];
        (void)snprintf(path, sizeof(path), "%s/%s", it->folder, entry->d_name);
        (void)unlink(path); // "." and ".." are not to be removed, and rmdir tells the rest
        entry = readdir(folder);
    }
    (void)closedir(folder);
    if (rmdir(it->folder) != 0) {
        printf("  left behind: %s\n", it->folder);
    }
}
