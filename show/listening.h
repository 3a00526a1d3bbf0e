// Which TCP ports somebody listens on: what `ss -ltnp` shows, read from /proc.
#ifndef SHOW_LISTENING_H
#define SHOW_LISTENING_H

#include "base/must_use.h"
#include "home/failure.h"

#include <stdint.h>
#include <sys/types.h>

// How many TCP sockets of the program wait for others to connect; false when it cannot be told.
MUST_USE bool listening_count(pid_t pid, unsigned *out, struct failure *failure);

// The same of the programs it has started.
MUST_USE bool listening_count_of_children(pid_t pid, unsigned *out, struct failure *failure);

// A port of 127.0.0.1 that nobody has at this moment. Nothing listens on it meanwhile.
MUST_USE bool listening_free_port(uint16_t *out, struct failure *failure);

// Somebody takes connections on that port of 127.0.0.1.
MUST_USE bool listening_answers(uint16_t port);

#endif
