// portcullis user remove, user rename and revoke: keys that go, or are called otherwise.
#include "home/cli/commands.h"
#include "home/cli/people/change_people.h"
#include "home/people/invitations.h"

#include <stdio.h>
#include <string.h>

static const char revoke_teaches[] =
    "Takes every key of a person, or of one device: he is struck from the rosters of all doors "
    "and\n"
    "from the broker's rules, and his certificate is good for nothing. It is done when each door\n"
    "itself has said so, signed; a door that is away takes it when it is back, and the command "
    "says\n"
    "\"not yet\" until then.\n"
    "\n"
    "  portcullis revoke bob          all devices of bob\n"
    "  portcullis revoke bob-phone    that one\n"
    "\n"
    "Exit codes: 0 every door has said so; 1 refused, or not yet: `portcullis roster send` looks\n"
    "again, and so does every other word with the door.\n";

static const char remove_teaches[] =
    "Takes the keys of one device; `portcullis revoke PERSON` takes all of a person.\n"
    "\n"
    "  portcullis user remove bob-tablet\n";

static const char rename_teaches[] =
    "Calls one device otherwise. Its own program must learn the new name too, so this is for keys\n"
    "that were added by their file; who joined by invitation is invited anew.\n"
    "\n"
    "  portcullis user rename bob-phone bob-oldphone\n";

struct removal {
    const char *name;
    bool whole_person; // name may be a person's
};

static bool is_meant(const struct removal *removal, const struct person *person)
{
    if (removal->whole_person) {
        return person_is(person, removal->name);
    }
    return strcmp(person_user(person).text, removal->name) == 0;
}

// Commands somebody gives are never lost by an oversight.
static bool removes_last(const struct people *before, const struct people *after, enum role role)
{
    size_t had = 0;
    size_t has = 0;
    for (uint8_t i = 0; i < before->count; i++) {
        had += before->at[i].entry.role == role ? 1 : 0;
    }
    for (uint8_t i = 0; i < after->count; i++) {
        has += after->at[i].entry.role == role ? 1 : 0;
    }
    return had > 0 && has == 0;
}

static bool commands(const struct people *people, const char *user)
{
    for (uint8_t i = 0; i < people->count; i++) {
        if (person_connects(&people->at[i]) &&
            strcmp(person_user(&people->at[i]).text, user) == 0) {
            return true;
        }
    }
    return false;
}

static void ask_before(struct people_change *change, const struct people *before,
                       const struct people *after)
{
    const char *own = change->home.settings.owner;
    change->question[0] = '\0';
    if (removes_last(before, after, ROLE_OWNER)) {
        (void)snprintf(
            change->question, sizeof(change->question),
            "This removes the last owner: nobody is left who may lift the vacation lock, "
            "and this command line opens no door any more.");
    } else if (commands(before, own) && !commands(after, own)) {
        (void)snprintf(change->question, sizeof(change->question),
                       "%s is this command line itself: it will open no door any more.", own);
    }
}

static bool remove_all(const struct removal *removal, struct people *people, size_t *removed,
                       struct failure *failure)
{
    for (uint8_t i = 0; i < people->count;) {
        if (!is_meant(removal, &people->at[i])) {
            i++;
            continue;
        }
        if (people->at[i].entry.role == ROLE_ADMIN) {
            return failure_say(failure,
                               "%s has an admin key, and only the recovery key changes admins; "
                               "first `portcullis admin remove %s`",
                               removal->name, person_user(&people->at[i]).text);
        }
        if (people->at[i].entry.role == ROLE_TIMEKEEPER) {
            return failure_say(failure,
                               "%s tells the doors the time: without it no guest's hours hold; it "
                               "is not removed",
                               removal->name);
        }
        if (!people_revoke(people, i, failure)) {
            return false;
        }
        (*removed)++;
    }
    return true;
}

static bool is_invited(const struct invitation *invitation, const struct people_change *change)
{
    return is_meant(change->self, &invitation->person) &&
           invitation_is_at_the_broker(invitation, change->now);
}

// Who is revoked comes back by no invitation that he still has.
static bool close_invitations(struct people_change *change, EVP_PKEY *signer,
                              struct failure *failure)
{
    struct invitations invitations;
    const char *folder = change->home.folder.text;
    bool any = false;
    (void)signer;
    if (!invitations_read(folder, &invitations, failure)) {
        return false;
    }
    for (uint8_t i = 0; i < invitations.count; i++) {
        if (is_invited(&invitations.at[i], change)) {
            invitation_close(&invitations.at[i], INVITATION_CANCELLED);
            any = true;
        }
    }
    return !any || invitations_write(folder, &invitations, failure);
}

static bool is_not_even_invited(const struct people_change *change, struct failure *failure)
{
    struct invitations invitations;
    if (!invitations_read(change->home.folder.text, &invitations, failure)) {
        return false;
    }
    for (uint8_t i = 0; i < invitations.count; i++) {
        if (is_invited(&invitations.at[i], change)) {
            const struct user_name user = person_user(&invitations.at[i].person);
            return failure_say(failure,
                               "%s is invited and has not joined; `portcullis invite cancel %s` "
                               "takes that back",
                               user.text, user.text);
        }
    }
    return true;
}

