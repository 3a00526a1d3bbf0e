// Puts a Roster where a door that has accepted it has it: in the store's slot, committed.
#ifndef TEST_SUPPORT_KEPT_ROSTER_H
#define TEST_SUPPORT_KEPT_ROSTER_H

#include "door/store/store.h"

// False: it is none, or the store does not take it.
MUST_USE bool roster_is_kept(struct store *store, struct bytes roster);

#endif
