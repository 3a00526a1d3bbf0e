#include "home/people/people.h"

#include <stdio.h>
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

bool people_are_one_device(const struct person *left, const struct person *right)
{
    return memcmp(left->entry.user, right->entry.user, USER_SIZE) == 0 &&
           purpose_of(left) == purpose_of(right);
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
    if (name_is_of_the_broker(name.text)) {
        return failure_say(failure,
                           "\"%s\" cannot be a user: door-… and invite-… are names of the system; "
                           "choose another name",
                           name.text);
    }
    if (people->count == PEOPLE_MOST) {
        return failure_say(failure, "%s does not fit: a home knows %d keys; remove somebody first",
                           name.text, PEOPLE_MOST);
    }
    for (uint8_t i = 0; i < people->count; i++) {
        const struct person *other = &people->at[i];
        if (memcmp(other->entry.point, person->entry.point, POINT_SIZE) == 0 ||
            people_are_one_device(other, person)) {
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

// Another key of the device may be there with the same certificate.
static bool certificate_is_used(const struct people *people, const char *serial)
{
    for (uint8_t i = 0; i < people->count; i++) {
        if (strcmp(people->at[i].certificate, serial) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_no_room(struct failure *failure)
{
    return failure_say(failure,
                       "this home has revoked %d certificates and has room for no more; make a "
                       "new home (`portcullis init`)",
                       REVOKED_MOST);
}

bool people_revoke_serial(struct people *people, const char *serial, struct failure *failure)
{
    for (size_t i = 0; i < people->revoked_count; i++) {
        if (strcmp(people->revoked[i].text, serial) == 0) {
            return true;
        }
    }
    if (people->revoked_count == REVOKED_MOST) {
        return has_no_room(failure);
    }
    struct serial *place = &people->revoked[people->revoked_count++];
    (void)snprintf(place->text, sizeof(place->text), "%s", serial);
    return true;
}

bool people_revoke(struct people *people, uint8_t index, struct failure *failure)
{
    struct serial serial;
    memcpy(serial.text, people->at[index].certificate, sizeof(serial.text));
    if (serial.text[0] != '\0' && people->revoked_count == REVOKED_MOST) {
        return has_no_room(failure);
    }
    people_remove(people, index);
    if (serial.text[0] != '\0' && !certificate_is_used(people, serial.text)) {
        people->revoked[people->revoked_count++] = serial;
    }
    return true;
}

bool people_let_go(struct people *people, time_t now, size_t *gone, struct failure *failure)
{
    *gone = 0;
    for (uint8_t i = 0; i < people->count;) {
        if (!person_is_over(&people->at[i], now)) {
            i++;
            continue;
        }
        if (!people_revoke(people, i, failure)) {
            return false;
        }
        (*gone)++;
    }
    return true;
}

size_t people_revoked_count(const struct people *people)
{
    return people->revoked_count;
}

const char *people_revoked_serial(const struct people *people, size_t index)
{
    return people->revoked[index].text;
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
