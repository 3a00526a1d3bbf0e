#include "door/report/mirror.h"

#include "base/writer.h"

static void text(struct writer *w, const char *value)
{
    writer_bytes(w, bytes_of_text(value));
}

// Divides by ten, 16 bits at a time, and gives the rest: a small processor has no 64-bit division.
static uint32_t take_digit(uint64_t *value)
{
    uint64_t quotient = 0;
    uint32_t rest = 0;
    for (unsigned shift = 64; shift > 0;) {
        shift -= 16;
        const uint32_t part = rest << 16 | (uint32_t)(*value >> shift & 0xffffU);
        quotient = quotient << 16 | part / 10;
        rest = part % 10;
    }
    *value = quotient;
    return rest;
}

static void number(struct writer *w, uint64_t value)
{
    uint8_t digits[20];
    size_t at = sizeof(digits);
    do {
        digits[--at] = (uint8_t)('0' + take_digit(&value));
    } while (value != 0);
    writer_bytes(w, (struct bytes){digits + at, sizeof(digits) - at});
}

static void name(struct writer *w, const char *member)
{
    text(w, ",\"");
    text(w, member);
    text(w, "\":");
}

static void number_member(struct writer *w, const char *member, uint64_t value)
{
    name(w, member);
    number(w, value);
}

static void flag_member(struct writer *w, const char *member, bool value)
{
    name(w, member);
    text(w, value ? "true" : "false");
}

// Only words of our own go in here: nothing in them needs escaping.
static void word_member(struct writer *w, const char *member, const char *value)
{
    name(w, member);
    text(w, "\"");
    text(w, value);
    text(w, "\"");
}

static const char *limit_word(const struct mirror *mirror)
{
    if (mirror->at_open_limit) {
        return "open";
    }
    return mirror->at_closed_limit ? "closed" : "None";
}

const char *mirror_state_word(const struct mirror *mirror)
{
    switch (mirror->state) {
    case DOOR_OPEN:
    case DOOR_STOPPED:
        return "open";
    case DOOR_OPENING:
        return "opening";
    case DOOR_CLOSED:
        return "closed";
    case DOOR_CLOSING:
        return "closing";
    case DOOR_WARNING:
        return limit_word(mirror);
    case DOOR_UNKNOWN:
        break;
    }
    return "None";
}

static void optional_members(struct writer *w, const struct mirror *mirror)
{
    if (mirror->position != POSITION_UNKNOWN) {
        number_member(w, "position", mirror->position);
    }
    if (mirror->since != 0) {
        number_member(w, "since", mirror->since);
    }
    if (mirror->rssi != 0) {
        name(w, "rssi");
        text(w, mirror->rssi < 0 ? "-" : "");
        number(w, (uint64_t)(mirror->rssi < 0 ? -mirror->rssi : mirror->rssi));
    }
    if (mirror->heap != 0) {
        number_member(w, "heap", mirror->heap);
    }
    if (mirror->panic != 0) {
        number_member(w, "panic", mirror->panic);
    }
}

struct bytes mirror_write(const struct mirror *mirror, uint8_t room[MIRROR_MOST])
{
    struct writer w = writer_into(room, MIRROR_MOST);
    text(&w, "{\"state\":\"");
    text(&w, mirror_state_word(mirror));
    text(&w, "\"");
    number_member(&w, "warning", mirror->warning_left);
    flag_member(&w, "obstructed", (mirror->flags & EPOCH_OBSTRUCTED) != 0);
    flag_member(&w, "fault", (mirror->flags & EPOCH_FAULT) != 0);
    flag_member(&w, "vacation_lock", (mirror->flags & EPOCH_VACATION_LOCK) != 0);
    flag_member(&w, "lock_out", (mirror->flags & EPOCH_LOCK_OUT) != 0);
    flag_member(&w, "board_test_due", mirror->board_test_due);
    word_member(&w, "source", mirror->source);
    number_member(&w, "refused", mirror->refused);
    optional_members(&w, mirror);
    word_member(&w, "version", mirror->version);
    text(&w, "}");
    return writer_written(&w);
}
