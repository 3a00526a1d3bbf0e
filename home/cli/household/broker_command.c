#include "home/authority/renewal.h"
#include "home/broker/acl.h"
#include "home/broker/configuration.h"
#include "home/broker/foreign.h"
#include "home/broker/reload.h"
#include "home/broker/unit.h"
#include "home/cli/answer.h"
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

// What they may be told.
struct broker_options {
    const char *home;
    struct texts names;
    bool words;
    bool json;
};

struct end {
    struct broker_names names;
    bool is_soon;
    char day[32];
};

static bool read_end(const struct home *home, struct end *out, struct failure *failure)
{
    time_t end = 0;
    struct tm day;
    (void)snprintf(out->day, sizeof(out->day), "?");
    if (!authority_broker_certificate(home, &out->names, &end, failure)) {
        return false;
    }
    if (gmtime_r(&end, &day) != NULL) {
        (void)strftime(out->day, sizeof(out->day), "%Y-%m-%d", &day);
    }
    out->is_soon = (end - time(NULL)) / SECONDS_OF_DAY < SOON_DAYS;
    return true;
}

// A line behind a #.
static void tell_end(const struct end *end)
{
    (void)printf("# The broker's certificate, of");
    for (size_t i = 0; i < end->names.count; i++) {
        (void)printf("%s %s", i == 0 ? "" : ",", end->names.name[i]);
    }
    (void)printf(", ends on %s.%s\n", end->day,
                 end->is_soon ? " That is soon: portcullis broker renew" : "");
}

static bool add_end(cJSON *root, const struct end *end)
{
    cJSON *names = cJSON_AddArrayToObject(root, "names");
    bool added = names != NULL && cJSON_AddStringToObject(root, "ends", end->day) != NULL;
    for (size_t i = 0; added && i < end->names.count; i++) {
        cJSON *name = cJSON_CreateString(end->names.name[i]);
        added = name != NULL && cJSON_AddItemToArray(names, name);
    }
    return added;
}

// end NULL: the broker is somebody's own.
static enum cli_exit tell_config_json(const struct home *home, const char *text,
                                      const struct end *end)
{
    cJSON *root = cJSON_CreateObject();
    const bool built = cJSON_AddStringToObject(root, "configuration", text) != NULL &&
                       cJSON_AddBoolToObject(root, "broker_foreign", end == NULL) != NULL &&
                       (end == NULL || (add_end(root, end) && answer_add_broker(root, home)));
    return answer_json(root, built);
}

static enum cli_exit tell_config(const struct home *home, const char *text, const struct end *end)
{
    (void)printf("%s\n", text);
    if (end != NULL) {
        tell_end(end);
        (void)printf("# mosquitto -c %s/broker/mosquitto.conf\n", home->folder.text);
    }
    return CLI_DONE;
}

static enum cli_exit config(const struct broker_options *options, struct failure *failure)
{
    struct opened opened;
    struct end end;
    if (!write_files(options->home, &opened, failure)) {
        return cli_fail(failure, CLI_ENVIRONMENT);
    }
    const char *folder = opened.home.folder.text;
    const bool foreign = opened.home.settings.broker_foreign;
    if (!foreign && !read_end(&opened.home, &end, failure)) {
        return cli_fail(failure, CLI_ENVIRONMENT);
    }
    char *text = foreign ? foreign_text(folder, &opened.home.settings)
                         : configuration_text(folder, &opened.home.settings, true);
    if (text == NULL) {
        (void)no_memory(failure);
        return cli_fail(failure, CLI_ENVIRONMENT);
    }
    const enum cli_exit answer =
        (options->json ? tell_config_json : tell_config)(&opened.home, text, foreign ? NULL : &end);
    free(text);
    return answer;
}

static enum cli_exit unit(const struct broker_options *options, struct failure *failure)
{
    struct opened opened;
    char path[PATH_ROOM + sizeof(UNIT_NAME) + 16];
    if (!write_files(options->home, &opened, failure)) {
        return cli_fail(failure, CLI_ENVIRONMENT);
    }
    if (opened.home.settings.broker_foreign) {
        (void)failure_say(failure, "this home's broker is your own, and runs as you have it; "
                                   "`portcullis broker config` says what to set there");
        return cli_fail(failure, CLI_ENVIRONMENT);
    }
    (void)snprintf(path, sizeof(path), "%s/%s.service", opened.home.folder.text, UNIT_NAME);
    if (options->json) {
        cJSON *root = cJSON_CreateObject();
        return answer_json(root, cJSON_AddStringToObject(root, "unit", path) != NULL);
    }
    (void)printf("%s is written. Install it, and start it at every boot, with\n"
                 "  sudo install -m 644 %s /etc/systemd/system/\n"
                 "  sudo systemctl daemon-reload && sudo systemctl enable --now " UNIT_NAME "\n",
                 path, path);
    return CLI_DONE;
}

static enum cli_exit renew(const struct broker_options *options, struct failure *failure)
{
    struct opened opened;
    struct end end;
    if (!open_home(options->home, &opened, failure)) {
        return cli_fail(failure, CLI_ENVIRONMENT);
    }
    const struct renewal renewal = {.home = &opened.home,
                                    .now = time(NULL),
                                    .more_count = options->names.count,
                                    .more = options->names.at};
    const bool renewed = authority_renew_broker(&renewal, failure);
    home_unlock(opened.lock);
    if (!renewed || !read_end(&opened.home, &end, failure)) {
        return cli_fail(failure, CLI_ENVIRONMENT);
    }
    if (options->json) {
        cJSON *root = cJSON_CreateObject();
        return answer_json(root, add_end(root, &end) && answer_add_broker(root, &opened.home));
    }
    tell_end(&end);
    broker_tell_reload(&opened.home, stdout);
    return CLI_DONE;
}

