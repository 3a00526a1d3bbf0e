#include "base/bytes.h"

#include <string.h>

bool same_bytes(const uint8_t *left, const uint8_t *right, size_t count)
{
    uint8_t difference = 0;
    for (size_t i = 0; i < count; i++) {
        difference |= (uint8_t)(left[i] ^ right[i]);
    }
    return difference == 0;
}

bool bytes_equal(struct bytes left, struct bytes right)
{
    return left.count == right.count && same_bytes(left.at, right.at, left.count);
}

struct bytes bytes_of_text(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

void wipe(void *secret, size_t count)
{
    volatile uint8_t *at = secret;
    while (count > 0) {
        *at++ = 0;
        count--;
    }
}
