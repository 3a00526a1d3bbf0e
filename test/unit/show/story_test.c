// The transcript's lines: their seconds, their width, and no folder of this machine in them.
#include "show/story.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char told[4096];

// Runs the teller with standard output in a file, and keeps what it wrote.
static void capture(void (*tell)(struct story *), struct story *story)
{
    FILE *file = tmpfile();
    CHECK(file != NULL);
    (void)fflush(stdout);
    const int before = dup(STDOUT_FILENO);
    CHECK(dup2(fileno(file), STDOUT_FILENO) >= 0);
    tell(story);
    (void)fflush(stdout);
    CHECK(dup2(before, STDOUT_FILENO) >= 0);
    (void)close(before);
    rewind(file);
    const size_t length = fread(told, 1, sizeof(told) - 1, file);
    told[length] = '\0';
    (void)fclose(file);
}

static void tell_short(struct story *story)
{
    story_does(story, "The cat %s.", "goes");
}

static void a_line_has_its_second(void)
{
    struct story story = story_begun();
    capture(tell_short, &story);
    CHECK(strcmp(told, "   0.00  The cat goes.\n") == 0);
}

static void tell_command(struct story *story)
{
    static const char *const arguments[] = {
        "/usr/bin/portcullis", "door",         "add",         "garage",    "--profile", "stop-both",
        "--switches",          "both",         "--door-type", "sectional", "--lamp",    "--beeper",
        "--photo-eye",         "--wall-input", NULL};
    story_runs(story, arguments);
}

static void a_long_command_goes_on_as_a_shell_takes_it(void)
{
    struct story story = story_begun();
    capture(tell_command, &story);
    CHECK(strcmp(told, "   0.00  $ portcullis door add garage --profile stop-both --switches both "
                       "--door-type sectional \\\n"
                       "             --lamp --beeper --photo-eye --wall-input\n") == 0);
}

static void tell_path(struct story *story)
{
    char line[4096];
    (void)snprintf(line, sizeof(line), "%s/build/demo and %sother", story->here, story->here);
    story_says(story, line);
}

static void our_folder_is_not_named(void)
{
    struct story story = story_begun();
    (void)snprintf(story.here, sizeof(story.here), "/somewhere");
    capture(tell_path, &story);
    CHECK(strcmp(told, "   0.00    build/demo and /somewhereother\n") == 0);
}

static void tell_wrong(struct story *story)
{
    CHECK(story_sees(story, true, "one"));
    CHECK(!story_sees(story, false, "two"));
}

static void what_is_not_seen_makes_the_story_wrong(void)
{
    struct story story = story_begun();
    capture(tell_wrong, &story);
    CHECK(story.wrong);
    CHECK_SAME(story.seen, 1);
    CHECK(strstr(told, "  seen: one\n") != NULL);
    CHECK(strstr(told, "  WRONG, this should have been seen: two\n") != NULL);
}

int main(void)
{
    RUN(a_line_has_its_second);
    RUN(a_long_command_goes_on_as_a_shell_takes_it);
    RUN(our_folder_is_not_named);
    RUN(what_is_not_seen_makes_the_story_wrong);
    return check_verdict();
}
