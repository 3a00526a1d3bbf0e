// The home of a page, opened to be changed: its settings are read under its lock, or what another portcullis
// has just changed would be undone.
#ifndef HOME_CLI_PAGE_OPEN_PAGE_H
#define HOME_CLI_PAGE_OPEN_PAGE_H

#include "home/cli/arguments.h"
#include "home/folder/home.h"

// CLI_DONE: it is open, and lock is to be given to home_unlock. Else why not: CLI_REFUSED where it has no
// page.
MUST_USE enum cli_exit open_page(const char *option, struct home *out, int *lock,
                                 struct failure *failure);

#endif
