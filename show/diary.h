// What happened lately, as the picture lists it: who did what, and what came of it. A command's fate
// is in the command line's own words, which come while it runs.
#ifndef SHOW_DIARY_H
#define SHOW_DIARY_H

#include "show/stage.h"

enum {
    DIARY_ROWS = 24,
    DIARY_WHAT_MOST = 64
};

enum diary_fate {
    DIARY_NOTED, // nothing is to come of it
    DIARY_RUNS,  // the command has not ended
    DIARY_WELL,
    DIARY_ILL
};

struct diary_row {
    uint64_t at; // moment_now
    enum diary_fate fate;
    char what[DIARY_WHAT_MOST];
    char words[CHILD_LINE_MOST];
    struct child child;
};

struct diary {
    struct diary_row rows[DIARY_ROWS]; // number n stands at n modulo the size
    size_t count;
};

void diary_note(struct diary *diary, const char *what, const char *words);

// Types `portcullis VERB garage`.
void diary_type(struct diary *diary, const struct stage *stage, const char *verb);

// Takes in what the commands say, and notices their end.
void diary_care(struct diary *diary);

// Ends those that run.
void diary_end(struct diary *diary);

// The row that is so many back: 0 is the newest; NULL when there are not so many.
const struct diary_row *diary_row_back(const struct diary *diary, size_t back);

#endif
