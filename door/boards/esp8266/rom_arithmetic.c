// What the compiler calls where lx106 has no instruction. On the chip these stand in its ROM; Debian's
// compiler counts on that and brings none. The names and what they do are the compiler's (GCC internals,
// 4.1, "Routines for integer arithmetic").
#include <stdint.h>

enum {
    HALF = 16,
    WORD = 32,
    DOUBLE = 64
};

// The names are not ours to choose.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
uint32_t __udivsi3(uint32_t number, uint32_t by);
uint32_t __umodsi3(uint32_t number, uint32_t by);
int32_t __divsi3(int32_t number, int32_t by);
int32_t __modsi3(int32_t number, int32_t by);
uint64_t __udivdi3(uint64_t number, uint64_t by);
uint64_t __umoddi3(uint64_t number, uint64_t by);
int64_t __divdi3(int64_t number, int64_t by);
int64_t __moddi3(int64_t number, int64_t by);
uint64_t __umulsidi3(uint32_t one, uint32_t other);
int64_t __muldi3(int64_t one, int64_t other);

// Long division, a bit at a time; by 0 there is no answer, and none is promised.
static uint32_t divide(uint32_t number, uint32_t by, uint32_t *rest)
{
    uint32_t quotient = 0;
    uint32_t left = 0;
    for (unsigned bit = WORD; bit > 0; bit--) {
        const uint32_t carry = left >> (WORD - 1);
        left = left << 1 | (number >> (bit - 1) & 1U);
        quotient <<= 1;
        if (carry != 0 || left >= by) {
            left -= by;
            quotient |= 1U;
        }
    }
    *rest = left;
    return quotient;
}

static uint64_t divide_double(uint64_t number, uint64_t by, uint64_t *rest)
{
    uint64_t quotient = 0;
    uint64_t left = 0;
    for (unsigned bit = 0; bit < DOUBLE; bit++) {
        const uint64_t carry = left >> (DOUBLE - 1);
        left = left << 1 | number >> (DOUBLE - 1);
        number <<= 1;
        quotient <<= 1;
        if (carry != 0 || left >= by) {
            left -= by;
            quotient |= 1U;
        }
    }
    *rest = left;
    return quotient;
}

uint32_t __udivsi3(uint32_t number, uint32_t by)
{
    uint32_t rest;
    return divide(number, by, &rest);
}

uint32_t __umodsi3(uint32_t number, uint32_t by)
{
    uint32_t rest;
    (void)divide(number, by, &rest); // the rest was asked for
    return rest;
}

static uint32_t size_of(int32_t number)
{
    return number < 0 ? 0U - (uint32_t)number : (uint32_t)number;
}

static uint64_t size_of_double(int64_t number)
{
    return number < 0 ? 0U - (uint64_t)number : (uint64_t)number;
}

int32_t __divsi3(int32_t number, int32_t by)
{
    const uint32_t quotient = __udivsi3(size_of(number), size_of(by));
    return (int32_t)((number < 0) != (by < 0) ? 0U - quotient : quotient);
}

int32_t __modsi3(int32_t number, int32_t by)
{
    const uint32_t rest = __umodsi3(size_of(number), size_of(by));
    return (int32_t)(number < 0 ? 0U - rest : rest);
}

uint64_t __udivdi3(uint64_t number, uint64_t by)
{
    uint64_t rest;
    return divide_double(number, by, &rest);
}

uint64_t __umoddi3(uint64_t number, uint64_t by)
{
    uint64_t rest;
    (void)divide_double(number, by, &rest); // the rest was asked for
    return rest;
}

int64_t __divdi3(int64_t number, int64_t by)
{
    const uint64_t quotient = __udivdi3(size_of_double(number), size_of_double(by));
    return (int64_t)((number < 0) != (by < 0) ? 0U - quotient : quotient);
}

int64_t __moddi3(int64_t number, int64_t by)
{
    const uint64_t rest = __umoddi3(size_of_double(number), size_of_double(by));
    return (int64_t)(number < 0 ? 0U - rest : rest);
}

// Of four products of halves, none longer than a word; no branch hangs on the numbers, for keys are
// among them.
uint64_t __umulsidi3(uint32_t one, uint32_t other)
{
    const uint32_t one_low = one & 0xffffU;
    const uint32_t one_high = one >> HALF;
    const uint32_t other_low = other & 0xffffU;
    const uint32_t other_high = other >> HALF;
    const uint32_t low = one_low * other_low;
    const uint32_t first = one_high * other_low + (low >> HALF);
    const uint32_t second = one_low * other_high + (first & 0xffffU);
    const uint32_t high = one_high * other_high + (first >> HALF) + (second >> HALF);
    return (uint64_t)high << WORD | (second << HALF | (low & 0xffffU));
}

int64_t __muldi3(int64_t one, int64_t other)
{
    const uint64_t first = (uint64_t)one;
    const uint64_t second = (uint64_t)other;
    const uint64_t low = __umulsidi3((uint32_t)first, (uint32_t)second);
    const uint32_t crossed =
        (uint32_t)first * (uint32_t)(second >> WORD) + (uint32_t)(first >> WORD) * (uint32_t)second;
    return (int64_t)(low + ((uint64_t)crossed << WORD));
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
