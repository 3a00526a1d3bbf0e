#include "home/broker/configuration.h"
#include "home/cli/answer.h"
#include "home/cli/commands.h"
#include "home/cli/household/foreign_broker.h"
#include "home/cli/household/make_home.h"
#include "home/cli/passphrase.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct init_options {
    const char *home;
    const char *passphrase_file;
    const char *broker_name;
    const char *broker_address;
    const char *bind;
    const char *owner;
    const char *run_as;
    const char *host;
    struct texts also_names;
    long port;
    long page_port;
    long websockets_port;
    bool json;
    struct foreign_options foreign;
};

static const char teaches[] =
    "Makes a home: the certificates of the broker, the keys of its owner, and mosquitto's\n"
    "configuration. It asks twice for a passphrase, under which the keys lie that can make doors\n"
    "and rosters; opening a door never needs it. The home is made as a whole or not at all.\n"
    "\n"
    "Where: --home, else $PORTCULLIS_HOME, else $XDG_CONFIG_HOME/portcullis, else\n"
    "~/.config/portcullis.\n"
    "\n"
    "  portcullis init\n"
    "  portcullis init --owner alice-laptop --broker-name mqtt.local\n"
    "  portcullis init --host garage.example.org\n"
    "\n"
    "--host is the name under which phones find their page. Their passkeys are bound to it, so "
    "choose\n"
    "it for good: under another name every phone would have to be invited anew. It is a name in "
    "your\n"
    "network, no address; `portcullis page` says what else the page needs. Without it there is no\n"
    "page; `portcullis page host NAME` gives a home its name later.\n"
    "\n"
    "Afterwards print recovery-sheet.html or recovery-sheet.txt, keep the page safe and delete\n"
    "both files.\n";

static bool is_host(const char *name)
{
    const size_t length = strlen(name);
    return length >= 1 && length <= HOST_MOST && name[0] != '.' && name[0] != '-' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") ==
               length;
}

static bool set_host(const char *option, const char *value, char into[HOST_MOST + 1],
                     struct failure *failure)
{
    if (!is_host(value)) {
        return failure_say(failure,
                           "--%s cannot be \"%.64s\": a host name or an IPv4 address of "
                           "at most %d characters",
                           option, value, HOST_MOST);
    }
    (void)snprintf(into, HOST_MOST + 1, "%s", value);
    return true;
}

// Any character to one that a name may have.
static char plain(char c)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const char *capital = strchr(capitals, c);
    if (capital != NULL) {
        return allowed[capital - capitals];
    }
    if (strchr(allowed, c) == NULL) {
        return '-';
    }
    return c;
}

// owner-HOSTNAME, of what a name may have, at most 16.
static void default_owner(char into[NAME_MOST + 1])
{
    static const char before[] = "owner-";
    char host[256] = "";
    // A machine without a name gives "owner".
    (void)gethostname(host, sizeof(host) - 1);
    host[strcspn(host, ".")] = '\0';
    size_t at = sizeof(before) - 1;
    memcpy(into, before, at);
    for (size_t i = 0; host[i] != '\0' && at < NAME_MOST; i++) {
        into[at++] = plain(host[i]);
    }
    while (into[at - 1] == '-') {
        at--;
    }
    into[at] = '\0';
}

static bool fill_names(const struct init_options *options, struct home_settings *settings,
                       struct failure *failure)
{
    if (options->owner != NULL && strlen(options->owner) > NAME_MOST) {
        return failure_say(failure, "--owner cannot be \"%.64s\": 1 to 16 of a-z, 0-9 and -",
                           options->owner);
    }
    if (options->run_as != NULL && strlen(options->run_as) >= sizeof(settings->run_as)) {
        return failure_say(failure, "--run-as cannot be \"%.64s\": too long for a user",
                           options->run_as);
    }
    default_owner(settings->owner);
    if (options->owner != NULL) {
        memcpy(settings->owner, options->owner, strlen(options->owner) + 1);
    }
    if (options->run_as == NULL) {
        return broker_this_user(settings->run_as, sizeof(settings->run_as), failure);
    }
    memcpy(settings->run_as, options->run_as, strlen(options->run_as) + 1);
    return true;
}

