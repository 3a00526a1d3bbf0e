#include "home/cli/doors/checked.h"
#include "home/folder/json_file.h"

#include <stdio.h>

static bool profile_differs(const struct checked *it)
{
    return it->profiled && it->profile != it->profile_set;
}

bool checked_is_well(const struct checked *it)
{
    return it->wiring.good && !profile_differs(it);
}

static void remedy(const struct checked *it, char *room, size_t size)
{
    const bool sets = it->wiring.setting != NULL || profile_differs(it);
    (void)snprintf(room, size, "%s%s%s%s%s%s", sets ? "portcullis door set " : "",
                   sets ? it->door : "", it->wiring.setting == NULL ? "" : " ",
                   it->wiring.setting == NULL ? "" : it->wiring.setting,
                   profile_differs(it) ? " profile=" : "",
                   profile_differs(it) ? operator_profile_name(it->profile) : "");
}

static void tell(const struct checked *it)
{
    char line[128];
    remedy(it, line, sizeof(line));
    (void)printf("\n%s: %s\n", it->door, it->wiring.words);
    if (it->opening != 0) {
        (void)printf("  travel   about %u s to open, %u s to close\n",
                     (unsigned)((it->opening + 500) / 1000),
                     (unsigned)((it->closing + 500) / 1000));
    }
    if (it->profiled) {
        (void)printf("  profile  %s, by what a press did; %s is set\n",
                     operator_profile_name(it->profile), operator_profile_name(it->profile_set));
    }
    if (checked_is_well(it)) {
        (void)printf("All is as it is set.\n");
    } else if (line[0] != '\0') {
        (void)printf("To say so:\n  %s\n", line);
    }
}

static bool add_findings(cJSON *root, const struct checked *it)
{
    char line[128];
    remedy(it, line, sizeof(line));
    bool built = cJSON_AddStringToObject(root, "door", it->door) != NULL &&
                 cJSON_AddBoolToObject(root, "good", checked_is_well(it)) != NULL &&
                 cJSON_AddStringToObject(root, "switches", it->wiring.words) != NULL &&
                 (line[0] == '\0' || cJSON_AddStringToObject(root, "remedy", line) != NULL);
    if (built && it->opening != 0) {
        built = cJSON_AddNumberToObject(root, "opening_ms", it->opening) != NULL &&
                cJSON_AddNumberToObject(root, "closing_ms", it->closing) != NULL;
    }
    if (built && it->profiled) {
        built =
            cJSON_AddStringToObject(root, "profile", operator_profile_name(it->profile)) != NULL &&
            cJSON_AddStringToObject(root, "profile_set", operator_profile_name(it->profile_set)) !=
                NULL;
    }
    return built;
}

static bool tell_json(const struct checked *it, struct failure *failure)
{
    cJSON *root = cJSON_CreateObject();
    return json_print(root, add_findings(root, it)) ||
           failure_say(failure, "cannot print the findings: out of memory; try again");
}

bool checked_tell(const struct checked *it, bool json, struct failure *failure)
{
    if (json) {
        return tell_json(it, failure);
    }
    tell(it);
    return true;
}
