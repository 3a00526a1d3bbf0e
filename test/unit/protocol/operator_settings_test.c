#include "protocol/operator_settings.h"
#include "test/support/check.h"
#include "test/support/hex.h"

#include <string.h>

static const char wire_text[] = "02 03 01 1d 01 0190 05";

static struct operator_settings some_settings(void)
{
    return (struct operator_settings){
        .profile = PROFILE_STOP_BOTH,
        .switches = SWITCHES_BOTH,
        .door_type = DOOR_TYPE_SECTIONAL,
        .wall_input = true,
        .photo_eye = true,
        .lamp = true,
        .beeper = true,
        .recover = true,
        .pulse = 400,
        .warning_seconds = 5,
    };
}

static bool read_text(const char *text, struct operator_settings *out)
{
    uint8_t wire[OPERATOR_SETTINGS_SIZE];
    hex_fill(text, wire, sizeof(wire));
    struct reader r = reader_over(BYTES_OF(wire));
    return operator_settings_read(&r, out);
}

static void settings_have_exactly_these_bytes(void)
{
    uint8_t wire[OPERATOR_SETTINGS_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    const struct operator_settings settings = some_settings();
    uint8_t room[OPERATOR_SETTINGS_SIZE];
    struct writer w = writer_into(room, sizeof(room));
    operator_settings_write(&w, &settings);
    CHECK_BYTES(writer_written(&w), BYTES_OF(wire));
}

static void settings_are_read_field_by_field(void)
{
    struct operator_settings read;
    memset(&read, 0xff, sizeof(read.profile));
    if (!CHECK(read_text(wire_text, &read))) {
        return;
    }
    CHECK_SAME(read.profile, PROFILE_STOP_BOTH);
    CHECK_SAME(read.switches, SWITCHES_BOTH);
    CHECK_SAME(read.door_type, DOOR_TYPE_SECTIONAL);
    CHECK(read.wall_input);
    CHECK(!read.device_button);
    CHECK(read.photo_eye);
    CHECK(read.lamp);
    CHECK(read.beeper);
    CHECK(read.recover);
    CHECK(!read.stop_while_opening);
    CHECK_SAME(read.pulse, 400);
    CHECK_SAME(read.warning_seconds, 5);
}

static void every_bit_of_fitted_and_options_is_its_own(void)
{
    struct operator_settings read;
    CHECK(read_text("020301 01 00 019005", &read) && read.wall_input && !read.lamp);
    CHECK(read_text("020301 02 00 019005", &read) && read.device_button && !read.wall_input);
    CHECK(read_text("020301 04 00 019005", &read) && read.photo_eye && !read.device_button);
    CHECK(read_text("020301 08 00 019005", &read) && read.lamp && !read.photo_eye);
    CHECK(read_text("020301 10 00 019005", &read) && read.beeper && !read.lamp);
    CHECK(read_text("020301 00 01 019005", &read) && read.recover && !read.stop_while_opening);
    CHECK(read_text("020301 00 02 019005", &read) && read.stop_while_opening && !read.recover);
}

static void the_borders_of_every_range_are_taken(void)
{
    static const char *const taken[] = {
        "00 00 00 00 00 0064 05",
        "07 03 01 1f 03 03e8 1e",
        "07 00 00 00 00 0190 05",
    };
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        struct operator_settings read;
        check_context(taken[i]);
        CHECK(read_text(taken[i], &read));
        CHECK(operator_settings_sound(&read));
    }
}

static void what_is_out_of_range_is_refused(void)
{
    static const char *const refused[] = {
        "08 03 01 1d 01 0190 05", // profile
        "ff 03 01 1d 01 0190 05", //
        "02 04 01 1d 01 0190 05", // switches
        "02 03 02 1d 01 0190 05", // door type
        "02 03 01 20 01 0190 05", // a bit of fitted that means nothing
        "02 03 01 9d 01 0190 05", //
        "02 03 01 1d 04 0190 05", // a bit of options that means nothing
        "02 03 01 1d 81 0190 05", //
        "02 03 01 1d 01 0063 05", // pulse: 99 ms
        "02 03 01 1d 01 03e9 05", // 1001 ms
        "02 03 01 1d 01 0190 04", // warning: 4 s
        "02 03 01 1d 01 0190 1f", // 31 s
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        check_context(refused[i]);
        struct operator_settings read = {.pulse = 777};
        CHECK(!read_text(refused[i], &read));
        CHECK_SAME(read.pulse, 777);
    }
}

static void every_truncation_is_refused(void)
{
    uint8_t wire[OPERATOR_SETTINGS_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    for (size_t cut = 0; cut < sizeof(wire); cut++) {
        struct reader r = reader_over((struct bytes){wire, cut});
        struct operator_settings read = {.pulse = 777};
        CHECK(!operator_settings_read(&r, &read));
        CHECK_SAME(read.pulse, 777);
    }
}

static void a_door_that_nobody_has_settled_only_looks(void)
{
    const struct operator_settings settings = operator_settings_default();
    CHECK_SAME(settings.profile, PROFILE_MONITOR_ONLY);
    CHECK_SAME(settings.switches, SWITCHES_NONE);
    CHECK_SAME(settings.door_type, DOOR_TYPE_OTHER);
    CHECK(!settings.lamp && !settings.beeper && !settings.photo_eye && !settings.wall_input);
    CHECK(!settings.recover && !settings.stop_while_opening && !settings.device_button);
    CHECK(operator_settings_sound(&settings));
}

static void every_profile_has_a_name_and_is_found_by_it(void)
{
    for (unsigned i = 0; i <= PROFILE_MONITOR_ONLY; i++) {
        const char *name = operator_profile_name((enum operator_profile)i);
        enum operator_profile found = PROFILE_UNKNOWN;
        if (CHECK(name != NULL)) {
            CHECK(operator_profile_named(name, &found));
            CHECK_SAME(found, i);
        }
    }
    enum operator_profile found = PROFILE_TWO_STEP;
    CHECK(operator_profile_name((enum operator_profile)8) == NULL);
    CHECK(!operator_profile_named("stop_both", &found));
    CHECK(!operator_profile_named("", &found));
    CHECK_SAME(found, PROFILE_TWO_STEP);
    CHECK(operator_profile_named("stop-both", &found));
    CHECK_SAME(found, PROFILE_STOP_BOTH);
}

int main(void)
{
    RUN(settings_have_exactly_these_bytes);
    RUN(settings_are_read_field_by_field);
    RUN(every_bit_of_fitted_and_options_is_its_own);
    RUN(the_borders_of_every_range_are_taken);
    RUN(what_is_out_of_range_is_refused);
    RUN(every_truncation_is_refused);
    RUN(a_door_that_nobody_has_settled_only_looks);
    RUN(every_profile_has_a_name_and_is_found_by_it);
    return check_verdict();
}
