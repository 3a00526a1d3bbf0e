// portcullis people adopt: what another owner has put in force becomes what this home says.
#include "home/authority/authority.h"
#include "home/broker/configuration.h"
#include "home/broker/reload.h"
#include "home/broker/revocation.h"
#include "home/cli/answer.h"
#include "home/cli/ask.h"
#include "home/cli/commands.h"
#include "home/cli/passphrase.h"
#include "home/cli/report.h"
#include "home/link/fetch_roster.h"
#include "home/link/session.h"
#include "home/people/adopt.h"
#include "home/people/issue_rosters.h"
#include "home/people/limits.h"

#include <stdio.h>
#include <string.h>

static const char teaches[] =
    "Another owner has put a roster in force at a door: shows what it says otherwise than "
    "people.json\n"
    "here, asks, and takes it over. It is believed only where the door itself, signed, says that "
    "it\n"
    "has it in force, and where an admin of people.json or the recovery key has signed it. What "
    "you\n"
    "wanted to change is done anew afterwards. The other way round, that what stands here counts:\n"
    "portcullis roster sign --over DOOR.\n"
    "\n"
    "How old the door's word is, is told: an old one may be shown again by the broker. Where "
    "somebody\n"
    "goes who has a certificate, the passphrase is asked for, and the broker's list revokes it.\n"
    "\n"
    "  portcullis people adopt garage\n"
    "\n"
    "Exit codes: 0 taken over, or nothing is to be; 1 refused, or not confirmed; 2 wrong use; 3\n"
    "no broker, no word of the door, or a file could not be read or written.\n";

struct adopt_options {
    const char *home;
    const char *door;
    const char *passphrase_file;
    bool yes;
    bool json;
};

struct adopting {
    const struct adopt_options *options;
    struct home home;
    struct stored_roster roster; // in force at the door
    struct epoch said;           // by which the door names it
    time_t now;
    size_t changes;
    cJSON *list;  // of them, with --json
    bool built;   // it has them all
    bool revokes; // somebody goes whose certificate was good
    struct passphrase passphrase;
    enum cli_exit
        failing; // what a failure leaves with: CLI_ENVIRONMENT, until something was refused
};

// Passes on whether it may be.
static bool allowed(struct adopting *it, bool may)
{
    if (!may) {
        it->failing = CLI_REFUSED;
    }
    return may;
}

static bool add_change(cJSON *list, enum adopt_change change, const struct person *person)
{
    static const char *const words[] = {[ADOPT_COMES] = "comes",
                                        [ADOPT_GOES] = "goes",
                                        [ADOPT_CHANGES] = "changes",
                                        [ADOPT_NEW_KEY] = "new-key"};
    const char *role = role_name(person->entry.role);
    cJSON *object = cJSON_CreateObject();
    const bool added =
        cJSON_AddStringToObject(object, "change", words[change]) != NULL &&
        cJSON_AddStringToObject(object, "user", person_user(person).text) != NULL &&
        cJSON_AddStringToObject(object, "role", role == NULL ? "unknown" : role) != NULL &&
        cJSON_AddStringToObject(object, "limits", limits_words(&person->entry).text) != NULL;
    if (!added || !cJSON_AddItemToArray(list, object)) {
        cJSON_Delete(object);
        return false;
    }
    return true;
}

static void tell(void *self, enum adopt_change change, const struct person *person)
{
    static const char signs[] = {
        [ADOPT_COMES] = '+', [ADOPT_GOES] = '-', [ADOPT_CHANGES] = '~', [ADOPT_NEW_KEY] = '~'};
    struct adopting *it = self;
    const struct limits_text limits = limits_words(&person->entry);
    const char *role = role_name(person->entry.role);
    it->changes++;
    if (it->options->json) {
        it->built = it->built && add_change(it->list, change, person);
        return;
    }
    (void)printf("  %c %-16s  %s%s%s%s\n", signs[change], person_user(person).text,
                 role == NULL ? "a role of a newer version" : role,
                 limits.text[0] == '\0' ? "" : ", ", limits.text,
                 change == ADOPT_NEW_KEY ? ", by a new key, at every door it was at" : "");
}

