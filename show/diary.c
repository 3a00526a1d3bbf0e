#include "show/diary.h"

#include "show/moment.h"

#include <stdio.h>
#include <string.h>

// A row for something new; the command of a very old one, if it still runs, is ended.
static struct diary_row *add_row(struct diary *diary, const char *what, const char *words)
{
    struct diary_row *row = &diary->rows[diary->count % DIARY_ROWS];
    if (diary->count >= DIARY_ROWS) {
        child_end(&row->child);
    }
    diary->count++;
    *row = (struct diary_row){.at = moment_now(), .fate = DIARY_NOTED, .child = child_none()};
    (void)snprintf(row->what, sizeof(row->what), "%s", what);
    (void)snprintf(row->words, sizeof(row->words), "%s", words);
    return row;
}

void diary_note(struct diary *diary, const char *what, const char *words)
{
    (void)add_row(diary, what, words);
}

void diary_type(struct diary *diary, const struct stage *stage, const char *verb)
{
    const char *const words[] = {verb, STAGE_DOOR, NULL};
    char what[DIARY_WHAT_MOST];
    struct child_order order;
    struct failure failure;
    (void)snprintf(what, sizeof(what), "$ portcullis %s %s", verb, STAGE_DOOR);
    struct diary_row *row = add_row(diary, what, "");
    stage_command(stage, words, &order);
    if (child_start(&row->child, &order, &failure)) {
        row->fate = DIARY_RUNS;
    } else {
        row->fate = DIARY_ILL;
        (void)snprintf(row->words, sizeof(row->words), "%.399s", failure.text);
    }
}

// The program's own name in front of a refusal says nothing here.
static void take_words(struct diary_row *row)
{
    static const char own_name[] = "portcullis: ";
    char line[CHILD_LINE_MOST];
    while (child_next_line(&row->child, line)) {
        const bool named = strncmp(line, own_name, sizeof(own_name) - 1) == 0;
        if (line[0] != '\0') {
            (void)snprintf(row->words, sizeof(row->words), "%s",
                           named ? line + sizeof(own_name) - 1 : line);
        }
    }
}

void diary_care(struct diary *diary)
{
    for (size_t i = 0; i < DIARY_ROWS && i < diary->count; i++) {
        struct diary_row *row = &diary->rows[i];
        if (row->fate != DIARY_RUNS) {
            continue;
        }
        const bool runs = child_runs(&row->child);
        take_words(row);
        if (!runs) {
            row->fate = child_exit_code(&row->child) == 0 ? DIARY_WELL : DIARY_ILL;
        }
    }
}

void diary_end(struct diary *diary)
{
    for (size_t i = 0; i < DIARY_ROWS && i < diary->count; i++) {
        child_end(&diary->rows[i].child);
    }
}

const struct diary_row *diary_row_back(const struct diary *diary, size_t back)
{
    if (back >= diary->count || back >= DIARY_ROWS) {
        return NULL;
    }
    return &diary->rows[(diary->count - 1 - back) % DIARY_ROWS];
}
