#include "home/cli/command_table.h"

#include <stdio.h>
#include <string.h>

enum {
    NEAR = 2, // slips of the finger
    LONGEST = 47
};

struct command_words command_words(const struct command_row *row)
{
    struct command_words words;
    (void)snprintf(words.text, sizeof(words.text), "%s%s%s", row->word,
                   row->second == NULL ? "" : " ", row->second == NULL ? "" : row->second);
    return words;
}

static size_t least(size_t left, size_t right)
{
    return left < right ? left : right;
}

// How many letters have to be changed, added or left away to make one of the other (Levenshtein).
static size_t distance(const char *left, const char *right)
{
    size_t row[LONGEST + 1];
    const size_t wide = least(strlen(right), LONGEST);
    for (size_t j = 0; j <= wide; j++) {
        row[j] = j;
    }
    for (size_t i = 0; left[i] != '\0'; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < wide; j++) {
            const size_t changed = corner + (left[i] == right[j] ? 0 : 1);
            corner = row[j + 1];
            row[j + 1] = least(changed, least(row[j], row[j + 1]) + 1);
        }
    }
    return row[wide];
}

static void typed_words(int argc, char *const *argv, bool two, char room[LONGEST + 1])
{
    (void)snprintf(room, LONGEST + 1, "%s%s%s", argv[0], two && argc > 1 ? " " : "",
                   two && argc > 1 ? argv[1] : "");
}

const struct command_row *command_nearest(const struct command_table *table, int argc,
                                          char *const *argv)
{
    const struct command_row *nearest = NULL;
    size_t best = NEAR + 1;
    for (size_t i = 0; i < table->count; i++) {
        char typed[LONGEST + 1];
        const struct command_row *row = &table->rows[i];
        typed_words(argc, argv, row->second != NULL, typed);
        const size_t far = distance(typed, command_words(row).text);
        if (far < best) {
            best = far;
            nearest = row;
        }
    }
    return nearest;
}

// "door" alone, or "door lsit": the second words there are. False: no command begins so.
static bool list_seconds(const struct command_table *table, const char *word, char *room,
                         size_t size)
{
    size_t used = 0;
    room[0] = '\0';
    for (size_t i = 0; i < table->count; i++) {
        const struct command_row *row = &table->rows[i];
        if (row->second != NULL && strcmp(row->word, word) == 0 && used < size) {
            const int wrote =
                snprintf(room + used, size - used, "%s%s", used > 0 ? ", " : "", row->second);
            used += wrote > 0 ? (size_t)wrote : 0;
        }
    }
    return used > 0;
}

void command_unknown(const struct command_table *table, int argc, char *const *argv,
                     struct failure *failure)
{
    char seconds[160];
    const struct command_row *nearest = command_nearest(table, argc, argv);
    const bool half = argc == 1 && list_seconds(table, argv[0], seconds, sizeof(seconds));
    if (nearest != NULL && !half) {
        (void)failure_say(
            failure, "there is no command \"%.32s%s%.32s\"; did you mean `portcullis %s`?", argv[0],
            argc > 1 ? " " : "", argc > 1 ? argv[1] : "", command_words(nearest).text);
    } else if (list_seconds(table, argv[0], seconds, sizeof(seconds))) {
        (void)failure_say(failure,
                          "behind \"%.32s\" stands one of %s; `portcullis --help` says "
                          "what they do",
                          argv[0], seconds);
    } else {
        (void)failure_say(failure,
                          "there is no command \"%.32s%s%.32s\"; `portcullis --help` lists "
                          "them",
                          argv[0], argc > 1 ? " " : "", argc > 1 ? argv[1] : "");
    }
}
