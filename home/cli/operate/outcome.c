#include "home/cli/operate/outcome.h"
#include "home/cli/words.h"
#include "home/folder/json_file.h"
#include "protocol/words.h"

#include <stdio.h>

static bool print_json(const struct outcome *outcome)
{
    cJSON *root = cJSON_CreateObject();
    bool built = cJSON_AddStringToObject(root, "door", outcome->door) != NULL &&
                 cJSON_AddStringToObject(root, "command", outcome->verb) != NULL &&
                 cJSON_AddStringToObject(root, "result", result_name(outcome->result)) != NULL &&
                 cJSON_AddBoolToObject(root, "accepted", outcome->accepted) != NULL &&
                 cJSON_AddNumberToObject(root, "answered_ms", outcome->answered_after) != NULL &&
                 cJSON_AddStringToObject(root, "state", state_word(outcome->state)) != NULL;
    if (built && outcome->position <= POSITION_OPEN) {
        built = cJSON_AddNumberToObject(root, "position", outcome->position) != NULL;
    }
    if (built && outcome->followed) {
        built = cJSON_AddBoolToObject(root, "reached", outcome->reached) != NULL &&
                cJSON_AddNumberToObject(root, "ended_ms", outcome->ended_after) != NULL;
    }
    if (built && outcome->end != 0) {
        built = cJSON_AddStringToObject(root, "end", result_name(outcome->end)) != NULL;
    }
    return json_print(root, built);
}

static void print_accepted(const struct outcome *outcome)
{
    if (outcome->followed) {
        (void)printf("%s: %s, %s, after %.1f s\n", outcome->door, state_word(outcome->state),
                     outcome->end != 0 ? result_words(outcome->end)
                                       : ground_word(outcome->state, outcome->position),
                     (double)outcome->ended_after / 1000.0);
        return;
    }
    (void)printf("%s: %s: %s (%s), answered in %u ms\n", outcome->door, outcome->verb,
                 result_words(outcome->result), state_word(outcome->state),
                 (unsigned)outcome->answered_after);
}

static enum cli_exit say_missed(const struct outcome *outcome)
{
    struct failure failure;
    if (outcome->interrupted) {
        (void)failure_say(&failure,
                          "stopped looking; %s is %s and may still move: `portcullis "
                          "stop %s` stops it",
                          outcome->door, state_word(outcome->state), outcome->door);
    } else if (outcome->end == RESULT_INTERRUPTED) {
        // What was known of the door before the restart says nothing now.
        (void)failure_say(&failure, "%s: %s", outcome->door, result_words(outcome->end));
    } else if (outcome->end != 0) {
        (void)failure_say(&failure, "%s is %s: %s", outcome->door, state_word(outcome->state),
                          result_words(outcome->end));
    } else {
        (void)failure_say(&failure,
                          "%s took the command, but is %s and was not seen to arrive; "
                          "look at the door",
                          outcome->door, state_word(outcome->state));
    }
    return cli_fail(&failure, CLI_REFUSED);
}

enum cli_exit outcome_tell(const struct outcome *outcome, bool json)
{
    struct failure failure;
    if (json && !print_json(outcome)) {
        (void)failure_say(&failure, "cannot print the answer: out of memory; try again");
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!outcome->accepted) {
        (void)failure_say(&failure, "%s refuses to %s: %s (%s)", outcome->door, outcome->verb,
                          refusal_words(outcome->result, outcome->flags, outcome->state),
                          result_name(outcome->result));
        return cli_fail(&failure, CLI_REFUSED);
    }
    if (outcome->followed && !outcome->reached) {
        return say_missed(outcome);
    }
    if (!json) {
        print_accepted(outcome);
    }
    return CLI_DONE;
}
