// What a check of a door makes of what it saw. Each mistake in the wiring is played on a door of
// which nothing is known but its place, so no row of the table is taken for granted.
#include "home/doors/findings.h"
#include "test/support/check.h"

#include <string.h>

// A contact as it is wired: what it reads with the leaf at its limit, and elsewhere.
struct wired {
    bool at_limit;
    bool elsewhere;
};

static const struct wired right = {true, false};
static const struct wired wrong_way_round = {false, true};
static const struct wired cut = {false, false};
static const struct wired shorted = {true, true};

static enum seen read_at(enum place place, struct wired closed, struct wired open)
{
    const bool closed_reads = place == PLACE_CLOSED ? closed.at_limit : closed.elsewhere;
    const bool open_reads = place == PLACE_OPEN ? open.at_limit : open.elsewhere;
    if (closed_reads && open_reads) {
        return SEEN_BOTH;
    }
    if (closed_reads) {
        return SEEN_CLOSED_SWITCH;
    }
    return open_reads ? SEEN_OPEN_SWITCH : SEEN_NEITHER;
}

static struct wiring wiring_with(struct wired closed, struct wired open)
{
    enum seen seen[PLACES];
    for (enum place place = PLACE_CLOSED; place < PLACES; place++) {
        seen[place] = read_at(place, closed, open);
    }
    return wiring_of(SWITCHES_BOTH, seen);
}

static bool says(struct wiring wiring, const char *words)
{
    return strstr(wiring.words, words) != NULL;
}

static void only_the_right_wiring_is_called_good(void)
{
    const struct wired ways[] = {right, wrong_way_round, cut, shorted};
    for (size_t c = 0; c < 4; c++) {
        for (size_t o = 0; o < 4; o++) {
            CHECK(wiring_with(ways[c], ways[o]).good == (c == 0 && o == 0));
        }
    }
}

static void each_single_mistake_is_named(void)
{
    CHECK(says(wiring_with(wrong_way_round, right), "the closed switch is the wrong way round"));
    CHECK(says(wiring_with(right, wrong_way_round), "the open switch is the wrong way round"));
    CHECK(says(wiring_with(wrong_way_round, wrong_way_round), "both switches are the wrong way"));
    CHECK(says(wiring_with(cut, right), "the closed switch is not seen"));
    CHECK(says(wiring_with(right, cut), "the open switch is not seen"));
    CHECK(says(wiring_with(cut, cut), "neither switch is seen"));
    CHECK(says(wiring_with(shorted, right), "the closed switch always reads closed"));
    CHECK(says(wiring_with(right, shorted), "the open switch always reads closed"));
    const enum seen exchanged[PLACES] = {SEEN_OPEN_SWITCH, SEEN_NEITHER, SEEN_CLOSED_SWITCH};
    CHECK(says(wiring_of(SWITCHES_BOTH, exchanged), "exchanged"));
    const enum seen strange[PLACES] = {SEEN_OPEN_SWITCH, SEEN_CLOSED_SWITCH, SEEN_BOTH};
    CHECK(says(wiring_of(SWITCHES_BOTH, strange), "no single mistake"));
}

static void a_missing_switch_has_a_setting_that_says_so(void)
{
    const struct wiring no_open = wiring_with(right, cut);
    const struct wiring no_closed = wiring_with(cut, right);
    CHECK(no_open.setting != NULL && strcmp(no_open.setting, "switches=closed") == 0);
    CHECK(no_closed.setting != NULL && strcmp(no_closed.setting, "switches=open") == 0);
    CHECK(wiring_with(right, right).setting == NULL);
}

static void a_single_switch_is_judged_by_itself(void)
{
    const enum seen good[PLACES] = {SEEN_CLOSED_SWITCH, SEEN_NEITHER, SEEN_NEITHER};
    const enum seen reversed[PLACES] = {SEEN_NEITHER, SEEN_CLOSED_SWITCH, SEEN_CLOSED_SWITCH};
    const enum seen open_good[PLACES] = {SEEN_NEITHER, SEEN_NEITHER, SEEN_OPEN_SWITCH};
    CHECK(wiring_of(SWITCHES_CLOSED_ONLY, good).good);
    CHECK(says(wiring_of(SWITCHES_CLOSED_ONLY, reversed), "wrong way round"));
    CHECK(wiring_of(SWITCHES_OPEN_ONLY, open_good).good);
    CHECK(!wiring_of(SWITCHES_OPEN_ONLY, good).good);
}

static void what_a_press_did_is_told_by_where_the_door_rests(void)
{
    CHECK(reaction_from(PLACE_CLOSED, SEEN_CLOSED_SWITCH) == REACTION_REVERSED);
    CHECK(reaction_from(PLACE_CLOSED, SEEN_OPEN_SWITCH) == REACTION_IGNORED);
    CHECK(reaction_from(PLACE_CLOSED, SEEN_NEITHER) == REACTION_STOPPED);
    CHECK(reaction_from(PLACE_OPEN, SEEN_OPEN_SWITCH) == REACTION_REVERSED);
    CHECK(reaction_from(PLACE_OPEN, SEEN_CLOSED_SWITCH) == REACTION_IGNORED);
}

static void every_profile_of_the_table_is_found(void)
{
    CHECK(profile_from(REACTION_STOPPED, REACTION_REVERSED, false) == PROFILE_REV_CLOSING);
    CHECK(profile_from(REACTION_STOPPED, REACTION_STOPPED, false) == PROFILE_STOP_BOTH);
    CHECK(profile_from(REACTION_REVERSED, REACTION_REVERSED, false) == PROFILE_TWO_STEP);
    CHECK(profile_from(REACTION_IGNORED, REACTION_REVERSED, false) == PROFILE_CONDO_REV);
    CHECK(profile_from(REACTION_IGNORED, REACTION_STOPPED, false) == PROFILE_CONDO_STOP);
    CHECK(profile_from(REACTION_IGNORED, REACTION_REVERSED, true) == PROFILE_AUTO_CLOSE);
    CHECK(profile_from(REACTION_REVERSED, REACTION_IGNORED, false) == PROFILE_UNKNOWN);
}

static void a_fault_is_no_limit(void)
{
    const struct epoch fault = {.state = DOOR_CLOSED, .flags = EPOCH_FAULT};
    const struct epoch closed = {.state = DOOR_CLOSED};
    const struct epoch opening = {.state = DOOR_OPENING};
    CHECK(seen_in(&fault) == SEEN_BOTH);
    CHECK(seen_in(&closed) == SEEN_CLOSED_SWITCH);
    CHECK(seen_in(&opening) == SEEN_NEITHER);
}

int main(void)
{
    RUN(only_the_right_wiring_is_called_good);
    RUN(each_single_mistake_is_named);
    RUN(a_missing_switch_has_a_setting_that_says_so);
    RUN(a_single_switch_is_judged_by_itself);
    RUN(what_a_press_did_is_told_by_where_the_door_rests);
    RUN(every_profile_of_the_table_is_found);
    RUN(a_fault_is_no_limit);
    return check_verdict();
}
