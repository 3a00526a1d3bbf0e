#include "home/authority/renewal.h"
#include "home/broker/acl.h"
#include "home/broker/configuration.h"
#include "home/broker/foreign.h"
#include "home/broker/reload.h"
#include "home/broker/unit.h"
#include "home/cli/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    SOON_DAYS = 60,
    SECONDS_OF_DAY = 86400
};

static const char config_teaches[] =
    "Writes mosquitto.conf, acl and passwords of the home again, from its settings, people and "
    "doors,\n"
    "and prints mosquitto.conf. Nothing in them is yours to edit: deny by default, and each "
    "identity\n"
    "with exactly its own topics. Where the broker is your own (`portcullis init --broker`), it "
    "prints\n"
    "what to set there instead.\n"
    "\n"
    "  portcullis broker config\n"
    "\n"
    "Start the broker with the command printed at the end, as yourself or as root, or let systemd "
    "do\n"
    "it: `portcullis broker unit`. A broker that is running takes new rules when its process gets "
    "a\n"
    "SIGHUP; the commands that change them send it, or say what to type.\n";

static const char unit_teaches[] =
    "Writes the systemd unit of the broker, portcullis-broker.service, and prints how to\n"
    "install it: one command. The unit runs Debian's mosquitto with the home's configuration, as "
    "the\n"
    "user of `portcullis init --run-as`, with no power beside it.\n"
    "\n"
    "  portcullis broker unit\n";

static const char renew_teaches[] =
    "Makes the broker's certificate anew, for five years from today, with the names it has. It "
    "needs\n"
    "no passphrase. Its key stays, and doors and command lines need nothing.\n"
    "\n"
    "  portcullis broker renew\n"
    "  portcullis broker renew --name garage.home.arpa\n"
    "\n"
    "A new name has to be one that the servers' root allows: those of `portcullis init`, and all\n"
    "below .local and .home.arpa.\n";

static const char acl_teaches[] = "Prints who may read and write what at the broker: as "
                                  "mosquitto's acl_file, or in words that suit\n"
                                  "any broker. Whoever is not in it may nothing.\n"
                                  "\n"
                                  "  portcullis broker acl\n"
                                  "  portcullis broker acl --words\n";

// The home as a command finds it, locked.
struct opened {
    struct home home;
    int lock;
};

static bool open_home(const char *option, struct opened *out, struct failure *failure)
{
    struct path folder;
    return home_choose(option, &folder, failure) && home_open(folder.text, &out->home, failure) &&
           home_lock(folder.text, &out->lock, failure);
}

static bool write_files(const char *option, struct opened *out, struct failure *failure)
{
    if (!open_home(option, out, failure)) {
        return false;
    }
    const bool written = broker_write(&out->home, failure);
    home_unlock(out->lock);
    return written;
}

static bool no_memory(struct failure *failure)
{
    return failure_say(failure, "cannot print it: out of memory; try again");
}

// Days until then, and a line that says so, behind a #.
static bool tell_end(const struct home *home, struct failure *failure)
{
    struct broker_names names;
    time_t end = 0;
    struct tm day;
    char text[32] = "?";
    if (!authority_broker_certificate(home, &names, &end, failure)) {
        return false;
    }
    if (gmtime_r(&end, &day) != NULL) {
        (void)strftime(text, sizeof(text), "%Y-%m-%d", &day);
    }
    const long days = (long)((end - time(NULL)) / SECONDS_OF_DAY);
    (void)printf("# The broker's certificate, of");
    for (size_t i = 0; i < names.count; i++) {
        (void)printf("%s %s", i == 0 ? "" : ",", names.name[i]);
    }
    (void)printf(", ends on %s.%s\n", text,
                 days < SOON_DAYS ? " That is soon: portcullis broker renew" : "");
    return true;
}

static bool config(const char *option, struct failure *failure)
{
    struct opened opened;
    if (!write_files(option, &opened, failure)) {
        return false;
    }
    const char *folder = opened.home.folder.text;
    const bool foreign = opened.home.settings.broker_foreign;
    char *text = foreign ? foreign_text(folder, &opened.home.settings)
                         : configuration_text(folder, &opened.home.settings, true);
    if (text == NULL) {
        return no_memory(failure);
    }
    (void)printf("%s\n", text);
    free(text);
    if (foreign) {
        return true;
    }
    if (!tell_end(&opened.home, failure)) {
        return false;
    }
    (void)printf("# mosquitto -c %s/broker/mosquitto.conf\n", folder);
    return true;
}

