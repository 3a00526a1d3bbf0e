#include "protocol/operator_settings.h"

#include <string.h>

enum {
    PULSE_LEAST = 100, // ms; safety.md, section 2
    PULSE_MOST = 1000,
    PULSE_USUAL = 400,
    WARNING_LEAST = 5, // seconds; 16 CFR 1211.14(c)
    WARNING_MOST = 30
};

enum {
    FITTED_WALL_INPUT = 1,
    FITTED_DEVICE_BUTTON = 2,
    FITTED_PHOTO_EYE = 4,
    FITTED_LAMP = 8,
    FITTED_BEEPER = 16,
    FITTED_ALL = 31,
    OPTION_RECOVER = 1,
    OPTION_STOP_WHILE_OPENING = 2,
    OPTION_ALL = 3
};

static const char *const profile_names[] = {
    [PROFILE_UNKNOWN] = "unknown",       [PROFILE_REV_CLOSING] = "rev-closing",
    [PROFILE_STOP_BOTH] = "stop-both",   [PROFILE_TWO_STEP] = "two-step",
    [PROFILE_CONDO_REV] = "condo-rev",   [PROFILE_CONDO_STOP] = "condo-stop",
    [PROFILE_AUTO_CLOSE] = "auto-close", [PROFILE_MONITOR_ONLY] = "monitor-only",
};

struct operator_settings operator_settings_default(void)
{
    return (struct operator_settings){
        .profile = PROFILE_MONITOR_ONLY,
        .switches = SWITCHES_NONE,
        .door_type = DOOR_TYPE_OTHER,
        .pulse = PULSE_USUAL,
        .warning_seconds = WARNING_LEAST,
    };
}

bool operator_settings_sound(const struct operator_settings *settings)
{
    return (unsigned)settings->profile <= PROFILE_MONITOR_ONLY &&
           (unsigned)settings->switches <= SWITCHES_BOTH &&
           (unsigned)settings->door_type <= DOOR_TYPE_SECTIONAL && settings->pulse >= PULSE_LEAST &&
           settings->pulse <= PULSE_MOST && settings->warning_seconds >= WARNING_LEAST &&
           settings->warning_seconds <= WARNING_MOST;
}

static uint8_t bit_if(bool wanted, uint8_t bit)
{
    return wanted ? bit : 0;
}

void operator_settings_write(struct writer *w, const struct operator_settings *settings)
{
    writer_u8(w, (uint8_t)settings->profile);
    writer_u8(w, (uint8_t)settings->switches);
    writer_u8(w, (uint8_t)settings->door_type);
    writer_u8(w, bit_if(settings->wall_input, FITTED_WALL_INPUT) |
                     bit_if(settings->device_button, FITTED_DEVICE_BUTTON) |
                     bit_if(settings->photo_eye, FITTED_PHOTO_EYE) |
                     bit_if(settings->lamp, FITTED_LAMP) | bit_if(settings->beeper, FITTED_BEEPER));
    writer_u8(w, bit_if(settings->recover, OPTION_RECOVER) |
                     bit_if(settings->stop_while_opening, OPTION_STOP_WHILE_OPENING));
    writer_u16(w, settings->pulse);
    writer_u8(w, settings->warning_seconds);
}

bool operator_settings_read(struct reader *r, struct operator_settings *out)
{
    struct operator_settings read = {0};
    read.profile = (enum operator_profile)reader_u8(r);
    read.switches = (enum limit_switches)reader_u8(r);
    read.door_type = (enum door_type)reader_u8(r);
    const uint8_t fitted = reader_u8(r);
    read.wall_input = (fitted & FITTED_WALL_INPUT) != 0;
    read.device_button = (fitted & FITTED_DEVICE_BUTTON) != 0;
    read.photo_eye = (fitted & FITTED_PHOTO_EYE) != 0;
    read.lamp = (fitted & FITTED_LAMP) != 0;
    read.beeper = (fitted & FITTED_BEEPER) != 0;
    const uint8_t options = reader_u8(r);
    read.recover = (options & OPTION_RECOVER) != 0;
    read.stop_while_opening = (options & OPTION_STOP_WHILE_OPENING) != 0;
    read.pulse = reader_u16(r);
    read.warning_seconds = reader_u8(r);
    if (r->overrun || fitted > FITTED_ALL || options > OPTION_ALL ||
        !operator_settings_sound(&read)) {
        return false;
    }
    *out = read;
    return true;
}

const char *operator_profile_name(enum operator_profile profile)
{
    return (unsigned)profile <= PROFILE_MONITOR_ONLY ? profile_names[profile] : NULL;
}

bool operator_profile_named(const char *name, enum operator_profile *out)
{
    for (unsigned i = 0; i <= PROFILE_MONITOR_ONLY; i++) {
        if (strcmp(name, profile_names[i]) == 0) {
            *out = (enum operator_profile)i;
            return true;
        }
    }
    return false;
}
