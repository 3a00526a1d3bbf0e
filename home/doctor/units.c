#include "home/broker/time_unit.h"
#include "home/broker/unit.h"
#include "home/doctor/checks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char why[] = "systemd runs what lies there: an older unit may have powers that are "
                          "not needed, or lack one that is";

enum {
    UNIT_MOST = 8192
};

// What is installed under that name; false: nothing is, or it cannot be read.
static bool read_installed(const struct patient *patient, const char *name,
                           char text[UNIT_MOST + 1])
{
    struct path path;
    struct failure none;
    struct bytes content;
    if (!path_join(patient->units, name, &path, &none) ||
        !file_read(path.text, (uint8_t *)text, UNIT_MOST, &content, &none)) {
        return false;
    }
    text[content.count] = '\0';
    return true;
}

static void tell_old(struct patient *patient, const char *name, const char *command)
{
    const char *folder = patient->home->folder.text;
    finding_add(&patient->diagnosis, FINDING_BAD, why,
                "%s/%s is not what this home would install now; it is older, or was edited by hand",
                patient->units, name);
    finding_mend(&patient->diagnosis,
                 "%s; sudo install -m 644 %s/%s %s/ && sudo systemctl daemon-reload", command,
                 folder, name, patient->units);
}

// A unit of another home is none of ours.
static bool is_of_this_home(const struct patient *patient, const char *text, const char *before)
{
    char words[PATH_ROOM + 32];
    (void)snprintf(words, sizeof(words), "%s%s", before, patient->home->folder.text);
    const char *at = strstr(text, words);
    return at != NULL && (at[strlen(words)] == '\n' || at[strlen(words)] == '/');
}

static bool check_brokers(struct patient *patient)
{
    char installed[UNIT_MOST + 1];
    const struct home *home = patient->home;
    if (home->settings.broker_foreign ||
        !read_installed(patient, UNIT_NAME ".service", installed) ||
        !is_of_this_home(patient, installed, "mosquitto -c ")) {
        return true;
    }
    char *text = unit_text(home->folder.text, &home->settings);
    const bool same = text == NULL || strcmp(text, installed) == 0;
    free(text);
    if (!same) {
        tell_old(patient, UNIT_NAME ".service", "portcullis broker unit");
    }
    return same;
}

// As it would be for the program that it starts.
static char *text_for(const struct home *home, const char *installed)
{
    char program[PATH_ROOM];
    struct failure unwritten; // then it is not what would be written
    const char *line = strstr(installed, "\nExecStart=");
    if (line == NULL) {
        return NULL;
    }
    line += strlen("\nExecStart=");
    (void)snprintf(program, sizeof(program), "%.*s", (int)strcspn(line, " \n"), line);
    return time_unit_text(home, program, &unwritten);
}

static bool check_timers(struct patient *patient)
{
    char installed[UNIT_MOST + 1];
    if (!read_installed(patient, TIME_UNIT_NAME ".service", installed) ||
        !is_of_this_home(patient, installed, " time --home ")) {
        return true;
    }
    char *text = text_for(patient->home, installed);
    const bool same = text != NULL && strcmp(text, installed) == 0;
    free(text);
    const bool timer_same = !read_installed(patient, TIME_UNIT_NAME ".timer", installed) ||
                            strcmp(time_unit_timer(), installed) == 0;
    if (!same) {
        tell_old(patient, TIME_UNIT_NAME ".service", "portcullis time --unit");
    }
    if (!timer_same) {
        tell_old(patient, TIME_UNIT_NAME ".timer", "portcullis time --unit");
    }
    return same && timer_same;
}

void check_units(struct patient *patient)
{
    const bool brokers = check_brokers(patient);
    if (check_timers(patient) && brokers) {
        finding_good(&patient->diagnosis, "no older unit of this home is installed");
    }
}
