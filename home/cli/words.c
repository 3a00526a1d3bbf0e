#include "home/cli/words.h"
#include "protocol/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *state_word(uint8_t state)
{
    static const char *const words[] = {
        [DOOR_UNKNOWN] = "unknown", [DOOR_OPEN] = "open",       [DOOR_OPENING] = "opening",
        [DOOR_CLOSED] = "closed",   [DOOR_CLOSING] = "closing", [DOOR_STOPPED] = "stopped",
        [DOOR_WARNING] = "warning",
    };
    return state < sizeof(words) / sizeof(words[0]) ? words[state] : "unknown";
}

const char *ground_word(uint8_t state, uint8_t position)
{
    if (state == DOOR_UNKNOWN || state > DOOR_WARNING) {
        return "unknown";
    }
    const bool at_limit = position == POSITION_CLOSED || position == POSITION_OPEN;
    const bool may_be_proven = state == DOOR_OPEN || state == DOOR_CLOSED || state == DOOR_WARNING;
    return may_be_proven && at_limit ? "proven" : "inferred";
}

struct result_row {
    const char *name;
    const char *words;
};

static const struct result_row result_rows[] = {
    [RESULT_OK] = {"OK", "done"},
    [RESULT_ALREADY] = {"ALREADY", "it is so already"},
    [RESULT_REPLAY] = {"REPLAY", "the door has seen a later command of this key; set this "
                                 "machine's clock and try again"},
    [RESULT_ROLE] = {"ROLE", "this key may not do that; ask the owner"},
    [RESULT_WINDOW] = {"WINDOW", "this key may not do that now; wait for its hours"},
    [RESULT_USES] = {"USES", "this key has no openings left; ask the owner"},
    [RESULT_LOCKED] = {"LOCKED", "it is locked; `portcullis status` shows how"},
    [RESULT_CONFLICT] = {"CONFLICT", "the door changed in between; look at it and try again"},
    [RESULT_STATE] = {"STATE", "it is not possible or not permitted in this state; `portcullis "
                               "status` shows it"},
    [RESULT_STORE] = {"STORE", "the door cannot write its memory; have the controller looked at"},
    [RESULT_DONE] = {"DONE", "done"},
    [RESULT_LEFT_CLOSED] = {"LEFT_CLOSED", "it left the closed limit; whether it is fully open "
                                           "cannot be seen"},
    [RESULT_UNVERIFIED] = {"UNVERIFIED", "it was moved by time; where it stands cannot be seen"},
    [RESULT_STOPPED] = {"STOPPED", "it was stopped"},
    [RESULT_REVERSED] = {"REVERSED", "it reversed; look what is in its way"},
    [RESULT_REPLACED] = {"REPLACED", "a newer command took its place"},
    [RESULT_OVERTAKEN] = {"OVERTAKEN", "somebody in the garage pressed a button"},
    [RESULT_CANCELLED] = {"CANCELLED", "it was called off before the door moved"},
    [RESULT_OBSTRUCTED] = {"OBSTRUCTED", "something is in its way; clear it"},
    [RESULT_FAILED] = {"FAILED", "the operator did not do it; look at the door"},
    [RESULT_LOST] = {"LOST", "it was not seen to arrive; look at the door"},
    [RESULT_INTERRUPTED] = {"INTERRUPTED", "the controller started anew midway; look at the door"},
};

static const struct result_row *result_row(uint8_t result)
{
    const bool known =
        result < sizeof(result_rows) / sizeof(result_rows[0]) && result_rows[result].name != NULL;
    return known ? &result_rows[result] : NULL;
}

const char *result_name(uint8_t result)
{
    const struct result_row *row = result_row(result);
    return row == NULL ? "?" : row->name;
}

const char *result_words(uint8_t result)
{
    const struct result_row *row = result_row(result);
    return row == NULL ? "the door gave an answer this program does not know; use a newer one"
                       : row->words;
}

static const char *locked_words(uint8_t flags)
{
    if ((flags & EPOCH_VACATION_LOCK) != 0) {
        return "the vacation lock is on; lift it with `portcullis lock off`";
    }
    if ((flags & EPOCH_LOCK_OUT) != 0) {
        return "it is locked out, because a close did not end closed; go and look, then press a "
               "button in the garage";
    }
    return result_words(RESULT_LOCKED);
}

static const char *state_words(uint8_t flags, uint8_t state)
{
    if ((flags & EPOCH_FAULT) != 0) {
        return "its switches contradict each other or flutter; have them looked at";
    }
    if ((flags & EPOCH_OBSTRUCTED) != 0) {
        return "something stands in the photo-eye's beam; clear it";
    }
    if (state == DOOR_UNKNOWN || state == DOOR_STOPPED) {
        return "it stands somewhere midway; bring it to a limit with the wall button";
    }
    return result_words(RESULT_STATE);
}

const char *refusal_words(uint8_t result, uint8_t flags, uint8_t state)
{
    if (result == RESULT_LOCKED) {
        return locked_words(flags);
    }
    if (result == RESULT_STATE) {
        return state_words(flags, state);
    }
    return result_words(result);
}

struct span_text span_words(uint64_t seconds)
{
    struct span_text span;
    const unsigned long long s = seconds;
    if (s < 120) {
        (void)snprintf(span.text, sizeof(span.text), "%llu s", s);
    } else if (s < 7200) {
        (void)snprintf(span.text, sizeof(span.text), "%llu min", s / 60);
    } else if (s < 172800) {
        (void)snprintf(span.text, sizeof(span.text), "%llu h", s / 3600);
    } else {
        (void)snprintf(span.text, sizeof(span.text), "%llu days", s / 86400 % 100000000);
    }
    return span;
}

bool colour_wanted(void)
{
    const char *no_color = getenv("NO_COLOR");
    return (no_color == NULL || no_color[0] == '\0') && isatty(STDOUT_FILENO) == 1;
}
