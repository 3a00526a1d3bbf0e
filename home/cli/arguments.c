#include "home/cli/arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option_row *find_option(const struct arguments *arguments, const char *name,
                                            size_t length)
{
    for (size_t i = 0; i < arguments->option_count; i++) {
        const struct option_row *row = &arguments->options[i];
        if (strlen(row->name) == length && strncmp(row->name, name, length) == 0) {
            return row;
        }
    }
    return NULL;
}

static bool take_number(const struct option_row *row, const char *value, struct failure *failure)
{
    char *end = NULL;
    const long number = strtol(value, &end, 10);
    if (end == value || *end != '\0' || number < 0 || number > 1000000) {
        return failure_say(failure, "--%s wants a number, not \"%s\"; see --help", row->name,
                           value);
    }
    *(long *)row->into = number;
    return true;
}

static bool take_value(const struct option_row *row, const char *value, struct failure *failure)
{
    struct texts *texts = NULL;
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)row->into = true;
        return true;
    case OPTION_TEXT:
        *(const char **)row->into = value;
        return true;
    case OPTION_TEXTS:
        texts = row->into;
        if (texts->count == TEXTS_MOST) {
            return failure_say(failure, "--%s may come %d times; leave some away", row->name,
                               TEXTS_MOST);
        }
        texts->at[texts->count++] = value;
        return true;
    case OPTION_NUMBER:
        return take_number(row, value, failure);
    }
    return false;
}

// Reads the option at argv[0]; *used is how many arguments it took.
static bool read_option(const struct arguments *arguments, int argc, char *const *argv, int *used,
                        struct failure *failure)
{
    const char *name = argv[0] + 2;
    const char *equals = strchr(name, '=');
    const size_t length = equals == NULL ? strlen(name) : (size_t)(equals - name);
    const struct option_row *row = find_option(arguments, name, length);
    if (row == NULL) {
        return failure_say(failure, "there is no option %.64s here; --help lists them", argv[0]);
    }
    *used = 1;
    if (row->kind == OPTION_FLAG) {
        if (equals != NULL) {
            return failure_say(failure, "--%s takes no value; leave \"%s\" away", row->name,
                               equals);
        }
        return take_value(row, NULL, failure);
    }
    if (equals != NULL) {
        return take_value(row, equals + 1, failure);
    }
    if (argc < 2) {
        return failure_say(failure, "--%s wants %s behind it; see --help", row->name, row->value);
    }
    *used = 2;
    return take_value(row, argv[1], failure);
}

static const char exit_codes[] =
    "\nExit codes: 0 done; 1 refused; 2 wrong use; 3 no answer, or something around us is wrong.\n";

static void print_help(const struct arguments *arguments)
{
    (void)printf("usage: %s [OPTION…]\n\n%s", arguments->usage, arguments->teaches);
    if (strstr(arguments->teaches, "Exit codes:") == NULL) {
        (void)printf("%s", exit_codes);
    }
    (void)printf("\nOptions:\n");
    for (size_t i = 0; i < arguments->option_count; i++) {
        const struct option_row *row = &arguments->options[i];
        char left[64];
        (void)snprintf(left, sizeof(left), "--%s%s%s", row->name, row->value == NULL ? "" : " ",
                       row->value == NULL ? "" : row->value);
        (void)printf("  %-28s %s\n", left, row->help);
    }
    (void)printf("  %-28s %s\n", "--help", "this page");
}

// What may stand behind the command's own words: "DOOR", "on|off".
static void print_places(const char *usage)
{
    static const char beside[] = "[]";
    bool first = true;
    bool of_option = false; // the word before is an option: this is its value
    const char *at = usage;
    while (*at != '\0') {
        const size_t length = strcspn(at, " ");
        size_t begin = strspn(at, beside);
        begin = begin < length ? begin : length;
        const size_t end = begin + strcspn(at + begin, "[] ");
        const bool choice = memchr(at, '|', length) != NULL;
        const bool capital = at[begin] >= 'A' && at[begin] <= 'Z';
        if (end > begin && !of_option && (choice || capital)) {
            (void)printf("%s%.*s", first ? "" : " ", (int)(end - begin), at + begin);
            first = false;
        }
        of_option = at[begin] == '-';
        at += length + (at[length] == ' ' ? 1 : 0);
    }
}

static void print_listing(const struct arguments *arguments)
{
    (void)printf("options=\"");
    for (size_t i = 0; i < arguments->option_count; i++) {
        (void)printf("--%s ", arguments->options[i].name);
    }
    (void)printf("--help\" valued=\" ");
    for (size_t i = 0; i < arguments->option_count; i++) {
        const struct option_row *row = &arguments->options[i];
        if (row->value != NULL) {
            (void)printf("--%s:%s ", row->name, row->value);
        }
    }
    (void)printf("\" words=\"");
    print_places(arguments->usage);
    (void)printf("\"");
}

static bool is_help(const char *argument)
{
    return strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0;
}

static bool take_word(const struct arguments *arguments, const char *word, struct words *words,
                      struct failure *failure)
{
    if (words->count == arguments->words_most) {
        return failure_say(failure, "\"%.64s\" is one word too many; the use is: %s", word,
                           arguments->usage);
    }
    words->at[words->count++] = word;
    return true;
}

enum arguments_answer arguments_read(const struct arguments *arguments, int argc, char *const *argv,
                                     struct words *out, struct failure *failure)
{
    struct words words = {.count = 0};
    if (argc == 1 && strcmp(argv[0], ARGUMENTS_LISTING) == 0) {
        print_listing(arguments);
        return ARGUMENTS_HELPED;
    }
    for (int i = 0; i < argc; i++) {
        if (is_help(argv[i])) {
            print_help(arguments);
            return ARGUMENTS_HELPED;
        }
    }
    for (int at = 0; at < argc;) {
        int used = 1;
        const bool is_option = argv[at][0] == '-' && argv[at][1] != '\0';
        if (is_option && argv[at][1] != '-') {
            (void)failure_say(failure, "there is no option %.64s here; --help lists them",
                              argv[at]);
            return ARGUMENTS_WRONG;
        }
        const bool taken = is_option ? read_option(arguments, argc - at, argv + at, &used, failure)
                                     : take_word(arguments, argv[at], &words, failure);
        if (!taken) {
            return ARGUMENTS_WRONG;
        }
        at += used;
    }
    if (words.count < arguments->words_least) {
        (void)failure_say(failure, "a word is missing; the use is: %s", arguments->usage);
        return ARGUMENTS_WRONG;
    }
    *out = words;
    return ARGUMENTS_READ;
}

enum cli_exit cli_fail(const struct failure *failure, enum cli_exit answer)
{
    (void)fflush(stdout); // so that the two streams keep their order
    (void)fprintf(stderr, "portcullis: %s\n", failure->text);
    return answer;
}

bool cli_arguments(const struct arguments *arguments, int argc, char *const *argv,
                   struct words *words, enum cli_exit *answer)
{
    struct failure failure;
    switch (arguments_read(arguments, argc, argv, words, &failure)) {
    case ARGUMENTS_READ:
        return true;
    case ARGUMENTS_HELPED:
        *answer = CLI_DONE;
        return false;
    case ARGUMENTS_WRONG:
        *answer = cli_fail(&failure, CLI_USAGE);
        return false;
    }
    return false;
}
