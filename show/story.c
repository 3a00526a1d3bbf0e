#include "show/story.h"

#include "show/moment.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    LINE_MOST = 1536,
    COLUMNS = 96,
    MARGIN = 9 // of the second on the left, and of every line that goes on
};

struct story story_begun(void)
{
    struct story story = {.began = moment_now()};
    // A folder whose name is too long is shown as it is.
    if (getcwd(story.here, sizeof(story.here) - 1) == NULL) {
        story.here[0] = '\0';
    }
    return story;
}

// A reader on another machine has other folders: paths begin where we are.
static void make_relative(const struct story *story, char line[LINE_MOST])
{
    const size_t length = strlen(story->here);
    if (length <= 1) {
        return;
    }
    for (char *at = strstr(line, story->here); at != NULL; at = strstr(at, story->here)) {
        if (at[length] == '/') {
            memmove(at, at + length + 1, strlen(at + length + 1) + 1);
        } else {
            at++;
        }
    }
}

// How much of the text goes onto a line: up to the last space that fits, or to the first one.
static size_t line_length(const char *text, size_t room)
{
    size_t fits = 0;
    for (size_t at = 0; text[at] != '\0'; at++) {
        if (text[at] == ' ' && (at <= room || fits == 0) && at > 0 && text[at - 1] != ' ') {
            fits = at;
        }
        if (at >= room && fits > 0) {
            return fits;
        }
    }
    return strlen(text);
}

// The time, the text in lines of COLUMNS; where a line goes on, its end says so.
static void print(const struct story *story, const char *text, const char *goes_on)
{
    const uint64_t passed = moment_now() - story->began;
    const size_t own_margin = strspn(text, " ");
    char line[LINE_MOST];
    (void)snprintf(line, sizeof(line), "%s", text);
    make_relative(story, line);
    (void)printf("%4u.%02u  ", (unsigned)(passed / 1000), (unsigned)(passed % 1000 / 10));
    for (const char *rest = line;;) {
        const size_t length = line_length(rest, COLUMNS - MARGIN);
        (void)printf("%.*s", (int)length, rest);
        rest += length;
        rest += strspn(rest, " ");
        if (*rest == '\0') {
            break;
        }
        (void)printf("%s\n%*s", goes_on, (int)(MARGIN + own_margin + 4), "");
    }
    (void)putchar('\n');
    (void)fflush(stdout); // a reader at the other end of a pipe sees the story as it happens
}

void story_opens(const char *words)
{
    (void)printf("%s\n", words);
}

void story_chapter(struct story *story, const char *title)
{
    story->chapters++;
    (void)printf("\n%u. %s\n", story->chapters, title);
    (void)fflush(stdout);
}

void story_does(const struct story *story, const char *format, ...)
{
    char line[LINE_MOST];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    print(story, line, "");
}

void story_runs(const struct story *story, const char *const *arguments)
{
    char line[LINE_MOST];
    const char *name = strrchr(arguments[0], '/');
    int used = snprintf(line, sizeof(line), "$ %s", name == NULL ? arguments[0] : name + 1);
    for (size_t i = 1; arguments[i] != NULL && used < LINE_MOST; i++) {
        used += snprintf(line + used, sizeof(line) - (size_t)used, " %s", arguments[i]);
    }
    print(story, line, " \\");
}

void story_says(const struct story *story, const char *line)
{
    char indented[LINE_MOST];
    (void)snprintf(indented, sizeof(indented), "  %s", line);
    print(story, indented, "");
}

bool story_sees(struct story *story, bool condition, const char *format, ...)
{
    char seen[LINE_MOST / 2];
    char line[LINE_MOST];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(seen, sizeof(seen), format, arguments);
    va_end(arguments);
    (void)snprintf(line, sizeof(line), "%s%s",
                   condition ? "seen: " : "WRONG, this should have been seen: ", seen);
    print(story, line, "");
    story->seen += condition;
    story->wrong = story->wrong || !condition;
    return condition;
}

void story_breaks(struct story *story, const char *reason)
{
    char line[LINE_MOST];
    (void)snprintf(line, sizeof(line), "BROKEN: %s", reason);
    print(story, line, "");
    story->wrong = true;
}
