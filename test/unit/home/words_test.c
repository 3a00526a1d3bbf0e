#include "home/cli/words.h"
#include "protocol/words.h"
#include "test/support/check.h"

#include <string.h>

static bool says(const char *words, const char *part)
{
    return strstr(words, part) != NULL;
}

static void a_lock_out_is_not_called_a_vacation_lock(void)
{
    const char *words = refusal_words(RESULT_LOCKED, EPOCH_LOCK_OUT, DOOR_OPEN);
    CHECK(says(words, "locked out"));
    CHECK(says(words, "press a button in the garage"));
    CHECK(!says(words, "vacation"));
}

static void the_vacation_lock_is_named_first(void)
{
    CHECK(says(refusal_words(RESULT_LOCKED, EPOCH_VACATION_LOCK, DOOR_OPEN), "lock off"));
    CHECK(says(refusal_words(RESULT_LOCKED, EPOCH_VACATION_LOCK | EPOCH_LOCK_OUT, DOOR_OPEN),
               "lock off"));
}

static void a_lock_that_nobody_has_seen_is_not_guessed_at(void)
{
    CHECK(says(refusal_words(RESULT_LOCKED, 0, DOOR_OPEN), "portcullis status"));
}

static void a_state_says_what_stands_in_the_way(void)
{
    CHECK(says(refusal_words(RESULT_STATE, EPOCH_FAULT, DOOR_UNKNOWN), "switches"));
    CHECK(says(refusal_words(RESULT_STATE, EPOCH_OBSTRUCTED, DOOR_OPEN), "beam"));
    CHECK(says(refusal_words(RESULT_STATE, 0, DOOR_UNKNOWN), "wall button"));
    CHECK(says(refusal_words(RESULT_STATE, 0, DOOR_OPEN), "not permitted"));
}

static void other_refusals_keep_their_words(void)
{
    CHECK(refusal_words(RESULT_WINDOW, EPOCH_LOCK_OUT, DOOR_OPEN) == result_words(RESULT_WINDOW));
}

int main(void)
{
    RUN(a_lock_out_is_not_called_a_vacation_lock);
    RUN(the_vacation_lock_is_named_first);
    RUN(a_lock_that_nobody_has_seen_is_not_guessed_at);
    RUN(a_state_says_what_stands_in_the_way);
    RUN(other_refusals_keep_their_words);
    return check_verdict();
}
