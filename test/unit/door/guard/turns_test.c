#include "base/writer.h"
#include "door/guard/turns.h"
#include "door/seams/crypto.h"
#include "test/support/check.h"

#include <string.h>

static const uint8_t secret[TURNS_SECRET_SIZE] = {1, 2, 3};
static const uint8_t entropy[TURNS_ENTROPY_SIZE] = {9, 8, 7};

static const millis starts[] = {0, UINT32_MAX - 100, 123456789};

static void expected(uint32_t boot, uint32_t turn, uint8_t value[EPOCH_VALUE_SIZE])
{
    uint8_t message[40];
    uint8_t mac[HASH_SIZE];
    struct writer w = writer_into(message, sizeof(message));
    writer_u32(&w, boot);
    writer_u32(&w, turn);
    writer_bytes(&w, BYTES_OF(entropy));
    crypto_hmac_sha256(BYTES_OF(secret), BYTES_OF(message), mac);
    memcpy(value, mac, EPOCH_VALUE_SIZE);
}

static void nothing_is_live_before_the_boot_is_journalled(void)
{
    struct turns turns;
    const uint8_t zeroes[EPOCH_VALUE_SIZE] = {0};
    turns_init(&turns, secret);
    CHECK(!turns_run(&turns, 100000));
    CHECK(!turns_is_live(&turns, zeroes));
    CHECK_SAME(turns_next_wake(&turns, 5), STOPWATCH_MOST);
}

static void the_value_is_the_hmac_of_boot_turn_and_entropy(void)
{
    struct turns turns;
    uint8_t value[EPOCH_VALUE_SIZE];
    turns_init(&turns, secret);
    turns_begin(&turns, 7, entropy, 0);
    expected(7, 0, value);
    CHECK_BYTES(BYTES_OF(turns.value), BYTES_OF(value));
    CHECK(turns_run(&turns, 30000));
    expected(7, 1, value);
    CHECK_BYTES(BYTES_OF(turns.value), BYTES_OF(value));
}

static void a_value_lives_for_two_turns(void)
{
    for (size_t i = 0; i < 3; i++) {
        struct turns turns;
        uint8_t first[EPOCH_VALUE_SIZE];
        turns_init(&turns, secret);
        turns_begin(&turns, 1, entropy, starts[i]);
        expected(1, 0, first);
        CHECK(turns_is_live(&turns, first));
        CHECK(!turns_run(&turns, starts[i] + 29999));
        CHECK(turns_run(&turns, starts[i] + 30000));
        CHECK(turns_is_live(&turns, first));
        CHECK(!turns_run(&turns, starts[i] + 59999));
        CHECK(turns_is_live(&turns, first));
        CHECK(turns_run(&turns, starts[i] + 60000));
        CHECK(!turns_is_live(&turns, first));
    }
}

static void in_turn_0_there_is_no_value_before(void)
{
    struct turns turns;
    const uint8_t zeroes[EPOCH_VALUE_SIZE] = {0};
    turns_init(&turns, secret);
    turns_begin(&turns, 1, entropy, 0);
    CHECK(!turns_is_live(&turns, zeroes));
}

static void a_loop_that_was_held_up_catches_up(void)
{
    struct turns turns;
    uint8_t value[EPOCH_VALUE_SIZE];
    turns_init(&turns, secret);
    turns_begin(&turns, 1, entropy, 500);
    CHECK(turns_run(&turns, 500 + 95000));
    CHECK_SAME(turns.turn, 3);
    expected(1, 2, value);
    CHECK(turns_is_live(&turns, value));
    expected(1, 1, value);
    CHECK(!turns_is_live(&turns, value));
    CHECK_SAME(turns_next_wake(&turns, 500 + 95000), 25000);
    CHECK_SAME(turns_next_wake(&turns, 500 + 120000), 0); // overdue
    CHECK_SAME(turns_next_wake(&turns, 500 + 125000), 0);
}

int main(void)
{
    RUN(nothing_is_live_before_the_boot_is_journalled);
    RUN(the_value_is_the_hmac_of_boot_turn_and_entropy);
    RUN(a_value_lives_for_two_turns);
    RUN(in_turn_0_there_is_no_value_before);
    RUN(a_loop_that_was_held_up_catches_up);
    return check_verdict();
}
