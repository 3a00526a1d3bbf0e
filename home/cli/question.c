#include "home/cli/question.h"

#include <stdio.h>
#include <string.h>

bool question_line(const char *question, char *room, size_t size)
{
    (void)printf("%s ", question);
    (void)fflush(stdout); // the line is not finished, and has to be seen
    if (fgets(room, (int)size, stdin) == NULL) {
        (void)printf("\n");
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
        (void)printf("Please answer yes or no.\n");
    }
    return QUESTION_NOBODY;
}