static void keep_silent(void *self, enum adopt_change change, const struct person *person)
{
    (void)self;
    (void)change;
    (void)person;
}

static bool is_ours(const struct home *home, const char *door, const struct stored_roster *in_force,
                    struct failure *failure)
{
    struct stored_roster ours;
    return roster_load(home, door, "roster", &ours, failure) &&
           memcmp(ours.hash8, in_force->hash8, HASH8_SIZE) == 0;
}

// A broker can show an old word of the door again, and with it the roster that it names: what this home
// has signed or replaced since is taken over by nobody.
static bool is_of_another(struct adopting *it, struct failure *failure)
{
    struct signed_rosters known;
    const char *door = it->options->door;
    struct roster_mark mark = {.version = it->roster.message.head.version};
    memcpy(mark.hash8, it->roster.hash8, HASH8_SIZE);
    if (!signed_rosters_load(&it->home, door, &known, failure)) {
        return false;
    }
    return allowed(it, signed_rosters_origin(&known, &mark) == ROSTER_OF_ANOTHER) ||
           failure_say(failure,
                       "roster %u is an older one of this home, which %s or the broker shows "
                       "again; nothing is taken over. `portcullis roster send %s` puts the newest "
                       "in force",
                       (unsigned)mark.version, door, door);
}

static void show_head(const struct adopting *it)
{
    if (it->options->json) {
        return;
    }
    (void)printf("Roster %u is in force at %s. The door's word of it is %s.\n"
                 "It says otherwise than people.json here:\n",
                 (unsigned)it->roster.message.head.version, it->options->door,
                 epoch_age_words(&it->said, it->now).text);
}

// Shows what would become otherwise, and asks.
static bool show(struct adopting *it, struct failure *failure)
{
    static struct people people; // large, and there is one
    struct doors doors;
    const char *door = it->options->door;
    const struct adopt_teller teller = {tell, it};
    const struct adoption adoption = {&doors, door, &it->roster.message, &teller};
    if (!people_read(it->home.folder.text, &people, failure) ||
        !doors_list(&it->home, &doors, failure) || !is_of_another(it, failure) ||
        !allowed(it, adopt_may(&it->home, &people, door, &it->roster.message, failure))) {
        return false;
    }
    const size_t revoked = people_revoked_count(&people);
    show_head(it);
    if (!allowed(it, adopt_people(&adoption, &people, failure))) {
        return false;
    }
    it->revokes = people_revoked_count(&people) > revoked;
    if (it->changes == 0 && !it->options->json) {
        (void)printf("  nothing of the people; only its order or its policy\n");
    }
    (void)fflush(stdout); // the question stands behind it
    return allowed(it, ask_yes("People.json takes that over.", it->options->yes, failure));
}

// A wrong one is refused before anything is written.
static bool get_passphrase(struct adopting *it, struct failure *failure)
{
    struct party root = {NULL, NULL};
    if (!it->revokes) {
        return true;
    }
    const bool opens =
        passphrase_get(it->options->passphrase_file, PASSPHRASE_KNOWN, &it->passphrase, failure) &&
        allowed(it, authority_clients_root(&it->home, &it->passphrase, &root, failure));
    party_free(&root);
    return opens;
}

static bool take_over(struct adopting *it, struct failure *failure)
{
    static struct people people; // large, and there is one
    struct doors doors;
    const struct home *home = &it->home;
    const char *door = it->options->door;
    const struct adopt_teller teller = {keep_silent, NULL};
    const struct adoption adoption = {&doors, door, &it->roster.message, &teller};
    if (!people_read(home->folder.text, &people, failure) || !doors_list(home, &doors, failure) ||
        !is_of_another(it, failure) ||
        !allowed(it, adopt_may(home, &people, door, &it->roster.message, failure))) {
        return false;
    }
    const size_t revoked = people_revoked_count(&people);
    if (!allowed(it, adopt_people(&adoption, &people, failure))) {
        return false;
    }
    if (!allowed(it, people_revoked_count(&people) == revoked || it->revokes)) {
        return failure_say(failure, "people.json was changed by another portcullis meanwhile; try "
                                    "again");
    }
    return rosters_adopt(home, &people, door, &it->roster, failure) &&
           (!it->revokes || broker_revoke(home, &people, &it->passphrase, it->now, failure)) &&
           broker_write(home, failure);
}

