// portcullis page: what is there of the phones' page, and how nginx takes it.
#include "home/cli/answer.h"
#include "home/cli/commands.h"
#include "home/cli/page/open_page.h"
#include "home/page/look.h"
#include "home/page/page.h"

#include <stdio.h>
#include <string.h>

static const char teaches[] =
    "Tells what is there of the phones' page, and what it still needs; prints the commands that "
    "make\n"
    "this machine's nginx serve it. What nginx is told is written anew: page/nginx.conf in the "
    "home,\n"
    "and page/home.json, by which phones know the doors.\n"
    "\n"
    "  portcullis page\n"
    "\n"
    "A page has a name first (`portcullis page host NAME`, or `portcullis init --host NAME`), and "
    "then\n"
    "a certificate; docs/page.md tells three ways to one.\n"
    "\n"
    "Exit codes: 0 it has all it needs here; 1 something is missing, and what to do; 2 wrong use;\n"
    "3 a file could not be read or written.\n";

struct page_options {
    const char *home;
    bool json;
};

static void day_of(time_t when, char room[16])
{
    struct tm broken_down;
    (void)snprintf(room, 16, "?");
    if (gmtime_r(&when, &broken_down) != NULL) {
        (void)strftime(room, 16, "%Y-%m-%d", &broken_down);
    }
}

static enum cli_exit tell_json(const struct home *home, const struct page_look *look)
{
    const struct page_settings *page = &home->settings.page;
    char nginx[PATH_ROOM + 32];
    char day[16];
    day_of(look->certificate_end, day);
    (void)snprintf(nginx, sizeof(nginx), "%s/page/nginx.conf", home->folder.text);
    cJSON *root = cJSON_CreateObject();
    bool built = cJSON_AddStringToObject(root, "origin", page_origin_of(page).text) != NULL &&
                 cJSON_AddStringToObject(root, "host", page->host) != NULL &&
                 cJSON_AddStringToObject(root, "nginx", nginx) != NULL &&
                 cJSON_AddBoolToObject(root, "in_nginx", look->in_nginx) != NULL &&
                 cJSON_AddStringToObject(root, "files", look->files.text) != NULL &&
                 cJSON_AddBoolToObject(root, "has_files", look->has_files) != NULL;
    if (built && look->certificate.text[0] != '\0') {
        built = cJSON_AddStringToObject(root, "certificate", look->certificate.text) != NULL;
    }
    if (built && look->certificate_end != 0) {
        built = cJSON_AddStringToObject(root, "certificate_ends", day) != NULL;
    }
    if (built && look->shut.text[0] != '\0') {
        built = cJSON_AddStringToObject(root, "shut", look->shut.text) != NULL;
    }
    built = built && cJSON_AddBoolToObject(root, "needs_nothing", page_needs_nothing(look)) != NULL;
    const enum cli_exit answer = answer_json(root, built);
    return answer == CLI_DONE && !page_needs_nothing(look) ? CLI_REFUSED : answer;
}

static void tell_certificate(const struct page_look *look)
{
    char day[16];
    day_of(look->certificate_end, day);
    switch (look->has_certificate) {
    case PAGE_CERTIFICATE_NEEDLESS:
        (void)printf("  certificate  none is needed: it is for this machine alone\n");
        return;
    case PAGE_CERTIFICATE_GOOD:
        (void)printf("  certificate  %s, ends on %s\n", look->certificate.text, day);
        return;
    case PAGE_CERTIFICATE_HIDDEN:
        (void)printf("  certificate  %s, which nginx reads as root\n", look->certificate.text);
        return;
    case PAGE_CERTIFICATE_OVER:
        (void)printf("  certificate  %s, which ended on %s\n", look->certificate.text, day);
        return;
    case PAGE_CERTIFICATE_OF_ANOTHER:
    case PAGE_CERTIFICATE_WITHOUT_KEY:
    case PAGE_CERTIFICATE_MISSING:
        (void)printf("  certificate  missing: %s\n", look->certificate_failure.text);
        return;
    }
}

static void tell_needs(const struct page_look *look)
{
    if (!look->has_files) {
        (void)printf(
            "Its files are missing: there is no %s/index.html. Install Portcullis whole, or "
            "say\nwhere they are: portcullis page set --files DIR\n\n",
            look->files.text);
    }
    if (look->has_certificate == PAGE_CERTIFICATE_OVER) {
        (void)printf("Browsers refuse a certificate that has ended: renew it where it was made, by "
                     "this home with\nportcullis page certificate\n\n");
    } else if (look->has_certificate < PAGE_CERTIFICATE_HIDDEN) {
        (void)printf(
            "Its certificate is missing: docs/page.md tells three ways to one. One of this "
            "home's own,\nwhich phones must be told to believe: portcullis page "
            "certificate\n\n");
    }
    if (look->shut.text[0] != '\0') {
        (void)printf("nginx's user cannot walk to the home. He needs no more than that of these "
                     "folders:\n  chmod o+x %s\n\n",
                     look->shut.text);
    }
}

static void tell_nginx(const struct home *home, const struct page_look *look)
{
    if (look->in_nginx) {
        (void)printf("This machine's nginx has it, in %s.\n", PAGE_IN_NGINX);
        return;
    }
    (void)printf("So this machine's nginx takes it, now and whenever this says so again:\n"
                 "  sudo install -m 644 %s/page/nginx.conf %s\n"
                 "  sudo nginx -t && sudo systemctl reload nginx\n",
                 home->folder.text, PAGE_IN_NGINX);
}

static enum cli_exit tell(const struct home *home, const struct page_look *look)
{
    const struct home_settings *settings = &home->settings;
    (void)printf("%s\n"
                 "  passkeys     are bound to %s\n"
                 "  files        %s\n",
                 page_origin_of(&settings->page).text, settings->page.host, look->files.text);
    tell_certificate(look);
    (void)printf("  /mqtt        to 127.0.0.1, port %u\n\n", (unsigned)settings->websockets_port);
    tell_needs(look);
    tell_nginx(home, look);
    return page_needs_nothing(look) ? CLI_DONE : CLI_REFUSED;
}

static enum cli_exit write_and_look(const char *option, struct home *home, struct page_look *look,
                                    struct failure *failure)
{
    int lock = -1;
    enum cli_exit answer = open_page(option, home, &lock, failure);
    if (answer == CLI_DONE) {
        answer = page_write(home, failure) && page_look(home, time(NULL), look, failure)
                     ? CLI_DONE
                     : CLI_ENVIRONMENT;
        home_unlock(lock);
    }
    return answer;
}

enum cli_exit cli_page(int argc, char *const *argv)
{
    struct page_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"json", OPTION_FLAG, &options.json, NULL, "as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis page",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
    };
    struct words words;
    struct home home;
    static struct page_look look; // large, and there is one
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    answer = write_and_look(options.home, &home, &look, &failure);
    if (answer != CLI_DONE) {
        return cli_fail(&failure, answer);
    }
    return options.json ? tell_json(&home, &look) : tell(&home, &look);
}
