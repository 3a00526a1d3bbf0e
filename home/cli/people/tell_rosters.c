#include "home/cli/people/tell_rosters.h"
#include "home/folder/json_file.h"
#include "home/link/confirm.h"
#include "home/link/session.h"

#include <stdio.h>
#include <string.h>

// What is known of one door's roster.
struct told {
    const char *door;
    bool asked; // else words say why it could not be
    struct confirmed confirmed;
    char words[512];
};

static void tell_slow(const char *door)
{
    (void)fprintf(stderr, "portcullis: %s takes one roster in half a minute; waiting for it\n",
                  door);
}

static void ask_door(const struct roster_round *round, struct told *told)
{
    struct failure failure;
    const struct confirm_request request = {
        .home = round->home,
        .door = told->door,
        .only_look = round->only_look,
        .slow = tell_slow,
    };
    told->asked = roster_confirm(&request, &told->confirmed, &failure);
    if (told->asked) {
        confirmed_words(&told->confirmed, told->door, told->words, sizeof(told->words));
    } else {
        (void)snprintf(told->words, sizeof(told->words),
                       "not yet: %.380s; afterwards `portcullis roster send %s`", failure.text,
                       told->door);
    }
}

static bool is_done(const struct told *told)
{
    return told->asked && told->confirmed.answer == ROSTER_CONFIRMED;
}

static const char *answer_name(const struct told *told)
{
    if (!told->asked) {
        return "not-asked";
    }
    switch (told->confirmed.answer) {
    case ROSTER_NOT_YET:
        return "not-yet";
    case ROSTER_ANOTHERS:
        return "another-owner";
    case ROSTER_CONFIRMED:
        return "confirmed";
    }
    return "not-yet";
}

static bool add_door(cJSON *list, const struct told *told)
{
    cJSON *door = cJSON_CreateObject();
    bool added = cJSON_AddStringToObject(door, "door", told->door) != NULL &&
                 cJSON_AddStringToObject(door, "answer", answer_name(told)) != NULL &&
                 cJSON_AddBoolToObject(door, "confirmed", is_done(told)) != NULL &&
                 cJSON_AddStringToObject(door, "words", told->words) != NULL;
    if (added && told->asked) {
        added = cJSON_AddNumberToObject(door, "roster", told->confirmed.version) != NULL;
    }
    if (added && told->asked && told->confirmed.known) {
        added = cJSON_AddNumberToObject(door, "in_force", told->confirmed.door_version) != NULL;
    }
    if (!added || !cJSON_AddItemToArray(list, door)) {
        cJSON_Delete(door);
        return false;
    }
    return true;
}

static bool print_json(const struct roster_round *round, const struct told *told, bool done)
{
    cJSON *root = cJSON_CreateObject();
    bool built =
        round->what == NULL || cJSON_AddStringToObject(root, "change", round->what) != NULL;
    built = built && cJSON_AddBoolToObject(root, "done", done) != NULL;
    cJSON *list = built ? cJSON_AddArrayToObject(root, "doors") : NULL;
    built = list != NULL;
    for (size_t i = 0; built && i < round->doors->count; i++) {
        built = add_door(list, &told[i]);
    }
    return json_print(root, built);
}

enum cli_exit tell_rosters(const struct roster_round *round)
{
    static struct told told[DOORS_MOST];
    bool done = true;
    session_stop_at_interrupt();
    if (round->what != NULL && !round->json) {
        (void)printf("%s\n", round->what);
        (void)fflush(stdout); // what follows may take a while
    }
    for (size_t i = 0; i < round->doors->count; i++) {
        told[i] = (struct told){.door = round->doors->name[i]};
        ask_door(round, &told[i]);
        done = done && is_done(&told[i]);
        if (!round->json) {
            (void)printf("  %s: %s\n", told[i].door, told[i].words);
            (void)fflush(stdout); // so does what follows here
        }
    }
    if (round->json && !print_json(round, told, done)) {
        struct failure failure;
        (void)failure_say(&failure, "cannot print the answer: out of memory; try again");
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    return done ? CLI_DONE : CLI_REFUSED;
}
