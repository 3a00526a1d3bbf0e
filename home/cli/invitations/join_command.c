#include "home/cli/aside.h"
#include "home/cli/commands.h"
#include "home/cli/invitations/make_member.h"
#include "home/link/conversation.h"
#include "home/link/joining.h"
#include "home/people/enrolment.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    DOOR_KNOWS_WITHIN = 20000 // ms
};

struct join_options {
    const char *home;
    bool no_wait;
    bool json;
};

// What --json tells of it.
static struct enrolment_digits shown;

static const char teaches[] =
    "Joins a home to which this machine was invited. It makes a home here, with a key of its own,\n"
    "and asks to be let in: it shows 12 digits, which the owner compares with his. Then doors "
    "open\n"
    "from here as from there.\n"
    "\n"
    "  portcullis join bob-laptop.invitation\n"
    "  portcullis join bob-laptop.invitation --home ~/holiday-house\n"
    "  portcullis join                      goes on waiting, after Ctrl-C or a restart\n"
    "\n"
    "The file is needed once; delete it afterwards. A guest's is his key: he need not wait.\n"
    "\n"
    "Exit codes: 0 joined; 1 not yet, or refused; 2 wrong use; 3 something around us is wrong.\n";

// The key for the broker comes with the invitation, and stays.
static bool is_from(const struct home *home, const struct invitation_file *file,
                    struct failure *failure)
{
    struct path path;
    uint8_t scalar[PRIVATE_KEY_SIZE] = {0};
    EVP_PKEY *key = NULL;
    if (!home_path(home, "link/tls.key", &path, failure) ||
        !key_load(path.text, NULL, &key, failure)) {
        return false;
    }
    const bool same = key_scalar(key, scalar) && memcmp(scalar, file->tls_key, sizeof(scalar)) == 0;
    EVP_PKEY_free(key);
    wipe(scalar, sizeof(scalar));
    return same || failure_say(failure,
                               "%s was made from an earlier invitation of %s; move it away, and "
                               "join again",
                               home->folder.text, home->settings.owner);
}

// This machine's own home, or another's, is not to be written over.
static bool is_for(const struct home *home, const struct invitation_file *file,
                   struct failure *failure)
{
    if (!home->settings.member) {
        return failure_say(failure,
                           "%s is a home of your own; say another place for this one, as --home "
                           "~/%s",
                           home->folder.text, "second-home");
    }
    if (file != NULL && (strcmp(home->settings.owner, file->settings.owner) != 0 ||
                         strcmp(home->settings.organisation, file->settings.organisation) != 0)) {
        return failure_say(failure,
                           "%s is the home of %s, and this invitation is of %s; say another place "
                           "for it with --home DIR",
                           home->folder.text, home->settings.owner, file->settings.owner);
    }
    return file == NULL || is_from(home, file, failure);
}

static bool is_alive(const struct invitation_file *file, const char *path, struct failure *failure)
{
    return file->expires == 0 || time(NULL) < file->expires ||
           failure_say(failure, "the invitation in %s is over; ask for a new one", path);
}

static bool home_is_there(const struct path *place)
{
    struct path path;
    struct failure ignored;
    return path_join(place->text, "home.json", &path, &ignored) && file_exists(path.text);
}

// Opens the home, and makes it first where it is not there.
static bool settle(const struct join_options *options, const char *path, struct home *home,
                   struct failure *failure)
{
    static struct invitation_file file;
    struct path place;
    if (!home_choose(options->home, &place, failure) ||
        (path != NULL && !invitation_file_read(path, &file, failure))) {
        return false;
    }
    bool settled = true;
    if (!home_is_there(&place)) {
        settled = path == NULL
                      ? failure_say(failure,
                                    "nobody has joined at %s yet; say the invitation's file, as "
                                    "`portcullis join bob-laptop.invitation`",
                                    place.text)
                      : is_alive(&file, path, failure) && make_member(place.text, &file, failure);
    }
    // What is left to do of a run that was cut off may change its settings.
    settled = settled && home_open_any(place.text, home, failure) &&
              is_for(home, path == NULL ? NULL : &file, failure) && joining_settle(home, failure) &&
              home_open_any(place.text, home, failure);
    wipe(&file, sizeof(file));
    return settled;
}

static bool door_knows_us(const struct home *home, const struct admission_door *door)
{
    static struct conversation with;
    struct failure failure;
    const struct stopwatch since = stopwatch_started(session_now());
    bool knows = false;
    const bool open = conversation_open(&with, home, door->name, &failure);
    while (open && !knows && !session_interrupted() &&
           !stopwatch_reached(since, session_now(), DOOR_KNOWS_WITHIN)) {
        conversation_wait(&with, 100);
        knows = with.view.known && with.view.epoch.roster_version >= door->roster;
    }
    conversation_close(&with);
    return knows;
}

