#include "home/cli/operate/follow.h"
#include "home/cli/words.h"
#include "test/support/check.h"

#include <string.h>

static void an_open_is_over_when_the_door_says_open(void)
{
    struct follow follow = follow_begun(ACTION_OPEN, DOOR_CLOSED, 0);
    CHECK_SAME(follow_look(&follow, DOOR_CLOSED, 1000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_OPENING, 2000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_OPENING, 30000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_OPEN, 31000), FOLLOW_REACHED);
}

static void an_open_that_never_leaves_the_limit_is_missed_after_its_second_attempt(void)
{
    struct follow follow = follow_begun(ACTION_OPEN, DOOR_CLOSED, 0);
    CHECK_SAME(follow_look(&follow, DOOR_CLOSED, 59999), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_CLOSED, 60000), FOLLOW_MISSED);
}

static void an_open_that_stands_midway_is_missed(void)
{
    struct follow follow = follow_begun(ACTION_OPEN, DOOR_CLOSED, 0);
    CHECK_SAME(follow_look(&follow, DOOR_OPENING, 1000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_UNKNOWN, 2000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_UNKNOWN, 14000), FOLLOW_MISSED);
}

static void a_close_waits_for_its_second_attempt(void)
{
    struct follow follow = follow_begun(ACTION_CLOSE, DOOR_WARNING, 0);
    CHECK_SAME(follow_look(&follow, DOOR_CLOSING, 5000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_OPEN, 15000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_OPEN, 50000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_WARNING, 51000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_CLOSED, 70000), FOLLOW_REACHED);
}

static void a_close_that_stays_open_is_missed(void)
{
    struct follow follow = follow_begun(ACTION_CLOSE, DOOR_WARNING, 0);
    CHECK_SAME(follow_look(&follow, DOOR_OPEN, 6000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_OPEN, 66000), FOLLOW_MISSED);
}

static void a_door_that_moves_for_ever_is_given_up(void)
{
    struct follow follow = follow_begun(ACTION_CLOSE, DOOR_WARNING, UINT32_MAX - 5);
    CHECK_SAME(follow_look(&follow, DOOR_CLOSING, 1000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_CLOSING, 239000), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_CLOSING, 240000), FOLLOW_MISSED);
}

static void a_stop_is_over_when_nothing_moves(void)
{
    struct follow follow = follow_begun(ACTION_STOP, DOOR_CLOSING, 0);
    CHECK_SAME(follow_look(&follow, DOOR_CLOSING, 100), FOLLOW_GOING);
    CHECK_SAME(follow_look(&follow, DOOR_STOPPED, 200), FOLLOW_REACHED);
}

static void an_event_ends_the_matter_either_way(void)
{
    CHECK_SAME(follow_event(RESULT_DONE), FOLLOW_REACHED);
    CHECK_SAME(follow_event(RESULT_LEFT_CLOSED), FOLLOW_REACHED);
    CHECK_SAME(follow_event(RESULT_UNVERIFIED), FOLLOW_REACHED);
    for (unsigned result = RESULT_STOPPED; result <= RESULT_INTERRUPTED; result++) {
        CHECK_SAME(follow_event((uint8_t)result), FOLLOW_MISSED);
    }
}

static void every_number_has_a_word(void)
{
    for (unsigned number = 0; number < 256; number++) {
        CHECK(state_word((uint8_t)number)[0] != '\0');
        CHECK(result_name((uint8_t)number)[0] != '\0');
        CHECK(result_words((uint8_t)number)[0] != '\0');
        CHECK(ground_word((uint8_t)number, (uint8_t)number)[0] != '\0');
    }
    CHECK(strcmp(result_name(RESULT_CONFLICT), "CONFLICT") == 0);
    CHECK(strcmp(result_name(0), "?") == 0);
    CHECK(strcmp(state_word(200), "unknown") == 0);
}

static void only_a_limit_switch_makes_a_ground_proven(void)
{
    CHECK(strcmp(ground_word(DOOR_OPEN, POSITION_OPEN), "proven") == 0);
    CHECK(strcmp(ground_word(DOOR_CLOSED, POSITION_CLOSED), "proven") == 0);
    CHECK(strcmp(ground_word(DOOR_OPENING, 40), "inferred") == 0);
    CHECK(strcmp(ground_word(DOOR_STOPPED, POSITION_UNKNOWN), "inferred") == 0);
    CHECK(strcmp(ground_word(DOOR_WARNING, POSITION_OPEN), "proven") == 0);
    CHECK(strcmp(ground_word(DOOR_UNKNOWN, POSITION_UNKNOWN), "unknown") == 0);
    CHECK(strcmp(ground_word(DOOR_UNKNOWN, POSITION_CLOSED), "unknown") == 0);
}

static void spans_are_told_in_the_unit_that_fits(void)
{
    CHECK(strcmp(span_words(0).text, "0 s") == 0);
    CHECK(strcmp(span_words(119).text, "119 s") == 0);
    CHECK(strcmp(span_words(120).text, "2 min") == 0);
    CHECK(strcmp(span_words(7200).text, "2 h") == 0);
    CHECK(strcmp(span_words(172800).text, "2 days") == 0);
    CHECK(span_words(UINT64_MAX).text[0] != '\0');
}

int main(void)
{
    RUN(an_open_is_over_when_the_door_says_open);
    RUN(an_open_that_never_leaves_the_limit_is_missed_after_its_second_attempt);
    RUN(an_open_that_stands_midway_is_missed);
    RUN(a_close_waits_for_its_second_attempt);
    RUN(a_close_that_stays_open_is_missed);
    RUN(a_door_that_moves_for_ever_is_given_up);
    RUN(a_stop_is_over_when_nothing_moves);
    RUN(an_event_ends_the_matter_either_way);
    RUN(every_number_has_a_word);
    RUN(only_a_limit_switch_makes_a_ground_proven);
    RUN(spans_are_told_in_the_unit_that_fits);
    return check_verdict();
}
