// portcullis admin list, add, remove, and recover: who signs rosters. Only the recovery key changes them.
#include "home/authority/root_keys.h"
#include "home/cli/commands.h"
#include "home/cli/passphrase.h"
#include "home/cli/people/admin_keys.h"
#include "home/cli/people/change_people.h"

#include <stdio.h>
#include <string.h>

static const char list_teaches[] = "Lists the admin keys: they sign rosters, and open nothing. "
                                   "Several owners have one each.\n\n  portcullis admin list\n";

static const char add_teaches[] =
    "Lets another admin key sign rosters: a second owner's, on his own machine. Admins are "
    "changed\n"
    "by the recovery key alone: its sheet is asked for at the terminal, or read from a file.\n"
    "\n"
    "  portcullis admin add carol-admin --key carol-admin.pub\n"
    "  portcullis admin remove carol-admin --recovery-file sheet.txt\n"
    "\n"
    "Exit codes: 0 every door has it in force; 1 refused, or a door has not confirmed it yet.\n";

static const char recover_teaches[] =
    "The admin key is lost, stolen, or its passphrase forgotten: makes a new one under a new\n"
    "passphrase, in place of the old, and signs with the recovery key for every door. What a "
    "thief\n"
    "may have put in force is overruled by what people.json says. Delete the file of the sheet\n"
    "afterwards; the page is as good as before.\n"
    "\n"
    "  portcullis recover\n"
    "  portcullis recover --recovery-file sheet.txt --passphrase-file new-passphrase\n"
    "\n"
    "The keys of the certificate authority stay what they are, and are locked under the new\n"
    "passphrase too: the recovery sheet opens their copies.\n";

// The words of `admin add` and `admin remove`.
struct admin_words {
    const char *name;
    const char *key; // file; NULL: he is removed
};

static bool edit_add(struct people_change *change, struct people *people, struct failure *failure)
{
    const struct admin_words *words = change->self;
    uint8_t point[POINT_SIZE];
    EVP_PKEY *key = NULL;
    if (!key_load_public(words->key, &key, failure)) {
        return false;
    }
    const bool known = key_point(key, point);
    EVP_PKEY_free(key);
    const struct person admin = person_of(words->name, ROLE_ADMIN, point);
    if (!known || !people_add(people, &admin, failure)) {
        return false;
    }
    (void)snprintf(change->what, sizeof(change->what), "%s is an admin", words->name);
    return true;
}

static bool edit_remove(struct people_change *change, struct people *people,
                        struct failure *failure)
{
    const struct admin_words *words = change->self;
    uint8_t index = 0;
    if (!admin_find(people, words->name, &index)) {
        return failure_say(failure, "there is no admin %.64s; `portcullis admin list` names them",
                           words->name);
    }
    people_remove(people, index);
    change->question[0] = '\0';
    if (people->count == 0 || people->at[0].entry.role != ROLE_ADMIN) {
        (void)snprintf(change->question, sizeof(change->question),
                       "This removes the last admin: afterwards only the recovery sheet changes "
                       "who may open.");
    }
    (void)snprintf(change->what, sizeof(change->what), "%s is no admin any more", words->name);
    return true;
}

struct command_words {
    int argc;
    char *const *argv;
};

enum {
    ROWS_MOST = 8
};

static bool read_words(struct arguments arguments, const struct command_words *given,
                       struct change_options *options, struct words *words, enum cli_exit *answer)
{
    struct option_row rows[ROWS_MOST] = {
        {"recovery-file", OPTION_TEXT, &options->recovery_file, "FILE",
         "holds the recovery sheet; asked for if not said"},
        {"yes", OPTION_FLAG, &options->yes, NULL, "answers what would be asked"},
        {"json", OPTION_FLAG, &options->json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &options->home, "DIR", "where the home is"},
    };
    size_t count = 4;
    for (size_t i = 0; i < arguments.option_count; i++) {
        rows[count++] = arguments.options[i];
    }
    arguments.options = rows;
    arguments.option_count = count;
    options->by_recovery = true;
    return cli_arguments(&arguments, given->argc, given->argv, words, answer);
}

enum cli_exit cli_admin_add(int argc, char *const *argv)
{
    struct change_options options = {.json = false};
    struct admin_words admin = {.name = NULL};
    const struct command_words given = {argc, argv};
    const struct option_row key = {"key", OPTION_TEXT, &admin.key, "FILE",
                                   "the admin's public key, PEM"};
    const struct arguments arguments = {
        .usage = "portcullis admin add NAME --key FILE",
        .teaches = add_teaches,
        .options = &key,
        .option_count = 1,
        .words_least = 1,
        .words_most = 1,
    };
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!read_words(arguments, &given, &options, &words, &answer)) {
        return answer;
    }
    admin.name = words.at[0];
    if (admin.key == NULL) {
        (void)failure_say(&failure, "--key FILE is missing: the admin's public key");
        return cli_fail(&failure, CLI_USAGE);
    }
    if (!user_name_is_free(admin.name, &failure)) {
        return cli_fail(&failure, CLI_USAGE);
    }
    struct people_change change = {
        .options = &options, .edit = edit_add, .self = &admin, .keeps_broker = true};
    return change_people(&change);
}

