// The settings of a door, as words: what is taken, what is refused, and with which reason.
#include "base/writer.h"
#include "home/doors/door_settings.h"
#include "protocol/image.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>

static struct failure failure;

static struct operator_settings usual(void)
{
    struct operator_settings settings = operator_settings_default();
    settings.profile = PROFILE_STOP_BOTH;
    settings.switches = SWITCHES_BOTH;
    settings.door_type = DOOR_TYPE_SECTIONAL;
    settings.lamp = true;
    settings.beeper = true;
    return settings;
}

static void every_setting_takes_back_the_text_it_shows(void)
{
    const struct operator_settings settings = usual();
    for (size_t i = 0; i < DOOR_SETTINGS; i++) {
        struct operator_settings again = operator_settings_default();
        char assignment[80];
        (void)snprintf(assignment, sizeof(assignment), "%s=%s", door_setting_name(i),
                       door_setting_text(&settings, i).text);
        check_context(assignment);
        CHECK(door_settings_assign(&again, assignment, &failure));
        CHECK(strcmp(door_setting_text(&again, i).text, door_setting_text(&settings, i).text) == 0);
        CHECK(door_setting_values(i)[0] != '\0' && door_setting_meaning(i)[0] != '\0');
    }
    check_context(NULL);
}

static void every_field_is_a_setting(void)
{
    static const char *const all[DOOR_SETTINGS] = {
        "profile=two-step", "switches=closed", "door-type=sectional", "pulse=250",
        "warning=9",        "wall-input=yes",  "device-button=yes",   "photo-eye=yes",
        "lamp=yes",         "beeper=yes",      "recover=yes",         "stop-while-opening=yes",
    };
    struct operator_settings settings = operator_settings_default();
    for (size_t i = 0; i < DOOR_SETTINGS; i++) {
        CHECK(door_settings_assign(&settings, all[i], &failure));
    }
    CHECK(settings.profile == PROFILE_TWO_STEP && settings.switches == SWITCHES_CLOSED_ONLY);
    CHECK(settings.door_type == DOOR_TYPE_SECTIONAL && settings.pulse == 250);
    CHECK(settings.warning_seconds == 9 && settings.wall_input && settings.device_button);
    CHECK(settings.photo_eye && settings.lamp && settings.beeper && settings.recover);
    CHECK(settings.stop_while_opening && operator_settings_sound(&settings));
}

static bool same(const struct operator_settings *one, const struct operator_settings *other)
{
    uint8_t bytes[2][8] = {{0}};
    struct writer w = writer_into(bytes[0], sizeof(bytes[0]));
    operator_settings_write(&w, one);
    w = writer_into(bytes[1], sizeof(bytes[1]));
    operator_settings_write(&w, other);
    return memcmp(bytes[0], bytes[1], sizeof(bytes[0])) == 0;
}

static void what_is_no_setting_is_refused_and_changes_nothing(void)
{
    static const char *const wrong[] = {
        "",           "pulse",      "pulse=",     "pulse=99",   "pulse=1001",  "pulse=4e2",
        "warning=4",  "warning=31", "warning=-5", "lamp=maybe", "colour=blue", "profile=Stop-Both",
        "switches=2", "door-type=", "=yes",       "lamps=yes",  "la=yes",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const struct operator_settings before = usual();
        struct operator_settings settings = before;
        check_context(wrong[i]);
        CHECK(!door_settings_assign(&settings, wrong[i], &failure));
        CHECK(same(&settings, &before));
    }
    check_context(NULL);
}

static void nobody_shortens_the_warning_and_the_reason_is_said(void)
{
    struct operator_settings settings = usual();
    CHECK(!door_settings_assign(&settings, "warning=4", &failure));
    CHECK(strstr(failure.text, "5 s to get away") != NULL);
    CHECK(!door_settings_assign(&settings, "pulse=1500", &failure));
    CHECK(strstr(failure.text, "past the photo-eye") != NULL);
}

static void without_a_switch_a_door_is_only_watched(void)
{
    struct operator_settings settings = usual();
    settings.switches = SWITCHES_NONE;
    CHECK(!door_settings_agree(&settings, &failure));
    settings.profile = PROFILE_MONITOR_ONLY;
    CHECK(door_settings_agree(&settings, &failure));
}

static void recovery_needs_both_switches(void)
{
    struct operator_settings settings = usual();
    settings.recover = true;
    CHECK(door_settings_agree(&settings, &failure));
    settings.switches = SWITCHES_CLOSED_ONLY;
    CHECK(!door_settings_agree(&settings, &failure));
}

static void stopping_while_opening_is_for_operators_that_stop(void)
{
    for (enum operator_profile profile = PROFILE_UNKNOWN; profile <= PROFILE_MONITOR_ONLY;
         profile++) {
        struct operator_settings settings = usual();
        settings.profile = profile;
        settings.stop_while_opening = true;
        const bool stops = profile == PROFILE_REV_CLOSING || profile == PROFILE_STOP_BOTH;
        CHECK(door_settings_agree(&settings, &failure) == stops);
    }
}

static void closing_from_afar_is_for_sectional_doors_that_warn_and_are_seen_closed(void)
{
    struct operator_settings settings = usual();
    CHECK(door_settings_may_close(&settings, &failure));
    settings.door_type = DOOR_TYPE_OTHER;
    CHECK(!door_settings_may_close(&settings, &failure));
    CHECK(strstr(failure.text, "16 CFR 1211.14") != NULL);
    settings = usual();
    settings.lamp = false;
    CHECK(!door_settings_may_close(&settings, &failure));
    settings = usual();
    settings.beeper = false;
    CHECK(!door_settings_may_close(&settings, &failure));
    settings = usual();
    settings.switches = SWITCHES_OPEN_ONLY;
    CHECK(!door_settings_may_close(&settings, &failure));
    settings = usual();
    settings.profile = PROFILE_AUTO_CLOSE;
    CHECK(!door_settings_may_close(&settings, &failure));
}

int main(void)
{
    RUN(every_setting_takes_back_the_text_it_shows);
    RUN(every_field_is_a_setting);
    RUN(what_is_no_setting_is_refused_and_changes_nothing);
    RUN(nobody_shortens_the_warning_and_the_reason_is_said);
    RUN(without_a_switch_a_door_is_only_watched);
    RUN(recovery_needs_both_switches);
    RUN(stopping_while_opening_is_for_operators_that_stop);
    RUN(closing_from_afar_is_for_sectional_doors_that_warn_and_are_seen_closed);
    return check_verdict();
}
