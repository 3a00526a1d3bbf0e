#include "home/cli/people/change_people.h"
#include "home/broker/configuration.h"
#include "home/broker/reload.h"
#include "home/broker/revocation.h"
#include "home/broker/unit.h"
#include "home/cli/ask.h"
#include "home/cli/passphrase.h"
#include "home/cli/people/recovery_key.h"
#include "home/cli/people/tell_rosters.h"

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

// Who signs.
struct signing {
    EVP_PKEY *key;
    struct passphrase passphrase; // not known where the recovery key signs
};

static bool load_signer(struct people_change *change, struct signing *out, struct failure *failure)
{
    struct path path;
    const struct change_options *options = change->options;
    if (options->by_recovery) {
        return recovery_key_get(&change->home, options->recovery_file, &out->key, failure);
    }
    return home_path(&change->home, "keys/admin.key", &path, failure) &&
           passphrase_get(options->passphrase_file, PASSPHRASE_KNOWN, &out->passphrase, failure) &&
           key_load(path.text, &out->passphrase, &out->key, failure);
}

// The broker lets nobody in whose certificate this home has revoked.
static bool write_crl(const struct people_change *change, const struct signing *signing,
                      const struct people *people, struct failure *failure)
{
    return change->options->by_recovery ||
           broker_revoke(&change->home, people, &signing->passphrase, change->now, failure);
}

// Under the lock: on what people.json says now.
static bool make_change(struct people_change *change, const struct signing *signing,
                        struct doors *concerned, struct failure *failure)
{
    struct people people;
    struct issued settled;
    struct issued issued;
    const struct roster_issue issue = {
        .home = &change->home,
        .people = &people,
        .signer = signing->key,
        .now = change->now,
        .above = change->above,
    };
    size_t gone = 0;
    char asked[CHANGE_QUESTION_MOST];
    memcpy(asked, change->question, sizeof(asked));
    change->question[0] = '\0';
    if (!rosters_settle(&change->home, &settled, failure) ||
        !people_read(change->home.folder.text, &people, failure) ||
        // Who comes may have the name of somebody whose revocation was cut off: before it has rows again.
        !write_crl(change, signing, &people, failure) || !change->edit(change, &people, failure)) {
        return false;
    }
    if (strcmp(asked, change->question) != 0) {
        return failure_say(failure, "people.json was changed by another portcullis meanwhile; look "
                                    "with `portcullis people` and try again");
    }
    // Whoever is over goes with whatever is signed.
    if (!people_let_go(&people, change->now, &gone, failure)) {
        return false;
    }
    if ((change->prepare != NULL && !change->prepare(change, signing->key, failure)) ||
        !rosters_issue(&issue, &issued, failure)) {
        return false;
    }
    add_issued(concerned, &settled);
    add_issued(concerned, &issued);
    return write_crl(change, signing, &people, failure) &&
           (change->keeps_broker || broker_write(&change->home, failure));
}

static bool make_locked(struct people_change *change, const struct signing *signing,
                        struct doors *concerned, struct failure *failure)
{
    int lock = -1;
    const struct path folder = change->home.folder;
    if (!home_lock(folder.text, &lock, failure)) {
        return false;
    }
    // Its settings and its doors may have been changed while the passphrase was typed.
    const bool made = home_open(folder.text, &change->home, failure) &&
                      doors_list(&change->home, &change->doors, failure) &&
                      make_change(change, signing, concerned, failure);
    home_unlock(lock);
    return made;
}

static void tell_broker(const struct people_change *change)
{
    if (change->keeps_broker) {
        return;
    }
    if (change->options->json) {
        (void)broker_reload(&change->home); // `broker config` says what is left to do
    } else if (change->opens_port) {
        (void)broker_reload(&change->home); // for its rules
        (void)printf("Next: sudo systemctl restart " UNIT_NAME
                     ", where it runs: it opens a port only when it starts\n");
    } else {
        broker_tell_reload(&change->home, stdout);
    }
}

static enum cli_exit tell(const struct people_change *change, const struct doors *concerned)
{
    const bool json = change->options->json;
    const struct roster_round round = {
        .home = &change->home,
        .doors = concerned,
        .json = json,
        .what = json ? change->what : NULL,
    };
    if (!json) {
        (void)printf("%s\n", change->what);
    }
    // At once: a door may keep us waiting, and Ctrl-C ends that.
    tell_broker(change);
    return tell_rosters(&round);
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
    struct signing signing = {.key = NULL};
    change->now = time(NULL);
    if (!home_choose(change->options->home, &folder, &failure) ||
        !home_open(folder.text, &change->home, &failure) ||
        !doors_list(&change->home, &change->doors, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!try_first(change, &failure)) {
        return cli_fail(&failure, CLI_REFUSED);
    }
    if (change->question[0] != '\0' && !ask_yes(change->question, change->options->yes, &failure)) {
        return cli_fail(&failure, CLI_REFUSED);
    }
    const bool made = load_signer(change, &signing, &failure) &&
                      make_locked(change, &signing, &concerned, &failure);
    EVP_PKEY_free(signing.key);
    wipe(&signing, sizeof(signing));
    return made ? tell(change, &concerned) : cli_fail(&failure, CLI_ENVIRONMENT);
}
