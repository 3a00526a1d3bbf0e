// A program that a person at our terminal speaks with himself.
#ifndef SHOW_AT_TERMINAL_H
#define SHOW_AT_TERMINAL_H

#include "show/child.h"

// Runs it to its end, with our own standard streams; Ctrl-C is for it and not for us. meanwhile is called
// often, with self. It does not outlive us. *code: as child_exit_code says it.
MUST_USE bool at_terminal(const struct child_order *order, void (*meanwhile)(void *self),
                          void *self, int *code, struct failure *failure);

#endif
