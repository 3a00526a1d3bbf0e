// portcullis people (user list): who may do what, at which doors, and which doors have confirmed it.
#include "home/cli/commands.h"
#include "home/cli/people/tell_rosters.h"
#include "home/cli/span.h"
#include "home/folder/json_file.h"
#include "home/link/confirm.h"
#include "home/link/session.h"
#include "home/people/issue_rosters.h"
#include "home/people/limits.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char teaches[] =
    "Lists everybody by person: each device with its role, its doors and its limits. That is what\n"
    "people.json says, from which rosters are signed; with --confirm every door is asked whether "
    "it\n"
    "has that in force.\n"
    "\n"
    "  portcullis people\n"
    "  portcullis people --confirm\n"
    "  portcullis people --json | jq -r '.people[].person'\n"
    "\n"
    "Exit codes: 0 told; with --confirm 1 where a door has not confirmed it.\n";

struct list_options {
    const char *home;
    bool confirm;
    bool json;
};

// What is listed.
struct listing {
    struct home home;
    struct people people;
    struct doors doors;
    struct doors behind; // people.json says something else than their rosters
    time_t now;
};

// The first of the person's keys, so that each person is told once.
static bool is_first(const struct people *people, uint8_t index)
{
    const struct user_name whose = person_whose(person_user(&people->at[index]).text);
    for (uint8_t i = 0; i < index; i++) {
        if (strcmp(person_whose(person_user(&people->at[i]).text).text, whose.text) == 0) {
            return false;
        }
    }
    return true;
}

static bool is_of(const struct person *person, const struct user_name *whose)
{
    return strcmp(person_whose(person_user(person).text).text, whose->text) == 0;
}

static void print_doors(const struct person *person, char room[160])
{
    size_t length = 0;
    room[0] = '\0';
    for (uint8_t i = 0; i < person->door_count; i++) {
        // Eight names of sixteen fit.
        (void)snprintf(room + length, 160 - length, "%s%s", i == 0 ? "" : ",", person->door[i]);
        length = strlen(room);
    }
    if (person->door_count == 0) {
        (void)snprintf(room, 160, "every door");
    }
}

