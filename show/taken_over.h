// The broker's configuration after somebody has taken over the broker.
#ifndef SHOW_TAKEN_OVER_H
#define SHOW_TAKEN_OVER_H

#include "show/places.h"

#include <stdint.h>

// portcullis' own configuration, without its list of rights, and with one more listener: plain, on
// loopback, for anybody. What root on the broker's machine can do in a minute. Where he holds
// commands back, the door gets none of them.
MUST_USE bool taken_over_write(const struct places *places, uint16_t plain_port, bool holds_back,
                               struct failure *failure);

#endif
