// A folder for one test, and homes and doors in it, made quickly: few rounds of PBKDF2.
#ifndef TEST_UNIT_HOME_SCRATCH_H
#define TEST_UNIT_HOME_SCRATCH_H

#include "home/cli/doors/make_door.h"
#include "home/cli/household/make_home.h"

struct scratch {
    struct path folder; // of the test
    struct path place;  // folder/home
    struct passphrase passphrase;
    struct failure failure;
    char sheet[RECOVERY_SHEET_MOST];
};

// 2026-03-01 12:34:56 UTC, the day every test home is made on.
#define SCRATCH_NOW ((time_t)1772368496)

void scratch_begin(struct scratch *scratch);
void scratch_end(struct scratch *scratch);

// The request of a home called mqtt.local, also localhost, of alice-laptop.
struct home_request scratch_home_request(const struct scratch *scratch);

// Makes it, and opens it.
MUST_USE bool scratch_home(struct scratch *scratch, struct home *out);

// A sectional stop-both door with both switches.
struct door_request scratch_door_request(const struct scratch *scratch, const struct home *home,
                                         const char *name);

#endif
