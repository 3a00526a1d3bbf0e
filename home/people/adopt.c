#include "home/people/adopt.h"

#include <string.h>

static struct person *of_point(struct people *people, const uint8_t point[POINT_SIZE])
{
    for (uint8_t i = 0; i < people->count; i++) {
        if (memcmp(people->at[i].entry.point, point, POINT_SIZE) == 0) {
            return &people->at[i];
        }
    }
    return NULL;
}

static bool signed_by(EVP_PKEY *key, const struct roster_message *roster)
{
    uint8_t point[POINT_SIZE];
    uint8_t key8[KEY8_SIZE];
    if (key == NULL || !key_point(key, point)) {
        return false;
    }
    key8_of(point, key8);
    return memcmp(key8, roster->signer8, KEY8_SIZE) == 0 &&
           key_verify(key, roster->covered, roster->signature);
}

static bool signed_by_recovery(const struct home *home, const struct roster_message *roster)
{
    struct failure ignored;
    struct path path;
    EVP_PKEY *key = NULL;
    if (!home_path(home, "keys/recovery.pub", &path, &ignored) ||
        !key_load_public(path.text, &key, &ignored)) {
        return false;
    }
    const bool holds = signed_by(key, roster);
    EVP_PKEY_free(key);
    return holds;
}

bool adopt_may(const struct home *home, const struct people *people, const char *door,
               const struct roster_message *roster, struct failure *failure)
{
    for (uint8_t i = 0; i < people->count; i++) {
        const struct person *person = &people->at[i];
        if (person->entry.role != ROLE_ADMIN || !person_may_at(person, door)) {
            continue;
        }
        EVP_PKEY *key = key_from_point(person->entry.point);
        const bool holds = signed_by(key, roster);
        EVP_PKEY_free(key);
        if (holds) {
            return true;
        }
    }
    return signed_by_recovery(home, roster) ||
           failure_say(failure,
                       "the roster in force at %s is signed by nobody that people.json calls an "
                       "admin, nor by the recovery key; if you do not know who that is, overrule "
                       "him: `portcullis recover`",
                       door);
}

static uint8_t place_of(const struct people *people, const uint8_t point[POINT_SIZE])
{
    uint8_t place = 0;
    while (memcmp(people->at[place].entry.point, point, POINT_SIZE) != 0) {
        place++;
    }
    return place;
}

static bool add_door(struct person *person, const char *door, struct failure *failure)
{
    if (person_may_at(person, door)) {
        return true;
    }
    if (person->door_count == PERSON_DOORS_MOST) {
        return failure_say(failure, "%s is at %d doors already, and no more fit; remove one there",
                           person_user(person).text, PERSON_DOORS_MOST);
    }
    memcpy(person->door[person->door_count++], door, strlen(door) + 1);
    return true;
}

// Every door but this one, where he was at every door. False: more than he can be listed at.
static bool list_others(const struct doors *doors, const char *door, struct person *person,
                        struct failure *failure)
{
    for (size_t i = 0; i < doors->count; i++) {
        if (strcmp(doors->name[i], door) != 0 && person->door_count == PERSON_DOORS_MOST) {
            return failure_say(failure,
                               "%s would be at more than %d doors by name; give him his doors with "
                               "`portcullis user remove` and `user add` first",
                               person_user(person).text, PERSON_DOORS_MOST);
        }
        if (strcmp(doors->name[i], door) != 0) {
            memcpy(person->door[person->door_count++], doors->name[i], sizeof(person->door[0]));
        }
    }
    return true;
}

static bool take_door(const struct doors *doors, const char *door, struct person *person,
                      struct failure *failure)
{
    if (person->door_count == 0) {
        return list_others(doors, door, person, failure);
    }
    uint8_t kept = 0;
    for (uint8_t i = 0; i < person->door_count; i++) {
        if (strcmp(person->door[i], door) != 0) {
            memmove(person->door[kept++], person->door[i], sizeof(person->door[0]));
        }
    }
    person->door_count = kept;
    return true;
}

static bool says_the_same(const struct roster_entry *left, const struct roster_entry *right)
{
    return left->kind == right->kind && left->role == right->role && left->flags == right->flags &&
           left->uses == right->uses && left->days == right->days && left->from == right->from &&
           left->to == right->to && left->last == right->last &&
           memcmp(left->user, right->user, USER_SIZE) == 0;
}

// The same device, by another key than this.
static const struct person *of_device(const struct people *people, const struct person *sought)
{
    for (uint8_t i = 0; i < people->count; i++) {
        if (people_are_one_device(&people->at[i], sought)) {
            return &people->at[i];
        }
    }
    return NULL;
}

// It stays at its doors; what let the old key into the broker does not.
static struct person with_new_key(const struct person *old, const struct roster_entry *entry)
{
    struct person person = *old;
    person.entry = *entry;
    person.login[0] = '\0';
    person.certificate[0] = '\0';
    person.expires = 0;
    return person;
}

