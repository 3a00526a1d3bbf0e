#include "home/link/fetch_roster.h"
#include "home/link/session.h"

#include <stdio.h>
#include <string.h>

// What has come; the last Roster that was for this door.
struct fetching {
    struct session session;
    struct door_view view;
    bool has_roster;
    struct stored_roster roster;
};

static void receive(void *self, const struct session_message *message)
{
    struct fetching *fetching = self;
    if (door_view_take(&fetching->view, message->payload) != EPOCH_REFUSED) {
        return;
    }
    struct roster_message roster;
    if (roster_decode(message->payload, &roster) &&
        memcmp(roster.head.door8, fetching->view.door8, DOOR8_SIZE) == 0) {
        fetching->has_roster = roster_store(message->payload, &fetching->roster);
    }
}

static bool is_named_by_the_door(const struct fetching *fetching)
{
    const struct epoch *epoch = &fetching->view.epoch;
    return fetching->view.known && fetching->has_roster &&
           epoch->roster_version == fetching->roster.message.head.version &&
           memcmp(epoch->roster_hash8, fetching->roster.hash8, HASH8_SIZE) == 0;
}

static bool subscribe(struct fetching *fetching, const struct home *home, const char *door,
                      struct failure *failure)
{
    static const char *const rests[] = {"epoch", "roster"};
    for (size_t i = 0; i < 2; i++) {
        char topic[SESSION_TOPIC_ROOM];
        // Root of 64 and door of 16 fit.
        (void)snprintf(topic, sizeof(topic), "%s/%s/%s", home->settings.topic_root, door, rests[i]);
        if (!session_add_topic(&fetching->session, topic, failure)) {
            return false;
        }
    }
    return true;
}

static bool explain(const struct fetching *fetching, const char *door, struct failure *failure)
{
    if (!fetching->view.known) {
        return failure_say(failure, "no word from %s; is its controller on and connected?", door);
    }
    if (!fetching->has_roster) {
        return failure_say(failure,
                           "no roster of %s lies at the broker; run `portcullis broker config`, "
                           "send the broker a SIGHUP and ask the other owner for `portcullis "
                           "roster send`",
                           door);
    }
    return failure_say(failure,
                       "the roster that lies at the broker for %s is not the one that the door has "
                       "in force, so it counts for nothing; ask the other owner for `portcullis "
                       "roster send`",
                       door);
}

static bool wait_for(struct fetching *fetching, const char *door, struct failure *failure)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!is_named_by_the_door(fetching)) {
        if (session_interrupted() || stopwatch_reached(since, session_now(), FETCH_WITHIN)) {
            return explain(fetching, door, failure);
        }
        session_wait(&fetching->session, 100);
    }
    return true;
}

static bool fetch(struct fetching *fetching, const struct home *home, const char *door,
                  struct failure *failure)
{
    if (!session_init(&fetching->session, home, failure)) {
        return false;
    }
    fetching->session.receive = receive;
    fetching->session.self = fetching;
    return subscribe(fetching, home, door, failure) &&
           session_connect(&fetching->session, failure) && wait_for(fetching, door, failure);
}

bool roster_fetch(const struct home *home, const char *door, struct stored_roster *out,
                  struct epoch *said, struct failure *failure)
{
    struct path path;
    EVP_PKEY *identity = NULL;
    static struct fetching fetching;
    fetching = (struct fetching){.has_roster = false};
    if (!home_door_path(home, door, "identity.pub", &path, failure) ||
        !key_load_public(path.text, &identity, failure)) {
        return false;
    }
    const bool fetched =
        door_view_init(&fetching.view, identity) && fetch(&fetching, home, door, failure);
    session_close(&fetching.session);
    EVP_PKEY_free(identity);
    if (!fetched || !roster_store(fetching.roster.bytes, out)) {
        return false;
    }
    *said = fetching.view.epoch;
    return true;
}
