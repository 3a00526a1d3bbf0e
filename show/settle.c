#include "show/settle.h"

#include "show/moment.h"

#include <stdio.h>
#include <string.h>

// Where the emulator's own network has this machine's loopback.
#define FROM_THE_BOARD "10.0.2.2"

void settle_init_words(const struct stage *stage, struct settle_ports *ports,
                       const char *words[CHILD_ARGUMENTS_MOST])
{
    const char *const init[] = {"init",
                                "--owner",
                                STAGE_OWNER,
                                "--passphrase-file",
                                PLACES_PASSPHRASE,
                                "--bind",
                                "127.0.0.1",
                                "--broker-address",
                                "127.0.0.1",
                                "--port",
                                ports->broker,
                                "--websockets-port",
                                stage_has_page(stage) ? ports->websockets : "0",
                                stage_has_page(stage) ? "--host" : NULL,
                                "localhost",
                                "--page-port",
                                ports->page,
                                NULL};
    (void)snprintf(ports->broker, sizeof(ports->broker), "%u", (unsigned)stage->port);
    (void)snprintf(ports->websockets, sizeof(ports->websockets), "%u",
                   (unsigned)stage->websockets_port);
    (void)snprintf(ports->page, sizeof(ports->page), "%u", (unsigned)stage->page_port);
    memcpy(words, init, sizeof(init));
}

void settle_page_words(const struct stage *stage, const char *words[CHILD_ARGUMENTS_MOST])
{
    const char *const set[] = {"page", "set", "--files", stage->places.page_files.text, NULL};
    memcpy(words, set, sizeof(set));
}

void settle_invite_words(const char *words[CHILD_ARGUMENTS_MOST])
{
    static const char *const invite[] = {
        "invite", STAGE_MEMBER, "--role", "member", "--passphrase-file", PLACES_PASSPHRASE, NULL};
    memcpy(words, invite, sizeof(invite));
}

void settle_door_words(const struct stage *stage, const char *words[CHILD_ARGUMENTS_MOST])
{
    const char *const add[] = {"door",
                               "add",
                               STAGE_DOOR,
                               "--profile",
                               "stop-both",
                               "--switches",
                               "both",
                               "--door-type",
                               "sectional",
                               "--lamp",
                               "--beeper",
                               "--photo-eye",
                               "--wall-input",
                               "--device-button",
                               "--allow-unattended-close",
                               "--broker-address",
                               stage->on_board ? FROM_THE_BOARD : "127.0.0.1",
                               "--passphrase-file",
                               PLACES_PASSPHRASE,
                               NULL};
    memcpy(words, add, sizeof(add));
}

void settle_image_words(const char *words[CHILD_ARGUMENTS_MOST])
{
    static const char *const image[] = {"door", "image", STAGE_DOOR, "--out", PLACES_EEPROM, NULL};
    memcpy(words, image, sizeof(image));
}

// Runs a command to its end; when it is refused, its last words are the reason.
static bool type(const struct stage *stage, const char *const *words, struct failure *failure)
{
    struct child_order order;
    struct child child;
    char line[CHILD_LINE_MOST];
    char last[CHILD_LINE_MOST] = "it said nothing";
    stage_command(stage, words, &order);
    if (!child_start(&child, &order, failure)) {
        return false;
    }
    while (child_runs(&child) && !stage_must_end()) {
        while (child_next_line(&child, line)) {
            (void)snprintf(last, sizeof(last), "%s", line);
        }
        moment_sleep(20);
    }
    while (child_next_line(&child, line)) {
        (void)snprintf(last, sizeof(last), "%s", line);
    }
    child_end(&child);
    if (stage_must_end()) {
        return failure_say(failure, "interrupted");
    }
    return child_exit_code(&child) == 0 ||
           failure_say(failure, "`portcullis %s` does not succeed: %s", words[0], last);
}

static void say(const char *what)
{
    (void)printf("%s\n", what);
    (void)fflush(stdout); // it is meant to be seen at once
}

bool settle_home(struct stage *stage, struct failure *failure)
{
    const char *words[CHILD_ARGUMENTS_MOST];
    struct settle_ports ports;
    say("making a home: portcullis init");
    settle_init_words(stage, &ports, words);
    if (!type(stage, words, failure)) {
        return false;
    }
    settle_page_words(stage, words);
    if (stage_has_page(stage) && !type(stage, words, failure)) {
        return false;
    }
    say("making a door: portcullis door add garage");
    settle_door_words(stage, words);
    if (!type(stage, words, failure)) {
        return false;
    }
    settle_image_words(words);
    if (stage->on_board && !type(stage, words, failure)) {
        return false;
    }
    say("starting the broker and the controller");
    return stage_broker_start(stage, BROKER_HONEST, failure) &&
           (!stage_has_page(stage) || stage_page_start(stage, failure)) &&
           stage_mains(stage, true, failure) &&
           ledger_open(&stage->ledger, stage->places.home.text, STAGE_DOOR, failure);
}
