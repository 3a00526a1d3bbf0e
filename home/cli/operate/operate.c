#include "home/cli/operate/operate.h"
#include "home/cli/doors/door_word.h"
#include "home/cli/operate/follow.h"
#include "home/cli/operate/outcome.h"
#include "home/cli/progress.h"
#include "home/link/conversation.h"

#include <string.h>
#include <time.h>

static uint64_t unix_milliseconds(void)
{
    struct timespec now = {0};
    // Never refused for this clock.
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static bool no_answer(const struct conversation *with, struct failure *failure)
{
    const char *door = with->door;
    if (session_interrupted()) {
        return failure_say(failure,
                           "interrupted before %s answered; a command that is on its way "
                           "may still act within a minute: `portcullis status %s`",
                           door, door);
    }
    if (with->session.refused_publish) {
        return failure_say(failure,
                           "the broker refused to carry the command to %s; run "
                           "`portcullis broker config` and send the broker a SIGHUP",
                           door);
    }
    if (!with->session.up) {
        return failure_say(failure,
                           "the broker at %s:%u went away before %s answered; start it "
                           "and look with `portcullis status %s`",
                           with->session.address, (unsigned)with->session.port, door, door);
    }
    if (!with->view.known) {
        return failure_say(failure,
                           "no word from %s in 10 s; is its controller on and connected? "
                           "Nothing was sent",
                           door);
    }
    return failure_say(
        failure,
        "%s did not answer within 10 s; it may be away, or asked too often. The command may "
        "still act within a minute: `portcullis status %s`",
        door, door);
}

static bool send_once(struct conversation *with, struct pending *pending, EVP_PKEY *key,
                      struct failure *failure)
{
    uint8_t message[COMMAND_RAW_SIZE];
    if (!with->session.up) {
        return true;
    }
    if (!pending_sign(pending, &with->view, key, unix_milliseconds(), message)) {
        return failure_say(failure, "OpenSSL did not sign with keys/owner.key; put it back from a "
                                    "backup");
    }
    if (conversation_command(with, BYTES_OF(message))) {
        pending_went_out(pending, session_now());
    }
    return true;
}

static bool ask(struct conversation *with, struct pending *pending, EVP_PKEY *key,
                struct failure *failure)
{
    while (!session_interrupted() && !with->session.refused_publish) {
        if (with->answered && !pending_looks_into(pending, &with->ack, session_now()) &&
            !pending->since_conflict.running) {
            return true;
        }
        switch (pending_next(pending, &with->view, session_now())) {
        case PENDING_STANDS:
            return true;
        case PENDING_GIVE_UP:
            return with->answered || no_answer(with, failure);
        case PENDING_SIGN:
            with->answered = false;
            if (!send_once(with, pending, key, failure)) {
                return false;
            }
            break;
        case PENDING_WAIT:
            break;
        }
        conversation_wait(with, 100);
    }
    return with->answered || no_answer(with, failure);
}

// The Epoch may be older than the Ack: then it is the Ack that tells.
static uint8_t newest_state(const struct conversation *with)
{
    const uint16_t ahead = (uint16_t)(with->view.epoch.sequence - with->ack.sequence);
    return ahead < 0x8000 ? with->view.epoch.state : with->ack.state;
}

enum {
    SILENT_AFTER = 75000, // ms: a door that says nothing for two turns of its Epoch is away
    STATE_WITHIN = 1500   // ms: the Epoch comes at most a second behind the Event it counts
};

// The end was told by an Event; the state it ended in is told by the Epoch that counts it.
static void wait_for_state(struct conversation *with)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (with->goal_ended && with->view.epoch.event_number < with->goal_event &&
           !session_interrupted() && !stopwatch_reached(since, session_now(), STATE_WITHIN)) {
        conversation_wait(with, 100);
    }
}

static void follow(struct conversation *with, const struct operation *operation,
                   struct outcome *outcome)
{
    struct progress progress = progress_begun(with->door, operation->json, session_now());
    struct follow following = follow_begun(operation->action, with->ack.state, session_now());
    struct stopwatch since_word = stopwatch_started(session_now());
    enum follow_verdict verdict = FOLLOW_GOING;
    outcome->followed = true;
    while (verdict == FOLLOW_GOING && !session_interrupted() &&
           !stopwatch_reached(since_word, session_now(), SILENT_AFTER)) {
        outcome->state = newest_state(with);
        outcome->position = with->view.epoch.position;
        verdict = with->goal_ended ? follow_event(with->goal_result)
                                   : follow_look(&following, outcome->state, session_now());
        progress_show(&progress, outcome->state, outcome->position, session_now());
        if (verdict == FOLLOW_GOING) {
            conversation_wait(with, 200);
        }
        if (with->changed) {
            with->changed = false;
            since_word = stopwatch_started(session_now());
        }
    }
    outcome->ended_after = stopwatch_elapsed(following.since_began, session_now());
    wait_for_state(with);
    outcome->state = newest_state(with);
    outcome->position = with->view.epoch.position;
    progress_end(&progress);
    outcome->end = with->goal_ended ? with->goal_result : 0;
    outcome->reached = verdict == FOLLOW_REACHED;
    outcome->interrupted = session_interrupted();
}

// What moves the door is followed; what was so already, and what moves nothing, is not.
static bool is_worth_following(const struct operation *operation, const struct outcome *outcome)
{
    return outcome->result == RESULT_OK && !operation->no_wait &&
           operation->action != ACTION_IDENTIFY && operation->action != ACTION_LOCK;
}

// Why it refuses stands in the Epoch that counts what has changed; it may be a second behind the Ack.
static void wait_for_reason(struct conversation *with)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while ((uint16_t)(with->view.epoch.sequence - with->ack.sequence) >= 0x8000 &&
           !session_interrupted() && !stopwatch_reached(since, session_now(), STATE_WITHIN)) {
        conversation_wait(with, 100);
    }
}

static bool talk(const struct operation *operation, struct conversation *with, EVP_PKEY *key,
                 struct outcome *outcome, struct failure *failure)
{
    const millis began = session_now();
    struct pending pending = pending_asked(operation->action, operation->argument, began);
    with->pending = &pending;
    const bool answered = ask(with, &pending, key, failure);
    if (answered) {
        outcome->result = with->ack.result;
        outcome->accepted = with->ack.result == RESULT_OK || with->ack.result == RESULT_ALREADY;
        outcome->state = with->ack.state;
        outcome->position = with->ack.position;
        outcome->answered_after = session_now() - began;
        if (!outcome->accepted) {
            wait_for_reason(with);
        }
        outcome->flags = with->view.epoch.flags;
        if (is_worth_following(operation, outcome)) {
            follow(with, operation, outcome);
        }
    }
    with->pending = NULL;
    return answered;
}

enum cli_exit operate(const struct operation *operation)
{
    struct failure failure;
    struct home home;
    struct path path;
    char door[NAME_MOST + 1];
    EVP_PKEY *key = NULL;
    struct conversation with = {.home = NULL};
    session_stop_at_interrupt();
    if (!door_word_settle(operation->home, operation->door, &home, door, &failure) ||
        !home_path(&home, "keys/owner.key", &path, &failure) ||
        !key_load(path.text, NULL, &key, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    struct outcome outcome = {.door = door, .verb = operation->verb};
    const bool answered = conversation_open(&with, &home, door, &failure) &&
                          talk(operation, &with, key, &outcome, &failure);
    conversation_close(&with);
    EVP_PKEY_free(key);
    return answered ? outcome_tell(&outcome, operation->json) : cli_fail(&failure, CLI_ENVIRONMENT);
}
