// portcullis page certificate: the page's certificate by this home's own authority.
#include "home/authority/certificate.h"
#include "home/authority/page_certificate.h"
#include "home/cli/answer.h"
#include "home/cli/commands.h"
#include "home/cli/page/open_page.h"
#include "home/page/nginx_reload.h"
#include "home/page/page.h"

#include <stdio.h>
#include <time.h>

static const char teaches[] =
    "Makes the certificate of the phones' page by this home's own authority, or makes it anew, for "
    "825\n"
    "days from today: no phone of Apple's believes a longer one. Its key stays, and no passphrase "
    "is\n"
    "needed. Every phone has to be told once to believe authority/server-root.crt; docs/page.md "
    "says\n"
    "how, and tells two ways on which no phone has to be told anything.\n"
    "\n"
    "  portcullis page certificate\n"
    "\n"
    "A running nginx takes it where this may tell it so; else: sudo systemctl reload nginx\n"
    "\n"
    "Exit codes: 0 made; 1 refused: no page, or a name that the authority may not sign for; 2 "
    "wrong "
    "use;\n"
    "3 a file could not be read or written.\n";

struct certificate_options {
    const char *home;
    bool json;
};

static void end_of(const struct home *home, char day[16])
{
    struct failure ignored; // it was written a moment ago
    struct path path;
    X509 *certificate = NULL;
    time_t end = 0;
    struct tm broken_down;
    (void)snprintf(day, 16, "?");
    if (home_path(home, "authority/page.crt", &path, &ignored) &&
        certificate_load(path.text, &certificate, &ignored) && certificate_end(certificate, &end) &&
        gmtime_r(&end, &broken_down) != NULL) {
        (void)strftime(day, 16, "%Y-%m-%d", &broken_down);
    }
    X509_free(certificate);
}

static enum cli_exit tell(const struct home *home, bool json)
{
    char day[16];
    char root[PATH_ROOM + 32];
    const char *next = nginx_reload_words(home);
    end_of(home, day);
    (void)snprintf(root, sizeof(root), "%s/authority/server-root.crt", home->folder.text);
    if (json) {
        cJSON *object = cJSON_CreateObject();
        return answer_json(
            object, cJSON_AddStringToObject(object, "host", home->settings.page.host) != NULL &&
                        cJSON_AddStringToObject(object, "certificate_ends", day) != NULL &&
                        cJSON_AddStringToObject(object, "root", root) != NULL);
    }
    (void)printf("The page's certificate, of %s, ends on %s.\n"
                 "Phones have to be told once to believe %s\n"
                 "%s\n"
                 "portcullis page tells the rest\n",
                 home->settings.page.host, day, root, next);
    return CLI_DONE;
}

static bool certify(struct home *home, struct failure *failure)
{
    struct page_settings *page = &home->settings.page;
    page->certificate[0] = '\0';
    page->key[0] = '\0';
    return authority_certify_page(home, time(NULL), failure) &&
           home_write_settings(home->folder.text, &home->settings, failure) &&
           page_write(home, failure);
}

static enum cli_exit make(struct home *home, struct failure *failure)
{
    bool may = false;
    if (page_is_local(&home->settings.page)) {
        (void)failure_say(failure, "a page of localhost needs no certificate");
        return CLI_REFUSED;
    }
    if (!authority_may_certify_page(home, time(NULL), &may, failure)) {
        return CLI_ENVIRONMENT;
    }
    if (!may) {
        return CLI_REFUSED;
    }
    return certify(home, failure) ? CLI_DONE : CLI_ENVIRONMENT;
}

static enum cli_exit run(const struct certificate_options *options)
{
    struct failure failure;
    struct home home;
    int lock = -1;
    enum cli_exit answer = open_page(options->home, &home, &lock, &failure);
    if (answer == CLI_DONE) {
        answer = make(&home, &failure);
        home_unlock(lock);
    }
    return answer == CLI_DONE ? tell(&home, options->json) : cli_fail(&failure, answer);
}

enum cli_exit cli_page_certificate(int argc, char *const *argv)
{
    struct certificate_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"json", OPTION_FLAG, &options.json, NULL, "as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis page certificate",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
    };
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    return run(&options);
}
