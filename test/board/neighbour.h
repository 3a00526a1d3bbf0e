// What the neighbour on the cable does with a frame; see cable.h.
#ifndef TEST_BOARD_NEIGHBOUR_H
#define TEST_BOARD_NEIGHBOUR_H

#include "base/bytes.h"

// Whether a frame of the board is a question for a name, which goes no further then. The answer is
// written into room, CABLE_FRAME_MOST bytes; empty: he says nothing. asked counts the questions.
MUST_USE bool neighbour_hears_question(struct bytes frame, unsigned *asked, uint8_t *room,
                                       struct bytes *answer);

// Changes a lease that the network gives: two minutes, at an address that ends in place, which is
// another one after each lease that was taken.
void neighbour_moves_address(uint8_t *frame, size_t count, uint8_t *place);

#endif
