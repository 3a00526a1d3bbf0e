#include "home/people/limits.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DAYS = 7,
    MINUTES_OF_A_DAY = 24 * 60,
    LAST_DAY_MOST = 65535, // 2149-06-06
    ALL_DAYS = 127
};

static const char *const day_names[DAYS] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// Reads a day's name at *at and steps behind it.
static bool take_day(const char **at, unsigned *out)
{
    for (unsigned day = 0; day < DAYS; day++) {
        if (strncmp(*at, day_names[day], 3) == 0) {
            *at += 3;
            *out = day;
            return true;
        }
    }
    return false;
}

// "mon", "mon-fri", "fri-mon".
static bool take_days_between(const char **at, uint8_t *days)
{
    unsigned first = 0;
    if (!take_day(at, &first)) {
        return false;
    }
    unsigned last = first;
    if (**at == '-') {
        (*at)++;
        if (!take_day(at, &last)) {
            return false;
        }
    }
    for (unsigned day = first; day != last; day = (day + 1) % DAYS) {
        *days |= (uint8_t)(1U << day);
    }
    *days |= (uint8_t)(1U << last);
    return true;
}

// "mon-wed,sat", ended by a blank or by the text's end.
static bool take_days(const char **at, uint8_t *out)
{
    uint8_t days = 0;
    for (;;) {
        uint8_t these = 0;
        if (!take_days_between(at, &these)) {
            return false;
        }
        days |= these;
        if (**at != ',') {
            break;
        }
        (*at)++;
    }
    *out = days;
    return **at == '\0' || **at == ' ';
}

static bool take_digits(const char **at, size_t least, size_t most, unsigned *out)
{
    unsigned value = 0;
    size_t count = 0;
    while (count < most && isdigit((unsigned char)**at)) {
        value = value * 10 + (unsigned)(**at - '0');
        (*at)++;
        count++;
    }
    *out = value;
    return count >= least && !isdigit((unsigned char)**at);
}

// "7", "7:30", "07:30", "24:00".
static bool take_time_of_day(const char **at, uint16_t *out)
{
    unsigned hour = 0;
    unsigned minute = 0;
    if (!take_digits(at, 1, 2, &hour)) {
        return false;
    }
    if (**at == ':') {
        (*at)++;
        if (!take_digits(at, 2, 2, &minute)) {
            return false;
        }
    }
    if (minute > 59 || hour > 24 || (hour == 24 && minute != 0)) {
        return false;
    }
    *out = (uint16_t)((hour * 60 + minute) % MINUTES_OF_A_DAY);
    return true;
}

static bool take_hours(const char **at, struct roster_entry *entry)
{
    uint16_t from = 0;
    uint16_t to = 0;
    if (!take_time_of_day(at, &from) || **at != '-') {
        return false;
    }
    (*at)++;
    if (!take_time_of_day(at, &to) || **at != '\0') {
        return false;
    }
    // Equal is the whole day, wherever it begins.
    entry->from = from == to ? 0 : from;
    entry->to = from == to ? 0 : to;
    return true;
}

static bool take_window(const char *text, struct roster_entry *entry)
{
    const char *at = text;
    if (isalpha((unsigned char)*at)) {
        if (!take_days(&at, &entry->days)) {
            return false;
        }
        if (*at == '\0') {
            return true;
        }
        at++;
    }
    return take_hours(&at, entry);
}

bool limits_take_window(const char *text, struct roster_entry *entry, struct failure *failure)
{
    struct roster_entry limited = *entry;
    limited.days = 0;
    limited.from = 0;
    limited.to = 0;
    if (!take_window(text, &limited)) {
        return failure_say(failure,
                           "--window cannot be \"%.64s\": say days and hours, as \"mon-fri "
                           "7:00-9:00\", \"sat,sun\" or \"22:00-6:00\" (mon tue wed thu fri sat "
                           "sun; 0:00 to 24:00)",
                           text);
    }
    if (limited.days == ALL_DAYS) {
        limited.days = 0;
    }
    if (limited.days == 0 && limited.from == limited.to) {
        return failure_say(failure,
                           "--window \"%.64s\" is every day around the clock, which is no limit; "
                           "say fewer days or hours, or leave it away",
                           text);
    }
    *entry = limited;
    return true;
}

// Days since 1970-01-01 of a day in the Gregorian calendar.
static long days_of(unsigned year, unsigned month, unsigned day)
{
    // March begins the year, so that the leap day ends it.
    const long y = (long)year - (month <= 2 ? 1 : 0);
    const long m = (long)month + (month <= 2 ? 9 : -3);
    return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + (long)day - 1 - 719468;
}