static enum cli_exit tell_doors(const struct home *home, const struct admission *admission)
{
    bool any = false;
    for (size_t i = 0; i < admission->door_count; i++) {
        const struct admission_door *door = &admission->door[i];
        const bool knows = door_knows_us(home, door);
        any = any || knows;
        (void)printf(knows ? "  %s knows you: portcullis open %s\n"
                           : "  %s has not said yet that it knows you; look again with "
                             "`portcullis status %s`\n",
                     door->name, door->name);
        (void)fflush(stdout);
    }
    return any ? CLI_DONE : CLI_REFUSED;
}

static enum cli_exit tell_waiting(const struct home *home)
{
    (void)printf("\n%s is not in yet; `portcullis join` goes on with it.\n", home->settings.owner);
    return CLI_REFUSED;
}

static enum cli_exit wait_for_owner(struct joining *joining, bool no_wait)
{
    struct failure failure;
    struct home joined;
    const struct home *home = joining->home;
    if (!enrolment_digits_of(BYTES_OF(joining->enrol), &shown, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    (void)printf("%s asks to be let in. The owner's machine shows 12 digits; these must be the "
                 "same:\n\n    %s\n\n"
                 "There: portcullis invite accept %s\n",
                 home->settings.owner, shown.text, home->settings.owner);
    if (!no_wait) {
        (void)printf("Waiting; Ctrl-C ends it, and `portcullis join` goes on.\n");
    }
    (void)fflush(stdout);
    while (!joining_wait(joining, no_wait ? 1000 : 500) && !session_interrupted() && !no_wait) {
        // Until he is let in.
    }
    if (!joining->let_in) {
        return tell_waiting(home);
    }
    if (!joining_take(joining, &failure) || !home_open_any(home->folder.text, &joined, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    (void)printf("%s is let in.\n", home->settings.owner);
    return tell_doors(&joined, &joining->admission);
}

static enum cli_exit ask(const struct home *home, bool no_wait)
{
    static struct joining joining;
    struct failure failure;
    session_stop_at_interrupt();
    const bool open = joining_open(&joining, home, &failure);
    const enum cli_exit answer =
        open ? wait_for_owner(&joining, no_wait) : cli_fail(&failure, CLI_ENVIRONMENT);
    joining_close(&joining);
    return answer;
}

static enum cli_exit tell_joined(const struct home *home)
{
    struct failure failure;
    struct doors doors;
    if (!doors_list(home, &doors, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    (void)printf("%s has joined; his home is %s. You may now say:\n", home->settings.owner,
                 home->folder.text);
    for (size_t i = 0; i < doors.count; i++) {
        (void)printf("  portcullis open %s\n", doors.name[i]);
    }
    return CLI_DONE;
}

static enum cli_exit tell_json(const struct home *home, enum cli_exit answer)
{
    cJSON *root = cJSON_CreateObject();
    bool built = cJSON_AddStringToObject(root, "user", home->settings.owner) != NULL &&
                 cJSON_AddStringToObject(root, "home", home->folder.text) != NULL &&
                 cJSON_AddBoolToObject(root, "joined", !joining_is_open(home)) != NULL;
    if (shown.text[0] != '\0') {
        built = built && cJSON_AddStringToObject(root, "digits", shown.text) != NULL;
    }
    return aside_end(root, built, answer);
}

static enum cli_exit run(const struct join_options *options, const char *path)
{
    struct failure failure;
    struct home home;
    if (!settle(options, path, &home, &failure) || (options->json && !aside_begin(&failure))) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const enum cli_exit answer =
        joining_is_open(&home) ? ask(&home, options->no_wait) : tell_joined(&home);
    const bool worked = answer == CLI_DONE || answer == CLI_REFUSED;
    return options->json && worked ? tell_json(&home, answer) : answer;
}

enum cli_exit cli_join(int argc, char *const *argv)
{
    struct join_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"no-wait", OPTION_FLAG, &options.no_wait, NULL, "ask, and do not wait for the answer"},
        {"json", OPTION_FLAG, &options.json, NULL,
         "what came of it as one JSON object, at the end"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is made"},
    };
    const struct arguments arguments = {.usage = "portcullis join [FILE]",
                                        .teaches = teaches,
                                        .options = rows,
                                        .option_count = sizeof(rows) / sizeof(rows[0]),
                                        .words_most = 1};
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    return run(&options, words.count > 0 ? words.at[0] : NULL);
}
