// portcullis: the owner's command line.
#include "base/core_dump.h"
#include "home/cli/command_table.h"
#include "home/cli/commands.h"
#include "home/cli/completion.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static enum cli_exit run_completion(int argc, char *const *argv);

static const struct command_row commands[] = {
    {"init", NULL, "make a home: keys, certificates, the broker's configuration", cli_init},
    {"open", NULL, "open a door, and see it open", cli_open},
    {"close", NULL, "close a door, with a warning before", cli_close},
    {"stop", NULL, "stop a door, or call off its close", cli_stop},
    {"vent", NULL, "open a door a little", cli_vent},
    {"status", NULL, "what a door says of itself, and how fresh that is", cli_status},
    {"watch", NULL, "the same, with every change", cli_watch},
    {"time", NULL, "tell the doors the time, and settle what is over", cli_time},
    {"identify", NULL, "blink a door's lamp", cli_identify},
    {"lock", NULL, "the vacation lock: lock on, lock off", cli_lock},
    {"door", "add", "make a door and its image", cli_door_add},
    {"door", "list", "which doors there are, and how they are", cli_door_list},
    {"door", "set", "show or change a door's settings", cli_door_set},
    {"door", "image", "write what goes into a board's EEPROM", cli_door_image},
    {"door", "check", "see with you whether switches and profile are right", cli_door_check},
    {"door", "allow-unattended-close", "your half of the permission to close from afar",
     cli_door_allow},
    {"door", "rename", "give a door another name", cli_door_rename},
    {"door", "replace", "make a door anew: new hardware, or a stolen controller", cli_door_replace},
    {"door", "remove", "remove a door for good", cli_door_remove},
    {"people", "adopt", "take over what another owner has put in force", cli_people_adopt},
    {"people", NULL, "who may do what, and at which doors", cli_people},
    {"user", "add", "let somebody in by his public key", cli_user_add},
    {"user", "list", "the same as people", cli_user_list},
    {"user", "remove", "take the keys of one device", cli_user_remove},
    {"user", "rename", "call a device otherwise", cli_user_rename},
    {"revoke", NULL, "take every key of somebody; done when the doors say so", cli_revoke},
    {"roster", "send", "send the doors what they have not confirmed", cli_roster_send},
    {"roster", "sign", "sign what people.json says", cli_roster_sign},
    {"admin", "list", "who signs rosters", cli_admin_list},
    {"admin", "add", "one more who signs rosters, by the recovery key", cli_admin_add},
    {"admin", "remove", "one less, by the recovery key", cli_admin_remove},
    {"recover", NULL, "a new admin key, by the recovery key", cli_recover},
    {"invite", "list", "who is invited, and what came of it", cli_invite_list},
    {"invite", "accept", "let in who was invited, by 12 digits", cli_invite_accept},
    {"invite", "cancel", "take an invitation back", cli_invite_cancel},
    {"invite", NULL, "invite a phone by a link, or another machine by a file", cli_invite},
    {"join", NULL, "join a home that invited this machine", cli_join},
    {"broker", "config", "write and print the broker's configuration", cli_broker_config},
    {"broker", "unit", "write the broker's systemd unit", cli_broker_unit},
    {"broker", "renew", "make the broker's certificate anew", cli_broker_renew},
    {"broker", "acl", "who may what at the broker", cli_broker_acl},
    {"page", "host", "name the phones' page, which passkeys are bound to", cli_page_host},
    {"page", "set", "the files and the certificate of the page, and where it listens",
     cli_page_set},
    {"page", "certificate", "the page's certificate by this home, made or renewed",
     cli_page_certificate},
    {"page", NULL, "the phones' page: what is there, and how nginx takes it", cli_page},
    {"backup", NULL, "the whole home in one sealed file", cli_backup},
    {"restore", NULL, "a home out of its backup", cli_restore},
    {"completion", NULL, "what bash needs to complete words", run_completion},
    {"doctor", NULL, "what is not as it should be, and what mends it", cli_doctor},
};

enum {
    COMMANDS = sizeof(commands) / sizeof(commands[0])
};

static const struct command_table table = {commands, COMMANDS};

static enum cli_exit run_completion(int argc, char *const *argv)
{
    return completion_run(&table, argc, argv);
}

static enum cli_exit print_help(FILE *to, enum cli_exit answer)
{
    (void)fprintf(to, "usage: portcullis COMMAND [OPTION…]\n\n"
                      "Opens your garage door, and nobody else's.\n\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        (void)fprintf(to, "  %-27s  %s\n", command_words(&commands[i]).text, commands[i].help);
    }
    (void)fprintf(to,
                  "\nportcullis COMMAND --help teaches each of them.\n"
                  "Exit codes: 0 done; 1 refused by the door, or not reached; 2 wrong use; 3 no "
                  "answer, or\nsomething around us is wrong.\n");
    return answer;
}

static int words_matched(const struct command_row *row, int argc, char *const *argv)
{
    if (argc < 1 || strcmp(argv[0], row->word) != 0) {
        return 0;
    }
    if (row->second == NULL) {
        return 1;
    }
    return argc >= 2 && strcmp(argv[1], row->second) == 0 ? 2 : 0;
}

static enum cli_exit run(int argc, char *const *argv)
{
    if (argc < 2) {
        return print_help(stderr, CLI_USAGE);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        return print_help(stdout, CLI_DONE);
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)printf("portcullis %s\n", PORTCULLIS_VERSION);
        return CLI_DONE;
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        const int used = words_matched(&commands[i], argc - 1, argv + 1);
        if (used > 0) {
            return commands[i].run(argc - 1 - used, argv + 1 + used);
        }
    }
    struct failure failure;
    command_unknown(&table, argc - 1, argv + 1, &failure);
    return cli_fail(&failure, CLI_USAGE);
}

int main(int argc, char **argv)
{
    core_dump_forbid();
    // A broker that goes away is told by the write that fails.
    (void)signal(SIGPIPE, SIG_IGN);
    return (int)run(argc, argv);
}
