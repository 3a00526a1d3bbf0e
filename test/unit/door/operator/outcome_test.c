#include "door/operator/outcome.h"
#include "test/support/check.h"

#include <string.h>

static bool is_answer(enum result result)
{
    return result == RESULT_OK || result == RESULT_ALREADY || result == RESULT_LOCKED ||
           result == RESULT_STATE;
}

static void every_outcome_has_an_answer_an_end_and_a_name_of_its_own(void)
{
    for (unsigned i = OUTCOME_DONE; i <= OUTCOME_REFUSED_BUSY; i++) {
        const enum outcome outcome = (enum outcome)i;
        CHECK(is_answer(outcome_as_answer(outcome)));
        const enum result end = outcome_as_end(outcome);
        CHECK(end >= RESULT_DONE && end < RESULT_INTERRUPTED);
        for (unsigned other = OUTCOME_NONE; other < i; other++) {
            CHECK(strcmp(outcome_name(outcome), outcome_name((enum outcome)other)) != 0);
        }
    }
}

// C16: in an Ack "still" is ALREADY, the others STATE.
static void the_answers_of_a_stop_are_as_the_claim_says(void)
{
    CHECK_SAME(outcome_as_answer(OUTCOME_STILL), RESULT_ALREADY);
    CHECK_SAME(outcome_as_answer(OUTCOME_REFUSED_NOT_OURS), RESULT_STATE);
    CHECK_SAME(outcome_as_answer(OUTCOME_REFUSED_TOO_LATE), RESULT_STATE);
    CHECK_SAME(outcome_as_answer(OUTCOME_REFUSED_UNKNOWN), RESULT_STATE);
    CHECK_SAME(outcome_as_answer(OUTCOME_REFUSED_LOCKED), RESULT_LOCKED);
}

static void only_done_and_what_needed_nothing_is_done(void)
{
    for (unsigned i = OUTCOME_NONE; i <= OUTCOME_REFUSED_BUSY; i++) {
        const enum outcome outcome = (enum outcome)i;
        const bool done =
            outcome == OUTCOME_DONE || outcome == OUTCOME_ALREADY || outcome == OUTCOME_STILL;
        CHECK_SAME(outcome_as_end(outcome) == RESULT_DONE, done);
    }
}

static void a_number_that_is_none_is_refused(void)
{
    for (unsigned i = OUTCOME_REFUSED_BUSY + 1; i < 256; i++) {
        CHECK_SAME(outcome_as_answer((enum outcome)i), RESULT_STATE);
        CHECK(strcmp(outcome_name((enum outcome)i), "none") == 0);
    }
}

int main(void)
{
    RUN(every_outcome_has_an_answer_an_end_and_a_name_of_its_own);
    RUN(the_answers_of_a_stop_are_as_the_claim_says);
    RUN(only_done_and_what_needed_nothing_is_done);
    RUN(a_number_that_is_none_is_refused);
    return check_verdict();
}
