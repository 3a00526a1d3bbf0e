#include "test/support/hex.h"

#include "test/support/check.h"

#include <string.h>

static int digit_of(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c == '\0' ? NULL : strchr(digits, c);
    return found == NULL ? -1 : (int)(found - digits);
}

struct bytes hex_read(const char *text, uint8_t *room, size_t size)
{
    const struct bytes nothing = {NULL, 0};
    size_t digits = 0;
    for (const char *c = text; *c != '\0'; c++) {
        const int digit = digit_of(*c);
        if (*c == ' ') {
            continue;
        }
        if (digit < 0 || digits / 2 >= size) {
            return nothing;
        }
        const unsigned high = digits % 2 == 0 ? 0U : (unsigned)room[digits / 2] << 4;
        room[digits / 2] = (uint8_t)(high | (unsigned)digit);
        digits++;
    }
    return digits % 2 == 0 ? (struct bytes){room, digits / 2} : nothing;
}

void hex_fill(const char *text, uint8_t *room, size_t size)
{
    CHECK_SAME(hex_read(text, room, size).count, size);
}
