// A home of an older format becomes one of HOME_FORMAT, without anybody being asked.
//
//     format 1    people.json: every key at every door
//     format 2    people.json may say `doors`, `login` and `certificate` of a key. A program of
//                 format 1 would not read them and sign more power than was meant, so it must not
//                 open such a home.
//
// Each step keeps what it changes as it was, as home.json.format-1 and people.json.format-1 beside
// them: to go back, put both in their places again.
#ifndef HOME_FOLDER_MIGRATE_H
#define HOME_FOLDER_MIGRATE_H

#include "base/must_use.h"
#include "home/failure.h"

// The caller holds the folder's lock. Does nothing where there is no home, where it is damaged, or of
// this format or a newer one: home_open says so. Cut off anywhere, the home is of one format or of
// the other, and the next run goes on.
MUST_USE bool home_migrate(const char *folder, struct failure *failure);

#endif
