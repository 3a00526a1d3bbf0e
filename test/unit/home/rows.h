// What a home's files for the broker say of who comes in.
#ifndef TEST_UNIT_HOME_ROWS_H
#define TEST_UNIT_HOME_ROWS_H

#include "home/folder/home.h"

// The list of rights has rows of a user whose name begins so.
MUST_USE bool rows_has(const struct home *home, const char *name);

// Every certificate that people.json calls revoked is on the broker's list.
MUST_USE bool rows_shut_out_the_revoked(const struct home *home);

#endif
