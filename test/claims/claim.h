// A claim of docs/safety.md is tested at three starts of the door's clock: 0, just before it wraps,
// and at random; the start is shown with a failure. Quick runs take one of the three for each test,
// full ones (PORTCULLIS_ALL_STARTS in the environment) all.
#ifndef TEST_CLAIMS_CLAIM_H
#define TEST_CLAIMS_CLAIM_H

#include "test/support/check.h"
#include "test/support/stage.h"

#define CLAIM(test) claim_run(#test, test)
void claim_run(const char *name, void (*test)(void));

// stage_usual() at the start that is being tested.
struct stage_settings claim_settings(enum operator_profile profile, enum limit_switches switches);

// Begins, and runs until switches and photo-eye have spoken: the door is at that limit.
void claim_begin(struct stage *stage, const struct stage_settings *settings, enum door_state limit);
void claim_begin_usual(struct stage *stage, enum operator_profile profile,
                       enum limit_switches switches, enum door_state limit);

// Shown with the next failures: "stop-both, switches 3, what".
void claim_about(const struct stage_settings *settings, const char *what);

// Asks for it and waits for the end: how the goal ended, or why it was none.
enum outcome claim_outcome(struct stage *stage, enum action action);

// The door does nothing for so long: nothing moves and the relay keeps still.
void claim_nothing_is_pressed(struct stage *stage, uint64_t ms);

// Every profile that may be controlled.
#define FOR_EACH_PROFILE(profile)                                                                  \
    for (enum operator_profile profile = PROFILE_UNKNOWN; (profile) <= PROFILE_AUTO_CLOSE;         \
         (profile)++)

// Every set of switches there is.
#define FOR_EACH_SWITCHES(switches)                                                                \
    for (enum limit_switches switches = SWITCHES_OPEN_ONLY; (switches) <= SWITCHES_BOTH;           \
         (switches)++)

#endif
