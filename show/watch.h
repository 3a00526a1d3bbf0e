// The picture that moves, and the keys of whoever looks at it.
#ifndef SHOW_WATCH_H
#define SHOW_WATCH_H

#include "show/stage.h"

// Makes the home, shows it until somebody presses q, and gives the terminal back as it was.
MUST_USE bool watch_run(struct stage *stage, struct failure *failure);

#endif
