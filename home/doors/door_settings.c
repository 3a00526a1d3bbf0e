#include "home/doors/door_settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum setting_kind {
    SETTING_PROFILE,
    SETTING_SWITCHES,
    SETTING_TYPE,
    SETTING_FITTED, // yes or no
    SETTING_PULSE,
    SETTING_WARNING
};

struct setting_row {
    const char *name;
    enum setting_kind kind;
    size_t offset; // of a bool in struct operator_settings, where it is one
    const char *values;
    const char *meaning;
};

#define FITTED(name, field, meaning)                                                               \
    {                                                                                              \
        name, SETTING_FITTED, offsetof(struct operator_settings, field), "yes, no", meaning        \
    }

static const struct setting_row rows[DOOR_SETTINGS] = {
    {"profile", SETTING_PROFILE, 0,
     "rev-closing, stop-both, two-step, condo-rev, condo-stop, auto-close, unknown, monitor-only",
     "what a press does while the door moves; `portcullis door check` finds it out"},
    {"switches", SETTING_SWITCHES, 0, "both, closed, open, none",
     "limit switches fitted: what is not seen is never said"},
    {"door-type", SETTING_TYPE, 0, "sectional, other",
     "only a sectional door is ever closed from afar"},
    {"pulse", SETTING_PULSE, 0, "100 to 1000 ms", "length of a press"},
    {"warning", SETTING_WARNING, 0, "5 to 30 s", "lamp and sound before it closes from afar"},
    FITTED("wall-input", wall_input, "the wall button is wired to us too: it lifts a lock-out"),
    FITTED("device-button", device_button,
           "a button on the controller: your half of the permission"),
    FITTED("photo-eye", photo_eye, "the photo-eye is wired to us: blocked, nothing closes"),
    FITTED("lamp", lamp, "a warning lamp, 360 lm or more; without it nothing closes from afar"),
    FITTED("beeper", beeper, "a beeper, 45 dB at 3 m; without it nothing closes from afar"),
    FITTED("recover", recover, "from an unknown place, run to a limit first; needs both switches"),
    FITTED("stop-while-opening", stop_while_opening, "stop presses also while the door opens"),
};

const char *door_setting_name(size_t number)
{
    return rows[number].name;
}

const char *door_setting_values(size_t number)
{
    return rows[number].values;
}

const char *door_setting_meaning(size_t number)
{
    return rows[number].meaning;
}

struct switches_row {
    const char *name;
    enum limit_switches switches;
};

static const struct switches_row switches_rows[] = {
    {"none", SWITCHES_NONE},
    {"open", SWITCHES_OPEN_ONLY},
    {"closed", SWITCHES_CLOSED_ONLY},
    {"both", SWITCHES_BOTH},
};

enum {
    SWITCHES_ROWS = sizeof(switches_rows) / sizeof(switches_rows[0])
};

const char *limit_switches_name(enum limit_switches switches)
{
    for (size_t i = 0; i < SWITCHES_ROWS; i++) {
        if (switches_rows[i].switches == switches) {
            return switches_rows[i].name;
        }
    }
    return "?";
}

bool limit_switches_named(const char *name, enum limit_switches *out)
{
    for (size_t i = 0; i < SWITCHES_ROWS; i++) {
        if (strcmp(switches_rows[i].name, name) == 0) {
            *out = switches_rows[i].switches;
            return true;
        }
    }
    return false;
}

static const bool *fitted_at(const struct operator_settings *settings, size_t offset)
{
    return (const bool *)((const char *)settings + offset);
}

struct setting_text door_setting_text(const struct operator_settings *settings, size_t number)
{
    struct setting_text out = {""};
    const struct setting_row *row = &rows[number];
    const char *word = "";
    switch (row->kind) {
    case SETTING_PROFILE:
        word = operator_profile_name(settings->profile);
        break;
    case SETTING_SWITCHES:
        word = limit_switches_name(settings->switches);
        break;
    case SETTING_TYPE:
        word = settings->door_type == DOOR_TYPE_SECTIONAL ? "sectional" : "other";
        break;
    case SETTING_FITTED:
        word = *fitted_at(settings, row->offset) ? "yes" : "no";
        break;
    case SETTING_PULSE:
        (void)snprintf(out.text, sizeof(out.text), "%u", (unsigned)settings->pulse);
        return out;
    case SETTING_WARNING:
        (void)snprintf(out.text, sizeof(out.text), "%u", (unsigned)settings->warning_seconds);
        return out;
    }
    (void)snprintf(out.text, sizeof(out.text), "%s", word);
    return out;
}

static bool takes(const struct setting_row *row, const char *value, struct failure *failure)
{
    return failure_say(failure, "%s cannot be \"%.32s\": it is one of %s", row->name, value,
                       row->values);
}

static bool is_number(const char *value, long *out)
{
    char *end = NULL;
    *out = strtol(value, &end, 10);
    return end != value && *end == '\0';
}

static bool assign_pulse(struct operator_settings *settings, const char *value,
                         struct failure *failure)
{
    long ms = 0;
    if (!is_number(value, &ms) || ms < 100 || ms > 1000) {
        return failure_say(failure,
                           "pulse cannot be \"%.32s\": 100 to 1000 ms. Shorter is not seen by "
                           "operators; a button held longer means \"close past the photo-eye\" to "
                           "many of them",
                           value);
    }
    settings->pulse = (uint16_t)ms;
    return true;
}

