// open, close, stop, vent, identify, lock: what they take and what their --help teaches.
#include "home/cli/commands.h"
#include "home/cli/operate/operate.h"
#include "protocol/words.h"

#include <string.h>

enum {
    VENT_USUAL = 10,
    VENT_MOST = 50
};

#define ANSWERS                                                                                    \
    "\n"                                                                                           \
    "Done means that the door itself has said so, signed. Exit codes: 0 done; 1 refused, in the\n" \
    "door's words, or the end was not reached; 3 no answer within 10 s. Without DOOR it is the\n"  \
    "only door there is. Ctrl-C sends nothing: the door may still move.\n"

static const char open_teaches[] = "Opens the door, and follows it until its open switch says so.\n"
                                   "\n"
                                   "  portcullis open\n"
                                   "  portcullis open garage --no-wait\n" ANSWERS;

static const char close_teaches[] =
    "Closes the door, and follows it until its closed switch says so. It warns with lamp and "
    "sound\n"
    "for at least 5 s first; whoever is there can stop it. It is refused where closing unattended\n"
    "is not allowed (portcullis door add --help), while the eye is blocked, and after a close "
    "that\n"
    "failed, until somebody presses a button in the garage.\n"
    "\n"
    "  portcullis close garage\n" ANSWERS;

static const char stop_teaches[] =
    "Stops the door, or calls off a close that still warns. It needs no permission but being "
    "known\n"
    "to the door. A door with one button can not always be stopped: its answer says so.\n"
    "\n"
    "  portcullis stop\n" ANSWERS;

static const char vent_teaches[] =
    "Opens a closed door a little. Where it stands then cannot be seen, only reckoned.\n"
    "\n"
    "  portcullis vent garage --to 10\n" ANSWERS;

static const char identify_teaches[] =
    "Blinks the door's lamp, so that you know which one it is. Nothing moves.\n"
    "\n"
    "  portcullis identify garage\n" ANSWERS;

static const char lock_teaches[] =
    "The vacation lock: while it is on, the door takes no command from afar but stop. Wall button\n"
    "and fob are not touched by it.\n"
    "\n"
    "  portcullis lock on\n"
    "  portcullis lock off garage\n" ANSWERS;

// What is read into one operation, beside the words.
struct command_line {
    const char *usage;
    const char *teaches;
    size_t own_words; // that stand before the door, as "on"
    int argc;
    char *const *argv;
};

// The options of all of them; extra is one more, or NULL.
static bool read_line(const struct command_line *line, struct operation *operation,
                      const struct option_row *extra, struct words *words, enum cli_exit *answer)
{
    struct option_row rows[4] = {
        {"json", OPTION_FLAG, &operation->json, NULL, "the outcome as one JSON object"},
        {"no-wait", OPTION_FLAG, &operation->no_wait, NULL, "end with the door's answer"},
        {"home", OPTION_TEXT, &operation->home, "DIR", "where the home is"},
    };
    size_t count = 3;
    if (extra != NULL) {
        rows[count++] = *extra;
    }
    const struct arguments arguments = {
        .usage = line->usage,
        .teaches = line->teaches,
        .options = rows,
        .option_count = count,
        .words_least = line->own_words,
        .words_most = line->own_words + 1,
    };
    if (!cli_arguments(&arguments, line->argc, line->argv, words, answer)) {
        return false;
    }
    operation->door = words->count > line->own_words ? words->at[line->own_words] : NULL;
    return true;
}

static enum cli_exit simple(const struct command_line *line, enum action action, const char *verb)
{
    struct operation operation = {.action = (uint8_t)action, .verb = verb};
    struct words words;
    enum cli_exit answer = CLI_DONE;
    return read_line(line, &operation, NULL, &words, &answer) ? operate(&operation) : answer;
}

enum cli_exit cli_open(int argc, char *const *argv)
{
    const struct command_line line = {"portcullis open [DOOR]", open_teaches, 0, argc, argv};
    return simple(&line, ACTION_OPEN, "open");
}

enum cli_exit cli_close(int argc, char *const *argv)
{
    const struct command_line line = {"portcullis close [DOOR]", close_teaches, 0, argc, argv};
    return simple(&line, ACTION_CLOSE, "close");
}

enum cli_exit cli_stop(int argc, char *const *argv)
{
    const struct command_line line = {"portcullis stop [DOOR]", stop_teaches, 0, argc, argv};
    return simple(&line, ACTION_STOP, "stop");
}

enum cli_exit cli_identify(int argc, char *const *argv)
{
    const struct command_line line = {"portcullis identify [DOOR]", identify_teaches, 0, argc,
                                      argv};
    return simple(&line, ACTION_IDENTIFY, "identify");
}

enum cli_exit cli_vent(int argc, char *const *argv)
{
    const struct command_line line = {"portcullis vent [DOOR]", vent_teaches, 0, argc, argv};
    long percent = VENT_USUAL;
    struct operation operation = {.action = ACTION_VENT, .verb = "vent"};
    const struct option_row to = {"to", OPTION_NUMBER, &percent, "PERCENT",
                                  "how far, 1 to 50; 10 if not said"};
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!read_line(&line, &operation, &to, &words, &answer)) {
        return answer;
    }
    if (percent < 1 || percent > VENT_MOST) {
        (void)failure_say(&failure, "--to must be from 1 to %d percent", VENT_MOST);
        return cli_fail(&failure, CLI_USAGE);
    }
    operation.argument = (uint8_t)percent;
    return operate(&operation);
}

enum cli_exit cli_lock(int argc, char *const *argv)
{
    const struct command_line line = {"portcullis lock on|off [DOOR]", lock_teaches, 1, argc, argv};
    struct operation operation = {.action = ACTION_LOCK, .verb = "lock"};
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!read_line(&line, &operation, NULL, &words, &answer)) {
        return answer;
    }
    const bool on = strcmp(words.at[0], "on") == 0;
    if (!on && strcmp(words.at[0], "off") != 0) {
        (void)failure_say(&failure,
                          "the lock is put \"on\" or \"off\", not \"%.32s\"; see "
                          "portcullis lock --help",
                          words.at[0]);
        return cli_fail(&failure, CLI_USAGE);
    }
    operation.argument = on ? 1 : 0;
    operation.verb = on ? "lock" : "unlock";
    return operate(&operation);
}
