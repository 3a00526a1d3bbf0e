// The home and the door a command is about.
#ifndef HOME_CLI_DOORS_DOOR_WORD_H
#define HOME_CLI_DOORS_DOOR_WORD_H

#include "home/folder/home.h"

// Opens the home (option NULL: where it usually is) and settles the door: the word, or, where word
// is NULL, the only door there is.
MUST_USE bool door_word_settle(const char *home_option, const char *word, struct home *home,
                               char door[NAME_MOST + 1], struct failure *failure);

#endif