static bool fill_page(const struct init_options *options, struct home_settings *settings,
                      struct failure *failure)
{
    if (options->host == NULL) {
        return options->page_port == 0 ||
               failure_say(failure, "--page-port belongs to --host NAME");
    }
    if (options->foreign.broker != NULL) {
        return failure_say(failure,
                           "the phones' page needs a broker of this home, on this machine; "
                           "leave --host or --broker away");
    }
    if (settings->websockets_port == 0) {
        return failure_say(failure,
                           "phones come by websockets; give --websockets-port another port "
                           "than 0, or leave --host away");
    }
    if (!page_settings_name(&settings->page, options->host, options->page_port, failure)) {
        return false;
    }
    return (settings->page.port != settings->broker_port &&
            settings->page.port != settings->websockets_port) ||
           failure_say(failure, "the page's port, %u, is the broker's; say another --page-port",
                       (unsigned)settings->page.port);
}

static bool fill_settings(const struct init_options *options, struct home_settings *settings,
                          struct failure *failure)
{
    if (options->port < 1 || options->port > 65535) {
        return failure_say(failure, "--port must be from 1 to 65535");
    }
    settings->broker_port = (uint16_t)options->port;
    if (options->websockets_port > 65535 || options->websockets_port == options->port) {
        return failure_say(failure,
                           "--websockets-port must be up to 65535, another than --port, or "
                           "0 for none");
    }
    settings->websockets_port = (uint16_t)options->websockets_port;
    if (!set_host("broker-name", options->broker_name, settings->broker_name, failure) ||
        !set_host("broker-address", options->broker_address, settings->broker_address, failure) ||
        (options->bind != NULL && !set_host("bind", options->bind, settings->bind, failure))) {
        return false;
    }
    for (size_t i = 0; i < options->also_names.count; i++) {
        char ignored[HOST_MOST + 1];
        if (!set_host("also-name", options->also_names.at[i], ignored, failure)) {
            return false;
        }
    }
    (void)snprintf(settings->topic_root, sizeof(settings->topic_root), "portcullis");
    return fill_page(options, settings, failure) && fill_names(options, settings, failure);
}

static bool fill_request(const struct init_options *options, struct home_request *request,
                         struct failure *failure)
{
    const size_t room = sizeof(request->extra_names) / sizeof(request->extra_names[0]);
    if (options->also_names.count > room) {
        return failure_say(failure, "--also-name may come %zu times; leave some away", room);
    }
    request->extra_name_count = options->also_names.count;
    memcpy(request->extra_names, options->also_names.at,
           options->also_names.count * sizeof(options->also_names.at[0]));
    return fill_settings(options, &request->settings, failure) &&
           foreign_broker_settle(&options->foreign, request, failure);
}

static void tell_page(const struct page_settings *page)
{
    if (page->host[0] == '\0') {
        return;
    }
    (void)printf("The phones' page is %s. Passkeys are bound to the name %s:\n"
                 "another name later means that every phone is invited anew. What the page still\n"
                 "needs: portcullis page\n\n",
                 page_origin_of(page).text, page->host);
}

static void tell(const struct home_request *request, const char *sheet)
{
    const struct home_settings *settings = &request->settings;
    (void)printf("The home is made: %s\n"
                 "  broker    %s, port %u, run as %s\n"
                 "  you       %s\n"
                 "  recovery  print %s/recovery-sheet.html (or .txt), keep the page safe,\n"
                 "            then: rm %s/recovery-sheet.*\n\n",
                 request->place, settings->broker_name, (unsigned)settings->broker_port,
                 settings->run_as, settings->owner, request->place, request->place);
    tell_page(&settings->page);
    // The key on it is for the owner's eyes, not for a log.
    if (isatty(STDOUT_FILENO) == 1) {
        (void)printf("%s\n", sheet);
    }
    if (settings->broker_foreign) {
        (void)printf("Next:\n"
                     "  portcullis broker config    what to set at your broker\n"
                     "  portcullis door add garage --profile stop-both --switches both\n");
        return;
    }
    (void)printf("Next:\n"
                 "  mosquitto -c %s/broker/mosquitto.conf\n"
                 "  portcullis door add garage --profile stop-both --switches both\n",
                 request->place);
}

