#include "home/broker/reload.h"
#include "home/cli/answer.h"
#include "home/cli/commands.h"
#include "home/cli/doors/make_door.h"
#include "home/cli/passphrase.h"
#include "home/doors/door_settings.h"
#include "protocol/roster.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

struct add_options {
    const char *home;
    const char *passphrase_file;
    const char *profile;
    const char *switches;
    const char *door_type;
    const char *broker_address;
    bool allow_unattended_close;
    bool json;
    long pulse;
    long warning;
};

static const char add_teaches[] =
    "Makes a door: its identity key, its certificate for the broker, its first roster with you as\n"
    "owner, and its image, which is given to the controller by cable (door image). Whoever has "
    "the\n"
    "image is the door, so keep it as you keep a key.\n"
    "\n"
    "The profile is what a press of the operator's button does while the door moves:\n"
    "  rev-closing    opening: stops, closing: reverses (Chamberlain, LiftMaster)\n"
    "  stop-both      opening: stops, closing: stops (Hörmann)\n"
    "  two-step       opening: reverses, closing: reverses (Nice open-close)\n"
    "  condo-rev      opening: ignored, closing: reverses\n"
    "  condo-stop     opening: ignored, closing: stops\n"
    "  auto-close     the operator closes by itself after a time\n"
    "  unknown        not settled yet; the door is treated with the most care\n"
    "  monitor-only   no relay; the door is only watched\n"
    "\n"
    "  portcullis door add garage --profile stop-both --switches both --door-type sectional \\\n"
    "      --lamp --beeper --photo-eye --allow-unattended-close\n"
    "\n"
    "Closing from afar needs a sectional door, lamp and beeper, --allow-unattended-close here, "
    "and\n"
    "a press on the device itself.\n";

static bool fill_settings(const struct add_options *options, struct operator_settings *settings,
                          struct failure *failure)
{
    if (options->profile == NULL || !operator_profile_named(options->profile, &settings->profile)) {
        return failure_say(failure, "--profile must be one of rev-closing, stop-both, two-step, "
                                    "condo-rev, condo-stop, auto-close, unknown, monitor-only");
    }
    if (options->switches == NULL ||
        !limit_switches_named(options->switches, &settings->switches)) {
        return failure_say(failure, "--switches must be one of both, closed, open, none");
    }
    if (strcmp(options->door_type, "sectional") != 0 && strcmp(options->door_type, "other") != 0) {
        return failure_say(failure, "--door-type must be sectional or other");
    }
    settings->door_type =
        strcmp(options->door_type, "sectional") == 0 ? DOOR_TYPE_SECTIONAL : DOOR_TYPE_OTHER;
    if (options->pulse < 100 || options->pulse > 1000) {
        return failure_say(failure, "--pulse must be from 100 to 1000 ms");
    }
    if (options->warning < 5 || options->warning > 30) {
        return failure_say(failure, "--warning must be from 5 to 30 seconds");
    }
    settings->pulse = (uint16_t)options->pulse;
    settings->warning_seconds = (uint8_t)options->warning;
    return true;
}

// safety.md, C1 and C26: what is refused for ever is refused here, where it can be put right.
static bool may_close_unattended(const struct operator_settings *settings, struct failure *failure)
{
    if (settings->door_type != DOOR_TYPE_SECTIONAL) {
        return failure_say(failure, "--allow-unattended-close is for sectional doors only (16 CFR "
                                    "1211.14); say --door-type sectional if it is one");
    }
    if (!settings->lamp || !settings->beeper) {
        return failure_say(failure, "--allow-unattended-close needs a lamp and a beeper to warn "
                                    "with; say --lamp --beeper if both are fitted");
    }
    return true;
}

// A broker that this machine finds at itself is found elsewhere by a door: by its name.
static const char *address_for_door(const struct add_options *options, const struct home *home)
{
    if (options->broker_address != NULL) {
        return options->broker_address;
    }
    const char *own = home->settings.broker_address;
    return strncmp(own, "127.", 4) == 0 || strcmp(own, "localhost") == 0 ? "" : own;
}

