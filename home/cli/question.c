#include "home/cli/question.h"

#include <stdio.h>
#include <string.h>

bool question_line(const char *question, char *room, size_t size)
{
    (void)fflush(stdout); // what was said before it is seen before it
    (void)fprintf(stderr, "%s ", question);
    if (fgets(room, (int)size, stdin) == NULL) {
        (void)fprintf(stderr, "\n");
        return false;
    }
    room[strcspn(room, "\r\n")] = '\0';
    return true;
}

static bool is_one_of(const char *answer, const char *first, const char *second)
{
    return strcmp(answer, first) == 0 || strcmp(answer, second) == 0;
}

enum question_answer question_yes(const char *question)
{
    char answer[32];
    while (question_line(question, answer, sizeof(answer))) {
        if (is_one_of(answer, "yes", "y")) {
            return QUESTION_YES;
        }
        if (is_one_of(answer, "no", "n")) {
            return QUESTION_NO;
        }
        (void)fprintf(stderr, "Please answer yes or no.\n");
    }
    return QUESTION_NOBODY;
}
