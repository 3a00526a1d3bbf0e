// Which refusals are answered, and with what word.
#include "door/guard/verdict.h"
#include "test/support/check.h"

#include <string.h>

static void what_comes_before_a_good_signature_is_never_answered(void)
{
    for (unsigned i = 0; i < GUARD_REFUSED_REPLAY; i++) {
        CHECK_SAME(guard_result((enum guard_verdict)i), 0);
    }
}

static void what_comes_behind_it_is_answered_by_its_name(void)
{
    CHECK_SAME(guard_result(GUARD_REFUSED_REPLAY), RESULT_REPLAY);
    CHECK_SAME(guard_result(GUARD_REFUSED_ROLE), RESULT_ROLE);
    CHECK_SAME(guard_result(GUARD_REFUSED_WINDOW), RESULT_WINDOW);
    CHECK_SAME(guard_result(GUARD_REFUSED_USES), RESULT_USES);
    CHECK_SAME(guard_result(GUARD_REFUSED_LOCKED), RESULT_LOCKED);
}

static void what_is_no_refusal_has_no_word(void)
{
    CHECK_SAME(guard_result(GUARD_VERIFIED), 0);
    CHECK_SAME(guard_result(GUARD_GRANTED), 0);
}

static void each_has_a_name_of_its_own_for_the_log(void)
{
    for (unsigned i = 0; i < GUARD_VERDICTS; i++) {
        for (unsigned j = 0; j < i; j++) {
            CHECK(strcmp(guard_verdict_name((enum guard_verdict)i),
                         guard_verdict_name((enum guard_verdict)j)) != 0);
        }
    }
    CHECK(strcmp(guard_verdict_name(GUARD_REFUSED_EPOCH), "epoch") == 0);
    CHECK(strcmp(guard_verdict_name(GUARD_GRANTED), "granted") == 0);
}

int main(void)
{
    RUN(what_comes_before_a_good_signature_is_never_answered);
    RUN(what_comes_behind_it_is_answered_by_its_name);
    RUN(what_is_no_refusal_has_no_word);
    RUN(each_has_a_name_of_its_own_for_the_log);
    return check_verdict();
}
