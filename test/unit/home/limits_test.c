// Limits as people say them, to the exact numbers of a roster's entry, and back to words.
#include "home/people/limits.h"
#include "test/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct failure failure;

// 2026-03-01 12:34:56 UTC.
#define NOW ((time_t)1772368496)

struct window_row {
    const char *text;
    uint8_t days;
    uint16_t from;
    uint16_t to;
    const char *words; // as they come back
};

static const struct window_row windows[] = {
    {"mon-fri 7:00-9:00", 31, 420, 540, "mon-fri 7:00-9:00"},
    {"mon-fri 07:00-09:00", 31, 420, 540, "mon-fri 7:00-9:00"},
    {"sat,sun", 96, 0, 0, "sat,sun"},
    {"mon,wed,fri 8-12", 21, 480, 720, "mon,wed,fri 8:00-12:00"},
    {"mon-wed,sat 8:30-9", 39, 510, 540, "mon-wed,sat 8:30-9:00"},
    {"fri-mon", 113, 0, 0, "mon,fri-sun"},
    {"sun-mon", 65, 0, 0, "mon,sun"},
    {"tue", 2, 0, 0, "tue"},
    {"mon-mon", 1, 0, 0, "mon"},
    // Past midnight, and until midnight.
    {"22:00-6:30", 0, 1320, 390, "22:00-6:30"},
    {"18:00-24:00", 0, 1080, 0, "18:00-24:00"},
    {"18-0:00", 0, 1080, 0, "18:00-24:00"},
    {"0:00-6:00", 0, 0, 360, "0:00-6:00"},
    {"24:00-6:00", 0, 0, 360, "0:00-6:00"},
    {"0:01-23:59", 0, 1, 1439, "0:01-23:59"},
    // Equal is the whole day.
    {"tue 7:00-7:00", 2, 0, 0, "tue"},
    {"tue 0:00-24:00", 2, 0, 0, "tue"},
    // All of them are every day.
    {"mon-sun 7:00-9:00", 0, 420, 540, "7:00-9:00"},
    {"tue-mon 7:00-9:00", 0, 420, 540, "7:00-9:00"},
};

static void windows_are_days_and_minutes(void)
{
    for (size_t i = 0; i < sizeof(windows) / sizeof(windows[0]); i++) {
        const struct window_row *row = &windows[i];
        struct roster_entry entry = {.days = 77, .from = 77, .to = 78, .uses = 3};
        check_context(row->text);
        CHECK(limits_take_window(row->text, &entry, &failure));
        CHECK_SAME(entry.days, row->days);
        CHECK_SAME(entry.from, row->from);
        CHECK_SAME(entry.to, row->to);
        CHECK_SAME(entry.uses, 3);
        entry.uses = 0;
        CHECK(strcmp(limits_words(&entry).text, row->words) == 0);
        CHECK(limits_are_there(&entry));
    }
    check_context(NULL);
}

static void what_is_no_window_is_refused_and_taught(void)
{
    static const char *const wrong[] = {
        "",         " ",          "monday",      "Mon-fri",     "mon-",         "mon,",
        "mon-fri ", "mon 7",      "mon 7:00",    "mon 7:00-",   "mon 7:0-9:00", "mon 7:60-9:00",
        "25-26",    "24:01-6:00", "7:00-9:00pm", "7:00 - 9:00", "mon  7:00-9",  "7:000-9:00",
        "007-9",    "7-9 mon",    "mon fri",     "mon-fri-sun", "-7-9",         "7:-9:",
        "mon;fri",  "mon,,fri",   "7:00-9:00x",  "everyday",    "0x7-9",        "7:00–9:00",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct roster_entry entry = {.days = 5, .from = 6, .to = 7};
        check_context(wrong[i]);
        CHECK(!limits_take_window(wrong[i], &entry, &failure));
        CHECK(strstr(failure.text, "\"mon-fri 7:00-9:00\", \"sat,sun\" or \"22:00-6:00\"") != NULL);
        CHECK_SAME(entry.days, 5);
        CHECK_SAME(entry.from, 6);
        CHECK_SAME(entry.to, 7);
    }
    check_context(NULL);
}

static void always_is_no_limit(void)
{
    static const char *const always[] = {"mon-sun", "0:00-24:00", "7:00-7:00", "mon-sun 0-24"};
    for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++) {
        struct roster_entry entry = {.days = 0};
        check_context(always[i]);
        CHECK(!limits_take_window(always[i], &entry, &failure));
        CHECK(strstr(failure.text, "is no limit") != NULL);
    }
    check_context(NULL);
}