static bool nobody(const struct people_change *change, const struct people *people,
                   struct failure *failure)
{
    const struct removal *removal = change->self;
    if (!is_not_even_invited(change, failure)) {
        return false;
    }
    for (uint8_t i = 0; i < people->count; i++) {
        if (person_is(&people->at[i], removal->name)) {
            return failure_say(failure,
                               "%s is a person with devices of his own names; `portcullis revoke "
                               "%s` takes all of them",
                               removal->name, removal->name);
        }
    }
    return failure_say(failure,
                       "there is nobody called %.64s; `portcullis people` names all. Whether an "
                       "earlier revocation is done, `portcullis roster send` tells",
                       removal->name);
}

static bool edit_removal(struct people_change *change, struct people *people,
                         struct failure *failure)
{
    const struct removal *removal = change->self;
    const struct people before = *people;
    size_t removed = 0;
    if (!remove_all(removal, people, &removed, failure)) {
        return false;
    }
    if (removed == 0) {
        return nobody(change, people, failure);
    }
    ask_before(change, &before, people);
    (void)snprintf(change->what, sizeof(change->what), "%s is revoked: %zu key%s", removal->name,
                   removed, removed == 1 ? "" : "s");
    return true;
}

struct renaming {
    const char *old_name;
    const char *new_name;
};

static bool rename_one(struct person *person, const struct renaming *renaming,
                       struct failure *failure)
{
    if (person->certificate[0] == '\0' && person->login[0] != '\0') {
        return failure_say(failure,
                           "the phone %s knows itself and the broker by that name; revoke it, and "
                           "invite it anew by the other: `portcullis revoke %s`",
                           renaming->old_name, renaming->old_name);
    }
    if (person->certificate[0] != '\0' || person->login[0] != '\0') {
        return failure_say(failure,
                           "the broker knows %s by that name, from his certificate or password; "
                           "revoke him and invite him anew",
                           renaming->old_name);
    }
    if (person->entry.role == ROLE_ADMIN || person->entry.role == ROLE_TIMEKEEPER) {
        return failure_say(failure, "%s is a name of the system; it stays", renaming->old_name);
    }
    memset(person->entry.user, 0, USER_SIZE);
    memcpy(person->entry.user, renaming->new_name, strlen(renaming->new_name));
    return true;
}

static bool edit_renaming(struct people_change *change, struct people *people,
                          struct failure *failure)
{
    const struct renaming *renaming = change->self;
    size_t renamed = 0;
    if (strcmp(renaming->old_name, change->home.settings.owner) == 0) {
        return failure_say(failure,
                           "%s is this command line itself, and its certificate says so; it keeps "
                           "its name",
                           renaming->old_name);
    }
    for (uint8_t i = 0; i < people->count; i++) {
        if (strcmp(person_user(&people->at[i]).text, renaming->new_name) == 0) {
            return failure_say(failure, "there is a %s already; choose another name",
                               renaming->new_name);
        }
    }
    for (uint8_t i = 0; i < people->count; i++) {
        if (strcmp(person_user(&people->at[i]).text, renaming->old_name) != 0) {
            continue;
        }
        if (!rename_one(&people->at[i], renaming, failure)) {
            return false;
        }
        renamed++;
    }
    (void)snprintf(change->what, sizeof(change->what), "%s is called %s now", renaming->old_name,
                   renaming->new_name);
    return renamed > 0 ||
           failure_say(failure, "there is nobody called %.64s; `portcullis people` names all",
                       renaming->old_name);
}

// What the commands share.
struct line {
    const char *usage;
    const char *teaches;
    size_t words;
    int argc;
    char *const *argv;
};

static bool read_line(const struct line *line, struct change_options *options, struct words *words,
                      enum cli_exit *answer)
{
    const struct option_row rows[] = {
        {"yes", OPTION_FLAG, &options->yes, NULL, "answers what would be asked"},
        {"passphrase-file", OPTION_TEXT, &options->passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &options->json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &options->home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = line->usage,
        .teaches = line->teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
        .words_least = line->words,
        .words_most = line->words,
    };
    return cli_arguments(&arguments, line->argc, line->argv, words, answer);
}

static enum cli_exit remove_named(const struct line *line, bool whole_person)
{
    struct change_options options = {.json = false};
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!read_line(line, &options, &words, &answer)) {
        return answer;
    }
    const struct removal removal = {.name = words.at[0], .whole_person = whole_person};
    struct people_change change = {
        .options = &options, .edit = edit_removal, .self = &removal, .prepare = close_invitations};
    return change_people(&change);
}

enum cli_exit cli_revoke(int argc, char *const *argv)
{
    const struct line line = {"portcullis revoke PERSON|PERSON-DEVICE", revoke_teaches, 1, argc,
                              argv};
    return remove_named(&line, true);
}

enum cli_exit cli_user_remove(int argc, char *const *argv)
{
    const struct line line = {"portcullis user remove PERSON-DEVICE", remove_teaches, 1, argc,
                              argv};
    return remove_named(&line, false);
}

enum cli_exit cli_user_rename(int argc, char *const *argv)
{
    const struct line line = {"portcullis user rename OLD NEW", rename_teaches, 2, argc, argv};
    struct change_options options = {.json = false};
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!read_line(&line, &options, &words, &answer)) {
        return answer;
    }
    const struct renaming renaming = {.old_name = words.at[0], .new_name = words.at[1]};
    if (!user_name_is_free(renaming.new_name, &failure)) {
        return cli_fail(&failure, CLI_USAGE);
    }
    struct people_change change = {.options = &options, .edit = edit_renaming, .self = &renaming};
    return change_people(&change);
}