static bool is_a_day(unsigned year, unsigned month, unsigned day)
{
    static const unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1970 || month < 1 || month > 12 || day < 1) {
        return false;
    }
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= lengths[month - 1] + (month == 2 && leap ? 1 : 0);
}

static bool take_date(const char *text, long *out)
{
    const char *at = text;
    unsigned year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (!take_digits(&at, 4, 4, &year) || *at++ != '-' || !take_digits(&at, 2, 2, &month) ||
        *at++ != '-' || !take_digits(&at, 2, 2, &day) || *at != '\0' ||
        !is_a_day(year, month, day)) {
        return false;
    }
    *out = days_of(year, month, day);
    return true;
}

static long local_day(time_t now)
{
    struct tm local;
    if (localtime_r(&now, &local) == NULL) {
        return 0;
    }
    return days_of((unsigned)local.tm_year + 1900, (unsigned)local.tm_mon + 1,
                   (unsigned)local.tm_mday);
}

bool limits_take_until(const char *text, time_t now, struct roster_entry *entry,
                       struct failure *failure)
{
    long day = 0;
    if (!take_date(text, &day) || day > LAST_DAY_MOST) {
        return failure_say(failure,
                           "--until cannot be \"%.64s\": say the last day, as 2026-12-24, at most "
                           "2149-06-06",
                           text);
    }
    if (day < local_day(now)) {
        return failure_say(failure, "--until %s is over already; say a day to come", text);
    }
    entry->last = (uint16_t)day;
    return true;
}

void limits_take_end(time_t end, struct roster_entry *entry)
{
    const long day = local_day(end - 1);
    if (day > 0 && day <= LAST_DAY_MOST && (entry->last == 0 || day < entry->last)) {
        entry->last = (uint16_t)day;
    }
}

bool limits_take_uses(long uses, struct roster_entry *entry, struct failure *failure)
{
    if (uses < 1 || uses > UINT8_MAX) {
        return failure_say(failure, "--uses must be from 1 to %d openings", UINT8_MAX);
    }
    entry->uses = (uint8_t)uses;
    return true;
}

bool limits_are_there(const struct roster_entry *entry)
{
    return entry->uses != 0 || entry->days != 0 || entry->from != 0 || entry->to != 0 ||
           entry->last != 0;
}

bool limits_are_over(const struct roster_entry *entry, time_t now)
{
    return entry->last != 0 && entry->last < local_day(now);
}

// A text that grows; what does not fit is cut off.
static void add(struct limits_text *words, const char *more)
{
    const size_t length = strlen(words->text);
    (void)snprintf(words->text + length, sizeof(words->text) - length, "%s", more);
}

static unsigned run_of_days(uint8_t days, unsigned first)
{
    unsigned count = 0;
    while (first + count < DAYS && (days >> (first + count) & 1) != 0) {
        count++;
    }
    return count;
}

static void add_days(struct limits_text *words, uint8_t days)
{
    const char *before = "";
    for (unsigned day = 0; day < DAYS; day++) {
        const unsigned run = run_of_days(days, day);
        if (run == 0) {
            continue;
        }
        add(words, before);
        add(words, day_names[day]);
        before = ",";
        if (run >= 3) {
            add(words, "-");
            add(words, day_names[day + run - 1]);
            day += run - 1;
        }
    }
}

static void add_hours(struct limits_text *words, const struct roster_entry *entry)
{
    char hours[32];
    const unsigned from = entry->from;
    const unsigned to = entry->to == 0 ? MINUTES_OF_A_DAY : entry->to;
    (void)snprintf(hours, sizeof(hours), "%s%u:%02u-%u:%02u", words->text[0] == '\0' ? "" : " ",
                   from / 60, from % 60, to / 60, to % 60);
    add(words, hours);
}

static void add_until(struct limits_text *words, uint16_t last)
{
    const time_t noon = (time_t)last * 86400 + 43200;
    struct tm day;
    char text[32] = "?";
    if (gmtime_r(&noon, &day) != NULL) {
        (void)strftime(text, sizeof(text), "%Y-%m-%d", &day);
    }
    add(words, words->text[0] == '\0' ? "until " : ", until ");
    add(words, text);
}

struct limits_text limits_words(const struct roster_entry *entry)
{
    struct limits_text words = {""};
    if (entry->days != 0) {
        add_days(&words, entry->days);
    }
    if (entry->from != entry->to) {
        add_hours(&words, entry);
    }
    if (entry->last != 0) {
        add_until(&words, entry->last);
    }
    if (entry->uses != 0) {
        char uses[32];
        (void)snprintf(uses, sizeof(uses), "%s%u opening%s", words.text[0] == '\0' ? "" : ", ",
                       (unsigned)entry->uses, entry->uses == 1 ? "" : "s");
        add(&words, uses);
    }
    return words;
}