static enum cli_exit tell_json(const struct home *home, const char *door)
{
    cJSON *root = cJSON_CreateObject();
    const bool built = cJSON_AddStringToObject(root, "door", door) != NULL &&
                       cJSON_AddNumberToObject(root, "roster", 1) != NULL &&
                       answer_add_door_file(root, "image", home, door, "door.image") &&
                       answer_add_broker(root, home);
    return answer_json(root, built);
}

static enum cli_exit tell(const struct home *home, const char *door)
{
    (void)printf("The door %s is made: %s/doors/%s\n"
                 "  door.image    for the controller, by cable; whoever has it is the door\n"
                 "  identity.pub  what its words are checked with\n"
                 "  roster        version 1: you are its owner\n\n",
                 door, home->folder.text, door);
    broker_tell_reload(home, stdout);
    return CLI_DONE;
}

static enum cli_exit add(const struct add_options *options, const char *name,
                         const struct operator_settings *settings)
{
    struct failure failure;
    struct path folder;
    struct home home;
    struct passphrase passphrase;
    if (!home_choose(options->home, &folder, &failure) ||
        !home_open(folder.text, &home, &failure) ||
        !passphrase_get(options->passphrase_file, PASSPHRASE_KNOWN, &passphrase, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const struct door_request request = {
        .home = &home,
        .passphrase = &passphrase,
        .name = name,
        .broker_address = address_for_door(options, &home),
        .settings = *settings,
        .policy = options->allow_unattended_close ? POLICY_UNATTENDED_CLOSE : 0,
        .now = time(NULL),
    };
    const bool made = make_door(&request, &failure);
    wipe(&passphrase, sizeof(passphrase));
    if (!made) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    return options->json ? tell_json(&home, name) : tell(&home, name);
}

enum cli_exit cli_door_add(int argc, char *const *argv)
{
    struct operator_settings settings = operator_settings_default();
    struct add_options options = {
        .door_type = "other", .pulse = settings.pulse, .warning = settings.warning_seconds};
    const struct option_row rows[] = {
        {"profile", OPTION_TEXT, &options.profile, "PROFILE", "what a press does; see above"},
        {"switches", OPTION_TEXT, &options.switches, "WHICH",
         "limit switches fitted: both, closed, open, none"},
        {"door-type", OPTION_TEXT, &options.door_type, "TYPE", "sectional or other; other"},
        {"lamp", OPTION_FLAG, &settings.lamp, NULL, "a warning lamp is fitted"},
        {"beeper", OPTION_FLAG, &settings.beeper, NULL, "a beeper is fitted"},
        {"photo-eye", OPTION_FLAG, &settings.photo_eye, NULL, "the photo-eye is wired to us"},
        {"wall-input", OPTION_FLAG, &settings.wall_input, NULL, "the wall button is seen by us"},
        {"device-button", OPTION_FLAG, &settings.device_button, NULL,
         "the controller has a button of its own"},
        {"allow-unattended-close", OPTION_FLAG, &options.allow_unattended_close, NULL,
         "your half of the permission to close from afar"},
        {"recover", OPTION_FLAG, &settings.recover, NULL,
         "from an unknown place, run to a limit first"},
        {"stop-while-opening", OPTION_FLAG, &settings.stop_while_opening, NULL,
         "stop presses also while the door opens"},
        {"pulse", OPTION_NUMBER, &options.pulse, "MS", "length of a press, 100 to 1000; 400"},
        {"warning", OPTION_NUMBER, &options.warning, "SECONDS",
         "warning before it closes, 5 to 30; 5"},
        {"broker-address", OPTION_TEXT, &options.broker_address, "ADDRESS",
         "where the door finds the broker; by its name if not said"},
        {"passphrase-file", OPTION_TEXT, &options.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &options.json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis door add NAME --profile PROFILE --switches WHICH",
        .teaches = add_teaches,
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
    if (!fill_settings(&options, &settings, &failure) ||
        !door_settings_agree(&settings, &failure) ||
        (options.allow_unattended_close && !may_close_unattended(&settings, &failure))) {
        return cli_fail(&failure, CLI_USAGE);
    }
    return add(&options, words.at[0], &settings);
}
