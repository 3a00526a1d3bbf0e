// What becomes of invitations: list, cancel, accept.
#include "home/cli/aside.h"
#include "home/cli/commands.h"
#include "home/cli/invitations/accepting.h"
#include "home/cli/invitations/admit.h"
#include "home/cli/invitations/invitation_list.h"
#include "home/cli/invitations/see_through.h"
#include "home/folder/json_file.h"
#include "home/link/reception.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char list_teaches[] =
    "Tells who was invited, and what came of it: open, expired, let in (a phone has yet to take "
    "its\n"
    "login, a machine its certificate), not taken (it has not done so in time: revoke it, and "
    "invite "
    "it\n"
    "anew), used, refused (two asked, or the digits differed) or cancelled.\n"
    "\n"
    "  portcullis invite list\n"
    "  portcullis invite list --json\n";

static const char cancel_teaches[] =
    "Takes an invitation back that nobody has used. Whoever was let in already is removed with\n"
    "`portcullis revoke NAME`.\n"
    "\n"
    "  portcullis invite cancel bob-phone\n";

static const char accept_teaches[] =
    "Takes the question of somebody who was invited and has opened the link on his phone, or run\n"
    "`portcullis join` on his machine: shows 12 digits, and asks whether it shows the same there. "
    "Only\n"
    "then he is let in: a key of his own goes into the rosters, every door says that it has it, "
    "and "
    "the\n"
    "phone gets its login, the machine its certificate.\n"
    "Other digits mean that somebody else asks; type n, and the invitation is dead.\n"
    "\n"
    "  portcullis invite accept\n"
    "  portcullis invite accept bob-phone\n"
    "  portcullis invite accept bob-laptop --digits \"1234 5678 9012\"\n"
    "\n"
    "Exit codes: 0 done; 1 not yet, or refused; 2 wrong use; 3 something around us is wrong.\n";

static bool open_home(const char *option, struct home *home, struct failure *failure)
{
    struct path folder;
    return home_choose(option, &folder, failure) && home_open(folder.text, home, failure);
}

enum cli_exit cli_invite_list(int argc, char *const *argv)
{
    const char *home_option = NULL;
    bool json = false;
    const struct option_row rows[] = {
        {"json", OPTION_FLAG, &json, NULL, "as one JSON array"},
        {"home", OPTION_TEXT, &home_option, "DIR", "where the home is"},
    };
    const struct arguments arguments = {.usage = "portcullis invite list",
                                        .teaches = list_teaches,
                                        .options = rows,
                                        .option_count = sizeof(rows) / sizeof(rows[0])};
    struct words words;
    struct failure failure;
    struct home home;
    struct invitations invitations;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    if (!open_home(home_option, &home, &failure) ||
        !invitations_read(home.folder.text, &invitations, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!json) {
        invitation_list_print(&invitations, time(NULL));
        return CLI_DONE;
    }
    cJSON *list = NULL;
    const bool built = invitation_list_json(&invitations, time(NULL), &list);
    if (!json_print(list, built)) {
        (void)failure_say(&failure, "cannot print the list: out of memory; try again");
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    return CLI_DONE;
}

static void ignore(void *self, struct bytes enrol)
{
    (void)self;
    (void)enrol;
}

// What may lie at the broker is worth nothing any more; it is taken away where the broker is there.
static void clear(const struct home *home, const struct invitation *invitation)
{
    struct failure ignored;
    struct reception reception = {.came = ignore};
    if (reception_open(&reception, home, &ignored)) {
        reception_clear(&reception, invitation);
    }
    reception_close(&reception);
}

static enum cli_exit cancel(const struct home *home, const char *user)
{
    struct failure failure;
    struct invitations invitations;
    if (!settle_first(home, &failure) ||
        !invitations_read(home->folder.text, &invitations, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const struct invitation *found = invitations_find(&invitations, user);
    if (found == NULL || !invitation_is_at_the_broker(found, time(NULL))) {
        (void)failure_say(
            &failure, "no invitation of %.64s is open; `portcullis invite list` names them", user);
        return cli_fail(&failure, CLI_REFUSED);
    }
    const bool is_in = found->state == INVITATION_LET_IN;
    if (!admit_set_state(home, found, INVITATION_CANCELLED, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    clear(home, found);
    (void)printf("The invitation of %s is taken back; its %s lets nobody in.\n", user,
                 found->kind == INVITATION_PHONE ? "link" : "file");
    if (is_in) {
        (void)printf("%s itself is still among the people; `portcullis revoke %s` removes it.\n",
                     user, user);
    }
    tell_rules_changed(home);
    return CLI_DONE;
}

enum cli_exit cli_invite_cancel(int argc, char *const *argv)
{
    const char *home_option = NULL;
    bool json = false;
    const struct option_row rows[] = {
        {"json", OPTION_FLAG, &json, NULL, "all invitations as one JSON array, at the end"},
        {"home", OPTION_TEXT, &home_option, "DIR", "where the home is"},
    };
    const struct arguments arguments = {.usage = "portcullis invite cancel NAME",
                                        .teaches = cancel_teaches,
                                        .options = rows,
                                        .option_count = sizeof(rows) / sizeof(rows[0]),
                                        .words_least = 1,
                                        .words_most = 1};
    struct words words;
    struct failure failure;
    struct home home;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    if (!open_home(home_option, &home, &failure) || (json && !aside_begin(&failure))) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    answer = cancel(&home, words.at[0]);
    return json ? invitation_list_end(&home, answer) : answer;
}

enum cli_exit cli_invite_accept(int argc, char *const *argv)
{
    const char *home_option = NULL;
    bool json = false;
    struct home home;
    struct accepting_request request = {.home = &home};
    const struct option_row rows[] = {
        {"digits", OPTION_TEXT, &request.digits, "DIGITS",
         "what the phone or the other machine shows, for scripts"},
        {"passphrase-file", OPTION_TEXT, &request.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &json, NULL, "all invitations as one JSON array, at the end"},
        {"home", OPTION_TEXT, &home_option, "DIR", "where the home is"},
    };
    const struct arguments arguments = {.usage = "portcullis invite accept [NAME]",
                                        .teaches = accept_teaches,
                                        .options = rows,
                                        .option_count = sizeof(rows) / sizeof(rows[0]),
                                        .words_most = 1};
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    request.user = words.count > 0 ? words.at[0] : NULL;
    if (!open_home(home_option, &home, &failure) || (json && !aside_begin(&failure))) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    answer = accept_invited(&request);
    return json ? invitation_list_end(&home, answer) : answer;
}
