#include "home/backup/backup.h"
#include "home/cli/answer.h"
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

struct restore_options {
    const char *home;
    const char *passphrase_file;
    bool json;
};

// What came out of it, and the day of the backup.
struct restored {
    struct home home;
    char day[16];
};

static enum cli_exit tell(const struct restored *it)
{
    const struct home_settings *settings = &it->home.settings;
    const char *place = it->home.folder.text;
    (void)printf("The home of %s, as it was on %s, is there: %s\n"
                 "  broker    %s at %s, port %u, run as %s\n\n"
                 "Next:\n"
                 "  portcullis doctor --home %s\n",
                 settings->owner, it->day, place, settings->broker_name, settings->broker_address,
                 (unsigned)settings->broker_port, settings->run_as, place);
    return CLI_DONE;
}

static enum cli_exit tell_json(const struct restored *it)
{
    const struct home_settings *settings = &it->home.settings;
    cJSON *root = cJSON_CreateObject();
    const bool built =
        cJSON_AddStringToObject(root, "home", it->home.folder.text) != NULL &&
        cJSON_AddStringToObject(root, "owner", settings->owner) != NULL &&
        cJSON_AddStringToObject(root, "made", it->day) != NULL &&
        cJSON_AddStringToObject(root, "broker_name", settings->broker_name) != NULL &&
        cJSON_AddNumberToObject(root, "broker_port", settings->broker_port) != NULL &&
        cJSON_AddStringToObject(root, "run_as", settings->run_as) != NULL;
    return answer_json(root, built);
}

static enum cli_exit run(const struct restore_options *options, const char *file)
{
    struct failure failure;
    struct path place;
    time_t made = 0;
    struct restored restored = {.day = "?"};
    struct tm broken_down;
    struct passphrase passphrase = {.rounds = 0};
    struct restore_request request = {.file = file, .passphrase = &passphrase};
    if (!home_choose(options->home, &place, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    request.place = place.text;
    if (!restore_allowed(&request, &made, &failure) ||
        !passphrase_get(options->passphrase_file, PASSPHRASE_KNOWN, &passphrase, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const bool whole = restore_make(&request, &restored.home, &failure);
    wipe(&passphrase, sizeof(passphrase));
    if (!whole) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (gmtime_r(&made, &broken_down) != NULL) {
        (void)strftime(restored.day, sizeof(restored.day), "%Y-%m-%d", &broken_down);
    }
    return options->json ? tell_json(&restored) : tell(&restored);
}

enum cli_exit cli_restore(int argc, char *const *argv)
{
    struct restore_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"passphrase-file", OPTION_TEXT, &options.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &options.json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is made"},
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
    return run(&options, words.at[0]);
}
