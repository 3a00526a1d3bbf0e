#include "home/cli/aside.h"
#include "home/cli/commands.h"
#include "home/cli/invitations/accepting.h"
#include "home/cli/invitations/invitation_list.h"
#include "home/cli/invitations/make_invitation.h"
#include "home/cli/invitations/see_through.h"
#include "home/cli/invitations/show_link.h"
#include "home/cli/passphrase.h"
#include "home/cli/span.h"
#include "home/link/session.h"
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
    bool machine;
    bool no_wait;
    bool json;
};

static const char teaches[] =
    "Invites a phone: prints a link, and at a terminal its QR code. The phone opens it, makes a "
    "key of\n"
    "its own and asks to be let in. Phone and terminal show 12 digits: only where they are the "
    "same,\n"
    "nobody stands between. The link works once. It needs the phones' page: `portcullis page`.\n"
    "\n"
    "  portcullis invite bob-phone --role member\n"
    "  portcullis invite carol-phone --role guest --window \"mon-fri 7:00-9:00\" --uses 5\n"
    "  portcullis invite plumber --role guest --doors garage --expires 3h\n"
    "  portcullis invite bob-laptop --role member --machine\n"
    "\n"
    "--machine invites another machine, by a file that you carry over yourself; there `portcullis\n"
    "join FILE` does what the phone does. So do --out and --broker-address; automation is a "
    "machine.\n"
    "\n"
    "A name is a person and his device; `portcullis revoke bob` takes all of his. Roles:\n"
    "  member      opens and closes\n"
    "  owner       and sets the vacation lock; signs rosters only after `portcullis admin add`\n"
    "  automation  closes and stops\n"
    "  guest       needs --window, --until, --uses or --expires. The link, or the file, is his key "
    "and\n"
    "              good at once: whoever has it is the guest\n"
    "\n"
    "--expires is the life of the invitation, 1h if not said, and for a guest his own: when it is "
    "over,\n"
    "the broker knows him no more (the next command that finds it so sees to that; `portcullis "
    "time`\n"
    "does, every hour), and the next roster that is signed is without him. The doors themselves "
    "know\n"
    "his last day, not the hour. His hours need doors that know the time: `portcullis time`.\n"
    "\n"
    "At a terminal it waits until he asks; Ctrl-C or --no-wait end that, and `portcullis invite\n"
    "accept` goes on. An invitation lets in one device, once, and is dead after its time.\n"
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

// A guest's own time, where the others' is that of the invitation.
static bool take_end(const struct invite_options *options, struct invitation_request *request,
                     struct failure *failure)
{
    long seconds = 0;
    if (!span_read(options->expires == NULL ? "1h" : options->expires, &seconds, failure)) {
        return false;
    }
    request->expires = request->now + seconds;
    if (request->person.entry.role == ROLE_GUEST && options->expires != NULL) {
        request->person.expires = request->expires;
        limits_take_end(request->expires, &request->person.entry);
    }
    return true;
}

static bool take_limits(const struct invite_options *options, time_t now,
                        struct roster_entry *entry, struct failure *failure)
{
    return (options->window == NULL || limits_take_window(options->window, entry, failure)) &&
           (options->until == NULL || limits_take_until(options->until, now, entry, failure)) &&
           (options->uses < 0 || limits_take_uses(options->uses, entry, failure));
}

static bool has_power(const struct roster_entry *entry, struct failure *failure)
{
    return entry->role != ROLE_GUEST || limits_are_there(entry) ||
           failure_say(failure, "a guest without limits has no power: say --window, --until, "
                                "--uses or --expires");
}

static bool take_all(const struct invite_options *options, const char *user,
                     struct invitation_request *request, struct failure *failure)
{
    struct person *person = &request->person;
    if (strlen(user) > NAME_MOST) {
        return failure_say(
            failure, "\"%.64s\" cannot be invited: 1 to 16 of a-z, 0-9 and -, as bob-phone", user);
    }
    memcpy(person->entry.user, user, strlen(user));
    person->entry.kind = KEY_RAW;
    return take_role(options->role, person, failure) &&
           person_take_doors(person, options->doors, failure) &&
           take_limits(options, request->now, &person->entry, failure) &&
           take_end(options, request, failure) && has_power(&person->entry, failure);
}

