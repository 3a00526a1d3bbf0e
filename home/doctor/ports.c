#include "home/doctor/checks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char why_plain[] =
    "over MQTT without TLS everybody on the network reads who presses when, and may speak as he "
    "likes";
static const char why_bind[] = "what listens there was not started by this home's configuration";

struct listener {
    unsigned long port;
    bool loopback;
};

// One line of proc(5)'s net/tcp or net/tcp6: local address and port in hexadecimal digits, the address
// in words of the machine's own order (little-endian wherever this runs); state 0A listens.
static bool read_listener(const char *line, struct listener *out)
{
    char address[33] = "";
    char port[5] = "";
    char state[3] = "";
    if (sscanf(line, " %*[0-9]: %32[0-9A-F]:%4[0-9A-F] %*[0-9A-F]:%*[0-9A-F] %2[0-9A-F]", address,
               port, state) != 3 ||
        strcmp(state, "0A") != 0) {
        return false;
    }
    const size_t length = strlen(address);
    const bool mapped = length == 32 && strncmp(address, "0000000000000000FFFF0000", 24) == 0;
    const bool version_4 = length == 8 || mapped;
    out->port = strtoul(port, NULL, 16);
    out->loopback = version_4 ? strcmp(address + length - 2, "7F") == 0
                              : strcmp(address, "00000000000000000000000001000000") == 0;
    return true;
}

static void judge(struct patient *patient, const struct listener *listener, size_t *found)
{
    const struct home_settings *settings = &patient->home->settings;
    if (listener->loopback) {
        return;
    }
    if (listener->port == patient->plain_port && listener->port != settings->broker_port) {
        (*found)++;
        finding_add(&patient->diagnosis, FINDING_BAD, why_plain,
                    "port %lu of this machine listens to the network: MQTT without TLS",
                    listener->port);
        finding_mend(&patient->diagnosis,
                     "sudo systemctl disable --now mosquitto, where that broker is of no use; else "
                     "bind it to 127.0.0.1");
    }
    if (settings->websockets_port != 0 && listener->port == settings->websockets_port) {
        (*found)++;
        finding_add(&patient->diagnosis, FINDING_BAD, why_plain,
                    "port %lu, the websockets for phones, listens to the network without TLS",
                    listener->port);
        finding_mend(&patient->diagnosis, "portcullis broker config, and start the broker anew");
    }
    if (listener->port == settings->broker_port && strncmp(settings->bind, "127.", 4) == 0) {
        (*found)++;
        finding_add(&patient->diagnosis, FINDING_WARNING, why_bind,
                    "port %lu listens to the network, and home.json says %s alone", listener->port,
                    settings->bind);
        finding_mend(&patient->diagnosis, "portcullis broker config, and start the broker anew");
    }
}

static bool look(struct patient *patient, const char *file, size_t *found)
{
    char line[512];
    FILE *table = fopen(file, "r");
    if (table == NULL) {
        return false;
    }
    while (fgets(line, sizeof(line), table) != NULL) {
        struct listener listener;
        if (read_listener(line, &listener)) {
            judge(patient, &listener, found);
        }
    }
    (void)fclose(table); // was only read
    return true;
}

void check_ports(struct patient *patient)
{
    size_t found = 0;
    bool looked = false;
    for (size_t i = 0; i < sizeof(patient->proc_net) / sizeof(patient->proc_net[0]); i++) {
        looked = look(patient, patient->proc_net[i], &found) || looked;
    }
    if (looked && found == 0) {
        finding_good(&patient->diagnosis, "nothing of the broker's listens where it should not");
    }
}
