#include "home/broker/time_unit.h"
#include "home/broker/unit.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// It needs its home to read and write, the broker over the network, and to tell mosquitto to read its files
// again. Where root's home has a broker that runs as somebody else, these two powers are left to it; an
// ordinary user has none of them. A door that is away is told in the journal, and is no failure.
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
static bool find_user(const char *folder, char *room, size_t size, struct failure *failure)
{
    struct stat found;
    if (stat(folder, &found) != 0) {
        return failure_of_system(failure, "look at", folder);
    }
    const struct passwd *user = getpwuid(found.st_uid);
    if (user == NULL || strlen(user->pw_name) >= size) {
        return failure_say(failure, "%s belongs to nobody who has a name; systemd needs one",
                           folder);
    }
    (void)snprintf(room, size, "%s", user->pw_name);
    return true;
}

static bool print_service(const struct home *home, const char *program, FILE *text,
                          struct failure *failure)
{
    char user[33];
    const char *folder = home->folder.text;
    if (!find_user(folder, user, sizeof(user), failure)) {
        return false;
    }
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
    return true;
}

static bool write_text(const struct home *home, const char *name, const char *text,
                       struct failure *failure)
{
    struct path path;
    return home_path(home, name, &path, failure) &&
           file_write(path.text, bytes_of_text(text), failure);
}

bool time_unit_write(const struct home *home, const char *program, struct failure *failure)
{
    char *service = NULL;
    size_t count = 0;
    if (strpbrk(program, " \t\r\n#%$\\\"'") != NULL) {
        return failure_say(
            failure,
            "systemd cannot read \"%s\": there is a space, #, %%, $, \\ or a quote in "
            "the path of this program; install it elsewhere",
            program);
    }
    FILE *text = open_memstream(&service, &count);
    if (text == NULL) {
        return failure_say(failure, "cannot write the unit: out of memory; try again");
    }
    bool written = print_service(home, program, text, failure);
    written = fclose(text) == 0 && written &&
              write_text(home, TIME_UNIT_NAME ".service", service, failure) &&
              write_text(home, TIME_UNIT_NAME ".timer", timer, failure);
    free(service);
    return written;
}