static bool assign_warning(struct operator_settings *settings, const char *value,
                           struct failure *failure)
{
    long seconds = 0;
    if (!is_number(value, &seconds) || seconds < 5 || seconds > 30) {
        return failure_say(failure,
                           "warning cannot be \"%.32s\": 5 to 30 s. Whoever stands under the door "
                           "needs 5 s to get away (16 CFR 1211.14), and nobody may shorten them",
                           value);
    }
    settings->warning_seconds = (uint8_t)seconds;
    return true;
}

static bool assign_fitted(struct operator_settings *settings, const struct setting_row *row,
                          const char *value, struct failure *failure)
{
    const bool yes = strcmp(value, "yes") == 0 || strcmp(value, "on") == 0;
    if (!yes && strcmp(value, "no") != 0 && strcmp(value, "off") != 0) {
        return takes(row, value, failure);
    }
    *(bool *)((char *)settings + row->offset) = yes;
    return true;
}

static bool assign(struct operator_settings *settings, const struct setting_row *row,
                   const char *value, struct failure *failure)
{
    switch (row->kind) {
    case SETTING_PROFILE:
        return operator_profile_named(value, &settings->profile) || takes(row, value, failure);
    case SETTING_SWITCHES:
        return limit_switches_named(value, &settings->switches) || takes(row, value, failure);
    case SETTING_TYPE:
        if (strcmp(value, "sectional") != 0 && strcmp(value, "other") != 0) {
            return takes(row, value, failure);
        }
        settings->door_type =
            strcmp(value, "sectional") == 0 ? DOOR_TYPE_SECTIONAL : DOOR_TYPE_OTHER;
        return true;
    case SETTING_FITTED:
        return assign_fitted(settings, row, value, failure);
    case SETTING_PULSE:
        return assign_pulse(settings, value, failure);
    case SETTING_WARNING:
        return assign_warning(settings, value, failure);
    }
    return false;
}

bool door_settings_assign(struct operator_settings *settings, const char *assignment,
                          struct failure *failure)
{
    const char *equals = strchr(assignment, '=');
    if (equals == NULL) {
        return failure_say(failure,
                           "\"%.32s\" is no setting: write it as warning=8; `portcullis door set "
                           "--help` lists them",
                           assignment);
    }
    const size_t length = (size_t)(equals - assignment);
    for (size_t i = 0; i < DOOR_SETTINGS; i++) {
        if (strlen(rows[i].name) == length && strncmp(rows[i].name, assignment, length) == 0) {
            return assign(settings, &rows[i], equals + 1, failure);
        }
    }
    return failure_say(failure,
                       "there is no setting %.*s; `portcullis door set DOOR` shows all there are",
                       (int)(length < 32 ? length : 32), assignment);
}

bool door_settings_agree(const struct operator_settings *settings, struct failure *failure)
{
    const bool stops_while_opening =
        settings->profile == PROFILE_REV_CLOSING || settings->profile == PROFILE_STOP_BOTH;
    if (settings->switches == SWITCHES_NONE && settings->profile != PROFILE_MONITOR_ONLY) {
        return failure_say(failure, "switches=none: of a door without a limit switch nothing is "
                                    "known, so it can only be watched; say profile=monitor-only "
                                    "as well, or fit a switch");
    }
    if (settings->recover && settings->switches != SWITCHES_BOTH) {
        return failure_say(failure, "recover=yes: a press from an unknown place may close the "
                                    "door, and only both limit switches tell where it ended; fit "
                                    "both, or say recover=no");
    }
    if (settings->stop_while_opening && !stops_while_opening) {
        return failure_say(failure,
                           "stop-while-opening=yes: with profile %s a press while it "
                           "opens does not stop the door, it may close it; only "
                           "rev-closing and stop-both stop then",
                           operator_profile_name(settings->profile));
    }
    return true;
}

bool door_settings_may_close(const struct operator_settings *settings, struct failure *failure)
{
    if (settings->door_type != DOOR_TYPE_SECTIONAL) {
        return failure_say(failure, "only a sectional door may be closed unattended, never a "
                                    "one-piece or swinging one (16 CFR 1211.14); say door-type="
                                    "sectional if it is one");
    }
    if (!settings->lamp || !settings->beeper) {
        return failure_say(failure, "who is under the door must see and hear that it is about to "
                                    "close: a lamp and a beeper are needed; say lamp=yes "
                                    "beeper=yes when both are fitted");
    }
    if (settings->profile == PROFILE_MONITOR_ONLY || settings->profile == PROFILE_AUTO_CLOSE) {
        return failure_say(failure, "with profile %s we never press to close this door",
                           operator_profile_name(settings->profile));
    }
    if (settings->switches != SWITCHES_BOTH && settings->switches != SWITCHES_CLOSED_ONLY) {
        return failure_say(failure, "without a closed switch nobody could say whether it is "
                                    "closed; fit one and say switches=closed or switches=both");
    }
    return true;
}

bool door_settings_add_json(cJSON *root, const struct operator_settings *settings)
{
    cJSON *all = cJSON_AddObjectToObject(root, "settings");
    bool built = all != NULL;
    for (size_t i = 0; built && i < DOOR_SETTINGS; i++) {
        built = cJSON_AddStringToObject(all, door_setting_name(i),
                                        door_setting_text(settings, i).text) != NULL;
    }
    return built;
}