// A line of the list: whose it is, or what he may.
struct acl_line {
    char user[64];
    char access[16]; // "": the line is none of these
    const char *topic;
};

static void read_line(const char *line, struct acl_line *it)
{
    it->access[0] = '\0';
    if (strncmp(line, "user ", 5) == 0) {
        (void)snprintf(it->user, sizeof(it->user), "%s", line + 5);
    } else if (strncmp(line, "topic ", 6) == 0) {
        const size_t length = strcspn(line + 6, " ");
        (void)snprintf(it->access, sizeof(it->access), "%.*s", (int)length, line + 6);
        it->topic = line + 6 + length + 1;
    }
}

// "topic read X" below "user Y" is, in words, "Y may read X".
static enum cli_exit tell_words(char *text)
{
    struct acl_line it = {.user = ""};
    char *rest = NULL;
    for (const char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        read_line(line, &it);
        if (it.access[0] != '\0') {
            (void)printf("%s may %s %s\n", it.user, it.access, it.topic);
        } else if (line[0] == 'u') {
            (void)printf("\n");
        }
    }
    (void)printf("\nNobody may anything else. + stands for one level of a topic.\n");
    return CLI_DONE;
}

static bool add_rule(cJSON *rules, const struct acl_line *it)
{
    cJSON *rule = cJSON_CreateObject();
    if (cJSON_AddStringToObject(rule, "user", it->user) == NULL ||
        cJSON_AddStringToObject(rule, "access", it->access) == NULL ||
        cJSON_AddStringToObject(rule, "topic", it->topic) == NULL ||
        !cJSON_AddItemToArray(rules, rule)) {
        cJSON_Delete(rule);
        return false;
    }
    return true;
}

static enum cli_exit tell_rules_json(char *text)
{
    struct acl_line it = {.user = ""};
    char *rest = NULL;
    cJSON *root = cJSON_CreateObject();
    cJSON *rules = cJSON_AddArrayToObject(root, "rules");
    bool built = rules != NULL;
    for (const char *line = strtok_r(text, "\n", &rest); built && line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        read_line(line, &it);
        built = it.access[0] == '\0' || add_rule(rules, &it);
    }
    return answer_json(root, built);
}

static enum cli_exit acl(const struct broker_options *options, struct failure *failure)
{
    struct opened opened;
    static struct identities identities;
    enum cli_exit answer = CLI_DONE;
    if (!write_files(options->home, &opened, failure) ||
        !identities_read(&opened.home, &identities, failure)) {
        return cli_fail(failure, CLI_ENVIRONMENT);
    }
    char *text = acl_text(&opened.home.settings, &identities);
    if (text == NULL) {
        (void)no_memory(failure);
        return cli_fail(failure, CLI_ENVIRONMENT);
    }
    if (options->json) {
        answer = tell_rules_json(text);
    } else if (options->words) {
        answer = tell_words(text);
    } else {
        (void)printf("%s", text);
    }
    free(text);
    return answer;
}

struct broker_command {
    const char *usage;
    const char *teaches;
    enum cli_exit (*run)(const struct broker_options *options, struct failure *failure);
    const struct option_row *more; // beside those of all; NULL: none
};

static enum cli_exit run_command(const struct broker_command *command,
                                 struct broker_options *options, int argc, char *const *argv)
{
    struct option_row rows[] = {
        {"home", OPTION_TEXT, &options->home, "DIR", "where the home is"},
        {"json", OPTION_FLAG, &options->json, NULL, "as one JSON object"},
        {NULL, OPTION_FLAG, NULL, NULL, NULL},
    };
    struct arguments arguments = {command->usage, command->teaches, rows, 2, 0, 0};
    if (command->more != NULL) {
        rows[arguments.option_count++] = *command->more;
    }
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    return command->run(options, &failure);
}

enum cli_exit cli_broker_config(int argc, char *const *argv)
{
    struct broker_options options = {.home = NULL};
    const struct broker_command command = {"portcullis broker config", config_teaches, config,
                                           NULL};
    return run_command(&command, &options, argc, argv);
}

enum cli_exit cli_broker_unit(int argc, char *const *argv)
{
    struct broker_options options = {.home = NULL};
    const struct broker_command command = {"portcullis broker unit", unit_teaches, unit, NULL};
    return run_command(&command, &options, argc, argv);
}

enum cli_exit cli_broker_renew(int argc, char *const *argv)
{
    struct broker_options options = {.home = NULL};
    const struct option_row name = {"name", OPTION_TEXTS, &options.names, "NAME",
                                    "one more name for it; may come again"};
    const struct broker_command command = {"portcullis broker renew", renew_teaches, renew, &name};
    return run_command(&command, &options, argc, argv);
}

enum cli_exit cli_broker_acl(int argc, char *const *argv)
{
    struct broker_options options = {.home = NULL};
    const struct option_row words = {"words", OPTION_FLAG, &options.words, NULL,
                                     "in words, for a broker that is no mosquitto"};
    const struct broker_command command = {"portcullis broker acl", acl_teaches, acl, &words};
    return run_command(&command, &options, argc, argv);
}