static bool unit(const char *option, struct failure *failure)
{
    struct opened opened;
    if (!write_files(option, &opened, failure)) {
        return false;
    }
    const char *folder = opened.home.folder.text;
    if (opened.home.settings.broker_foreign) {
        return failure_say(failure, "this home's broker is your own, and runs as you have it; "
                                    "`portcullis broker config` says what to set there");
    }
    (void)printf("%s/%s.service is written. Install it, and start it at every boot, with\n"
                 "  sudo systemctl enable --now %s/%s.service\n",
                 folder, UNIT_NAME, folder, UNIT_NAME);
    return true;
}

static bool renew(const char *option, const struct texts *more, struct failure *failure)
{
    struct opened opened;
    if (!open_home(option, &opened, failure)) {
        return false;
    }
    const struct renewal renewal = {
        .home = &opened.home, .now = time(NULL), .more_count = more->count, .more = more->at};
    const bool renewed = authority_renew_broker(&renewal, failure);
    home_unlock(opened.lock);
    if (!renewed || !tell_end(&opened.home, failure)) {
        return false;
    }
    broker_tell_reload(&opened.home, stdout);
    return true;
}

// "topic read X" below "user Y" is, in words, "Y may read X".
static void print_words(char *text)
{
    char user[64] = "";
    char *rest = NULL;
    for (const char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, "user ", 5) == 0) {
            (void)snprintf(user, sizeof(user), "%s", line + 5);
            (void)printf("\n");
        } else if (strncmp(line, "topic ", 6) == 0) {
            const size_t length = strcspn(line + 6, " ");
            (void)printf("%s may %.*s %s\n", user, (int)length, line + 6, line + 6 + length + 1);
        }
    }
    (void)printf("\nNobody may anything else. + stands for one level of a topic.\n");
}

static bool acl(const char *option, bool words, struct failure *failure)
{
    struct opened opened;
    static struct identities identities;
    if (!write_files(option, &opened, failure) ||
        !identities_read(&opened.home, &identities, failure)) {
        return false;
    }
    char *text = acl_text(&opened.home.settings, &identities);
    if (text == NULL) {
        return no_memory(failure);
    }
    if (words) {
        print_words(text);
    } else {
        (void)printf("%s", text);
    }
    free(text);
    return true;
}

// What they may be told.
struct broker_options {
    const char *home;
    struct texts names;
    bool words;
};

// All four know where the home is, and take no words.
static bool read_options(struct arguments arguments, int argc, char *const *argv,
                         enum cli_exit *answer)
{
    struct words words;
    return cli_arguments(&arguments, argc, argv, &words, answer);
}

enum cli_exit cli_broker_config(int argc, char *const *argv)
{
    struct broker_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!read_options((struct arguments){"portcullis broker config", config_teaches, rows, 1, 0, 0},
                      argc, argv, &answer)) {
        return answer;
    }
    return config(options.home, &failure) ? CLI_DONE : cli_fail(&failure, CLI_ENVIRONMENT);
}

enum cli_exit cli_broker_unit(int argc, char *const *argv)
{
    struct broker_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!read_options((struct arguments){"portcullis broker unit", unit_teaches, rows, 1, 0, 0},
                      argc, argv, &answer)) {
        return answer;
    }
    return unit(options.home, &failure) ? CLI_DONE : cli_fail(&failure, CLI_ENVIRONMENT);
}

enum cli_exit cli_broker_renew(int argc, char *const *argv)
{
    struct broker_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
        {"name", OPTION_TEXTS, &options.names, "NAME", "one more name for it; may come again"},
    };
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!read_options((struct arguments){"portcullis broker renew", renew_teaches, rows, 2, 0, 0},
                      argc, argv, &answer)) {
        return answer;
    }
    return renew(options.home, &options.names, &failure) ? CLI_DONE
                                                         : cli_fail(&failure, CLI_ENVIRONMENT);
}

enum cli_exit cli_broker_acl(int argc, char *const *argv)
{
    struct broker_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
        {"words", OPTION_FLAG, &options.words, NULL, "in words, for a broker that is no mosquitto"},
    };
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!read_options((struct arguments){"portcullis broker acl", acl_teaches, rows, 2, 0, 0}, argc,
                      argv, &answer)) {
        return answer;
    }
    return acl(options.home, options.words, &failure) ? CLI_DONE
                                                      : cli_fail(&failure, CLI_ENVIRONMENT);
}
