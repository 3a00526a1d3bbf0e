#include "home/cli/aside.h"
#include "home/cli/commands.h"
#include "home/cli/invitations/accepting.h"
#include "home/cli/invitations/invitation_list.h"
#include "home/cli/invitations/make_invitation.h"
#include "home/cli/invitations/see_through.h"
#include "home/cli/passphrase.h"
#include "home/cli/span.h"
#include "home/people/limits.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct invite_options {
    const char *home;
    const char *passphrase_file;
    const char *role;
    const char *doors;
    const char *window;
    const char *until;
    const char *expires;
    const char *out;
    const char *broker_address;
    const char *digits;
    long uses;
    bool no_wait;
    bool json;
};

static const char teaches[] =
    "Invites another machine of yours, or of somebody else. It writes a file, which you carry "
    "over\n"
    "yourself; there `portcullis join FILE` makes a home with a key of its own and asks to be let\n"
    "in. Both machines show 12 digits: only where they are the same, nobody stands between.\n"
    "\n"
    "  portcullis invite bob-laptop --role member\n"
    "  portcullis invite bob-laptop --role member --doors garage --expires 2h --no-wait\n"
    "  portcullis invite carol-tablet --role guest --window \"mon-fri 7:00-9:00\" --uses 5\n"
    "\n"
    "A name is a person and his device; `portcullis revoke bob` takes all of his. Roles:\n"
    "  member      opens and closes\n"
    "  owner       and sets the vacation lock; signs rosters only after `portcullis admin add`\n"
    "  automation  closes and stops\n"
    "  guest       needs --window, --until or --uses. His key is in the file and good at once:\n"
    "              whoever has the file is the guest\n"
    "\n"
    "At a terminal it waits until he asks; Ctrl-C or --no-wait end that, and `portcullis invite\n"
    "accept` goes on. An invitation lets in one machine, once, and is dead after its time.\n"
    "\n"
    "Exit codes: 0 done; 1 not yet, or refused; 2 wrong use; 3 something around us is wrong.\n";

static bool take_role(const char *name, struct person *person, struct failure *failure)
{
    static const char *const roles[] = {"member", "guest", "owner", "automation"};
    for (size_t i = 0; name != NULL && i < sizeof(roles) / sizeof(roles[0]); i++) {
        if (strcmp(name, roles[i]) == 0) {
            return role_named(name, &person->entry.role);
        }
    }
    return failure_say(failure, "--role must be member, guest, owner or automation");
}

// "garage,barn"
static bool take_doors(const char *list, struct person *person, struct failure *failure)
{
    while (list != NULL && *list != '\0') {
        const size_t length = strcspn(list, ",");
        char *name = person->door[person->door_count];
        if (person->door_count == PERSON_DOORS_MOST) {
            return failure_say(failure, "--doors may name %d doors; leave it away for every door",
                               PERSON_DOORS_MOST);
        }
        if (length > NAME_MOST) {
            return failure_say(failure, "--doors: \"%.64s\" is no door's name", list);
        }
        memcpy(name, list, length);
        name[length] = '\0';
        if (!name_is_plain(name)) {
            return failure_say(failure, "--doors: \"%s\" is no door's name", name);
        }
        person->door_count++;
        list += length + (list[length] == ',' ? 1 : 0);
    }
    return true;
}

static bool take_limits(const struct invite_options *options, time_t now,
                        struct roster_entry *entry, struct failure *failure)
{
    if ((options->window != NULL && !limits_take_window(options->window, entry, failure)) ||
        (options->until != NULL && !limits_take_until(options->until, now, entry, failure)) ||
        (options->uses >= 0 && !limits_take_uses(options->uses, entry, failure))) {
        return false;
    }
    if (entry->role != ROLE_GUEST) {
        return true;
    }
    if (options->expires != NULL) {
        return failure_say(failure, "a guest's key is good at once and has no invitation that "
                                    "could run out; say --until DATE");
    }
    return limits_are_there(entry) ||
           failure_say(failure, "a guest without limits has no power: say --window, --until or "
                                "--uses");
}

static bool take_all(const struct invite_options *options, const char *user,
                     struct invitation_request *request, struct failure *failure)
{
    long seconds = 0;
    if (strlen(user) > NAME_MOST) {
        return failure_say(
            failure, "\"%.64s\" cannot be invited: 1 to 16 of a-z, 0-9 and -, as bob-laptop", user);
    }
    memcpy(request->person.entry.user, user, strlen(user));
    request->person.entry.kind = KEY_RAW;
    if (!take_role(options->role, &request->person, failure) ||
        !take_doors(options->doors, &request->person, failure) ||
        !take_limits(options, request->now, &request->person.entry, failure) ||
        !span_read(options->expires == NULL ? "1h" : options->expires, &seconds, failure)) {
        return false;
    }
    request->expires = request->now + seconds;
    return true;
}

