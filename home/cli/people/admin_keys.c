#include "home/cli/people/admin_keys.h"
#include "home/folder/json_file.h"
#include "home/link/confirm.h"

#include <stdio.h>
#include <string.h>

bool admin_find(const struct people *people, const char *name, uint8_t *index)
{
    for (uint8_t i = 0; i < people->count; i++) {
        if (people->at[i].entry.role == ROLE_ADMIN &&
            strcmp(person_user(&people->at[i]).text, name) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

// The first 8 bytes of its hash, as in rosters.
static void print_key8(const struct person *person, char room[2 * KEY8_SIZE + 1])
{
    uint8_t key8[KEY8_SIZE];
    key8_of(person->entry.point, key8);
    for (size_t i = 0; i < KEY8_SIZE; i++) {
        (void)snprintf(room + 2 * i, 3, "%02x", key8[i]);
    }
}

// The point of keys/admin.key is not known without the passphrase; people.json says the rest.
static bool print_json(const struct people *people)
{
    cJSON *list = cJSON_CreateArray();
    bool built = list != NULL;
    for (uint8_t i = 0; built && i < people->count; i++) {
        char key8[2 * KEY8_SIZE + 1];
        if (people->at[i].entry.role != ROLE_ADMIN) {
            continue;
        }
        cJSON *admin = cJSON_CreateObject();
        print_key8(&people->at[i], key8);
        built = cJSON_AddStringToObject(admin, "admin", person_user(&people->at[i]).text) != NULL &&
                cJSON_AddStringToObject(admin, "key", key8) != NULL &&
                cJSON_AddItemToArray(list, admin);
    }
    return json_print(list, built);
}

bool admin_list(const char *home_option, bool json, struct failure *failure)
{
    struct path folder;
    struct home home;
    struct people people;
    if (!home_choose(home_option, &folder, failure) || !home_open(folder.text, &home, failure) ||
        !people_read(folder.text, &people, failure)) {
        return false;
    }
    if (json) {
        return print_json(&people) ||
               failure_say(failure, "cannot print the list: out of memory; try again");
    }
    for (uint8_t i = 0; i < people.count; i++) {
        char key8[2 * KEY8_SIZE + 1];
        if (people.at[i].entry.role == ROLE_ADMIN) {
            print_key8(&people.at[i], key8);
            (void)printf("%-16s  key %s\n", person_user(&people.at[i]).text, key8);
        }
    }
    return true;
}

bool admin_look_above(const char *home_option, struct door_marks *out, struct failure *failure)
{
    struct path folder;
    struct home home;
    struct doors doors;
    if (!home_choose(home_option, &folder, failure) || !home_open(folder.text, &home, failure) ||
        !doors_list(&home, &doors, failure)) {
        return false;
    }
    out->count = 0;
    for (size_t i = 0; i < doors.count; i++) {
        struct failure ignored;
        struct confirmed seen;
        const struct confirm_request request = {
            .home = &home, .door = doors.name[i], .only_look = true};
        if (!roster_confirm(&request, &seen, &ignored) || seen.answer != ROSTER_ANOTHERS) {
            continue;
        }
        struct door_mark *above = &out->at[out->count++];
        memcpy(above->door, doors.name[i], sizeof(above->door));
        above->mark.version = seen.door_version;
        memcpy(above->mark.hash8, seen.door_hash8, HASH8_SIZE);
    }
    return true;
}
