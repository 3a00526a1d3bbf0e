#include "test/vectors/assertion_lines.h"

#include "base/bytes.h"
#include "door/guard/assertion.h"
#include "door/seams/crypto.h"

#include <stdio.h>
#include <string.h>

enum {
    FIELDS = 8,
    FIRST_HEX = 3
};

static int nibble(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char lower = (char)(digit >= 'A' && digit <= 'F' ? digit - 'A' + 'a' : digit);
    const char *at = lower == '\0' ? NULL : strchr(digits, lower);
    return at == NULL ? -1 : (int)(at - digits);
}

// Turns hex into bytes in its own place; false when it is none.
static bool read_hex(char *text, struct bytes *out)
{
    const size_t length = strcmp(text, "-") == 0 ? 0 : strlen(text);
    uint8_t *into = (uint8_t *)text;
    if (length % 2 != 0) {
        return false;
    }
    for (size_t i = 0; i < length; i += 2) {
        const int high = nibble(text[i]);
        const int low = nibble(text[i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        into[i / 2] = (uint8_t)((unsigned)high << 4 | (unsigned)low);
    }
    *out = (struct bytes){into, length / 2};
    return true;
}

// Splits at single spaces; false unless there are exactly FIELDS fields, none of them empty.
static bool split(char *line, char *fields[FIELDS])
{
    for (unsigned i = 0; i < FIELDS; i++) {
        fields[i] = line;
        char *space = strchr(line, ' ');
        if ((space == NULL) != (i + 1 == FIELDS)) {
            return false;
        }
        if (space != NULL) {
            *space = '\0';
            line = space + 1;
        }
        if (*fields[i] == '\0') {
            return false;
        }
    }
    return true;
}

static struct bytes text_field(const char *text)
{
    return strcmp(text, "-") == 0 ? (struct bytes){NULL, 0} : bytes_of_text(text);
}

// X | Y; a leading 04 is taken off.
static struct bytes bare_point(struct bytes point)
{
    if (point.count == POINT_SIZE + 1 && point.at[0] == 4) {
        return (struct bytes){point.at + 1, POINT_SIZE};
    }
    return point;
}

static bool holds(char *fields[FIELDS], const struct bytes hex[FIELDS])
{
    const struct bytes point = bare_point(hex[3]);
    const struct bytes challenge = hex[4];
    const struct assertion assertion = {
        .client_data_json = hex[5], .authenticator_data = hex[6], .signature = hex[7]};
    struct relying_party party = {.origin = text_field(fields[1])};
    // A key or a challenge of another size is nobody's.
    if (point.count != POINT_SIZE || challenge.count != HASH_SIZE) {
        return false;
    }
    crypto_sha256(text_field(fields[2]), party.rp_id_hash);
    return assertion_holds(&assertion, &party, challenge.at, point.at);
}

enum assertions assertion_line_judge(char *line, unsigned number)
{
    char *fields[FIELDS];
    struct bytes hex[FIELDS];
    if (!split(line, fields)) {
        (void)fprintf(stderr, "line %u: %d fields with one space between them are expected\n",
                      number, FIELDS);
        return ASSERTIONS_UNREADABLE;
    }
    const bool good = strcmp(fields[0], "good") == 0;
    if (!good && strcmp(fields[0], "bad") != 0) {
        (void)fprintf(stderr, "line %u: the first field is good or bad\n", number);
        return ASSERTIONS_UNREADABLE;
    }
    for (unsigned i = FIRST_HEX; i < FIELDS; i++) {
        if (!read_hex(fields[i], &hex[i])) {
            (void)fprintf(stderr, "line %u: field %u is no hexadecimal\n", number, i + 1);
            return ASSERTIONS_UNREADABLE;
        }
    }
    if (holds(fields, hex) != good) {
        (void)fprintf(stderr, "line %u: said to be %s, and the door does not agree\n", number,
                      fields[0]);
        return ASSERTIONS_DISAGREE;
    }
    return ASSERTIONS_AGREE;
}