static bool take_over_locked(struct adopting *it, struct failure *failure)
{
    int lock = -1;
    if (!home_lock(it->home.folder.text, &lock, failure)) {
        return false;
    }
    const bool taken = take_over(it, failure);
    home_unlock(lock);
    return taken;
}

static enum cli_exit print_json(struct adopting *it, bool taken)
{
    cJSON *root = cJSON_CreateObject();
    bool built = it->built && cJSON_AddStringToObject(root, "door", it->options->door) != NULL &&
                 cJSON_AddNumberToObject(root, "roster", it->roster.message.head.version) != NULL &&
                 cJSON_AddBoolToObject(root, "fresh", epoch_is_fresh(&it->said, it->now)) != NULL &&
                 cJSON_AddBoolToObject(root, "taken_over", taken) != NULL;
    if (built && it->said.unix_seconds != 0) {
        built = cJSON_AddNumberToObject(root, "age_seconds",
                                        (double)epoch_age(&it->said, it->now)) != NULL;
    }
    built = built && (!taken || answer_add_broker(root, &it->home)) &&
            cJSON_AddItemToObject(root, "changes", it->list);
    if (built) {
        it->list = NULL; // belongs to the root now
    }
    return answer_json(root, built);
}

static enum cli_exit tell_nothing(struct adopting *it)
{
    if (it->options->json) {
        return print_json(it, false);
    }
    (void)printf("%s has the roster of this home in force, version %u: there is nothing to take "
                 "over\n",
                 it->options->door, (unsigned)it->roster.message.head.version);
    return CLI_DONE;
}

static enum cli_exit judge(struct adopting *it)
{
    struct failure failure;
    if (is_ours(&it->home, it->options->door, &it->roster, &failure)) {
        return tell_nothing(it);
    }
    if (!show(it, &failure) || !get_passphrase(it, &failure) || !take_over_locked(it, &failure)) {
        return cli_fail(&failure, it->failing);
    }
    if (it->options->json) {
        return print_json(it, true);
    }
    (void)printf("Taken over. Do anew what you wanted to change.\n");
    broker_tell_reload(&it->home, stdout);
    return CLI_DONE;
}

static enum cli_exit adopt(struct adopting *it)
{
    struct failure failure;
    struct path folder;
    struct doors doors;
    const struct adopt_options *options = it->options;
    session_stop_at_interrupt();
    if (!home_choose(options->home, &folder, &failure) ||
        !home_open(folder.text, &it->home, &failure) || !doors_list(&it->home, &doors, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!doors_have(&doors, options->door)) {
        (void)failure_say(&failure, "there is no door %.64s; `portcullis door list` names them",
                          options->door);
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!roster_fetch(&it->home, options->door, &it->roster, &it->said, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    it->now = time(NULL);
    return judge(it);
}

enum cli_exit cli_people_adopt(int argc, char *const *argv)
{
    static struct adopting it; // large, and there is one
    struct adopt_options options = {.yes = false};
    const struct option_row rows[] = {
        {"yes", OPTION_FLAG, &options.yes, NULL, "answers what would be asked"},
        {"passphrase-file", OPTION_TEXT, &options.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &options.json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis people adopt DOOR",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
        .words_least = 1,
        .words_most = 1,
    };
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    options.door = words.at[0];
    it.options = &options;
    it.failing = CLI_ENVIRONMENT;
    it.list = options.json ? cJSON_CreateArray() : NULL;
    it.built = it.list != NULL;
    answer = adopt(&it);
    cJSON_Delete(it.list);
    wipe(&it.passphrase, sizeof(it.passphrase));
    return answer;
}
