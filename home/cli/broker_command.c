#include "home/broker/configuration.h"
#include "home/cli/commands.h"

#include <stdio.h>
#include <stdlib.h>

static const char teaches[] =
    "Writes mosquitto.conf and acl of the home again, from its settings, people and doors, and\n"
    "prints mosquitto.conf. Nothing in them is yours to edit: deny by default, and each identity\n"
    "with exactly its own topics.\n"
    "\n"
    "Start the broker with the command printed at the end, as yourself or as root. A broker that\n"
    "is running takes new rules when its process gets a SIGHUP.\n";

static bool write_and_print(const char *home_option, struct failure *failure)
{
    struct path folder;
    struct home home;
    int lock = -1;
    if (!home_choose(home_option, &folder, failure) || !home_open(folder.text, &home, failure) ||
        !home_lock(folder.text, &lock, failure)) {
        return false;
    }
    const bool written = broker_write(&home, failure);
    home_unlock(lock);
    if (!written) {
        return false;
    }
    char *text = configuration_text(folder.text, &home.settings, true);
    if (text == NULL) {
        return failure_say(failure, "cannot print the configuration: out of memory; try again");
    }
    (void)printf("%s\n# mosquitto -c %s/broker/mosquitto.conf\n", text, folder.text);
    free(text);
    return true;
}

enum cli_exit cli_broker_config(int argc, char *const *argv)
{
    const char *home = NULL;
    const struct option_row rows[] = {
        {"home", OPTION_TEXT, &home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis broker config",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
    };
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    return write_and_print(home, &failure) ? CLI_DONE : cli_fail(&failure, CLI_ENVIRONMENT);
}
