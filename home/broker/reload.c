#include "home/broker/reload.h"
#include "home/broker/unit.h"
#include "home/folder/program.h"

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

// Its rules are not those that it has read: see broker_note_change.
static const char untold[] = "broker/untold";

// Where it runs as somebody else its folder is shut, to root too without the power to read everything, and
// what is in it is his to forge; what is in /proc is neither.
static long find_mosquitto(const struct home *home)
{
    struct path configuration;
    struct failure ignored; // no process is what it comes to
    const struct passwd *user = getpwnam(home->settings.run_as);
    if (user == NULL || !home_path(home, "broker/mosquitto.conf", &configuration, &ignored)) {
        return 0;
    }
    const struct program_wish wish = {.name = "mosquitto",
                                      .user = user->pw_uid,
                                      .configuration = configuration.text,
                                      .signal = SIGHUP};
    return program_find(&wish);
}

static long mosquitto_of(const struct home *home)
{
    struct path path;
    struct failure ignored; // no process is what it comes to
    if (!home_path(home, "broker/data/mosquitto.pid", &path, &ignored)) {
        return 0;
    }
    const long process = program_of_file(path.text);
    return program_hears(process, "mosquitto", SIGHUP) ? process : find_mosquitto(home);
}

bool broker_note_change(const struct home *home, struct failure *failure)
{
    struct path path;
    return home->settings.broker_foreign ||
           (home_path(home, untold, &path, failure) &&
            file_write(path.text, bytes_of_text("A running broker has yet to read its rules.\n"),
                       failure));
}

bool broker_is_untold(const struct home *home)
{
    struct path path;
    struct failure ignored; // a path that is too long leads to nothing
    return home_path(home, untold, &path, &ignored) && file_exists(path.text);
}

static void forget_change(const struct home *home)
{
    struct path path;
    struct failure ignored; // what stays makes the broker read once more than it needs to
    if (home_path(home, untold, &path, &ignored)) {
        (void)unlink(path.text);
    }
}

// Under the lock where it can be had: no change of somebody else's is forgotten with what it was told.
enum broker_reload broker_reload(const struct home *home)
{
    struct failure ignored;
    int lock = -1;
    if (home->settings.broker_foreign) {
        return BROKER_FOREIGN;
    }
    const long process = mosquitto_of(home);
    const bool locked = home_lock(home->folder.text, &lock, &ignored);
    const bool told =
        program_hears(process, "mosquitto", SIGHUP) && kill((pid_t)process, SIGHUP) == 0;
    if (told && locked) {
        forget_change(home);
    }
    if (locked) {
        home_unlock(lock);
    }
    return told ? BROKER_TOLD : BROKER_NOT_TOLD;
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
