// The transcript: what is done, what is said and what is seen, each line with its second.
#ifndef SHOW_STORY_H
#define SHOW_STORY_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stdint.h>

struct story {
    char here[1024]; // the folder we run in, which no line names
    uint64_t began;  // moment_now
    unsigned chapters;
    unsigned seen; // how many things were checked and right
    bool wrong;    // something was not as it has to be; the story ends there
};

struct story story_begun(void);

// What stands above the first chapter.
void story_opens(const char *words);

void story_chapter(struct story *story, const char *title);

// Somebody does something, as "Alice presses the wall button."
void story_does(const struct story *story, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// A program is started with these arguments; and a line of its words.
void story_runs(const struct story *story, const char *const *arguments);
void story_says(const struct story *story, const char *line);

// Checks. Prints what was to be seen, and says so where it is not; returns the condition.
MUST_USE bool story_sees(struct story *story, bool condition, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// A thing that cannot be checked because something around us failed: the story ends.
void story_breaks(struct story *story, const char *reason);

#endif
