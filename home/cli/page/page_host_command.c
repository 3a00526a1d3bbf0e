// portcullis page host: the name of the phones' page, which every roster carries and every passkey is
// bound to.
#include "home/authority/page_certificate.h"
#include "home/cli/commands.h"
#include "home/cli/people/change_people.h"
#include "home/page/page.h"

#include <stdio.h>
#include <string.h>

static const char teaches[] =
    "Names the phones' page of a home that was made without `init --host`: rosters are signed "
    "anew,\n"
    "for they carry the page's origin, and a door believes a passkey under that alone.\n"
    "\n"
    "  portcullis page host garage.example.org\n"
    "  portcullis page host garage.home.arpa --port 8443\n"
    "\n"
    "Choose it for good. A passkey is bound to the name it was made under: another one, or "
    "another\n"
    "port, later means that every phone with a passkey is invited anew. It asks before it does "
    "that.\n"
    "\n"
    "Exit codes: 0 done, and every door has its roster; 1 refused, or not yet at every door; 2 "
    "wrong\n"
    "use; 3 a file could not be written.\n";

struct naming {
    struct change_options change;
    const char *host;
    long port;
    long websockets_port;
};

static unsigned passkeys_of(const struct people *people)
{
    unsigned count = 0;
    for (uint8_t i = 0; i < people->count; i++) {
        count += people->at[i].entry.kind == KEY_PASSKEY ? 1 : 0;
    }
    return count;
}

static bool name_page(const struct naming *naming, struct home_settings *settings,
                      struct failure *failure)
{
    if (settings->broker_foreign) {
        return failure_say(failure,
                           "the phones' page needs a broker of this home, on this machine; "
                           "this one's is somebody's own");
    }
    if (!page_settings_name(&settings->page, naming->host, naming->port, failure)) {
        return false;
    }
    if (settings->websockets_port == 0 || naming->websockets_port != 0) {
        const long port = naming->websockets_port == 0 ? 8083 : naming->websockets_port;
        settings->websockets_port = (uint16_t)port;
    }
    return (settings->websockets_port != settings->broker_port &&
            settings->page.port != settings->broker_port &&
            settings->page.port != settings->websockets_port) ||
           failure_say(failure,
                       "page, websockets and broker need a port each; say another --port or "
                       "--websockets-port");
}

// What is wrong with the words alone, whatever the home says.
static bool words_fit(const struct naming *naming, struct failure *failure)
{
    struct page_settings alone = {.host = ""};
    return page_settings_name(&alone, naming->host, naming->port, failure) &&
           ((naming->websockets_port >= 0 && naming->websockets_port <= 65535) ||
            failure_say(failure, "--websockets-port must be from 1 to 65535"));
}

// Edits nobody: it is the settings that change, in prepare.
static bool judge(struct people_change *change, struct people *people, struct failure *failure)
{
    const struct naming *naming = change->self;
    struct home_settings settings = change->home.settings;
    const struct page_origin before = page_origin_of(&settings.page);
    if (!name_page(naming, &settings, failure) ||
        !page_fits_nginx(change->home.folder.text, &settings.page, failure)) {
        return false;
    }
    const struct page_origin after = page_origin_of(&settings.page);
    const unsigned passkeys = passkeys_of(people);
    if (before.text[0] != '\0' && strcmp(before.text, after.text) != 0) {
        (void)snprintf(change->question, sizeof(change->question),
                       "The page is %s until now. %u passkeys are bound to that, and are good for "
                       "nothing afterwards; links that were not used yet, neither.",
                       before.text, passkeys);
    }
    change->opens_port = settings.websockets_port != change->home.settings.websockets_port;
    (void)snprintf(change->what, sizeof(change->what), "the phones' page is %s%s", after.text,
                   change->opens_port ? "; the broker opens its port when it is started anew" : "");
    return true;
}

// The settings first: cut off behind them, the rosters are behind, and the same command signs them. The
// certificate is this home's own where its root allows that name; `portcullis page` says where not.
static bool write_settings(struct people_change *change, EVP_PKEY *signer, struct failure *failure)
{
    const struct naming *naming = change->self;
    const struct page_settings *page = &change->home.settings.page;
    struct failure not_allowed;
    (void)signer;
    if (!name_page(naming, &change->home.settings, failure) ||
        !home_write_settings(change->home.folder.text, &change->home.settings, failure)) {
        return false;
    }
    const bool certified = page_is_local(page) || page->certificate[0] != '\0' ||
                           authority_certify_page(&change->home, change->now, &not_allowed);
    (void)certified;
    return page_write(&change->home, failure);
}

enum cli_exit cli_page_host(int argc, char *const *argv)
{
    struct naming naming = {.host = NULL};
    const struct option_row rows[] = {
        {"port", OPTION_NUMBER, &naming.port, "PORT", "the page's; 443, of localhost 8088"},
        {"websockets-port", OPTION_NUMBER, &naming.websockets_port, "PORT",
         "the broker's, of this machine alone; as it is, or 8083"},
        {"yes", OPTION_FLAG, &naming.change.yes, NULL, "do not ask"},
        {"passphrase-file", OPTION_TEXT, &naming.change.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &naming.change.json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &naming.change.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis page host NAME",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
        .words_least = 1,
        .words_most = 1,
    };
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    naming.host = words.at[0];
    if (!words_fit(&naming, &failure)) {
        return cli_fail(&failure, CLI_USAGE);
    }
    struct people_change change = {
        .options = &naming.change,
        .edit = judge,
        .prepare = write_settings,
        .self = &naming,
    };
    return change_people(&change);
}