static void every_set_of_days_comes_back_from_its_words(void)
{
    for (unsigned days = 1; days < 127; days++) {
        struct roster_entry entry = {.days = (uint8_t)days, .from = 61, .to = 1439};
        struct roster_entry back = {.days = 0};
        const struct limits_text words = limits_words(&entry);
        check_context(words.text);
        CHECK(limits_take_window(words.text, &back, &failure));
        CHECK_SAME(back.days, days);
        CHECK_SAME(back.from, 61);
        CHECK_SAME(back.to, 1439);
    }
    check_context(NULL);
}

struct day_row {
    const char *text;
    uint16_t last;
};

static const struct day_row days[] = {
    {"2026-03-01", 20513}, {"2026-12-24", 20811}, {"2028-02-29", 21243}, {"2028-03-01", 21244},
    {"2100-02-28", 47540}, {"2100-03-01", 47541}, {"2149-06-06", 65535},
};

static void the_last_day_is_counted_since_1970(void)
{
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        struct roster_entry entry = {.last = 0};
        char words[64];
        check_context(days[i].text);
        CHECK(limits_take_until(days[i].text, NOW, &entry, &failure));
        CHECK_SAME(entry.last, days[i].last);
        (void)snprintf(words, sizeof(words), "until %s", days[i].text);
        CHECK(strcmp(limits_words(&entry).text, words) == 0);
    }
    check_context(NULL);
}

static void what_is_no_day_to_come_is_refused_and_taught(void)
{
    static const char *const wrong[] = {"",           "tomorrow",    "2026-3-1",    "24.12.2026",
                                        "2027-02-29", "2100-02-29",  "2026-13-01",  "2026-00-10",
                                        "2026-04-31", "2026-04-00",  "2149-06-07",  "9999-12-31",
                                        "1969-12-31", "2026-12-24 ", "2026-12-241", "2026/12/24"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct roster_entry entry = {.last = 9};
        check_context(wrong[i]);
        CHECK(!limits_take_until(wrong[i], NOW, &entry, &failure));
        CHECK(strstr(failure.text, "as 2026-12-24") != NULL);
        CHECK_SAME(entry.last, 9);
    }
    check_context(NULL);
    struct roster_entry entry = {.last = 0};
    CHECK(!limits_take_until("2026-02-28", NOW, &entry, &failure));
    CHECK(strstr(failure.text, "is over already") != NULL);
}

static void a_key_is_over_after_its_last_day(void)
{
    const struct roster_entry today = {.last = 20513};
    const struct roster_entry yesterday = {.last = 20512};
    const struct roster_entry never = {.last = 0};
    CHECK(!limits_are_over(&today, NOW));
    CHECK(limits_are_over(&yesterday, NOW));
    CHECK(!limits_are_over(&never, NOW));
}

static void openings_are_1_to_255(void)
{
    struct roster_entry entry = {.uses = 0};
    static const long wrong[] = {0, -1, 256, 1000000};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        CHECK(!limits_take_uses(wrong[i], &entry, &failure));
        CHECK(strstr(failure.text, "from 1 to 255") != NULL);
        CHECK_SAME(entry.uses, 0);
    }
    CHECK(limits_take_uses(255, &entry, &failure));
    CHECK_SAME(entry.uses, 255);
    CHECK(strcmp(limits_words(&entry).text, "255 openings") == 0);
    CHECK(limits_take_uses(1, &entry, &failure));
    CHECK(strcmp(limits_words(&entry).text, "1 opening") == 0);
}

static void all_of_them_are_told_in_one_line(void)
{
    const struct roster_entry all = {.days = 31, .from = 420, .to = 540, .last = 20811, .uses = 3};
    const struct roster_entry none = {.days = 0};
    const struct roster_entry longest = {
        .days = 85, .from = 1439, .to = 1438, .last = 65535, .uses = 255};
    CHECK(strcmp(limits_words(&all).text, "mon-fri 7:00-9:00, until 2026-12-24, 3 openings") == 0);
    CHECK(limits_words(&none).text[0] == '\0');
    CHECK(!limits_are_there(&none));
    CHECK(strcmp(limits_words(&longest).text,
                 "mon,wed,fri,sun 23:59-23:58, until 2149-06-06, 255 openings") == 0);
}

int main(void)
{
    (void)setenv("TZ", "UTC", 1); // days are local
    RUN(windows_are_days_and_minutes);
    RUN(what_is_no_window_is_refused_and_taught);
    RUN(always_is_no_limit);
    RUN(every_set_of_days_comes_back_from_its_words);
    RUN(the_last_day_is_counted_since_1970);
    RUN(what_is_no_day_to_come_is_refused_and_taught);
    RUN(a_key_is_over_after_its_last_day);
    RUN(openings_are_1_to_255);
    RUN(all_of_them_are_told_in_one_line);
    return check_verdict();
}
