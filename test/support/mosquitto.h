// A mosquitto of one's own for a test: a temporary folder, a free port of 127.0.0.1, one process.
#ifndef TEST_SUPPORT_MOSQUITTO_H
#define TEST_SUPPORT_MOSQUITTO_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    MOSQUITTO_FOLDER_SIZE = 64,
    MOSQUITTO_PATH_SIZE = 128
};

struct mosquitto {
    char folder[MOSQUITTO_FOLDER_SIZE];
    uint16_t port;
    int process; // 0: does not run
};

MUST_USE bool mosquitto_installed(void);

// Makes the folder and finds a port. False: it cannot be done here.
MUST_USE bool mosquitto_prepare(struct mosquitto *it);

// The path of a file in the folder.
void mosquitto_path(const struct mosquitto *it, const char *name, char path[MOSQUITTO_PATH_SIZE]);

// Starts it with a listener on the port, to which the lines of configuration belong ("@/" stands for
// the folder with its slash), and waits until it listens. False: it gave up; its log is printed.
MUST_USE bool mosquitto_start(struct mosquitto *it, const char *lines);

// Ends the process by SIGTERM; the folder stays, and it can be started again.
void mosquitto_stop(struct mosquitto *it);

// Ends the process if it runs, and removes the folder with its files.
void mosquitto_remove(struct mosquitto *it);

#endif