// A broker that this machine finds at itself is found elsewhere by its name.
static const char *address_for_others(const struct invite_options *options, const struct home *home)
{
    const char *own = home->settings.broker_address;
    if (options->broker_address != NULL) {
        return options->broker_address;
    }
    return strncmp(own, "127.", 4) == 0 || strcmp(own, "localhost") == 0
               ? home->settings.broker_name
               : own;
}

static void tell(const struct invitation_request *request)
{
    const struct user_name user = person_user(&request->person);
    (void)printf("%s is invited as %s.\n"
                 "  the file   %s: whoever has it can ask; carry it over yourself, and delete it "
                 "afterwards\n"
                 "  there      portcullis join %s\n"
                 "  here       portcullis invite accept %s, to compare the 12 digits; within %s\n",
                 user.text, role_name(request->person.entry.role), request->out, request->out,
                 user.text, span_until(request->now, request->expires).text);
    tell_rules_changed(request->home);
}

static enum cli_exit tell_guest(const struct invitation_request *request)
{
    const struct user_name user = person_user(&request->person);
    (void)printf("%s is a guest from now on: %s.\n"
                 "  the file   %s: whoever has it is the guest; carry it over yourself, and delete "
                 "it afterwards\n"
                 "  there      portcullis join %s\n",
                 user.text, limits_words(&request->person.entry).text, request->out, request->out);
    tell_rules_changed(request->home);
    return doors_know(request->home, &request->person) ? CLI_DONE : CLI_REFUSED;
}

static bool will_wait(const struct invite_options *options)
{
    return !options->no_wait && !options->json && isatty(STDIN_FILENO) == 1;
}

static enum cli_exit invite(const struct invite_options *options,
                            struct invitation_request *request, struct passphrase *passphrase)
{
    struct failure failure;
    struct issued issued;
    const struct user_name user = person_user(&request->person);
    if (!passphrase_get(options->passphrase_file, PASSPHRASE_KNOWN, passphrase, &failure) ||
        !make_invitation(request, &issued, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (request->person.entry.role == ROLE_GUEST) {
        return tell_guest(request);
    }
    tell(request);
    if (!will_wait(options)) {
        return CLI_DONE;
    }
    (void)printf("\nWaiting for %s; Ctrl-C ends the waiting.\n", user.text);
    (void)fflush(stdout);
    const struct accepting_request accepting = {.home = request->home,
                                                .user = user.text,
                                                .passphrase = passphrase,
                                                .waits = true,
                                                .until = request->expires};
    return accept_invited(&accepting);
}

static enum cli_exit run(const struct invite_options *options, const char *user)
{
    struct failure failure;
    struct path folder;
    struct home home;
    char out[NAME_MOST + sizeof(".invitation")];
    struct passphrase passphrase = {.rounds = 0};
    struct invitation_request request = {
        .home = &home, .passphrase = &passphrase, .now = time(NULL)};
    if (!take_all(options, user, &request, &failure)) {
        return cli_fail(&failure, CLI_USAGE);
    }
    if ((options->json && !aside_begin(&failure)) ||
        !home_choose(options->home, &folder, &failure) ||
        !home_open(folder.text, &home, &failure) || !settle_first(&home, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    (void)snprintf(out, sizeof(out), "%s.invitation", user);
    request.out = options->out == NULL ? out : options->out;
    request.broker_address = address_for_others(options, &home);
    if (!make_invitation_allowed(&request, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const enum cli_exit answer = invite(options, &request, &passphrase);
    wipe(&passphrase, sizeof(passphrase));
    return options->json ? invitation_list_end(&home, answer) : answer;
}

enum cli_exit cli_invite(int argc, char *const *argv)
{
    struct invite_options options = {.uses = -1};
    const struct option_row rows[] = {
        {"role", OPTION_TEXT, &options.role, "ROLE", "member, guest, owner or automation"},
        {"doors", OPTION_TEXT, &options.doors, "DOOR,…", "at these doors; every door if not said"},
        {"window", OPTION_TEXT, &options.window, "HOURS", "as \"mon-fri 7:00-9:00\""},
        {"uses", OPTION_NUMBER, &options.uses, "N", "so many openings, 1 to 255"},
        {"until", OPTION_TEXT, &options.until, "DATE", "the last day, as 2026-12-24"},
        {"expires", OPTION_TEXT, &options.expires, "SPAN",
         "the invitation's life, as 30m, 1h or 2d; 1h"},
        {"out", OPTION_TEXT, &options.out, "FILE", "the file; NAME.invitation if not said"},
        {"broker-address", OPTION_TEXT, &options.broker_address, "ADDRESS",
         "where that machine finds the broker"},
        {"no-wait", OPTION_FLAG, &options.no_wait, NULL, "do not wait until he asks"},
        {"passphrase-file", OPTION_TEXT, &options.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &options.json, NULL,
         "all invitations as one JSON array, at the end; does not wait"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis invite PERSON-DEVICE --role ROLE",
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
    return run(&options, words.at[0]);
}
