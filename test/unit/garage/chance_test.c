#include "garage/chance.h"
#include "test/support/check.h"

// The first numbers of splitmix64 from seed 1234567, as its author's program prints them.
static void it_is_splitmix64(void)
{
    struct chance chance = chance_from(1234567);
    CHECK(chance_u64(&chance) == UINT64_C(6457827717110365317));
    CHECK(chance_u64(&chance) == UINT64_C(3203168211198807973));
    CHECK(chance_u64(&chance) == UINT64_C(9817491932198370423));
}

static void between_reaches_both_ends_and_stays_within(void)
{
    struct chance chance = chance_from(1);
    uint32_t seen[4] = {0};
    for (int i = 0; i < 1000; i++) {
        const uint32_t drawn = chance_between(&chance, 3, 6);
        if (CHECK(drawn >= 3 && drawn <= 6)) {
            seen[drawn - 3]++;
        }
    }
    for (int i = 0; i < 4; i++) {
        CHECK(seen[i] > 150);
    }
    CHECK_SAME(chance_between(&chance, 7, 7), 7);
    (void)chance_between(&chance, 0, UINT32_MAX); // the widest span does not overflow
}

static void a_coin_has_two_sides(void)
{
    struct chance chance = chance_from(2);
    int heads = 0;
    for (int i = 0; i < 1000; i++) {
        heads += chance_coin(&chance);
    }
    CHECK(heads > 400 && heads < 600);
}

int main(void)
{
    RUN(it_is_splitmix64);
    RUN(between_reaches_both_ends_and_stays_within);
    RUN(a_coin_has_two_sides);
    return check_verdict();
}
