#include "home/people/people.h"

#include <string.h>

// What a role is for: two keys of one name have different ones.
enum purpose {
    TO_COMMAND,
    TO_STOP,
    TO_SIGN_ROSTERS
};

static enum purpose purpose_of(const struct person *person)
{
    if (person->entry.role == ROLE_ADMIN) {
        return TO_SIGN_ROSTERS;
    }
    return person->entry.role == ROLE_STOP_ONLY ? TO_STOP : TO_COMMAND;
}

static bool may_join(const struct people *people, const struct person *person,
                     struct failure *failure)
{
    const struct user_name name = person_user(person);
    if (!name_is_plain(name.text) || role_name(person->entry.role) == NULL) {
        return failure_say(failure,
                           "\"%s\" cannot be a user: 1 to 16 of a-z, 0-9 and -; choose "
                           "another name",
                           name.text);
    }
    if (people->count == PEOPLE_MOST) {
        return failure_say(failure, "%s does not fit: a home knows %d keys; remove somebody first",
                           name.text, PEOPLE_MOST);
    }
    for (uint8_t i = 0; i < people->count; i++) {
        const struct person *other = &people->at[i];
        if (memcmp(other->entry.point, person->entry.point, POINT_SIZE) == 0 ||
            (memcmp(other->entry.user, person->entry.user, USER_SIZE) == 0 &&
             purpose_of(other) == purpose_of(person))) {
            return failure_say(failure,
                               "%s is there already, by name or by key; choose another "
                               "name",
                               name.text);
        }
    }
    return true;
}

bool people_add(struct people *people, const struct person *person, struct failure *failure)
{
    if (!may_join(people, person, failure)) {
        return false;
    }
    uint8_t place = people->count;
    while (person->entry.role == ROLE_ADMIN && place > 0 &&
           people->at[place - 1].entry.role != ROLE_ADMIN) {
        people->at[place] = people->at[place - 1];
        place--;
    }
    people->at[place] = *person;
    people->count++;
    return true;
}

void people_remove(struct people *people, uint8_t index)
{
    people->count--;
    for (uint8_t i = index; i < people->count; i++) {
        people->at[i] = people->at[i + 1];
    }
}

struct person *people_find(struct people *people, const char *user)
{
    for (uint8_t i = 0; i < people->count; i++) {
        struct person *person = &people->at[i];
        if (purpose_of(person) == TO_COMMAND && strcmp(person_user(person).text, user) == 0) {
            return person;
        }
    }
    return NULL;
}

uint8_t people_count(const struct people *people, enum role role, const char *door)
{
    uint8_t count = 0;
    for (uint8_t i = 0; i < people->count; i++) {
        if (people->at[i].entry.role == role && person_may_at(&people->at[i], door)) {
            count++;
        }
    }
    return count;
}
