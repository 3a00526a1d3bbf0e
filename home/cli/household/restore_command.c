#include "home/backup/backup.h"
#include "home/cli/commands.h"
#include "home/cli/passphrase.h"

#include <stdio.h>

static const char teaches[] =
    "Makes the home that is in a backup, here or on another machine. It appears as a whole or not\n"
    "at all, and never in the place of one that is there. Two homes from one backup are the same\n"
    "owner: when the old machine was lost or stolen, restore, then `portcullis revoke` its keys.\n"
    "\n"
    "  portcullis restore /media/stick/home.portcullis\n"
    "  portcullis restore home.portcullis --home ~/second\n";

static enum cli_exit run(const char *home_option, const char *passphrase_file, const char *file)
{
    struct failure failure;
    struct path place;
    struct home home;
    time_t made = 0;
    char day[16] = "?";
    struct tm broken_down;
    struct passphrase passphrase = {.rounds = 0};
    struct restore_request request = {.file = file, .passphrase = &passphrase};
    if (!home_choose(home_option, &place, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    request.place = place.text;
    if (!restore_allowed(&request, &made, &failure) ||
        !passphrase_get(passphrase_file, PASSPHRASE_KNOWN, &passphrase, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const bool restored = restore_make(&request, &home, &failure);
    wipe(&passphrase, sizeof(passphrase));
    if (!restored) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (gmtime_r(&made, &broken_down) != NULL) {
        (void)strftime(day, sizeof(day), "%Y-%m-%d", &broken_down);
    }
    (void)printf("The home of %s, as it was on %s, is there: %s\n"
                 "  broker    %s at %s, port %u, run as %s\n\n"
                 "Next:\n"
                 "  portcullis doctor --home %s\n",
                 home.settings.owner, day, place.text, home.settings.broker_name,
                 home.settings.broker_address, (unsigned)home.settings.broker_port,
                 home.settings.run_as, place.text);
    return CLI_DONE;
}

enum cli_exit cli_restore(int argc, char *const *argv)
{
    const char *home = NULL;
    const char *passphrase_file = NULL;
    const struct option_row rows[] = {
        {"passphrase-file", OPTION_TEXT, &passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"home", OPTION_TEXT, &home, "DIR", "where the home is made"},
    };
    const struct arguments arguments = {
        .usage = "portcullis restore FILE",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
        .words_least = 1,
        .words_most = 1,
    };
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    return run(home, passphrase_file, words.at[0]);
}