// Whoever the roster names, in its order: as he is known, with what it says of him.
static bool take_entry(const struct roster_entry *entry, const struct adoption *adoption,
                       struct people *people, struct person *out)
{
    const char *door = adoption->door;
    const struct adopt_teller *teller = adoption->teller;
    struct failure ignored;
    const struct person *known = of_point(people, entry->point);
    struct person person = {.entry = *entry};
    const struct person *old = known == NULL ? of_device(people, &person) : NULL;
    if (known == NULL && old == NULL) {
        memcpy(person.door[person.door_count++], door, strlen(door) + 1);
        teller->tell(teller->self, ADOPT_COMES, &person);
        *out = person;
        return true;
    }
    const bool was_here = known != NULL && person_may_at(known, door);
    if (old != NULL) {
        person = with_new_key(old, entry);
    } else {
        person = *known;
        person.entry = *entry;
    }
    if (!add_door(&person, door, &ignored)) {
        return false;
    }
    if (old != NULL) {
        teller->tell(teller->self, ADOPT_NEW_KEY, &person);
    } else if (!was_here) {
        teller->tell(teller->self, ADOPT_COMES, &person);
    } else if (!says_the_same(&known->entry, entry)) {
        teller->tell(teller->self, ADOPT_CHANGES, &person);
    }
    *out = person;
    return true;
}

// By another key than his.
static bool names_device(const struct roster_message *roster, const struct person *person)
{
    for (uint8_t i = 0; i < roster->head.count; i++) {
        const struct person named = {.entry = roster_entry_at(roster, i)};
        if (people_are_one_device(&named, person)) {
            return true;
        }
    }
    return false;
}

static bool names(const struct roster_message *roster, const uint8_t point[POINT_SIZE])
{
    for (uint8_t i = 0; i < roster->head.count; i++) {
        const struct roster_entry entry = roster_entry_at(roster, i);
        if (memcmp(entry.point, point, POINT_SIZE) == 0) {
            return true;
        }
    }
    return false;
}

// He goes from this door, and from the home where it was his only one.
static bool let_go(const struct adoption *adoption, const struct person *before,
                   struct people *after, struct failure *failure)
{
    struct person person = *before;
    const bool was_here = person_may_at(&person, adoption->door);
    if (was_here) {
        adoption->teller->tell(adoption->teller->self, ADOPT_GOES, &person);
        if (!take_door(adoption->doors, adoption->door, &person, failure)) {
            return false;
        }
    }
    if (!people_add(after, &person, failure)) {
        return false;
    }
    // Without any door he would be at every one.
    return !was_here || person.door_count != 0 ||
           people_revoke(after, place_of(after, person.entry.point), failure);
}

// Those whom the roster does not name.
static bool take_others(const struct adoption *adoption, const struct people *before,
                        struct people *after, struct failure *failure)
{
    for (uint8_t i = 0; i < before->count; i++) {
        const struct person *person = &before->at[i];
        if (names(adoption->roster, person->entry.point)) {
            continue;
        }
        const bool replaced = names_device(adoption->roster, person);
        const bool has_certificate = person->certificate[0] != '\0';
        if (replaced && has_certificate &&
            !people_revoke_serial(after, person->certificate, failure)) {
            return false;
        }
        if (!replaced && !let_go(adoption, person, after, failure)) {
            return false;
        }
    }
    return true;
}

// What is told goes to a terminal: nobody is told of who is called otherwise than people can be.
static bool names_are_plain(const struct roster_message *roster, struct failure *failure)
{
    for (uint8_t i = 0; i < roster->head.count; i++) {
        const struct person person = {.entry = roster_entry_at(roster, i)};
        if (!name_is_plain(person_user(&person).text)) {
            return failure_say(failure,
                               "entry %d of that roster has no name that a user can have; overrule "
                               "it: `portcullis roster sign --over DOOR`",
                               i + 1);
        }
    }
    return true;
}

bool adopt_people(const struct adoption *adoption, struct people *people, struct failure *failure)
{
    const struct roster_message *roster = adoption->roster;
    struct people after = {.count = 0};
    after.revoked_count = people->revoked_count;
    memcpy(after.revoked, people->revoked, sizeof(after.revoked));
    if (!names_are_plain(roster, failure)) {
        return false;
    }
    for (uint8_t i = 0; i < roster->head.count; i++) {
        const struct roster_entry entry = roster_entry_at(roster, i);
        struct person person;
        if (!take_entry(&entry, adoption, people, &person)) {
            return failure_say(failure,
                               "somebody of that roster is at %d doors already; remove him "
                               "at one first",
                               PERSON_DOORS_MOST);
        }
        if (!people_add(&after, &person, failure)) {
            return false;
        }
    }
    if (!take_others(adoption, people, &after, failure)) {
        return false;
    }
    *people = after;
    return true;
}
