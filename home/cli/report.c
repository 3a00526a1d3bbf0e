#include "home/cli/report.h"
#include "home/cli/words.h"
#include "home/folder/home.h"
#include "home/folder/json_file.h"
#include "home/people/roster_file.h"

#include <stdio.h>
#include <string.h>

bool report_fill_roster(struct report *report, const struct home *home, struct failure *failure)
{
    struct path path;
    uint8_t room[ROSTER_MOST + 1];
    uint8_t hash[HASH_SIZE];
    struct bytes content;
    struct roster_message roster;
    if (home->settings.member) {
        report->roster_version = 0;
        return true;
    }
    if (!home_door_path(home, report->door, "roster", &path, failure) ||
        !file_read(path.text, room, sizeof(room), &content, failure)) {
        return false;
    }
    if (!roster_decode(content, &roster)) {
        return failure_say(failure, "%s is damaged; put it back from a backup", path.text);
    }
    roster_hash_of(&roster, hash);
    report->roster_version = roster.head.version;
    memcpy(report->roster_hash8, hash, HASH8_SIZE);
    return true;
}

bool report_roster_confirmed(const struct report *report)
{
    return report->epoch->roster_version == report->roster_version &&
           memcmp(report->epoch->roster_hash8, report->roster_hash8, HASH8_SIZE) == 0;
}

// A door's clock may run a little ahead of ours.
uint64_t epoch_age(const struct epoch *epoch, time_t now)
{
    const uint64_t seconds = (uint64_t)now;
    return epoch->unix_seconds < seconds ? seconds - epoch->unix_seconds : 0;
}

struct age_text epoch_age_words(const struct epoch *epoch, time_t now)
{
    struct age_text age;
    const struct span_text span = span_words(epoch_age(epoch, now));
    if (epoch->unix_seconds == 0) {
        (void)snprintf(age.text, sizeof(age.text),
                       "unproven: the door's clock is not set, so its word may be old");
    } else if (epoch_is_fresh(epoch, now)) {
        (void)snprintf(age.text, sizeof(age.text), "fresh, %s old", span.text);
    } else {
        (void)snprintf(age.text, sizeof(age.text),
                       "unproven: %s old; the door or the broker may be away", span.text);
    }
    return age;
}

static const char *colour_of(uint8_t state)
{
    switch ((enum door_state)state) {
    case DOOR_CLOSED:
        return "\033[32m";
    case DOOR_OPEN:
    case DOOR_OPENING:
    case DOOR_CLOSING:
    case DOOR_WARNING:
    case DOOR_STOPPED:
        return "\033[33m";
    case DOOR_UNKNOWN:
        return "\033[31m";
    }
    return "\033[31m";
}

static void print_head(const struct report *report)
{
    const struct epoch *epoch = report->epoch;
    const bool colour = colour_wanted();
    const char *state = (epoch->flags & EPOCH_FAULT) != 0 ? "fault" : state_word(epoch->state);
    (void)printf("%s: %s%s%s", report->door, colour ? colour_of(epoch->state) : "", state,
                 colour ? "\033[0m" : "");
    (void)printf(" (%s)", ground_word(epoch->state, epoch->position));
    if (epoch->position <= POSITION_OPEN && ground_word(epoch->state, epoch->position)[0] == 'i') {
        (void)printf(", about %u %% open", (unsigned)epoch->position);
    }
    (void)printf(", %s\n", epoch_age_words(epoch, report->now).text);
}

void report_print(const struct report *report)
{
    const struct epoch *epoch = report->epoch;
    print_head(report);
    if ((epoch->flags & EPOCH_FAULT) != 0) {
        (void)printf("  fault: its switches contradict each other; look at the door\n");
    }
    if ((epoch->flags & EPOCH_OBSTRUCTED) != 0) {
        (void)printf("  obstructed: something stands in the photo-eye's beam\n");
    }
    if ((epoch->flags & EPOCH_LOCK_OUT) != 0) {
        (void)printf("  locked out: a close did not end closed; press a button in the garage\n");
    }
    if ((epoch->flags & EPOCH_VACATION_LOCK) != 0) {
        (void)printf("  vacation lock: on; `portcullis lock off %s` lifts it\n", report->door);
    }
    if (report->roster_version == 0) {
        (void)printf("  roster: version %u at the door\n", (unsigned)epoch->roster_version);
    } else if (report_roster_confirmed(report)) {
        (void)printf("  roster: version %u, confirmed by the door\n",
                     (unsigned)report->roster_version);
    } else {
        (void)printf("  roster: version %u is not confirmed; the door has %u\n",
                     (unsigned)report->roster_version, (unsigned)epoch->roster_version);
    }
}

static bool add_flags(cJSON *root, uint8_t flags)
{
    return cJSON_AddBoolToObject(root, "obstructed", (flags & EPOCH_OBSTRUCTED) != 0) != NULL &&
           cJSON_AddBoolToObject(root, "fault", (flags & EPOCH_FAULT) != 0) != NULL &&
           cJSON_AddBoolToObject(root, "vacation_lock", (flags & EPOCH_VACATION_LOCK) != 0) !=
               NULL &&
           cJSON_AddBoolToObject(root, "lock_out", (flags & EPOCH_LOCK_OUT) != 0) != NULL;
}

static bool add_state(cJSON *root, const struct report *report)
{
    const struct epoch *epoch = report->epoch;
    bool added = cJSON_AddStringToObject(root, "door", report->door) != NULL &&
                 cJSON_AddStringToObject(root, "state", state_word(epoch->state)) != NULL &&
                 cJSON_AddStringToObject(root, "ground",
                                         ground_word(epoch->state, epoch->position)) != NULL &&
                 cJSON_AddBoolToObject(root, "fresh", epoch_is_fresh(epoch, report->now)) != NULL;
    if (added && epoch->position <= POSITION_OPEN) {
        added = cJSON_AddNumberToObject(root, "position", epoch->position) != NULL;
    }
    if (added && epoch->unix_seconds != 0) {
        added = cJSON_AddNumberToObject(root, "age_seconds",
                                        (double)epoch_age(epoch, report->now)) != NULL;
    }
    return added;
}

static bool add_numbers(cJSON *root, const struct report *report)
{
    const struct epoch *epoch = report->epoch;
    return cJSON_AddNumberToObject(root, "boot", epoch->boot) != NULL &&
           cJSON_AddNumberToObject(root, "turn", epoch->turn) != NULL &&
           cJSON_AddNumberToObject(root, "sequence", epoch->sequence) != NULL &&
           cJSON_AddNumberToObject(root, "event", epoch->event_number) != NULL &&
           cJSON_AddNumberToObject(root, "roster", epoch->roster_version) != NULL &&
           (report->roster_version == 0 ||
            cJSON_AddBoolToObject(root, "roster_confirmed", report_roster_confirmed(report)) !=
                NULL);
}

bool report_print_json(const struct report *report)
{
    cJSON *root = cJSON_CreateObject();
    const bool built = add_state(root, report) && add_flags(root, report->epoch->flags) &&
                       add_numbers(root, report);
    const bool printed = json_print(root, built);
    (void)fflush(stdout); // `watch` into a pipe is read line by line
    return printed;
}

void report_print_line(const struct report *report)
{
    char clock[16] = "";
    struct tm local;
    if (localtime_r(&report->now, &local) != NULL) {
        (void)strftime(clock, sizeof(clock), "%H:%M:%S", &local);
    }
    (void)printf("%s  ", clock);
    print_head(report);
    (void)fflush(stdout); // a watcher waits for the line
}
