#include "door/guard/nonces.h"
#include "test/support/check.h"

static const uint8_t alice8[KEY8_SIZE] = {0xa1};
static const uint8_t bob8[KEY8_SIZE] = {0xb0};

static void a_number_has_to_be_above_the_keys_last(void)
{
    struct nonces nonces = {0};
    CHECK(nonces_keep(&nonces, alice8, 10, 0));
    CHECK(!nonces_keep(&nonces, alice8, 10, 0));
    CHECK(!nonces_keep(&nonces, alice8, 9, 0));
    CHECK(nonces_keep(&nonces, alice8, 11, 0));
    CHECK(nonces_keep(&nonces, bob8, 1, 0));
    CHECK(nonces_keep(&nonces, alice8, UINT64_MAX, 0));
    CHECK(!nonces_keep(&nonces, alice8, 0, 0));
}

static void it_is_forgotten_at_the_second_turn_after(void)
{
    struct nonces nonces = {0};
    CHECK(nonces_keep(&nonces, alice8, 10, 4));
    nonces_forget(&nonces, 5);
    CHECK(!nonces_keep(&nonces, alice8, 10, 5));
    nonces_forget(&nonces, 6);
    CHECK(nonces_keep(&nonces, alice8, 10, 6));
}

static void a_later_number_keeps_it_alive(void)
{
    struct nonces nonces = {0};
    CHECK(nonces_keep(&nonces, alice8, 10, 4));
    CHECK(nonces_keep(&nonces, alice8, 12, 5));
    nonces_forget(&nonces, 6);
    CHECK(!nonces_keep(&nonces, alice8, 11, 6));
}

static void a_table_that_is_full_refuses(void)
{
    struct nonces nonces = {0};
    for (unsigned i = 0; i < NONCES_MOST; i++) {
        const uint8_t key8[KEY8_SIZE] = {(uint8_t)i, 1};
        CHECK(nonces_keep(&nonces, key8, 1, 0));
    }
    CHECK(!nonces_keep(&nonces, alice8, 1, 0));
    nonces_forget(&nonces, 2);
    CHECK(nonces_keep(&nonces, alice8, 1, 2));
}

int main(void)
{
    RUN(a_number_has_to_be_above_the_keys_last);
    RUN(it_is_forgotten_at_the_second_turn_after);
    RUN(a_later_number_keeps_it_alive);
    RUN(a_table_that_is_full_refuses);
    return check_verdict();
}