static bool is_for_machine(const struct invite_options *options, const struct person *person)
{
    return options->machine || options->out != NULL || options->broker_address != NULL ||
           person->entry.role == ROLE_AUTOMATION;
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

static void tell_for_machine(const struct invitation_request *request)
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

// The broker hears of it first: a link is opened as soon as it is seen.
static void tell_for_phone(const struct invitation_request *request, bool json)
{
    const struct user_name user = person_user(&request->person);
    (void)printf("%s is invited as %s.\n", user.text, role_name(request->person.entry.role));
    tell_rules_changed(request->home);
    if (!json) {
        show_link(request->link);
    }
    (void)printf("  there      scan the code or open the link, once: whoever has it can ask\n"
                 "  here       portcullis invite accept %s, to compare the 12 digits; within %s\n",
                 user.text, span_until(request->now, request->expires).text);
}

static void tell_guests_way(const struct invitation_request *request, bool json)
{
    if (request->link == NULL) {
        (void)printf("  the file   %s: whoever has it is the guest; carry it over yourself, and "
                     "delete it afterwards\n"
                     "  there      portcullis join %s\n",
                     request->out, request->out);
        tell_rules_changed(request->home);
        return;
    }
    tell_rules_changed(request->home);
    if (!json) {
        show_link(request->link);
    }
    (void)printf("  there      scan the code or open the link: whoever has it is the guest\n"
                 "  his hours  hold at doors that know the time: `portcullis time --unit` tells it "
                 "every hour\n");
}

static bool add_link(cJSON *root, const struct invitation_request *request)
{
    const struct person *person = &request->person;
    const bool guest = person->entry.role == ROLE_GUEST;
    return cJSON_AddStringToObject(root, "user", person_user(person).text) != NULL &&
           cJSON_AddStringToObject(root, "role", role_name(person->entry.role)) != NULL &&
           cJSON_AddStringToObject(root, "link", request->link->text) != NULL &&
           cJSON_AddNumberToObject(root, "expires",
                                   (double)(guest ? person->expires : request->expires)) != NULL;
}

// A machine's: all invitations; a phone's: its link, and they.
static enum cli_exit say_json(const struct invitation_request *request, enum cli_exit answer)
{
    struct failure failure;
    struct invitations invitations;
    cJSON *list = NULL;
    const bool linked = request->link != NULL && request->link->text[0] != '\0';
    if (!linked) {
        return invitation_list_end(request->home, answer);
    }
    if (!invitations_read(request->home->folder.text, &invitations, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    cJSON *root = cJSON_CreateObject();
    const bool built = add_link(root, request) &&
                       invitation_list_json(&invitations, time(NULL), &list) &&
                       cJSON_AddItemToObject(root, "invitations", list);
    return aside_end(root, built, answer);
}

// His link or his file is good already: whoever has to wait for a door has it in his hands.
static enum cli_exit tell_guest(const struct invitation_request *request, bool json)
{
    const struct person *person = &request->person;
    (void)printf("%s is a guest from now on: %s.\n", person_user(person).text,
                 limits_words(&person->entry).text);
    if (person->expires != 0) {
        (void)printf("  his time   is over in %s: then the broker lets him in no more; the doors "
                     "themselves know the day alone\n",
                     span_until(request->now, person->expires).text);
    }
    tell_guests_way(request, json);
    (void)fflush(stdout); // a door may keep us waiting
    session_stop_at_interrupt();
    if (json && say_json(request, CLI_DONE) != CLI_DONE) {
        return CLI_ENVIRONMENT;
    }
    const bool known = doors_know(request->home, person);
    tell_time_for(request->home, person);
    return known ? CLI_DONE : CLI_REFUSED;
}

// What was made counts, though something failed behind it: the link is kept nowhere else.
static enum cli_exit tell_half_made(const struct invitation_request *request, bool json,
                                    const struct failure *failure)
{
    if (request->link != NULL && request->link->text[0] != '\0') {
        if (json) {
            (void)say_json(request, CLI_ENVIRONMENT);
        } else {
            show_link(request->link);
        }
    }
    return cli_fail(failure, CLI_ENVIRONMENT);
}

static bool will_wait(const struct invite_options *options)
{
    return !options->no_wait && isatty(STDIN_FILENO) == 1;
}

static enum cli_exit invite(const struct invite_options *options,
                            struct invitation_request *request, struct passphrase *passphrase)
{
    struct failure failure;
    struct issued issued;
    const struct user_name user = person_user(&request->person);
    if (!passphrase_get(options->passphrase_file, PASSPHRASE_KNOWN, passphrase, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!make_invitation(request, &issued, &failure)) {
        return tell_half_made(request, options->json, &failure);
    }
    if (request->person.entry.role == ROLE_GUEST) {
        return tell_guest(request, options->json);
    }
    if (request->link == NULL) {
        tell_for_machine(request);
    } else {
        tell_for_phone(request, options->json);
    }
    if (options->json) {
        return say_json(request, CLI_DONE);
    }
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

static bool settle_out(const struct invite_options *options, struct invitation_request *request,
                       char *name, size_t size, struct failure *failure)
{
    (void)snprintf(name, size, "%s.invitation", person_user(&request->person).text);
    request->out = options->out == NULL ? name : options->out;
    request->broker_address = address_for_others(options, request->home);
    return make_invitation_allowed(request, failure);
}

static enum cli_exit run(const struct invite_options *options, const char *user)
{
    struct failure failure;
    struct path folder;
    struct home home;
    char out[NAME_MOST + sizeof(".invitation")];
    struct phone_link link = {""};
    struct passphrase passphrase = {.rounds = 0};
    struct invitation_request request = {
        .home = &home, .passphrase = &passphrase, .now = time(NULL)};
    if (!take_all(options, user, &request, &failure)) {
        return cli_fail(&failure, CLI_USAGE);
    }
    request.link = is_for_machine(options, &request.person) ? NULL : &link;
    if ((options->json && !aside_begin(&failure)) ||
        !home_choose(options->home, &folder, &failure) ||
        !home_open(folder.text, &home, &failure) || !settle_first(&home, &failure) ||
        !settle_out(options, &request, out, sizeof(out), &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const enum cli_exit end = invite(options, &request, &passphrase);
    wipe(&passphrase, sizeof(passphrase));
    wipe(&link, sizeof(link));
    return end;
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
         "the invitation's life, or a guest's, as 30m, 1h or 2d; 1h"},
        {"machine", OPTION_FLAG, &options.machine, NULL, "another machine, by a file"},
        {"out", OPTION_TEXT, &options.out, "FILE",
         "the machine's file; NAME.invitation if not said"},
        {"broker-address", OPTION_TEXT, &options.broker_address, "ADDRESS",
         "where the machine finds the broker"},
        {"no-wait", OPTION_FLAG, &options.no_wait, NULL, "do not wait until he asks"},
        {"passphrase-file", OPTION_TEXT, &options.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &options.json, NULL,
         "the link and all invitations as JSON, at the end; does not wait"},
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
