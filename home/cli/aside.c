#include "home/cli/aside.h"
#include "home/folder/json_file.h"

#include <stdio.h>
#include <unistd.h>

static int output = -1; // standard output, as it was

bool aside_begin(struct failure *failure)
{
    output = dup(STDOUT_FILENO);
    return (output >= 0 && fflush(stdout) == 0 && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0) ||
           failure_of_system(failure, "write to", "standard output");
}

enum cli_exit aside_end(cJSON *root, bool built, enum cli_exit answer)
{
    struct failure failure;
    const bool back = fflush(stdout) == 0 && dup2(output, STDOUT_FILENO) >= 0;
    (void)close(output); // a copy
    const bool printed = json_print(root, built && back) && fflush(stdout) == 0;
    // What is still to be said must not follow the answer.
    if (printed && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0) {
        return answer;
    }
    (void)failure_say(&failure, "cannot print the answer: out of memory; try again");
    return cli_fail(&failure, CLI_ENVIRONMENT);
}
