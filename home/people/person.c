#include "home/people/person.h"

#include <string.h>

static const char *const role_names[] = {
    [ROLE_OWNER] = "owner",           [ROLE_MEMBER] = "member",         [ROLE_GUEST] = "guest",
    [ROLE_AUTOMATION] = "automation", [ROLE_TIMEKEEPER] = "timekeeper", [ROLE_ADMIN] = "admin",
    [ROLE_STOP_ONLY] = "stop-only",
};

enum {
    ROLE_NAMES = sizeof(role_names) / sizeof(role_names[0])
};

const char *role_name(uint8_t role)
{
    return role < ROLE_NAMES ? role_names[role] : NULL;
}

bool role_named(const char *name, uint8_t *out)
{
    for (size_t role = ROLE_OWNER; role < ROLE_NAMES; role++) {
        if (strcmp(name, role_names[role]) == 0) {
            *out = (uint8_t)role;
            return true;
        }
    }
    return false;
}

bool name_is_of_the_broker(const char *name)
{
    return strncmp(name, "door-", 5) == 0 || strncmp(name, "invite-", 7) == 0;
}

bool user_name_is_free(const char *name, struct failure *failure)
{
    static const char *const taken[] = {"admin", "timekeeper", "keeper", "enrol"};
    const size_t length = strlen(name);
    if (!name_is_plain(name) || name[0] == '-' || name[length - 1] == '-') {
        return failure_say(
            failure,
            "\"%.64s\" cannot be a user: 1 to 16 of a-z, 0-9 and -, as PERSON-DEVICE; "
            "say bob-phone",
            name);
    }
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        if (strcmp(name, taken[i]) == 0) {
            return failure_say(failure,
                               "\"%s\" is a name of the system; say another one, as "
                               "bob-phone",
                               name);
        }
    }
    return !name_is_of_the_broker(name) ||
           failure_say(
               failure,
               "\"%s\" is a name of the system at the broker; say another one, as bob-phone", name);
}

struct person person_of(const char *user, enum role role, const uint8_t point[POINT_SIZE])
{
    struct person person = {.entry = {.kind = KEY_RAW, .role = (uint8_t)role}};
    const size_t length = strlen(user);
    memcpy(person.entry.point, point, POINT_SIZE);
    memcpy(person.entry.user, user, length < USER_SIZE ? length : USER_SIZE);
    return person;
}

struct user_name person_user(const struct person *person)
{
    struct user_name name = {""};
    memcpy(name.text, person->entry.user, USER_SIZE);
    return name;
}

struct user_name person_whose(const char *user)
{
    struct user_name whose = {""};
    const size_t length = strcspn(user, "-");
    memcpy(whose.text, user, length < USER_SIZE ? length : USER_SIZE);
    return whose;
}

bool person_is(const struct person *person, const char *name)
{
    const struct user_name user = person_user(person);
    return strcmp(user.text, name) == 0 || strcmp(person_whose(user.text).text, name) == 0;
}

bool person_may_at(const struct person *person, const char *door)
{
    for (uint8_t i = 0; i < person->door_count; i++) {
        if (strcmp(person->door[i], door) == 0) {
            return true;
        }
    }
    return person->door_count == 0;
}

static bool take_door(struct person *person, const char *name, size_t length,
                      struct failure *failure)
{
    if (person->door_count == PERSON_DOORS_MOST) {
        return failure_say(failure, "--doors takes %d names; leave --doors away for every door",
                           PERSON_DOORS_MOST);
    }
    char *door = person->door[person->door_count];
    if (length <= NAME_MOST) {
        memcpy(door, name, length);
        door[length] = '\0';
    }
    if (length > NAME_MOST || !name_is_plain(door)) {
        return failure_say(failure, "--doors wants names with commas between, as garage,barn");
    }
    person->door_count++;
    return true;
}

bool person_take_doors(struct person *person, const char *list, struct failure *failure)
{
    for (const char *at = list; at != NULL;) {
        const char *comma = strchr(at, ',');
        const size_t length = comma == NULL ? strlen(at) : (size_t)(comma - at);
        if (!take_door(person, at, length, failure)) {
            return false;
        }
        at = comma == NULL ? NULL : comma + 1;
    }
    return true;
}

bool person_is_over(const struct person *person, time_t now)
{
    return person->expires != 0 && now >= person->expires;
}

bool person_connects(const struct person *person)
{
    const uint8_t role = person->entry.role;
    return role >= ROLE_OWNER && role <= ROLE_AUTOMATION;
}
