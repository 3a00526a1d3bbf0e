// portcullis page set: where the page's files and its certificate lie, and where nginx listens.
#include "home/cli/answer.h"
#include "home/cli/commands.h"
#include "home/cli/page/open_page.h"
#include "home/page/nginx.h"
#include "home/page/page.h"

#include <stdio.h>
#include <string.h>

static const char teaches[] =
    "Says where the files of the phones' page lie, which certificate nginx shows, and on which "
    "address\n"
    "of this machine it listens; writes page/nginx.conf anew. What is given empty is as it was in "
    "the\n"
    "beginning: the installed files, the certificate of this home, all addresses.\n"
    "\n"
    "  portcullis page set --certificate /etc/letsencrypt/live/garage.example.org/fullchain.pem "
    "\\\n"
    "                      --key /etc/letsencrypt/live/garage.example.org/privkey.pem\n"
    "  portcullis page set --listen 192.168.1.2\n"
    "\n"
    "Afterwards `portcullis page` says how nginx takes it. Nothing here touches a passkey.\n"
    "\n"
    "Exit codes: 0 done; 1 refused, as this page does not have it so; 2 wrong use: what nginx "
    "could "
    "not\n"
    "read; 3 a file could not be read or written.\n";

struct set_options {
    const char *home;
    const char *files;
    const char *certificate;
    const char *key;
    const char *listen;
    bool json;
};

static bool take(const char *option, const char *value, char *into, size_t room,
                 struct failure *failure)
{
    if (value == NULL) {
        return true;
    }
    if (strlen(value) >= room) {
        return failure_say(failure, "--%s is too long: at most %zu characters", option, room - 1);
    }
    memcpy(into, value, strlen(value) + 1);
    return true;
}

static bool take_all(const struct set_options *options, struct page_settings *page,
                     struct failure *failure)
{
    if ((options->certificate == NULL) != (options->key == NULL)) {
        return failure_say(failure, "--certificate and --key belong together");
    }
    if (!take("files", options->files, page->files, sizeof(page->files), failure) ||
        !take("certificate", options->certificate, page->certificate, sizeof(page->certificate),
              failure) ||
        !take("key", options->key, page->key, sizeof(page->key), failure) ||
        !take("listen", options->listen, page->listen, sizeof(page->listen), failure)) {
        return false;
    }
    return (page->certificate[0] == '\0') == (page->key[0] == '\0') ||
           failure_say(failure, "--certificate and --key belong together, empty or not");
}

// What is wrong with the words alone, whatever the home says.
static bool words_fit(const struct set_options *options, struct failure *failure)
{
    struct page_settings alone = {.host = "any.host"};
    return take_all(options, &alone, failure) && page_fits_nginx("/", &alone, failure);
}

static enum cli_exit set(const struct set_options *options, struct home *home,
                         struct failure *failure)
{
    if (!take_all(options, &home->settings.page, failure) ||
        !page_fits_nginx(home->folder.text, &home->settings.page, failure)) {
        return CLI_REFUSED;
    }
    return home_write_settings(home->folder.text, &home->settings, failure) &&
                   page_write(home, failure)
               ? CLI_DONE
               : CLI_ENVIRONMENT;
}

static enum cli_exit tell(const struct home *home, bool json)
{
    const struct page_settings *page = &home->settings.page;
    const char *all = page_is_local(page) ? "127.0.0.1" : "all addresses";
    const char *listen = page->listen[0] == '\0' ? all : page->listen;
    struct path certificate = {"none, and none is needed"};
    struct path key = {"none"};
    struct failure ignored; // the path of the home is short enough, or page_write had said so
    if (!page_is_local(page) &&
        !nginx_certificate(home->folder.text, page, &certificate, &key, &ignored)) {
        return cli_fail(&ignored, CLI_ENVIRONMENT);
    }
    if (json) {
        cJSON *root = cJSON_CreateObject();
        return answer_json(
            root, cJSON_AddStringToObject(root, "files", nginx_files(page)) != NULL &&
                      cJSON_AddStringToObject(root, "certificate", certificate.text) != NULL &&
                      cJSON_AddStringToObject(root, "key", key.text) != NULL &&
                      cJSON_AddStringToObject(root, "listen", listen) != NULL);
    }
    (void)printf("  files        %s\n"
                 "  certificate  %s\n"
                 "  its key      %s\n"
                 "  listens on   %s\n"
                 "Next: portcullis page says how nginx takes it\n",
                 nginx_files(page), certificate.text, key.text, listen);
    return CLI_DONE;
}

static enum cli_exit run(const struct set_options *options)
{
    struct failure failure;
    struct home home;
    int lock = -1;
    if (!words_fit(options, &failure)) {
        return cli_fail(&failure, CLI_USAGE);
    }
    enum cli_exit answer = open_page(options->home, &home, &lock, &failure);
    if (answer == CLI_DONE) {
        answer = set(options, &home, &failure);
        home_unlock(lock);
    }
    return answer == CLI_DONE ? tell(&home, options->json) : cli_fail(&failure, answer);
}

enum cli_exit cli_page_set(int argc, char *const *argv)
{
    struct set_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"files", OPTION_TEXT, &options.files, "DIR", "where the page's files lie"},
        {"certificate", OPTION_TEXT, &options.certificate, "FILE",
         "what nginx shows, with all that leads to its root; PEM"},
        {"key", OPTION_TEXT, &options.key, "FILE", "its key"},
        {"listen", OPTION_TEXT, &options.listen, "ADDRESS", "the one address nginx listens on"},
        {"json", OPTION_FLAG, &options.json, NULL, "as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis page set",
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
