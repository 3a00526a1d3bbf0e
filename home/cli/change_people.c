#include "home/cli/change_people.h"
#include "home/broker/configuration.h"
#include "home/cli/ask.h"
#include "home/cli/passphrase.h"
#include "home/cli/recovery_key.h"
#include "home/cli/tell_rosters.h"

#include <stdio.h>
#include <string.h>


static void add_issued(struct doors *doors, const struct issued *issued)
{
    for (size_t i = 0; i < issued->count; i++) {
        const char *name = issued->door[i].name;
        if (!doors_have(doors, name)) {
            memcpy(doors->name[doors->count++], name, strlen(name) + 1);
        }
    }
}

static bool load_signer(struct people_change *change, EVP_PKEY **out, struct failure *failure)
{
    struct path path;
    struct passphrase passphrase;
    const struct change_options *options = change->options;
    if (options->by_recovery) {
        return recovery_key_get(&change->home, options->recovery_file, out, failure);
    }
    if (!home_path(&change->home, "keys/admin.key", &path, failure) ||
        !passphrase_get(options->passphrase_file, PASSPHRASE_KNOWN, &passphrase, failure)) {
        return false;
    }
    const bool loaded = key_load(path.text, &passphrase, out, failure);
    wipe(&passphrase, sizeof(passphrase));
    return loaded;
}

// Under the lock: on what people.json says now.
static bool make_change(struct people_change *change, EVP_PKEY *signer, struct doors *concerned,
                        struct failure *failure)
{
    struct people people;
    struct issued settled;
    struct issued issued;
    const struct roster_issue issue = {
        .home = &change->home,
        .people = &people,
        .signer = signer,
        .now = change->now,
        .above = change->above,
    };
    char asked[CHANGE_QUESTION_MOST];
    memcpy(asked, change->question, sizeof(asked));
    if (!rosters_settle(&change->home, &settled, failure) ||
        !people_read(change->home.folder.text, &people, failure) ||
        !change->edit(change, &people, failure)) {
        return false;
    }
    if (strcmp(asked, change->question) != 0) {
        return failure_say(failure, "people.json was changed by another portcullis meanwhile; look "
                                    "with `portcullis people` and try again");
    }
    if ((change->prepare != NULL && !change->prepare(change, failure)) ||
        !rosters_issue(&issue, &issued, failure)) {
        return false;
    }
    add_issued(concerned, &settled);
    add_issued(concerned, &issued);
    return change->keeps_broker || broker_write(&change->home, failure);
}

static bool make_locked(struct people_change *change, EVP_PKEY *signer, struct doors *concerned,
                        struct failure *failure)
{
    int lock = -1;
    if (!home_lock(change->home.folder.text, &lock, failure)) {
        return false;
    }
    const bool made = make_change(change, signer, concerned, failure);
    home_unlock(lock);
    return made;
}

static void tell_broker(const struct people_change *change)
{
    if (!change->keeps_broker && !change->options->json) {
        (void)printf("The broker's rules are written anew: a broker that is running takes them when "
                     "its process gets a SIGHUP.\n");
    }
}

static enum cli_exit tell(const struct people_change *change, const struct doors *concerned)
{
    const struct roster_round round = {
        .home = &change->home,
        .doors = concerned,
        .json = change->options->json,
        .what = change->what,
    };
    const enum cli_exit answer = tell_rosters(&round);
    tell_broker(change);
    return answer;
}

// What is wrong with the words is seen before a passphrase is asked for.
static bool try_first(struct people_change *change, struct failure *failure)
{
    struct people people;
    return people_read(change->home.folder.text, &people, failure) &&
           change->edit(change, &people, failure);
}

enum cli_exit change_people(struct people_change *change)
{
    struct failure failure;
    struct path folder;
    struct doors concerned = {.count = 0};
    EVP_PKEY *signer = NULL;
    change->now = time(NULL);
    if (!home_choose(change->options->home, &folder, &failure) ||
        !home_open(folder.text, &change->home, &failure) ||
        !doors_list(&change->home, &change->doors, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!try_first(change, &failure)) {
        return cli_fail(&failure, CLI_REFUSED);
    }
    if (change->question[0] != '\0' &&
        !ask_yes(change->question, change->options->yes, &failure)) {
        return cli_fail(&failure, CLI_REFUSED);
    }
    const bool made = load_signer(change, &signer, &failure) &&
                      make_locked(change, signer, &concerned, &failure);
    EVP_PKEY_free(signer);
    return made ? tell(change, &concerned) : cli_fail(&failure, CLI_ENVIRONMENT);
}
