// A kept session: one conversation with a door, and one command after the other over it. Prints how
// long each took from the wish to the verified Ack, in microseconds, and what the signatures in it
// cost by themselves: "command 2100", "sign 40", "door-sign 300", "door-verify 700".
//
// usage: bench_command_kept HOME DOOR COUNT
#include "door/seams/crypto.h"
#include "home/link/conversation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    BURST = 8,           // commands in a row that a door takes of one key
    REFILL = 4200,       // ms until it takes another
    ANSWER_WITHIN = 5000 // ms
};

static uint64_t now_us(clockid_t clock)
{
    struct timespec now = {0};
    (void)clock_gettime(clock, &now); // these clocks are always there
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void rest(struct conversation *with, millis length)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!stopwatch_reached(since, session_now(), length)) {
        conversation_wait(with, 100);
    }
}

static bool command_once(struct conversation *with, EVP_PKEY *key)
{
    uint8_t message[COMMAND_RAW_SIZE];
    const uint64_t began = now_us(CLOCK_MONOTONIC);
    struct pending pending = pending_asked(ACTION_IDENTIFY, 0, session_now());
    const struct stopwatch since = stopwatch_started(session_now());
    with->pending = &pending;
    with->answered = false;
    bool sent = pending_sign(&pending, &with->view, key, now_us(CLOCK_REALTIME) / 1000, message) &&
                conversation_command(with, BYTES_OF(message));
    while (sent && !with->answered && !stopwatch_reached(since, session_now(), ANSWER_WITHIN)) {
        conversation_wait(with, 100);
    }
    with->pending = NULL;
    if (with->answered) {
        (void)printf("command %llu\n", (unsigned long long)(now_us(CLOCK_MONOTONIC) - began));
    }
    return with->answered && with->ack.result == RESULT_OK;
}

static bool command_all(struct conversation *with, EVP_PKEY *key, long count)
{
    rest(with, 2000); // the door's word, and its clock
    for (long i = 0; i < count; i++) {
        // The Epoch that counts the command before has to be here, or it is a CONFLICT.
        rest(with, i < BURST ? 1500 : REFILL);
        if (!with->view.known || !command_once(with, key)) {
            (void)fprintf(stderr, "command %ld: %s\n", i + 1,
                          with->answered ? "refused" : "no answer");
            return false;
        }
    }
    return true;
}

// Both libraries, by themselves, over a command's bytes.
static void time_signatures(EVP_PKEY *key)
{
    uint8_t covered[COMMAND_RAW_COVERED] = {1};
    uint8_t signature[SIGNATURE_SIZE];
    uint8_t scalar[PRIVATE_KEY_SIZE];
    uint8_t point[POINT_SIZE];
    if (!key_scalar(key, scalar) || !key_point(key, point)) {
        return;
    }
    for (uint8_t i = 0; i < 50; i++) {
        uint8_t hash[HASH_SIZE];
        covered[1] = i;
        const uint64_t began = now_us(CLOCK_MONOTONIC);
        const bool signed_here = key_sign(key, BYTES_OF(covered), signature);
        const uint64_t after_sign = now_us(CLOCK_MONOTONIC);
        crypto_sha256(BYTES_OF(covered), hash);
        const bool verified = crypto_verify(point, hash, signature);
        const uint64_t after_verify = now_us(CLOCK_MONOTONIC);
        const bool signed_there = crypto_sign(scalar, hash, signature);
        const uint64_t after_all = now_us(CLOCK_MONOTONIC);
        if (signed_here && verified && signed_there) {
            (void)printf("sign %llu\ndoor-verify %llu\ndoor-sign %llu\n",
                         (unsigned long long)(after_sign - began),
                         (unsigned long long)(after_verify - after_sign),
                         (unsigned long long)(after_all - after_verify));
        }
    }
}

int main(int argument_count, char **words)
{
    struct failure failure;
    struct home home;
    struct path path;
    EVP_PKEY *key = NULL;
    struct conversation with = {.home = NULL};
    if (argument_count != 4) {
        (void)fprintf(stderr, "usage: %s HOME DOOR COUNT\n", words[0]);
        return 2;
    }
    if (!home_open(words[1], &home, &failure) ||
        !home_path(&home, "keys/owner.key", &path, &failure) ||
        !key_load(path.text, NULL, &key, &failure) ||
        !conversation_open(&with, &home, words[2], &failure)) {
        (void)fprintf(stderr, "%s\n", failure.text);
        return 3;
    }
    const bool done = command_all(&with, key, strtol(words[3], NULL, 10));
    time_signatures(key);
    conversation_close(&with);
    EVP_PKEY_free(key);
    return done ? 0 : 3;
}
