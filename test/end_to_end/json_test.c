// --json everywhere: each command of the program has it, and what it then writes to standard output is
// JSON and nothing else. The commands are read from `portcullis --help`: a new one without a row here is
// red. words[1] is portcullis, words[2] portcullis-door.
#include "test/end_to_end/house.h"

#include "test/support/check.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    ARGUMENTS_MOST = 16,
    SAID_MOST = 65536,
    ANY = -1
};

static struct house house;
static struct failure failure;
static char said[SAID_MOST];

enum where {
    WITH_ALL,  // broker and door are there
    ALONE,     // without a broker: a roster that is sent is taken every 30 s only
    ELSEWHERE, // another test runs it
    NOWHERE    // it has no --json
};

// P stands for the passphrase's file, F/… for a file of the test.
struct row {
    const char *command;
    enum where where;
    int code;        // ANY: 0 or 1, as the door may
    const char *why; // ELSEWHERE: where; NOWHERE: why not; else NULL
    const char *arguments[ARGUMENTS_MOST];
};

#define WITH_PASSPHRASE "--passphrase-file", "P"
#define WITH_SHEET      "--recovery-file", "F/home/recovery-sheet.txt"
#define BOB             "--role", "member", "--key", "F/bob.pub", WITH_PASSPHRASE
#define ERIN            "erin-desk", "--role", "member", "--out", "F/erin.invitation"
#define FRANK           "frank-desk", "--role", "member", "--out", "F/frank.invitation"

// In an order in which each finds what it needs.
static const struct row rows[] = {
    {"init", WITH_ALL, 0, NULL, {"--home", "F/third", "--owner", "carol", WITH_PASSPHRASE}},
    {"status", WITH_ALL, 0, NULL, {NULL}},
    {"identify", WITH_ALL, 0, NULL, {NULL}},
    {"open", WITH_ALL, 0, NULL, {NULL}},
    {"close", WITH_ALL, ANY, NULL, {NULL}},
    {"stop", WITH_ALL, ANY, NULL, {NULL}},
    {"vent", WITH_ALL, ANY, NULL, {NULL}},
    {"lock", WITH_ALL, 0, NULL, {"on"}},
    {"lock", WITH_ALL, 0, NULL, {"off"}},
    {"door list", WITH_ALL, 0, NULL, {NULL}},
    {"door allow-unattended-close", WITH_ALL, 0, NULL, {"garage", "--off", WITH_PASSPHRASE}},
    {"people adopt", WITH_ALL, 0, NULL, {"garage", "--yes"}},
    {"people", WITH_ALL, 0, NULL, {"--confirm"}},
    {"roster send", WITH_ALL, 0, NULL, {NULL}},
    {"time", WITH_ALL, 0, NULL, {NULL}},
    {"doctor", WITH_ALL, ANY, NULL, {"--fix", "garage"}},
    {"invite", WITH_ALL, 0, NULL, {ERIN, "--broker-address", "127.0.0.1", WITH_PASSPHRASE}},
    {"join", WITH_ALL, 1, NULL, {"F/erin.invitation", "--no-wait", "--home", "F/erin"}},
    {"invite accept", WITH_ALL, 1, NULL, {"erin-desk", "--digits", "0", WITH_PASSPHRASE}},
    {"invite", WITH_ALL, 0, NULL, {FRANK, WITH_PASSPHRASE}},
    {"invite cancel", WITH_ALL, 0, NULL, {"frank-desk"}},
    {"door add",
     ALONE,
     0,
     NULL,
     {"barn", "--profile", "stop-both", "--switches", "both", WITH_PASSPHRASE}},
    {"door set", ALONE, 0, NULL, {"barn", "warning=8"}},
    {"door image", ALONE, 0, NULL, {"barn", "--out", "F/barn.eeprom"}},
    {"door rename", ALONE, 0, NULL, {"barn", "attic", "--without-broker", WITH_PASSPHRASE}},
    {"door replace", ALONE, 0, NULL, {"attic", "--without-broker", WITH_PASSPHRASE}},
    {"door remove", ALONE, 0, NULL, {"attic", "--without-broker", "--yes"}},
    {"user add", ALONE, 1, NULL, {"bob-phone", BOB}},
    {"user list", ALONE, 0, NULL, {NULL}},
    {"user rename", ALONE, 1, NULL, {"bob-phone", "bob-tablet", WITH_PASSPHRASE}},
    {"user remove", ALONE, 1, NULL, {"bob-tablet", WITH_PASSPHRASE}},
    {"user add", ALONE, 1, NULL, {"bob-phone", BOB}},
    {"revoke", ALONE, 1, NULL, {"bob", WITH_PASSPHRASE}},
    {"roster sign", ALONE, ANY, NULL, {WITH_PASSPHRASE}},
    {"admin list", ALONE, 0, NULL, {NULL}},
    {"admin add", ALONE, 1, NULL, {"dave-admin", "--key", "F/dave.pub", WITH_SHEET}},
    {"admin remove", ALONE, 1, NULL, {"dave-admin", WITH_SHEET}},
    {"recover", ALONE, 1, NULL, {WITH_SHEET, WITH_PASSPHRASE}},
    {"invite list", ALONE, 0, NULL, {NULL}},
    {"broker config", ALONE, 0, NULL, {NULL}},
    {"broker unit", ALONE, 0, NULL, {NULL}},
    {"broker renew", ALONE, 0, NULL, {NULL}},
    {"broker acl", ALONE, 0, NULL, {NULL}},
    {"page host", ALONE, 1, NULL, {"garage.home.arpa", WITH_PASSPHRASE}},
    {"page set", ALONE, 0, NULL, {"--listen", "127.0.0.1"}},
    {"page certificate", ALONE, 0, NULL, {NULL}},
    {"page", ALONE, 1, NULL, {NULL}},
    {"invite", ALONE, 0, NULL, {"dora-phone", "--role", "member", WITH_PASSPHRASE}},
    {"time", ALONE, 0, NULL, {"--unit"}},
    {"backup", ALONE, 0, NULL, {"F/home.backup", WITH_PASSPHRASE}},
    {"restore", ALONE, 0, NULL, {"F/home.backup", "--home", "F/second", WITH_PASSPHRASE}},
    {"doctor", ALONE, ANY, NULL, {"--offline"}},
    {"watch", ELSEWHERE, 0, "it ends with Ctrl-C: commands_test.c", {NULL}},
    {"door check", ELSEWHERE, 0, "somebody stands before the door: door_check_test.c", {NULL}},
    {"completion", NOWHERE, 0, "it prints a script, or names for one", {NULL}},
};

