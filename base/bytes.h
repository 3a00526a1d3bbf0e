// A borrowed run of bytes. Whoever receives one uses it before returning, or copies it.
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
    const uint8_t *at; // NULL only where count is 0
    size_t count;
};

// The bytes of an array whose size the compiler knows.
#define BYTES_OF(array) ((struct bytes){(array), sizeof(array)})

// Compares in a time that depends on count only, so that it may compare secrets.
MUST_USE bool same_bytes(const uint8_t *left, const uint8_t *right, size_t count);

// Two borrowed runs: same length and same content; the length is not secret.
MUST_USE bool bytes_equal(struct bytes left, struct bytes right);

// The bytes of a C string without its terminator.
struct bytes bytes_of_text(const char *text);

// Overwrites a secret; the compiler may not leave it out.
void wipe(void *secret, size_t count);

#endif
