// Bytes as people write them: hexadecimal, spaces between them at will.
#ifndef TEST_SUPPORT_HEX_H
#define TEST_SUPPORT_HEX_H

#include "base/bytes.h"

// Reads text into room and returns what was read; empty when it is not hexadecimal or does not fit.
struct bytes hex_read(const char *text, uint8_t *room, size_t size);

// The same for an array of exactly that size; a text of another size is a failed check.
void hex_fill(const char *text, uint8_t *room, size_t size);

#endif