// Where the recovery sheet lies, and not what stands on it.
static enum cli_exit tell_json(const struct home_request *request)
{
    const struct home_settings *settings = &request->settings;
    char sheet[PATH_ROOM + 32];
    (void)snprintf(sheet, sizeof(sheet), "%s/recovery-sheet.html", request->place);
    cJSON *root = cJSON_CreateObject();
    const bool built =
        cJSON_AddStringToObject(root, "home", request->place) != NULL &&
        cJSON_AddStringToObject(root, "owner", settings->owner) != NULL &&
        cJSON_AddStringToObject(root, "broker_name", settings->broker_name) != NULL &&
        cJSON_AddNumberToObject(root, "broker_port", settings->broker_port) != NULL &&
        cJSON_AddBoolToObject(root, "broker_foreign", settings->broker_foreign) != NULL &&
        cJSON_AddStringToObject(root, "run_as", settings->run_as) != NULL &&
        (settings->page.host[0] == '\0' ||
         cJSON_AddStringToObject(root, "page", page_origin_of(&settings->page).text) != NULL) &&
        cJSON_AddStringToObject(root, "recovery_sheet", sheet) != NULL;
    return answer_json(root, built);
}

static enum cli_exit run(const struct init_options *options)
{
    struct failure failure;
    struct path place;
    struct passphrase passphrase = {.rounds = 0};
    char sheet[RECOVERY_SHEET_MOST] = "";
    struct home_request request = {.passphrase = &passphrase, .now = time(NULL)};
    if (!fill_request(options, &request, &failure)) {
        return cli_fail(&failure, CLI_USAGE);
    }
    // What can be refused without the passphrase is refused before it is asked for.
    if (!home_choose(options->home, &place, &failure) ||
        !make_home_allowed(place.text, &request, &failure) ||
        !passphrase_get(options->passphrase_file, PASSPHRASE_NEW, &passphrase, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    request.place = place.text;
    const bool made = make_home(&request, sheet, &failure);
    wipe(&passphrase, sizeof(passphrase));
    wipe(request.broker_password, sizeof(request.broker_password));
    if (made && !options->json) {
        tell(&request, sheet);
    }
    wipe(sheet, sizeof(sheet));
    if (!made) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    return options->json ? tell_json(&request) : CLI_DONE;
}

enum cli_exit cli_init(int argc, char *const *argv)
{
    struct init_options options = {.broker_name = "mqtt.local",
                                   .broker_address = "127.0.0.1",
                                   .port = 8883,
                                   .websockets_port = 8083};
    const struct option_row rows[] = {
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is made"},
        {"passphrase-file", OPTION_TEXT, &options.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"owner", OPTION_TEXT, &options.owner, "NAME",
         "who you are at the doors; owner-HOSTNAME if not said"},
        {"broker-name", OPTION_TEXT, &options.broker_name, "NAME",
         "the name in the broker's certificate; mqtt.local"},
        {"also-name", OPTION_TEXTS, &options.also_names, "NAME",
         "one more name for it, as localhost; may come again"},
        {"broker-address", OPTION_TEXT, &options.broker_address, "ADDRESS",
         "where this machine finds the broker; 127.0.0.1"},
        {"port", OPTION_NUMBER, &options.port, "PORT", "the broker's port; 8883"},
        {"websockets-port", OPTION_NUMBER, &options.websockets_port, "PORT",
         "of this machine alone, for phones behind a web server; 8083, 0: none"},
        {"host", OPTION_TEXT, &options.host, "NAME",
         "of the phones' page, for good: passkeys are bound to it; none if not said"},
        {"page-port", OPTION_NUMBER, &options.page_port, "PORT",
         "the page's; 443, of localhost 8088"},
        {"bind", OPTION_TEXT, &options.bind, "ADDRESS",
         "the one address the broker listens on; all if not said"},
        {"broker", OPTION_TEXT, &options.foreign.broker, "HOST:PORT",
         "the broker you have already, which you configure yourself"},
        {"broker-user", OPTION_TEXT, &options.foreign.user, "NAME",
         "your name there; by certificate if not said"},
        {"broker-password-file", OPTION_TEXT, &options.foreign.password_file, "FILE",
         "its first line is your password there"},
        {"broker-ca", OPTION_TEXT, &options.foreign.ca_file, "FILE",
         "what its certificate leads to, of P-256; our own root if not said"},
        {"run-as", OPTION_TEXT, &options.run_as, "USER",
         "whom mosquitto becomes when root starts it; you if not said"},
        {"json", OPTION_FLAG, &options.json, NULL, "the outcome as one JSON object"},
    };
    const struct arguments arguments = {
        .usage = "portcullis init",
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
