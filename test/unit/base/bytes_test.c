#include "base/bytes.h"
#include "test/support/check.h"

static const uint8_t one[] = {1, 2, 3};
static const uint8_t same[] = {1, 2, 3};
static const uint8_t other[] = {1, 2, 4};

static void equal_runs_are_equal(void)
{
    CHECK(same_bytes(one, same, 3));
    CHECK(bytes_equal(BYTES_OF(one), BYTES_OF(same)));
    CHECK(bytes_equal((struct bytes){NULL, 0}, (struct bytes){one, 0}));
}

static void one_different_bit_makes_them_different(void)
{
    CHECK(!same_bytes(one, other, 3));
    CHECK(same_bytes(one, other, 2));
    CHECK(!bytes_equal(BYTES_OF(one), BYTES_OF(other)));
}

static void a_prefix_is_not_equal(void)
{
    CHECK(!bytes_equal(BYTES_OF(one), (struct bytes){same, 2}));
}

static void text_comes_without_its_terminator(void)
{
    CHECK_SAME(bytes_of_text("door").count, 4);
}

static void wiping_leaves_zeroes(void)
{
    uint8_t secret[] = {9, 9, 9, 9};
    wipe(secret, 3);
    const uint8_t left[] = {0, 0, 0, 9};
    CHECK_BYTES(BYTES_OF(secret), BYTES_OF(left));
}

int main(void)
{
    RUN(equal_runs_are_equal);
    RUN(one_different_bit_makes_them_different);
    RUN(a_prefix_is_not_equal);
    RUN(text_comes_without_its_terminator);
    RUN(wiping_leaves_zeroes);
    return check_verdict();
}
