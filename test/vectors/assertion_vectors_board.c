// The same on a board, which has no files: the lines were put into the program.
#include "base/bytes.h"
#include "test/vectors/assertion_lines.h"

#include <stdio.h>
#include <string.h>

enum {
    LINE_MOST = 1023
};

extern const uint8_t assertion_file[];
extern const size_t assertion_file_size;

static size_t end_of_line(struct bytes rest)
{
    size_t at = 0;
    while (at < rest.count && rest.at[at] != '\n') {
        at++;
    }
    return at;
}

// A line that is too long is none.
static enum assertions judge(struct bytes given, unsigned number)
{
    static char line[LINE_MOST + 1];
    if (given.count > LINE_MOST) {
        printf("line %u: is longer than %d\n", number, LINE_MOST);
        return ASSERTIONS_UNREADABLE;
    }
    memcpy(line, given.at, given.count);
    line[given.count] = '\0';
    return assertion_line_judge(line, number);
}

int main(void)
{
    struct bytes rest = {assertion_file, assertion_file_size};
    enum assertions worst = ASSERTIONS_AGREE;
    unsigned number = 0;
    unsigned judged = 0;
    while (rest.count > 0) {
        const size_t count = end_of_line(rest);
        number++;
        if (count > 0 && rest.at[0] != '#') {
            const enum assertions one = judge((struct bytes){rest.at, count}, number);
            worst = one > worst ? one : worst;
            judged++;
        }
        const size_t used = count < rest.count ? count + 1 : count;
        rest = (struct bytes){rest.at + used, rest.count - used};
    }
    printf("%u assertions\n", judged);
    return judged == 0 ? (int)ASSERTIONS_UNREADABLE : (int)worst;
}