enum {
    ROWS = sizeof(rows) / sizeof(rows[0])
};

static struct path file(const char *name)
{
    struct path path = {""};
    CHECK(path_join(house.scratch.folder.text, name, &path, &failure));
    return path;
}

static const char *word_of(const char *argument)
{
    static struct path paths[4];
    static unsigned next;
    if (strcmp(argument, "P") == 0) {
        return house.passphrase.text;
    }
    if (strncmp(argument, "F/", 2) != 0) {
        return argument;
    }
    struct path *path = &paths[next++ % 4];
    *path = file(argument + 2);
    return path->text;
}

static _Noreturn void become(const char *const *words)
{
    char *arguments[ARGUMENTS_MOST + 6];
    const int out = open(file("said").text, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int complaints = open(file("complained").text, O_WRONLY | O_CREAT | O_APPEND, 0600);
    const int nothing = open("/dev/null", O_RDONLY);
    // execv promises not to write to its arguments; its type is older than const.
    memcpy(arguments, words, sizeof(arguments));
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)setenv("PORTCULLIS_HOME", house.scratch.place.text, 1);
    (void)dup2(nothing, STDIN_FILENO);
    (void)dup2(out, STDOUT_FILENO);
    (void)dup2(complaints, STDERR_FILENO);
    (void)execv(house.portcullis, arguments);
    _exit(127);
}