// A device has one line: its key that only stops is told with the one that commands.
static bool is_of_a_device(const struct listing *listing, const struct person *person)
{
    for (uint8_t i = 0; person->entry.role == ROLE_STOP_ONLY && i < listing->people.count; i++) {
        const struct person *other = &listing->people.at[i];
        if (person_connects(other) &&
            memcmp(other->entry.user, person->entry.user, USER_SIZE) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_stop_key(const struct listing *listing, const struct person *person)
{
    for (uint8_t i = 0; person_connects(person) && i < listing->people.count; i++) {
        const struct person *other = &listing->people.at[i];
        if (other->entry.role == ROLE_STOP_ONLY &&
            memcmp(other->entry.user, person->entry.user, USER_SIZE) == 0) {
            return true;
        }
    }
    return false;
}

// What its key is, where that is more than a file on a machine.
static const char *words_of_key(const struct listing *listing, const struct person *person)
{
    if (person->entry.kind == KEY_PASSKEY) {
        return has_stop_key(listing, person) ? "passkey, and a key that only stops" : "passkey";
    }
    if (has_stop_key(listing, person)) {
        return "with a key that only stops";
    }
    // Who comes by password alone is a phone.
    const bool phone = person->login[0] != '\0' && person->certificate[0] == '\0';
    return phone ? "a browser's key, weaker than a passkey" : "";
}

// What is worth saying beside role and limits.
static const char *remark(const struct listing *listing, const struct person *person)
{
    const struct roster_entry *entry = &person->entry;
    if (limits_are_over(entry, listing->now) || person_is_over(person, listing->now)) {
        return "over";
    }
    if (entry->role == ROLE_GUEST && !limits_are_there(entry)) {
        return "no limit, so no power";
    }
    if (entry->role == ROLE_AUTOMATION) {
        return (entry->flags & ENTRY_AUTOMATION_MAY_OPEN) != 0 ? "may open" : "does not open";
    }
    if (entry->role == ROLE_OWNER &&
        strcmp(person_user(person).text, listing->home.settings.owner) == 0) {
        return "this command line";
    }
    return words_of_key(listing, person);
}

static void print_key(const struct listing *listing, const struct person *person)
{
    char doors[160];
    const struct limits_text limits = limits_words(&person->entry);
    const char *more = remark(listing, person);
    print_doors(person, doors);
    (void)printf("  %-16s  %-10s  %s%s%s", person_user(person).text, role_name(person->entry.role),
                 doors, limits.text[0] == '\0' ? "" : "; ", limits.text);
    if (person->expires > listing->now) {
        (void)printf("; over in %s", span_until(listing->now, person->expires).text);
    }
    if (more[0] != '\0') {
        (void)printf(" (%s)", more);
    }
    (void)printf("\n");
}

static void print_people(const struct listing *listing)
{
    const struct people *people = &listing->people;
    for (uint8_t i = 0; i < people->count; i++) {
        if (!is_first(people, i)) {
            continue;
        }
        const struct user_name whose = person_whose(person_user(&people->at[i]).text);
        (void)printf("%s\n", whose.text);
        for (uint8_t key = i; key < people->count; key++) {
            if (is_of(&people->at[key], &whose) && !is_of_a_device(listing, &people->at[key])) {
                print_key(listing, &people->at[key]);
            }
        }
    }
    for (size_t i = 0; i < listing->behind.count; i++) {
        (void)printf("The roster of %s says something else; `portcullis roster sign` signs what "
                     "stands here.\n",
                     listing->behind.name[i]);
    }
}

static bool add_key(cJSON *keys, const struct listing *listing, const struct person *person)
{
    cJSON *key = cJSON_CreateObject();
    bool added =
        cJSON_AddStringToObject(key, "user", person_user(person).text) != NULL &&
        cJSON_AddStringToObject(key, "role", role_name(person->entry.role)) != NULL &&
        cJSON_AddStringToObject(key, "kind", person->entry.kind == KEY_RAW ? "raw" : "passkey") !=
            NULL &&
        cJSON_AddStringToObject(key, "limits", limits_words(&person->entry).text) != NULL &&
        cJSON_AddBoolToObject(key, "stop_key", has_stop_key(listing, person)) != NULL &&
        (person->expires == 0 ||
         cJSON_AddNumberToObject(key, "expires", (double)person->expires) != NULL) &&
        cJSON_AddStringToObject(key, "remark", remark(listing, person)) != NULL;
    cJSON *doors = added ? cJSON_AddArrayToObject(key, "doors") : NULL;
    added = doors != NULL;
    for (size_t i = 0; added && i < listing->doors.count; i++) {
        if (person_may_at(person, listing->doors.name[i])) {
            cJSON *name = cJSON_CreateString(listing->doors.name[i]);
            added = name != NULL && cJSON_AddItemToArray(doors, name);
        }
    }
    if (!added || !cJSON_AddItemToArray(keys, key)) {
        cJSON_Delete(key);
        return false;
    }
    return true;
}

static bool add_person(cJSON *list, const struct listing *listing, uint8_t first)
{
    const struct people *people = &listing->people;
    const struct user_name whose = person_whose(person_user(&people->at[first]).text);
    cJSON *person = cJSON_CreateObject();
    cJSON *keys = NULL;
    bool added = cJSON_AddStringToObject(person, "person", whose.text) != NULL &&
                 (keys = cJSON_AddArrayToObject(person, "keys")) != NULL;
    for (uint8_t i = first; added && i < people->count; i++) {
        added = !is_of(&people->at[i], &whose) || is_of_a_device(listing, &people->at[i]) ||
                add_key(keys, listing, &people->at[i]);
    }
    if (!added || !cJSON_AddItemToArray(list, person)) {
        cJSON_Delete(person);
        return false;
    }
    return true;
}

// With the door's own word in confirmed, one for each door; NULL: they were not asked.
static bool add_doors(cJSON *root, const struct listing *listing, const struct confirmed *confirmed)
{
    cJSON *list = cJSON_AddArrayToObject(root, "doors");
    bool added = list != NULL;
    for (size_t i = 0; added && i < listing->doors.count; i++) {
        const char *name = listing->doors.name[i];
        cJSON *door = cJSON_CreateObject();
        added = cJSON_AddStringToObject(door, "door", name) != NULL &&
                cJSON_AddBoolToObject(door, "signed", !doors_have(&listing->behind, name)) != NULL;
        if (added && confirmed != NULL) {
            added = cJSON_AddNumberToObject(door, "roster", confirmed[i].version) != NULL &&
                    cJSON_AddBoolToObject(door, "confirmed",
                                          confirmed[i].answer == ROSTER_CONFIRMED) != NULL;
        }
        if (!added || !cJSON_AddItemToArray(list, door)) {
            cJSON_Delete(door);
            return false;
        }
    }
    return added;
}

static bool print_json(const struct listing *listing, const struct confirmed *confirmed)
{
    cJSON *root = cJSON_CreateObject();
    cJSON *list = cJSON_AddArrayToObject(root, "people");
    bool built = list != NULL;
    for (uint8_t i = 0; built && i < listing->people.count; i++) {
        built = !is_first(&listing->people, i) || add_person(list, listing, i);
    }
    built = built && add_doors(root, listing, confirmed);
    return json_print(root, built);
}

static enum cli_exit confirm_as_json(const struct listing *listing, struct failure *failure)
{
    static struct confirmed confirmed[DOORS_MOST];
    bool all = true;
    session_stop_at_interrupt();
    for (size_t i = 0; i < listing->doors.count; i++) {
        const struct confirm_request request = {
            .home = &listing->home, .door = listing->doors.name[i], .only_look = true};
        if (!roster_confirm(&request, &confirmed[i], failure)) {
            confirmed[i] = (struct confirmed){.answer = ROSTER_NOT_YET};
        }
        all = all && confirmed[i].answer == ROSTER_CONFIRMED;
    }
    if (!print_json(listing, confirmed)) {
        (void)failure_say(failure, "cannot print the list: out of memory; try again");
        return cli_fail(failure, CLI_ENVIRONMENT);
    }
    return all ? CLI_DONE : CLI_REFUSED;
}

static enum cli_exit tell(const struct listing *listing, const struct list_options *options,
                          struct failure *failure)
{
    if (options->json && options->confirm) {
        return confirm_as_json(listing, failure);
    }
    if (options->json && !print_json(listing, NULL)) {
        (void)failure_say(failure, "cannot print the list: out of memory; try again");
        return cli_fail(failure, CLI_ENVIRONMENT);
    }
    if (options->json) {
        return CLI_DONE;
    }
    print_people(listing);
    if (!options->confirm) {
        return CLI_DONE;
    }
    const struct roster_round round = {
        .home = &listing->home, .doors = &listing->doors, .only_look = true, .what = "doors"};
    return tell_rosters(&round);
}

static enum cli_exit list(const struct list_options *options)
{
    static struct listing listing;
    struct failure failure;
    struct path folder;
    listing.now = time(NULL);
    if (!home_choose(options->home, &folder, &failure) ||
        !home_open(folder.text, &listing.home, &failure) ||
        !people_read(folder.text, &listing.people, &failure) ||
        !doors_list(&listing.home, &listing.doors, &failure) ||
        !rosters_behind(&listing.home, &listing.people, &listing.behind, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    return tell(&listing, options, &failure);
}

static enum cli_exit run(const char *usage, int argc, char *const *argv)
{
    struct list_options options = {.json = false};
    const struct option_row rows[] = {
        {"confirm", OPTION_FLAG, &options.confirm, NULL, "ask every door what it has in force"},
        {"json", OPTION_FLAG, &options.json, NULL, "as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = usage,
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
    };
    struct words words;
    enum cli_exit answer = CLI_DONE;
    return cli_arguments(&arguments, argc, argv, &words, &answer) ? list(&options) : answer;
}

enum cli_exit cli_people(int argc, char *const *argv)
{
    return run("portcullis people", argc, argv);
}

enum cli_exit cli_user_list(int argc, char *const *argv)
{
    return run("portcullis user list", argc, argv);
}
