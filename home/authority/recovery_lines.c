// Reads what was typed from a recovery sheet.
#include "home/authority/recovery_lines.h"
#include "base/crc32.h"
#include "home/authority/recovery_sheet.h"

#include <string.h>

enum {
    NO_DIGIT = 16
};

struct digits {
    size_t count[RECOVERY_LINES];
    uint8_t at[RECOVERY_LINES][RECOVERY_LINE_DIGITS];
};

uint8_t recovery_line_check(unsigned line, const uint8_t bytes[RECOVERY_LINE_BYTES])
{
    uint8_t checked[1 + RECOVERY_LINE_BYTES] = {(uint8_t)(line + 1)};
    memcpy(checked + 1, bytes, RECOVERY_LINE_BYTES);
    const uint32_t sum = crc32_of(BYTES_OF(checked));
    wipe(checked, sizeof(checked));
    return (uint8_t)(sum & 0xff);
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '-';
}

static uint8_t digit_of(uint8_t c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *found = c == '\0' ? NULL : strchr(digits, c);
    return found == NULL ? NO_DIGIT : (uint8_t)((found - digits) % 16);
}

static struct bytes first_line(struct bytes text)
{
    size_t count = 0;
    while (count < text.count && text.at[count] != '\n') {
        count++;
    }
    return (struct bytes){text.at, count};
}

static struct bytes behind(struct bytes text, size_t count)
{
    const size_t left_out = count < text.count ? count : text.count;
    return (struct bytes){text.at + left_out, text.count - left_out};
}

static struct bytes without_blanks_before(struct bytes text)
{
    size_t blanks = 0;
    while (blanks < text.count && is_blank(text.at[blanks])) {
        blanks++;
    }
    return behind(text, blanks);
}

// A line of the sheet: its number, a blank, its digits.
static bool is_numbered(struct bytes line)
{
    return line.count >= 2 && line.at[0] >= '1' && line.at[0] < '1' + RECOVERY_LINES &&
           is_blank(line.at[1]);
}

static bool take_line(struct digits *digits, unsigned line, struct bytes text,
                      struct failure *failure)
{
    if (digits->count[line] > 0) {
        return failure_say(failure,
                           "line %u of the recovery key is there twice; compare the numbers in "
                           "front of its lines with the sheet",
                           line + 1);
    }
    for (size_t i = 0; i < text.count; i++) {
        if (is_blank(text.at[i])) {
            continue;
        }
        const uint8_t digit = digit_of(text.at[i]);
        if (digit == NO_DIGIT) {
            return failure_say(failure,
                               "line %u of the recovery key has something that is none of 0 to 9 "
                               "and a to f; compare it with the sheet",
                               line + 1);
        }
        if (digits->count[line] < RECOVERY_LINE_DIGITS) {
            digits->at[line][digits->count[line]] = digit;
        }
        digits->count[line]++;
    }
    return true;
}

// How many numbered lines there were, or failure.
static bool take_numbered(struct bytes text, struct digits *digits, unsigned *taken,
                          struct failure *failure)
{
    while (text.count > 0) {
        const struct bytes whole = first_line(text);
        const struct bytes line = without_blanks_before(whole);
        text = behind(text, whole.count + 1);
        if (!is_numbered(line)) {
            continue;
        }
        if (!take_line(digits, line.at[0] - '1', behind(line, 1), failure)) {
            return false;
        }
        ++*taken;
    }
    return true;
}

// What stands behind RECOVERY_LINE_BEFORE, or all of it.
static struct bytes bare(struct bytes text)
{
    const struct bytes before = bytes_of_text(RECOVERY_LINE_BEFORE);
    const struct bytes line = without_blanks_before(text);
    if (line.count < before.count || memcmp(line.at, before.at, before.count) != 0) {
        return line;
    }
    return behind(line, before.count);
}

// The digits alone, line after line.
static bool take_bare(struct bytes text, struct digits *digits, struct failure *failure)
{
    size_t count = 0;
    for (size_t i = 0; i < text.count; i++) {
        if (is_blank(text.at[i])) {
            continue;
        }
        const uint8_t digit = digit_of(text.at[i]);
        if (digit == NO_DIGIT) {
            return failure_say(failure,
                               "this is no recovery key: behind %zu digits stands something that "
                               "is none of 0 to 9 and a to f; type its four lines as they stand "
                               "on the sheet",
                               count);
        }
        if (count < (size_t)RECOVERY_LINES * RECOVERY_LINE_DIGITS) {
            const size_t line = count / RECOVERY_LINE_DIGITS;
            digits->at[line][digits->count[line]++] = digit;
        }
        count++;
    }
    return count == (size_t)RECOVERY_LINES * RECOVERY_LINE_DIGITS ||
           failure_say(failure,
                       "this is no recovery key: it has %zu digits where %d belong; type its four "
                       "lines as they stand on the sheet",
                       count, RECOVERY_LINES * RECOVERY_LINE_DIGITS);
}

static bool check_line(const struct digits *digits, unsigned line, uint8_t *bytes,
                       struct failure *failure)
{
    if (digits->count[line] != RECOVERY_LINE_DIGITS) {
        return failure_say(failure,
                           "line %u of the recovery key has %zu digits where %d belong; compare "
                           "it with the sheet",
                           line + 1, digits->count[line], RECOVERY_LINE_DIGITS);
    }
    uint8_t read[RECOVERY_LINE_BYTES + 1];
    for (size_t i = 0; i < sizeof(read); i++) {
        read[i] = (uint8_t)(digits->at[line][2 * i] << 4 | digits->at[line][2 * i + 1]);
    }
    const bool holds = recovery_line_check(line, read) == read[RECOVERY_LINE_BYTES];
    memcpy(bytes, read, RECOVERY_LINE_BYTES);
    wipe(read, sizeof(read));
    return holds || failure_say(failure,
                                "line %u of the recovery key does not check: a digit is wrong, or "
                                "two have changed places; compare it with the sheet",
                                line + 1);
}

static bool take_all(struct bytes text, struct digits *digits, struct failure *failure)
{
    unsigned numbered = 0;
    if (!take_numbered(text, digits, &numbered, failure)) {
        return false;
    }
    return numbered > 0 || take_bare(bare(text), digits, failure);
}

bool recovery_sheet_read(struct bytes text, uint8_t scalar[PRIVATE_KEY_SIZE],
                         struct failure *failure)
{
    struct digits digits = {.count = {0}};
    uint8_t key[PRIVATE_KEY_SIZE];
    bool read = take_all(text, &digits, failure);
    for (unsigned line = 0; read && line < RECOVERY_LINES; line++) {
        read = check_line(&digits, line, key + (size_t)line * RECOVERY_LINE_BYTES, failure);
    }
    if (read) {
        memcpy(scalar, key, PRIVATE_KEY_SIZE);
    }
    wipe(&digits, sizeof(digits));
    wipe(key, sizeof(key));
    return read;
}
