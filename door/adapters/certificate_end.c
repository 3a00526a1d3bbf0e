#include "door/adapters/certificate_end.h"

enum {
    TAG_INTEGER = 0x02,
    TAG_UTC_TIME = 0x17,
    TAG_GENERALIZED_TIME = 0x18,
    TAG_SEQUENCE = 0x30,
    TAG_VERSION = 0xa0,
    LONG_LENGTH = 0x80,
    LENGTH_BYTES_MOST = 2, // certificates of 64 KB and more are not for us
    UTC_TIME_SIZE = 13,    // YYMMDDHHMMSSZ
    GENERALIZED_TIME_SIZE = 15
};

enum phase {
    AT_TAG,
    AT_LENGTH,
    IN_LENGTH,
    IN_BODY,
    LOST // not a certificate as we know it
};

enum treatment {
    ENTER,
    SKIP,
    KEEP_TIME
};

// The way to notAfter: RFC 5280, 4.1.
static const struct {
    uint8_t tag; // 0: either form of a time
    enum treatment treatment;
} way[] = {
    {TAG_SEQUENCE, ENTER}, // Certificate
    {TAG_SEQUENCE, ENTER}, // tbsCertificate
    {TAG_VERSION, SKIP},   // version: there is always one, for there are always extensions
    {TAG_INTEGER, SKIP},   // serialNumber
    {TAG_SEQUENCE, SKIP},  // signature
    {TAG_SEQUENCE, SKIP},  // issuer
    {TAG_SEQUENCE, ENTER}, // validity
    {0, SKIP},             // notBefore
    {0, KEEP_TIME},        // notAfter
};

enum {
    STEPS = sizeof(way) / sizeof(way[0])
};

struct certificate_end certificate_end_unseen(void)
{
    return (struct certificate_end){.phase = AT_TAG};
}

static void next_step(struct certificate_end *end)
{
    end->step++;
    end->phase = AT_TAG;
}

static void take_tag(struct certificate_end *end, uint8_t tag)
{
    const uint8_t expected = way[end->step].tag;
    const bool is_time = tag == TAG_UTC_TIME || tag == TAG_GENERALIZED_TIME;
    end->tag = tag;
    end->phase = (expected == 0 ? is_time : tag == expected) ? AT_LENGTH : LOST;
}

static void begin_body(struct certificate_end *end)
{
    switch (way[end->step].treatment) {
    case ENTER:
        next_step(end);
        break;
    case SKIP:
        end->phase = IN_BODY;
        if (end->length == 0) {
            next_step(end);
        }
        break;
    case KEEP_TIME:
        end->phase =
            end->length == (end->tag == TAG_UTC_TIME ? UTC_TIME_SIZE : GENERALIZED_TIME_SIZE)
                ? IN_BODY
                : LOST;
        break;
    }
}

static void take_length(struct certificate_end *end, uint8_t byte)
{
    if (byte < LONG_LENGTH) {
        end->length = byte;
        begin_body(end);
        return;
    }
    end->length = 0;
    end->length_bytes_left = (uint8_t)(byte - LONG_LENGTH);
    end->phase = end->length_bytes_left > 0 && end->length_bytes_left <= LENGTH_BYTES_MOST
                     ? IN_LENGTH
                     : LOST;
}

static void take_long_length(struct certificate_end *end, uint8_t byte)
{
    end->length = end->length << 8 | byte;
    end->length_bytes_left--;
    if (end->length_bytes_left == 0) {
        begin_body(end);
    }
}

static void take_body(struct certificate_end *end, uint8_t byte)
{
    if (way[end->step].treatment == KEEP_TIME) {
        end->time[end->count] = byte;
        end->count++;
    }
    end->length--;
    if (end->length == 0) {
        next_step(end);
    }
}

static void take(struct certificate_end *end, uint8_t byte)
{
    switch ((enum phase)end->phase) {
    case AT_TAG:
        take_tag(end, byte);
        break;
    case AT_LENGTH:
        take_length(end, byte);
        break;
    case IN_LENGTH:
        take_long_length(end, byte);
        break;
    case IN_BODY:
        take_body(end, byte);
        break;
    case LOST:
        break;
    }
}

void certificate_end_feed(struct certificate_end *end, struct bytes portion)
{
    for (size_t i = 0; i < portion.count && end->step < STEPS; i++) {
        take(end, portion.at[i]);
    }
}

static unsigned digits_at(const struct certificate_end *end, size_t at, size_t count)
{
    unsigned number = 0;
    for (size_t i = at; i < at + count; i++) {
        number = number * 10 + (unsigned)(end->time[i] - '0');
    }
    return number;
}

static bool is_well_written(const struct certificate_end *end)
{
    for (size_t i = 0; i + 1 < end->count; i++) {
        if (end->time[i] < '0' || end->time[i] > '9') {
            return false;
        }
    }
    return end->count > 0 && end->time[end->count - 1] == 'Z';
}

// Days since 1 January 1970 in the Gregorian calendar; the year begins in March, so that the day that
// comes and goes is its last.
static int64_t days_of(unsigned year, unsigned month, unsigned day)
{
    const int64_t y = (int64_t)year - (month <= 2 ? 1 : 0);
    const int64_t months_since_march = (int64_t)(month + 9) % 12;
    const int64_t day_of_year = (153 * months_since_march + 2) / 5 + (int64_t)day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}

uint64_t certificate_end_of(const struct certificate_end *end)
{
    if (end->step < STEPS || !is_well_written(end)) {
        return 0;
    }
    const size_t year_digits = end->tag == TAG_UTC_TIME ? 2 : 4;
    unsigned year = digits_at(end, 0, year_digits);
    if (year_digits == 2) {
        year += year < 50 ? 2000U : 1900U; // RFC 5280, 4.1.2.5.1
    }
    const unsigned month = digits_at(end, year_digits, 2);
    const unsigned day = digits_at(end, year_digits + 2, 2);
    const unsigned hour = digits_at(end, year_digits + 4, 2);
    const unsigned minute = digits_at(end, year_digits + 6, 2);
    const unsigned second = digits_at(end, year_digits + 8, 2);
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 ||
        second > 59) {
        return 0;
    }
    const unsigned second_of_day = (hour * 60 + minute) * 60 + second;
    return (uint64_t)days_of(year, month, day) * 86400 + second_of_day;
}
