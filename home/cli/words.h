// The protocol's numbers as a person reads them, and as a script does.
#ifndef HOME_CLI_WORDS_H
#define HOME_CLI_WORDS_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stdint.h>

// "open", "closing" …; "unknown" for 0 and for a number that is none.
const char *state_word(uint8_t state);

// How the door knows: "proven", "inferred" or "unknown".
const char *ground_word(uint8_t state, uint8_t position);

// "OK", "CONFLICT" … as docs/protocol.md names it; "?" for a number that is none.
const char *result_name(uint8_t result);

// The same as a sentence's end, with what to do.
const char *result_words(uint8_t result);

// Why a command was refused, in the words of what stood in its way: flags and state are the door's
// last own word.
const char *refusal_words(uint8_t result, uint8_t flags, uint8_t state);

// "12 s", "5 min", "3 h", "2 days".
struct span_text {
    char text[24];
};
struct span_text span_words(uint64_t seconds);

// Colour only on a terminal and where NO_COLOR is not set (no-color.org).
MUST_USE bool colour_wanted(void);

#endif
