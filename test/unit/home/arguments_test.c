#include "home/cli/arguments.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>

static bool flag;
static const char *text;
static struct texts texts;
static long number;

static const struct option_row rows[] = {
    {"flag", OPTION_FLAG, &flag, NULL, "a flag"},
    {"text", OPTION_TEXT, &text, "TEXT", "a text"},
    {"texts", OPTION_TEXTS, &texts, "TEXT", "some texts"},
    {"number", OPTION_NUMBER, &number, "N", "a number"},
};

static const struct arguments arguments = {
    .usage = "portcullis test WORD",
    .teaches = "",
    .options = rows,
    .option_count = sizeof(rows) / sizeof(rows[0]),
    .words_least = 1,
    .words_most = 2,
};

static struct words words;
static struct failure failure;

enum {
    SOME_MOST = 16
};

// Reads arguments that are parted by single spaces.
static enum arguments_answer read_some(const char *line)
{
    static char room[256];
    char *argv[SOME_MOST];
    int argc = 0;
    flag = false;
    text = NULL;
    texts = (struct texts){.count = 0};
    number = -1;
    CHECK(strlen(line) < sizeof(room));
    (void)snprintf(room, sizeof(room), "%s", line);
    for (char *at = strtok(room, " "); at != NULL && argc < SOME_MOST; at = strtok(NULL, " ")) {
        argv[argc++] = at;
    }
    return arguments_read(&arguments, argc, argv, &words, &failure);
}

static void options_and_words_may_be_mixed(void)
{
    CHECK_SAME(read_some("--flag one --text=a --number 7 two --texts x --texts=y"), ARGUMENTS_READ);
    CHECK(flag);
    CHECK(strcmp(text, "a") == 0);
    CHECK_SAME(number, 7);
    CHECK_SAME(words.count, 2);
    CHECK(strcmp(words.at[1], "two") == 0);
    CHECK_SAME(texts.count, 2);
    CHECK(strcmp(texts.at[1], "y") == 0);
}

static void refuses(const char *line, const char *why)
{
    check_context(line);
    CHECK_SAME(read_some(line), ARGUMENTS_WRONG);
    CHECK(strstr(failure.text, why) != NULL);
    CHECK(strchr(failure.text, '\n') == NULL);
    check_context(NULL);
}

static void what_is_wrong_is_said_in_one_line(void)
{
    refuses("", "word is missing");
    refuses("a b c", "one word too many");
    refuses("a --nothing", "no option --nothing");
    refuses("a --fla", "no option --fla");
    refuses("a --flags", "no option --flags");
    refuses("a -x", "no option -x");
    refuses("a --flag=yes", "takes no value");
    refuses("a --text", "wants TEXT");
    refuses("a --number seven", "wants a number");
    refuses("a --number 7x", "wants a number");
    refuses("a --number -7", "wants a number");
    refuses("a --number 99999999999999999999", "wants a number");
    refuses("a --texts=1 --texts=2 --texts=3 --texts=4 --texts=5 --texts=6 --texts=7 --texts=8 "
            "--texts=9",
            "may come 8 times");
}

static void help_wins_over_everything(void)
{
    CHECK_SAME(read_some("--nothing --help"), ARGUMENTS_HELPED);
    CHECK_SAME(read_some("-h"), ARGUMENTS_HELPED);
}

int main(void)
{
    RUN(options_and_words_may_be_mixed);
    RUN(what_is_wrong_is_said_in_one_line);
    RUN(help_wins_over_everything);
    return check_verdict();
}
