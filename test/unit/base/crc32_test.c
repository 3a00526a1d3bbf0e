#include "base/crc32.h"
#include "test/support/check.h"

static void the_check_value_of_the_catalogue(void)
{
    CHECK_SAME(crc32_of(bytes_of_text("123456789")), 0xCBF43926);
}

static void nothing_has_the_checksum_zero(void)
{
    CHECK_SAME(crc32_of((struct bytes){NULL, 0}), 0);
}

static void every_single_flipped_bit_is_seen(void)
{
    uint8_t covered[16] = {0};
    const uint32_t sound = crc32_of(BYTES_OF(covered));
    for (unsigned bit = 0; bit < 8 * sizeof(covered); bit++) {
        covered[bit / 8] ^= (uint8_t)(1U << bit % 8);
        CHECK(crc32_of(BYTES_OF(covered)) != sound);
        covered[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
}

int main(void)
{
    RUN(the_check_value_of_the_catalogue);
    RUN(nothing_has_the_checksum_zero);
    RUN(every_single_flipped_bit_is_seen);
    return check_verdict();
}
