// The settings of a door's operator as a person reads and writes them, "warning=8": what each means,
// which values it takes, and what is refused because somebody could be hurt by it (the reasons are
// those of safety.md).
#ifndef HOME_DOORS_DOOR_SETTINGS_H
#define HOME_DOORS_DOOR_SETTINGS_H

#include "base/must_use.h"
#include "home/failure.h"
#include "protocol/operator_settings.h"

#include <cjson/cJSON.h>
#include <stddef.h>

enum {
    DOOR_SETTINGS = 12
};

struct setting_text {
    char text[32];
};

// number is 0 to DOOR_SETTINGS - 1.
const char *door_setting_name(size_t number);
const char *door_setting_values(size_t number);
const char *door_setting_meaning(size_t number);
struct setting_text door_setting_text(const struct operator_settings *settings, size_t number);

// Takes one "key=value". Refuses a key or a value that is none, and a number out of its range.
MUST_USE bool door_settings_assign(struct operator_settings *settings, const char *assignment,
                                   struct failure *failure);

// Refuses settings that are each in range, but together promise what this controller may not do.
MUST_USE bool door_settings_agree(const struct operator_settings *settings,
                                  struct failure *failure);

// C1 and C26: refuses a door that may never be closed from afar, whatever its owner says.
MUST_USE bool door_settings_may_close(const struct operator_settings *settings,
                                      struct failure *failure);

// Adds them all to the root, as "settings"; false: memory was short.
MUST_USE bool door_settings_add_json(cJSON *root, const struct operator_settings *settings);

// "both", "open", "closed", "none", and back.
const char *limit_switches_name(enum limit_switches switches);
MUST_USE bool limit_switches_named(const char *name, enum limit_switches *out);

#endif