enum cli_exit cli_admin_remove(int argc, char *const *argv)
{
    struct change_options options = {.json = false};
    struct admin_words admin = {.name = NULL};
    const struct command_words given = {argc, argv};
    const struct arguments arguments = {
        .usage = "portcullis admin remove NAME",
        .teaches = add_teaches,
        .words_least = 1,
        .words_most = 1,
    };
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!read_words(arguments, &given, &options, &words, &answer)) {
        return answer;
    }
    admin.name = words.at[0];
    struct people_change change = {
        .options = &options, .edit = edit_remove, .self = &admin, .keeps_broker = true};
    return change_people(&change);
}

enum cli_exit cli_admin_list(int argc, char *const *argv)
{
    const char *home = NULL;
    bool json = false;
    const struct option_row rows[] = {
        {"json", OPTION_FLAG, &json, NULL, "as one JSON array"},
        {"home", OPTION_TEXT, &home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis admin list",
        .teaches = list_teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
    };
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    return admin_list(home, json, &failure) ? CLI_DONE : cli_fail(&failure, CLI_ENVIRONMENT);
}

// A new key in the place of an admin's.
struct recovery {
    const char *name;
    EVP_PKEY *key;
    struct passphrase passphrase;
    enum root_keys *roots; // told afterwards
};

static bool edit_recovery(struct people_change *change, struct people *people,
                          struct failure *failure)
{
    const struct recovery *recovery = change->self;
    uint8_t point[POINT_SIZE];
    uint8_t index = 0;
    if (!key_point(recovery->key, point)) {
        return failure_say(failure, "OpenSSL gave no point of its own key; check that its library "
                                    "is whole");
    }
    if (admin_find(people, recovery->name, &index)) {
        people_remove(people, index);
    } else if (people_count(people, ROLE_ADMIN, "") > 0) {
        return failure_say(failure,
                           "there is no admin %.64s whose key could be replaced; `portcullis admin "
                           "list` names them, and `portcullis recover NAME` replaces one",
                           recovery->name);
    }
    const struct person admin = person_of(recovery->name, ROLE_ADMIN, point);
    (void)snprintf(change->what, sizeof(change->what), "%s has a new key, keys/admin.key",
                   recovery->name);
    return people_add(people, &admin, failure);
}

// Written before people.json names it: a run cut off in between is simply run again.
static bool save_keys(struct people_change *change, EVP_PKEY *signer, struct failure *failure)
{
    const struct recovery *recovery = change->self;
    struct path path;
    return root_keys_relock(&change->home, signer, &recovery->passphrase, recovery->roots,
                            failure) &&
           home_path(&change->home, "keys/admin.key", &path, failure) &&
           key_save(recovery->key, path.text, &recovery->passphrase, failure);
}

static const char roots_stay[] =
    "the keys of the certificate authority are still under the old passphrase, for %s. Adding, "
    "renaming and replacing doors, inviting, and revoking "
    "certificates need it; all else goes on. If you remember it, give `portcullis recover` once "
    "more, with it as the new passphrase; if not, make a new home for new doors";

static enum cli_exit recover(struct change_options *options, const char *name)
{
    struct failure failure;
    enum root_keys roots = ROOT_KEYS_RELOCKED;
    struct recovery recovery = {.name = name == NULL ? "admin" : name, .roots = &roots};
    static struct door_marks above;
    struct people_change change = {.options = options,
                                   .edit = edit_recovery,
                                   .self = &recovery,
                                   .keeps_broker = true,
                                   .prepare = save_keys,
                                   .above = &above};
    if (!admin_look_above(options->home, &above, &failure) ||
        !key_generate(&recovery.key, &failure) ||
        !passphrase_get(options->passphrase_file, PASSPHRASE_NEW, &recovery.passphrase, &failure)) {
        EVP_PKEY_free(recovery.key);
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const enum cli_exit answer = change_people(&change);
    EVP_PKEY_free(recovery.key);
    wipe(&recovery, sizeof(recovery));
    switch (roots) {
    case ROOT_KEYS_WITHOUT_COPY:
        (void)failure_say(&failure, roots_stay, "this home is older than their copies");
        return cli_fail(&failure, answer);
    case ROOT_KEYS_COPY_DAMAGED:
        (void)failure_say(&failure, roots_stay,
                          "authority/*.recovery, their copies, do not open: they are damaged, or "
                          "of another sheet; put them back from a backup, and recover once more");
        return cli_fail(&failure, answer);
    case ROOT_KEYS_RELOCKED:
        break;
    }
    return answer;
}

enum cli_exit cli_recover(int argc, char *const *argv)
{
    struct change_options options = {.json = false};
    const struct command_words given = {argc, argv};
    const struct option_row passphrase = {"passphrase-file", OPTION_TEXT, &options.passphrase_file,
                                          "FILE", "its first line is the new passphrase"};
    const struct arguments arguments = {
        .usage = "portcullis recover [ADMIN]",
        .teaches = recover_teaches,
        .options = &passphrase,
        .option_count = 1,
        .words_most = 1,
    };
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!read_words(arguments, &given, &options, &words, &answer)) {
        return answer;
    }
    return recover(&options, words.count > 0 ? words.at[0] : NULL);
}
