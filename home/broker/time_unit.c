#include "home/broker/time_unit.h"
#include "home/broker/unit.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// It needs its home to read and write, the broker over the network, and to tell mosquitto to read its files
// again, which it finds without reading what is another's (reload.c). Where root's home has a broker that
// runs as somebody else, these two powers are left to it; an ordinary user has none of them. A door that is away is told in the journal, and is no failure.
static const char constant_part[] = "Type=oneshot\n"
                                    "SuccessExitStatus=1\n"
                                    "UMask=0077\n"
                                    "\n"
                                    "NoNewPrivileges=true\n"
                                    "CapabilityBoundingSet=CAP_KILL CAP_CHOWN\n" UNIT_SANDBOX;

static const char timer[] = "# Made by portcullis; what is changed here by hand is lost.\n"
                            "[Unit]\n"
                            "Description=the time for the doors, every hour\n"
                            "\n"
                            "[Timer]\n"
                            "OnBootSec=1min\n"
                            "OnCalendar=hourly\n"
                            "RandomizedDelaySec=2min\n"
                            "Persistent=true\n"
                            "\n"
                            "[Install]\n"
                            "WantedBy=timers.target\n";

// Whose home it is.
static const struct passwd *find_user(const char *folder, struct failure *failure)
{
    struct stat found;
    if (stat(folder, &found) != 0) {
        (void)failure_of_system(failure, "look at", folder);
        return NULL;
    }
    const struct passwd *user = getpwuid(found.st_uid);
    if (user == NULL) {
        (void)failure_say(failure, "%s belongs to nobody who has a name; systemd needs one",
                          folder);
    }
    return user;
}

// Somebody else may put another thing into that place, or change what is there. In a folder as /tmp he may
// touch only what is his.
static bool is_open(const struct stat *found, const struct passwd *user)
{
    const bool others_folder =
        S_ISDIR(found->st_mode) && (found->st_mode & S_ISVTX) != 0 && found->st_uid == 0;
    const bool others_group = found->st_gid != 0 && found->st_gid != user->pw_gid;
    return (found->st_uid != 0 && found->st_uid != user->pw_uid) ||
           (!others_folder &&
            ((found->st_mode & S_IWOTH) != 0 || ((found->st_mode & S_IWGRP) != 0 && others_group)));
}

// systemd starts it every hour as that user: whoever may write it, its folder or one above is him.
static bool nobody_else_writes(const char *program, const struct passwd *user,
                               struct failure *failure)
{
    struct path part = {""};
    struct stat found;
    if (strlen(program) >= sizeof(part.text) || program[0] != '/') {
        return failure_say(failure, "%.200s is no whole path that fits", program);
    }
    for (size_t at = 0; at <= strlen(program); at++) {
        if (at != 0 && program[at] != '/' && program[at] != '\0') {
            continue;
        }
        memcpy(part.text, program, at == 0 ? 1 : at);
        part.text[at == 0 ? 1 : at] = '\0';
        if (stat(part.text, &found) != 0) {
            return failure_of_system(failure, "look at", part.text);
        }
        if (is_open(&found, user)) {
            return failure_say(failure,
                               "somebody else than %s may write %.200s, and the timer would start "
                               "as %s what he puts there; install this program where root alone "
                               "writes, as /usr/local/bin",
                               user->pw_name, part.text, user->pw_name);
        }
    }
    return true;
}

static void print_service(const struct home *home, const char *program, const char *user,
                          FILE *text)
{
    const char *folder = home->folder.text;
    (void)fprintf(text,
                  "# Made by portcullis; what is changed here by hand is lost.\n"
                  "[Unit]\n"
                  "Description=the time for the doors of %s, and what is over\n"
                  "Wants=network-online.target\n"
                  "After=network-online.target " UNIT_NAME ".service\n"
                  "RequiresMountsFor=%s\n"
                  "\n"
                  "[Service]\n"
                  "User=%s\n"
                  "ExecStart=%s time --home %s\n"
                  "ReadWritePaths=%s\n"
                  "%s",
                  home->settings.organisation, folder, user, program, folder, folder,
                  constant_part);
}

static bool write_text(const struct home *home, const char *name, const char *text,
                       struct failure *failure)
{
    struct path path;
    return home_path(home, name, &path, failure) &&
           file_write(path.text, bytes_of_text(text), failure);
}

char *time_unit_text(const struct home *home, const char *program, struct failure *failure)
{
    char *service = NULL;
    size_t count = 0;
    const struct passwd *user = find_user(home->folder.text, failure);
    if (user == NULL || !unit_names(program, "this program", failure) ||
        !unit_names(home->folder.text, "the home", failure)) {
        return NULL;
    }
    FILE *text = open_memstream(&service, &count);
    if (text == NULL) {
        (void)failure_say(failure, "cannot write the unit: out of memory; try again");
        return NULL;
    }
    print_service(home, program, user->pw_name, text);
    const bool failed = ferror(text) != 0;
    if (fclose(text) != 0 || failed) {
        (void)failure_say(failure, "cannot write the unit: out of memory; try again");
        free(service);
        return NULL;
    }
    return service;
}

const char *time_unit_timer(void)
{
    return timer;
}

bool time_unit_write(const struct home *home, const char *program, struct failure *failure)
{
    const struct passwd *user = find_user(home->folder.text, failure);
    if (user == NULL || !nobody_else_writes(program, user, failure)) {
        return false;
    }
    char *service = time_unit_text(home, program, failure);
    const bool written = service != NULL &&
                         write_text(home, TIME_UNIT_NAME ".service", service, failure) &&
                         write_text(home, TIME_UNIT_NAME ".timer", timer, failure);
    free(service);
    return written;
}
