#include "home/cli/commands.h"
#include "home/cli/words.h"
#include "home/doctor/doctor.h"
#include "home/folder/json_file.h"
#include "home/link/session.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char teaches[] =
    "Looks at the home, at the broker from outside, and at what the doors say: ages and names of\n"
    "certificates, clocks, modes, keys without a passphrase, backup, room on the disk, what "
    "listens\n"
    "where, whether the broker lets in strangers or carries what it should not, retained "
    "commands,\n"
    "silent doors and rosters that are not confirmed. Each finding says why it matters and what\n"
    "mends it. A silent door is waited for, some 40 seconds.\n"
    "\n"
    "  portcullis doctor\n"
    "  portcullis doctor garage\n"
    "  portcullis doctor --offline --json\n"
    "\n"
    "It changes nothing; only retained commands are removed, with --fix or when you say yes.\n"
    "Exit codes: 0 nothing bad; 1 something is bad; 3 it could not look.\n";

struct doctor_options {
    const char *home;
    bool json;
    bool offline;
    bool fix;
};

static const char *colour_of(enum severity severity)
{
    switch (severity) {
    case FINDING_GOOD:
        return "\033[32m";
    case FINDING_WARNING:
        return "\033[33m";
    case FINDING_BAD:
        return "\033[31m";
    }
    return "";
}

static void print_finding(const struct finding *finding)
{
    const bool colour = colour_wanted();
    const enum severity now = finding->mended ? FINDING_GOOD : finding->severity;
    (void)printf("%s%-8s%s %s: %s\n", colour ? colour_of(now) : "",
                 finding->mended ? "mended" : severity_word(now), colour ? "\033[0m" : "",
                 finding->check, finding->what);
    if (now != FINDING_GOOD) {
        (void)printf("         why:  %s\n         mend: %s\n", finding->why, finding->mend);
    }
}

static bool add_finding(cJSON *list, const struct finding *finding)
{
    cJSON *object = cJSON_CreateObject();
    const bool added =
        cJSON_AddStringToObject(object, "check", finding->check) != NULL &&
        cJSON_AddStringToObject(object, "severity", severity_word(finding->severity)) != NULL &&
        cJSON_AddStringToObject(object, "what", finding->what) != NULL &&
        (!finding->mended || cJSON_AddTrueToObject(object, "mended") != NULL) &&
        (finding->severity == FINDING_GOOD ||
         (cJSON_AddStringToObject(object, "why", finding->why) != NULL &&
          cJSON_AddStringToObject(object, "mend", finding->mend) != NULL));
    if (!added || !cJSON_AddItemToArray(list, object)) {
        cJSON_Delete(object);
        return false;
    }
    return true;
}

static bool print_json(const struct diagnosis *diagnosis)
{
    cJSON *root = cJSON_CreateObject();
    cJSON *list = cJSON_AddArrayToObject(root, "findings");
    bool built = list != NULL;
    for (size_t i = 0; built && i < diagnosis->count; i++) {
        built = add_finding(list, &diagnosis->at[i]);
    }
    built =
        built &&
        cJSON_AddNumberToObject(root, "bad", (double)findings_of(diagnosis, FINDING_BAD)) != NULL &&
        cJSON_AddNumberToObject(root, "warnings",
                                (double)findings_of(diagnosis, FINDING_WARNING)) != NULL;
    return json_print(root, built);
}

static void print_all(const struct diagnosis *diagnosis)
{
    for (size_t i = 0; i < diagnosis->count; i++) {
        print_finding(&diagnosis->at[i]);
    }
    (void)printf("%zu bad, %zu warnings, %zu good\n", findings_of(diagnosis, FINDING_BAD),
                 findings_of(diagnosis, FINDING_WARNING), findings_of(diagnosis, FINDING_GOOD));
}

static void show_progress(const char *door)
{
    (void)fprintf(stderr, "portcullis: listening for %s, some 40 seconds\n", door);
}

// Asked only where somebody is there to answer.
static bool removal_is_wanted(const struct patient *patient, const struct doctor_options *options)
{
    char answer[8] = "";
    if (patient->retained_count == 0 || options->json || isatty(STDIN_FILENO) != 1 ||
        isatty(STDOUT_FILENO) != 1) {
        return false;
    }
    (void)printf("Remove the %zu retained commands? [y/N] ", patient->retained_count);
    (void)fflush(stdout);
    return fgets(answer, sizeof(answer), stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

static bool tell(const struct diagnosis *diagnosis, bool json, struct failure *failure)
{
    if (!json) {
        print_all(diagnosis);
        return true;
    }
    return print_json(diagnosis) ||
           failure_say(failure, "cannot print the findings: out of memory; try again");
}

static bool remove_retained(struct patient *patient, struct failure *failure)
{
    if (patient->retained_count == 0) {
        return true;
    }
    if (!doctor_remove_retained(patient, failure)) {
        return false;
    }
    (void)fprintf(stderr, "portcullis: %zu retained commands removed\n", patient->retained_count);
    return true;
}

// With --fix they are removed first, so that what is told is so when it is read.
static enum cli_exit examine(struct patient *patient, const struct doctor_options *options)
{
    struct failure failure;
    struct failure why;
    if (!doctor_examine(patient, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    bool removed = !options->fix || remove_retained(patient, &why);
    if (!tell(&patient->diagnosis, options->json, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!options->fix && removal_is_wanted(patient, options)) {
        removed = remove_retained(patient, &why);
    }
    if (!removed) {
        return cli_fail(&why, CLI_ENVIRONMENT);
    }
    return findings_of(&patient->diagnosis, FINDING_BAD) > 0 ? CLI_REFUSED : CLI_DONE;
}

static enum cli_exit run(const struct doctor_options *options, const char *door)
{
    // Some 150 KB.
    static struct patient patient;
    struct failure failure;
    struct path folder;
    struct home home;
    session_stop_at_interrupt();
    if (!home_choose(options->home, &folder, &failure) ||
        !home_open(folder.text, &home, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    patient = patient_of(&home, time(NULL));
    patient.offline = options->offline;
    patient.only_door = door;
    patient.progress = options->json ? NULL : show_progress;
    return examine(&patient, options);
}

enum cli_exit cli_doctor(int argc, char *const *argv)
{
    struct doctor_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"json", OPTION_FLAG, &options.json, NULL, "as JSON, one object"},
        {"offline", OPTION_FLAG, &options.offline, NULL, "look at this machine's files alone"},
        {"fix", OPTION_FLAG, &options.fix, NULL, "remove retained commands without asking"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis doctor [DOOR]",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
        .words_most = 1,
    };
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    return run(&options, words.count > 0 ? words.at[0] : NULL);
}