// Runs it; what it wrote to standard output is said then.
static int runs(const char *const *words)
{
    struct bytes content = {NULL, 0};
    int status = -1;
    const pid_t child = fork();
    if (child == 0) {
        become(words);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(file_read(file("said").text, (uint8_t *)said, sizeof(said) - 1, &content, &failure));
    said[content.count] = '\0';
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// "door add" as two words, and what else is given.
static int runs_command(const char *command, const char *const *arguments, const char *last)
{
    char first[48];
    const char *words[ARGUMENTS_MOST + 6] = {house.portcullis};
    size_t count = 1;
    (void)snprintf(first, sizeof(first), "%s", command);
    for (char *rest = NULL, *word = strtok_r(first, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        words[count++] = word;
    }
    for (size_t i = 0; arguments != NULL && i < ARGUMENTS_MOST && arguments[i] != NULL; i++) {
        words[count++] = word_of(arguments[i]);
    }
    words[count] = last;
    return runs(words);
}

static bool has_row(const char *command)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].command, command) == 0) {
            return true;
        }
    }
    return false;
}

static void every_command_has_a_row(void)
{
    static char help[SAID_MOST];
    size_t commands = 0;
    const char *const words[ARGUMENTS_MOST + 6] = {house.portcullis, "--help"};
    CHECK_SAME(runs(words), 0);
    memcpy(help, said, sizeof(help));
    for (char *rest = NULL, *line = strtok_r(help, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *end = strstr(line + 2, "  ");
        if (strncmp(line, "  ", 2) != 0 || end == NULL) {
            continue;
        }
        *end = '\0';
        check_context(line + 2);
        CHECK(has_row(line + 2));
        commands++;
    }
    check_context(NULL);
    CHECK(commands > 40);
}

static void every_command_takes_json_or_has_a_reason_not_to(void)
{
    for (size_t i = 0; i < ROWS; i++) {
        check_context(rows[i].command);
        CHECK_SAME(runs_command(rows[i].command, NULL, "--list-options"), 0);
        CHECK_SAME(strstr(said, "--json ") != NULL, rows[i].where != NOWHERE);
        CHECK_SAME(rows[i].why != NULL, rows[i].where == NOWHERE || rows[i].where == ELSEWHERE);
    }
    check_context(NULL);
}

// One value or more, one a line, and something.
static bool is_json(const char *text)
{
    const char *at = text;
    while (*at != '\0') {
        const char *end = NULL;
        cJSON *value = cJSON_ParseWithOpts(at, &end, false);
        const bool whole = value != NULL && end != NULL && *end == '\n';
        cJSON_Delete(value);
        if (!whole) {
            return false;
        }
        at = end + 1;
    }
    return at != text;
}

static void what_is_no_json_is_seen(void)
{
    CHECK(is_json("{\"a\":1}\n") && is_json("{}\n[]\n"));
    CHECK(!is_json("") && !is_json("\n") && !is_json("done\n") && !is_json("{}\ndone\n") &&
          !is_json("{} \n") && !is_json("{}"));
}

static void run_row(const struct row *row)
{
    const int code = runs_command(row->command, row->arguments, "--json");
    if (row->code == ANY) {
        CHECK(code == 0 || code == 1);
    } else {
        CHECK_SAME(code, row->code);
    }
    if (!CHECK(is_json(said))) {
        (void)printf("%s\n", said);
    }
}

static void run_rows(enum where where)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].where == where) {
            check_context(rows[i].command);
            run_row(&rows[i]);
        }
    }
    check_context(NULL);
}

static void with_json_nothing_else_is_written_to_standard_output(void)
{
    run_rows(WITH_ALL);
    bench_stop(house.broker);
    house.broker = 0;
    run_rows(ALONE);
}

static void make_key(const char *name)
{
    EVP_PKEY *key = NULL;
    CHECK(key_generate(&key, &failure) && key_save_public(key, file(name).text, &failure));
    EVP_PKEY_free(key);
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fprintf(stderr, "usage: %s PORTCULLIS PORTCULLIS-DOOR\n", words[0]);
        return 2;
    }
    if (CHECK(house_begins(&house, words[1], words[2]))) {
        make_key("bob.pub");
        make_key("dave.pub");
        RUN(what_is_no_json_is_seen);
        RUN(every_command_has_a_row);
        RUN(every_command_takes_json_or_has_a_reason_not_to);
        RUN(with_json_nothing_else_is_written_to_standard_output);
    }
    house_ends(&house);
    return check_verdict();
}
