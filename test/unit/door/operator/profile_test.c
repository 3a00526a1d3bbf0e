#include "door/operator/profile.h"
#include "test/support/check.h"

struct row {
    enum operator_profile profile;
    enum reaction opening;
    enum reaction closing;
    enum reaction stopped;
    bool closes_when_open;
};

// Section 3 of docs/safety.md, once more.
static void every_profile_is_as_the_table_has_it(void)
{
    static const struct row rows[] = {
        {PROFILE_REV_CLOSING, REACTION_STOPS, REACTION_REVERSES, REACTION_CLOSES, true},
        {PROFILE_STOP_BOTH, REACTION_STOPS, REACTION_STOPS, REACTION_OPPOSITE, true},
        {PROFILE_TWO_STEP, REACTION_REVERSES, REACTION_REVERSES, REACTION_OPPOSITE, true},
        {PROFILE_CONDO_REV, REACTION_IGNORED, REACTION_REVERSES, REACTION_OPENS, true},
        {PROFILE_CONDO_STOP, REACTION_IGNORED, REACTION_STOPS, REACTION_OPENS, true},
        {PROFILE_AUTO_CLOSE, REACTION_IGNORED, REACTION_REVERSES, REACTION_OPENS, false},
        {PROFILE_UNKNOWN, REACTION_REVERSES, REACTION_UNSETTLED, REACTION_UNSETTLED, true},
    };
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct profile *profile = profile_of(rows[i].profile);
        CHECK_SAME(profile->opening, rows[i].opening);
        CHECK_SAME(profile->closing, rows[i].closing);
        CHECK_SAME(profile->stopped, rows[i].stopped);
        CHECK_SAME(profile->closes_when_open, rows[i].closes_when_open);
        CHECK(profile->may_be_controlled);
    }
}

static void monitor_only_and_every_number_that_is_none_may_not_be_controlled(void)
{
    for (unsigned number = PROFILE_MONITOR_ONLY; number < 256; number++) {
        CHECK(!profile_of((enum operator_profile)number)->may_be_controlled);
    }
}

int main(void)
{
    RUN(every_profile_is_as_the_table_has_it);
    RUN(monitor_only_and_every_number_that_is_none_may_not_be_controlled);
    return check_verdict();
}
