// The recovery key, from the printed sheet: typed at the terminal, or from a file.
#ifndef HOME_CLI_PEOPLE_RECOVERY_KEY_H
#define HOME_CLI_PEOPLE_RECOVERY_KEY_H

#include "home/authority/key.h"
#include "home/folder/home.h"

// file NULL: asks for its four lines at the terminal. Refuses a sheet of another home. Freed by the
// caller.
MUST_USE bool recovery_key_get(const struct home *home, const char *file, EVP_PKEY **out,
                               struct failure *failure);

#endif
