// assertion_vectors FILE: the WebAuthn assertions of a file, judged by the door's own verifier; what a
// line looks like is in assertion_lines.h.
//
// Prints one count. Exit code 0: all agree; 1: at least one does not; 2: the file can not be read.
#include "test/vectors/assertion_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum assertions judge_file(FILE *file)
{
    char *line = NULL;
    size_t room = 0;
    unsigned number = 0;
    unsigned judged = 0;
    enum assertions worst = ASSERTIONS_AGREE;
    while (getline(&line, &room, file) >= 0) {
        number++;
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0') {
            continue;
        }
        const enum assertions one = assertion_line_judge(line, number);
        worst = one > worst ? one : worst;
        judged++;
    }
    free(line);
    if (ferror(file) != 0) {
        worst = ASSERTIONS_UNREADABLE;
    }
    printf("%u assertions\n", judged);
    return worst;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        (void)fputs("usage: assertion_vectors FILE\n", stderr);
        return ASSERTIONS_UNREADABLE;
    }
    FILE *file = fopen(argv[1], "r");
    if (file == NULL) {
        (void)fprintf(stderr, "assertion_vectors: %s can not be read; name a file of vectors\n",
                      argv[1]);
        return ASSERTIONS_UNREADABLE;
    }
    const enum assertions verdict = judge_file(file);
    (void)fclose(file);
    return (int)verdict;
}
