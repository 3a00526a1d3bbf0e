#include "home/backup/backup.h"
#include "home/cli/answer.h"
#include "home/cli/commands.h"
#include "home/cli/passphrase.h"

#include <stdio.h>

static const char teaches[] =
    "Writes the whole home into one file: settings, people, doors, rosters, certificates and "
    "keys,\n"
    "sealed with the passphrase of the home (scrypt, AES-256-GCM). Whoever has file and "
    "passphrase\n"
    "has the home; whoever has the file alone has nothing. What the broker remembers is not in "
    "it:\n"
    "the doors and `portcullis roster send` tell it again.\n"
    "\n"
    "Keep it on another disk, best in another house. `portcullis doctor` says when the home has\n"
    "changed since.\n"
    "\n"
    "  portcullis backup /media/stick/home.portcullis\n"
    "  portcullis backup --replace --passphrase-file ~/secret /media/stick/home.portcullis\n";

struct backup_options {
    const char *home;
    const char *passphrase_file;
    bool replace;
    bool json;
};

static enum cli_exit tell(const char *file)
{
    (void)printf("The backup is made: %s\n"
                 "It opens with the passphrase of this home as it is today. Try it once:\n"
                 "  portcullis restore %s --home /tmp/tried\n",
                 file, file);
    return CLI_DONE;
}

static enum cli_exit tell_json(const char *file, bool noted)
{
    cJSON *root = cJSON_CreateObject();
    const bool built = cJSON_AddStringToObject(root, "file", file) != NULL &&
                       cJSON_AddBoolToObject(root, "noted", noted) != NULL;
    return answer_json(root, built);
}

static enum cli_exit run(const struct backup_options *options, const char *file)
{
    struct failure failure;
    struct path folder;
    struct home home;
    struct passphrase passphrase = {.rounds = 0};
    struct backup_request request = {.home = &home,
                                     .file = file,
                                     .passphrase = &passphrase,
                                     .cost = SEAL_COST,
                                     .replace = options->replace,
                                     .now = time(NULL)};
    bool noted = false;
    if (!home_choose(options->home, &folder, &failure) ||
        !home_open(folder.text, &home, &failure) || !backup_allowed(&request, &failure) ||
        !passphrase_get(options->passphrase_file, PASSPHRASE_KNOWN, &passphrase, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const bool made = backup_make(&request, &noted, &failure);
    wipe(&passphrase, sizeof(passphrase));
    if (!made) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!noted) {
        // The backup is good all the same; only `doctor` will not know of it.
        (void)cli_fail(&failure, CLI_DONE);
    }
    return options->json ? tell_json(file, noted) : tell(file);
}

enum cli_exit cli_backup(int argc, char *const *argv)
{
    struct backup_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"replace", OPTION_FLAG, &options.replace, NULL, "replace a file of that name"},
        {"passphrase-file", OPTION_TEXT, &options.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &options.json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis backup FILE",
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
