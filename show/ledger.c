#include "show/ledger.h"

#include "show/moment.h"

#include <stdio.h>
#include <string.h>

// A goal that was called off moved nothing.
static bool moved_the_door(uint8_t result)
{
    return result == RESULT_DONE || result == RESULT_LEFT_CLOSED || result == RESULT_UNVERIFIED ||
           result == RESULT_STOPPED || result == RESULT_REVERSED;
}

static bool tells_mover(const struct event *event)
{
    switch ((enum what)event->what) {
    case WHAT_MOVED_BY_WALL:
    case WHAT_MOVED_BY_FOB_OR_TIMER:
    case WHAT_MOVED_BY_HAND:
    case WHAT_MOVED_UNKNOWN:
        return true;
    case WHAT_GOAL_ENDED:
        return moved_the_door(event->result);
    case WHAT_ANSWER:
    case WHAT_BOOT:
    case WHAT_ROSTER:
    case WHAT_LOCK:
    case WHAT_LOCK_OUT:
    case WHAT_FAULT:
        break;
    }
    return false;
}

static void take_event(struct ledger *ledger, struct bytes payload)
{
    struct event event;
    if (!event_decode(payload, &event) ||
        memcmp(event.door8, ledger->view.door8, DOOR8_SIZE) != 0 ||
        !key_verify_message(ledger->identity, payload)) {
        return;
    }
    ledger->events++;
    ledger->latest = event;
    if (tells_mover(&event)) {
        ledger->movement = event;
    }
    if (event.what == WHAT_GOAL_ENDED) {
        ledger->ending = event;
    }
}

static void receive(void *self, const struct session_message *message)
{
    struct ledger *ledger = self;
    if (door_view_take(&ledger->view, message->payload) == EPOCH_TAKEN) {
        ledger->heard_at = message->retained ? ledger->heard_at : moment_now();
        return;
    }
    if (!message->retained) {
        take_event(ledger, message->payload);
    }
}

static bool load(struct ledger *ledger, const char *door, struct failure *failure)
{
    struct path path;
    EVP_PKEY *owner = NULL;
    uint8_t point[POINT_SIZE];
    if (!home_door_path(&ledger->home, door, "identity.pub", &path, failure) ||
        !key_load_public(path.text, &ledger->identity, failure) ||
        !home_path(&ledger->home, "keys/owner.key", &path, failure) ||
        !key_load(path.text, NULL, &owner, failure)) {
        return false;
    }
    // The name that belongs to a key8 in an Event.
    const bool loaded = key_point(owner, point) && door_view_init(&ledger->view, ledger->identity);
    EVP_PKEY_free(owner);
    if (loaded) {
        key8_of(point, ledger->owner8);
    }
    return loaded || failure_say(failure, "OpenSSL refused a key of %s; make it anew",
                                 ledger->home.folder.text);
}

static bool subscribe(struct ledger *ledger, const char *door, struct failure *failure)
{
    static const char *const ends[] = {"epoch", "event"};
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        char topic[SESSION_TOPIC_ROOM];
        (void)snprintf(topic, sizeof(topic), "%s/%s/%s", ledger->home.settings.topic_root, door,
                       ends[i]);
        if (!session_add_topic(&ledger->session, topic, failure)) {
            return false;
        }
    }
    return session_connect(&ledger->session, failure);
}

bool ledger_open(struct ledger *ledger, const char *home, const char *door, struct failure *failure)
{
    *ledger = (struct ledger){.open = true};
    if (home_open(home, &ledger->home, failure) && load(ledger, door, failure) &&
        session_init(&ledger->session, &ledger->home, failure)) {
        ledger->session.receive = receive;
        ledger->session.self = ledger;
        if (subscribe(ledger, door, failure)) {
            return true;
        }
    }
    ledger_close(ledger);
    return false;
}

void ledger_close(struct ledger *ledger)
{
    if (ledger->open) {
        session_close(&ledger->session);
        EVP_PKEY_free(ledger->identity);
        *ledger = (struct ledger){.open = false};
    }
}

void ledger_listen(struct ledger *ledger, millis at_most)
{
    if (ledger->open) {
        session_wait(&ledger->session, at_most);
    }
}

const char *ledger_mover(const struct ledger *ledger)
{
    switch ((enum what)ledger->movement.what) {
    case WHAT_MOVED_BY_WALL:
        return "the wall button";
    case WHAT_MOVED_BY_FOB_OR_TIMER:
        return "a fob or timer";
    case WHAT_MOVED_BY_HAND:
        return "a hand";
    case WHAT_MOVED_UNKNOWN:
        return "not known";
    case WHAT_GOAL_ENDED:
        return memcmp(ledger->movement.key8, ledger->owner8, KEY8_SIZE) == 0
                   ? ledger->home.settings.owner
                   : "another key";
    case WHAT_ANSWER:
    case WHAT_BOOT:
    case WHAT_ROSTER:
    case WHAT_LOCK:
    case WHAT_LOCK_OUT:
    case WHAT_FAULT:
        break;
    }
    return "nobody yet";
}
