#include "door/guard/turns.h"

#include "base/writer.h"
#include "door/seams/crypto.h"

#include <string.h>

static void value_of_turn(const struct turns *turns, uint32_t turn, uint8_t value[EPOCH_VALUE_SIZE])
{
    uint8_t message[8 + TURNS_ENTROPY_SIZE];
    uint8_t mac[HASH_SIZE];
    struct writer w = writer_into(message, sizeof(message));
    writer_u32(&w, turns->boot);
    writer_u32(&w, turn);
    writer_bytes(&w, BYTES_OF(turns->entropy));
    crypto_hmac_sha256((struct bytes){turns->secret, TURNS_SECRET_SIZE}, writer_written(&w), mac);
    memcpy(value, mac, EPOCH_VALUE_SIZE);
}

void turns_init(struct turns *turns, const uint8_t *secret)
{
    *turns = (struct turns){.secret = secret, .turning = stopwatch_stopped()};
}

void turns_begin(struct turns *turns, uint32_t boot, const uint8_t entropy[TURNS_ENTROPY_SIZE],
                 millis now)
{
    turns->boot = boot;
    turns->turn = 0;
    memcpy(turns->entropy, entropy, TURNS_ENTROPY_SIZE);
    turns->turning = stopwatch_started(now);
    value_of_turn(turns, 0, turns->value);
}

bool turns_run(struct turns *turns, millis now)
{
    const uint32_t passed = stopwatch_elapsed(turns->turning, now) / TURN_LENGTH;
    if (passed == 0) {
        return false;
    }
    turns->turn += passed;
    turns->turning.began += passed * TURN_LENGTH;
    value_of_turn(turns, turns->turn - 1, turns->value_before);
    value_of_turn(turns, turns->turn, turns->value);
    return true;
}

bool turns_is_live(const struct turns *turns, const uint8_t value[EPOCH_VALUE_SIZE])
{
    if (!turns->turning.running) {
        return false;
    }
    return same_bytes(value, turns->value, EPOCH_VALUE_SIZE) ||
           (turns->turn > 0 && same_bytes(value, turns->value_before, EPOCH_VALUE_SIZE));
}

millis turns_next_wake(const struct turns *turns, millis now)
{
    if (!turns->turning.running) {
        return STOPWATCH_MOST;
    }
    const millis elapsed = stopwatch_elapsed(turns->turning, now);
    return elapsed >= TURN_LENGTH ? 0 : TURN_LENGTH - elapsed;
}
