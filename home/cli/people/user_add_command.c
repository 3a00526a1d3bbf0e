// portcullis user add: somebody by the file of his public key.
#include "home/cli/commands.h"
#include "home/cli/people/change_people.h"
#include "home/people/limits.h"

#include <stdio.h>
#include <string.h>

static const char teaches[] =
    "Lets in one device of somebody by its public key (PEM, P-256), at every door or at some. Who\n"
    "has no key yet is invited: portcullis invite.\n"
    "\n"
    "The name is PERSON-DEVICE, 16 characters in all, without a dash in the person: `revoke bob`\n"
    "takes all devices of bob. The role:\n"
    "  owner        all, and the vacation lock\n"
    "  member       opens, closes, stops\n"
    "  guest        the same within his limits; without a limit he has no power\n"
    "  automation   closes and stops; opens only with --may-open\n"
    "  stop-only    a second key of a device, that stops and nothing else\n"
    "\n"
    "Limits, together or alone:\n"
    "  --window \"mon-fri 7:00-9:00\"   or \"sat,sun\", \"22:00-6:00\"\n"
    "  --until 2026-12-24               that day is the last\n"
    "  --uses 3                         so many openings\n"
    "\n"
    "  portcullis user add bob-phone --role member --key bob.pub\n"
    "  portcullis user add cleaner --role guest --key c.pub --doors garage --window \"tue 8-12\"\n"
    "\n"
    "Exit codes: 0 every door has it in force; 1 refused, or a door has not confirmed it yet.\n";

struct add_options {
    struct change_options change;
    const char *user;
    const char *role;
    const char *key;
    const char *doors;
    const char *window;
    const char *until;
    long uses;
    bool may_open;
};

// What the words say, before the home is looked at.
struct addition {
    const struct add_options *options;
    struct person person;
};

static bool take_role(const struct add_options *options, struct roster_entry *entry,
                      struct failure *failure)
{
    if (options->role == NULL || !role_named(options->role, &entry->role) ||
        entry->role == ROLE_ADMIN || entry->role == ROLE_TIMEKEEPER) {
        return failure_say(failure,
                           "--role must be one of owner, member, guest, automation, stop-only; "
                           "admins are added with `portcullis admin add`");
    }
    if (options->may_open && entry->role != ROLE_AUTOMATION) {
        return failure_say(failure, "--may-open is for --role automation; others open anyway");
    }
    entry->flags = options->may_open ? ENTRY_AUTOMATION_MAY_OPEN : 0;
    return true;
}

static bool take_limits(const struct add_options *options, struct roster_entry *entry,
                        struct failure *failure)
{
    if ((options->window != NULL && !limits_take_window(options->window, entry, failure)) ||
        (options->until != NULL &&
         !limits_take_until(options->until, time(NULL), entry, failure)) ||
        (options->uses >= 0 && !limits_take_uses(options->uses, entry, failure))) {
        return false;
    }
    if (entry->role == ROLE_GUEST && !limits_are_there(entry)) {
        return failure_say(failure, "a guest without a limit has no power at any door; say "
                                    "--window, --until or --uses, or make him a member");
    }
    return true;
}

static bool take_words(const struct add_options *options, struct person *person,
                       struct failure *failure)
{
    struct person taken = {.entry = {.kind = KEY_RAW}};
    if (!user_name_is_free(options->user, failure) || !take_role(options, &taken.entry, failure) ||
        !take_limits(options, &taken.entry, failure) ||
        !person_take_doors(&taken, options->doors, failure)) {
        return false;
    }
    memcpy(taken.entry.user, options->user, strlen(options->user));
    if (options->key == NULL) {
        return failure_say(failure, "--key FILE is missing: his public key, as made by `openssl "
                                    "pkey -in bob.key -pubout -out bob.pub`");
    }
    *person = taken;
    return true;
}

static bool read_key(const char *file, uint8_t point[POINT_SIZE], struct failure *failure)
{
    struct failure why;
    EVP_PKEY *key = NULL;
    if (!file_exists(file)) {
        return failure_say(failure, "there is no file %s; --key wants his public key", file);
    }
    if (!key_load_public(file, &key, &why)) {
        return failure_say(failure,
                           "%s is no public P-256 key in PEM; make one with `openssl pkey -in "
                           "bob.key -pubout -out bob.pub`",
                           file);
    }
    const bool known = key_point(key, point);
    EVP_PKEY_free(key);
    return known || failure_say(failure,
                                "OpenSSL gave no point of %s; check that its library is "
                                "whole",
                                file);
}

static bool doors_are_there(const struct people_change *change, const struct person *person,
                            struct failure *failure)
{
    for (uint8_t i = 0; i < person->door_count; i++) {
        if (!doors_have(&change->doors, person->door[i])) {
            return failure_say(failure, "there is no door %s; `portcullis door list` names them",
                               person->door[i]);
        }
    }
    return true;
}

static bool edit(struct people_change *change, struct people *people, struct failure *failure)
{
    const struct addition *addition = change->self;
    struct person person = addition->person;
    if (!doors_are_there(change, &person, failure) ||
        !read_key(addition->options->key, person.entry.point, failure) ||
        !people_add(people, &person, failure)) {
        return false;
    }
    const struct limits_text limits = limits_words(&person.entry);
    (void)snprintf(change->what, sizeof(change->what), "%s is added: %s%s%s",
                   addition->options->user, addition->options->role,
                   limits.text[0] == '\0' ? "" : ", ", limits.text);
    return true;
}

static enum cli_exit add(const struct add_options *options)
{
    struct failure failure;
    struct addition addition = {.options = options};
    if (!take_words(options, &addition.person, &failure)) {
        return cli_fail(&failure, CLI_USAGE);
    }
    struct people_change change = {.options = &options->change, .edit = edit, .self = &addition};
    return change_people(&change);
}

enum cli_exit cli_user_add(int argc, char *const *argv)
{
    struct add_options options = {.uses = -1};
    const struct option_row rows[] = {
        {"role", OPTION_TEXT, &options.role, "ROLE",
         "owner, member, guest, automation or stop-only"},
        {"key", OPTION_TEXT, &options.key, "FILE", "his public key, PEM"},
        {"doors", OPTION_TEXT, &options.doors, "DOORS",
         "at these alone, as garage,barn; every door if not said"},
        {"window", OPTION_TEXT, &options.window, "WHEN",
         "days and hours, as \"mon-fri 7:00-9:00\""},
        {"until", OPTION_TEXT, &options.until, "DAY", "his last day, as 2026-12-24"},
        {"uses", OPTION_NUMBER, &options.uses, "N", "so many openings, 1 to 255"},
        {"may-open", OPTION_FLAG, &options.may_open, NULL, "automation that opens too"},
        {"passphrase-file", OPTION_TEXT, &options.change.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &options.change.json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &options.change.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis user add PERSON-DEVICE --role ROLE --key FILE",
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
    options.user = words.at[0];
    return add(&options);
}
