// What libFuzzer calls, and what replay_main.c calls instead of it.
#ifndef TEST_FUZZ_HARNESS_H
#define TEST_FUZZ_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

// libFuzzer's name, not ours. Always 0.
// NOLINTNEXTLINE(readability-identifier-naming)
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

// A broken promise ends the program; libFuzzer keeps the input that broke it.
static inline void promise(bool kept)
{
    if (!kept) {
        abort();
    }
}

#endif
