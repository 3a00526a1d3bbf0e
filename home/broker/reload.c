#include "home/broker/reload.h"
#include "home/broker/unit.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

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

// A mosquitto that has come so far as to hear a SIGHUP: before that it would die of one.
static bool hears_sighup(long process)
{
    char name[32] = "";
    char caught[32] = "0";
    return status_of(process, "Name", name, sizeof(name)) && strcmp(name, "mosquitto") == 0 &&
           status_of(process, "SigCgt", caught, sizeof(caught)) &&
           (strtoull(caught, NULL, 16) >> (SIGHUP - 1) & 1U) == 1;
}

static long mosquitto_of(const struct home *home)
{
    struct path path;
    struct failure ignored; // no process is what it comes to
    uint8_t room[32];
    char text[sizeof(room) + 1];
    struct bytes content;
    if (!home_path(home, "broker/data/mosquitto.pid", &path, &ignored) ||
        !file_read_regular(path.text, room, sizeof(room), &content, &ignored)) {
        return 0;
    }
    memcpy(text, content.at, content.count);
    text[content.count] = '\0';
    const long process = strtol(text, NULL, 10);
    return process > 1 ? process : 0;
}

enum broker_reload broker_reload(const struct home *home)
{
    if (home->settings.broker_foreign) {
        return BROKER_FOREIGN;
    }
    const long process = mosquitto_of(home);
    return process != 0 && hears_sighup(process) && kill((pid_t)process, SIGHUP) == 0
               ? BROKER_TOLD
               : BROKER_NOT_TOLD;
}

const char *broker_reload_name(enum broker_reload reload)
{
    switch (reload) {
    case BROKER_TOLD:
        return "told";
    case BROKER_NOT_TOLD:
        return "not-told";
    case BROKER_FOREIGN:
        return "foreign";
    }
    return "not-told";
}

void broker_tell_reload(const struct home *home, FILE *out)
{
    switch (broker_reload(home)) {
    case BROKER_TOLD:
        (void)fprintf(out, "The broker knows of it.\n");
        return;
    case BROKER_NOT_TOLD:
        (void)fprintf(out,
                      "Next: tell the broker of it: sudo systemctl reload %s\n"
                      "      (or start it, where it does not run yet)\n",
                      UNIT_NAME);
        return;
    case BROKER_FOREIGN:
        (void)fprintf(out, "Next: give your broker its new rules: portcullis broker acl\n");
        if (home->settings.broker_user[0] != '\0') {
            (void)fprintf(out, "      and its new names and passwords: %s/broker/passwords\n",
                          home->folder.text);
        }
        return;
    }
}
