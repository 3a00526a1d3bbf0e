// portcullis people adopt: what another owner has put in force becomes what this home says.
#include "home/broker/configuration.h"
#include "home/cli/ask.h"
#include "home/cli/commands.h"
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
    "  portcullis people adopt garage\n";

struct adopt_options {
    const char *home;
    const char *door;
    bool yes;
};

static void tell(void *self, enum adopt_change change, const struct person *person)
{
    static const char signs[] = {[ADOPT_COMES] = '+', [ADOPT_GOES] = '-', [ADOPT_CHANGES] = '~'};
    size_t *count = self;
    const struct limits_text limits = limits_words(&person->entry);
    const char *role = role_name(person->entry.role);
    (void)printf("  %c %-16s  %s%s%s\n", signs[change], person_user(person).text,
                 role == NULL ? "a role of a newer version" : role,
                 limits.text[0] == '\0' ? "" : ", ", limits.text);
    (*count)++;
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
static bool is_of_another(const struct home *home, const char *door,
                          const struct stored_roster *roster, struct failure *failure)
{
    struct signed_rosters known;
    struct roster_mark mark = {.version = roster->message.head.version};
    memcpy(mark.hash8, roster->hash8, HASH8_SIZE);
    if (!signed_rosters_load(home, door, &known, failure)) {
        return false;
    }
    return signed_rosters_origin(&known, &mark) == ROSTER_OF_ANOTHER ||
           failure_say(failure,
                       "roster %u is an older one of this home, which %s or the broker shows "
                       "again; nothing is taken over. `portcullis roster send %s` puts the newest "
                       "in force",
                       (unsigned)mark.version, door, door);
}

// Shows what would become otherwise, and asks.
static bool show(const struct home *home, const struct adopt_options *options,
                 const struct stored_roster *roster, struct failure *failure)
{
    struct people people;
    struct doors doors;
    size_t changes = 0;
    const struct adopt_teller teller = {tell, &changes};
    const struct adoption adoption = {&doors, options->door, &roster->message, &teller};
    if (!people_read(home->folder.text, &people, failure) || !doors_list(home, &doors, failure) ||
        !is_of_another(home, options->door, roster, failure) ||
        !adopt_may(home, &people, options->door, &roster->message, failure)) {
        return false;
    }
    (void)printf("Roster %u is in force at %s. It says otherwise than people.json here:\n",
                 (unsigned)roster->message.head.version, options->door);
    if (!adopt_people(&adoption, &people, failure)) {
        return false;
    }
    if (changes == 0) {
        (void)printf("  nothing of the people; only its order or its policy\n");
    }
    (void)fflush(stdout); // the question stands behind it
    return ask_yes("People.json takes that over.", options->yes, failure);
}

static bool take_over(const struct home *home, const char *door, const struct stored_roster *roster,
                      struct failure *failure)
{
    struct people people;
    struct doors doors;
    const struct adopt_teller teller = {keep_silent, NULL};
    const struct adoption adoption = {&doors, door, &roster->message, &teller};
    return people_read(home->folder.text, &people, failure) && doors_list(home, &doors, failure) &&
           is_of_another(home, door, roster, failure) &&
           adopt_may(home, &people, door, &roster->message, failure) &&
           adopt_people(&adoption, &people, failure) &&
           rosters_adopt(home, &people, door, roster, failure) && broker_write(home, failure);
}

static bool take_over_locked(const struct home *home, const char *door,
                             const struct stored_roster *roster, struct failure *failure)
{
    int lock = -1;
    if (!home_lock(home->folder.text, &lock, failure)) {
        return false;
    }
    const bool taken = take_over(home, door, roster, failure);
    home_unlock(lock);
    return taken;
}

static enum cli_exit adopt(const struct adopt_options *options)
{
    static struct stored_roster roster;
    struct failure failure;
    struct path folder;
    struct home home;
    struct doors doors;
    session_stop_at_interrupt();
    if (!home_choose(options->home, &folder, &failure) ||
        !home_open(folder.text, &home, &failure) || !doors_list(&home, &doors, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!doors_have(&doors, options->door)) {
        (void)failure_say(&failure, "there is no door %.64s; `portcullis door list` names them",
                          options->door);
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!roster_fetch(&home, options->door, &roster, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (is_ours(&home, options->door, &roster, &failure)) {
        (void)printf(
            "%s has the roster of this home in force, version %u: there is nothing to take "
            "over\n",
            options->door, (unsigned)roster.message.head.version);
        return CLI_DONE;
    }
    if (!show(&home, options, &roster, &failure) ||
        !take_over_locked(&home, options->door, &roster, &failure)) {
        return cli_fail(&failure, CLI_REFUSED);
    }
    (void)printf("Taken over. Do anew what you wanted to change.\n");
    return CLI_DONE;
}

enum cli_exit cli_people_adopt(int argc, char *const *argv)
{
    struct adopt_options options = {.yes = false};
    const struct option_row rows[] = {
        {"yes", OPTION_FLAG, &options.yes, NULL, "answers what would be asked"},
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
    return adopt(&options);
}
