#include "home/link/confirm.h"
#include "home/link/conversation.h"

#include <stdio.h>
#include <string.h>

// What is known so far.
static struct confirmed look_at(const struct conversation *with)
{
    const struct epoch *epoch = &with->view.epoch;
    struct confirmed seen = {
        .answer = ROSTER_NOT_YET,
        .version = with->roster.message.head.version,
        .known = with->view.known,
        .kept = with->session.retained_taken,
    };
    if (seen.known) {
        seen.door_version = epoch->roster_version;
        seen.door_unix = epoch->unix_seconds;
        memcpy(seen.door_hash8, epoch->roster_hash8, HASH8_SIZE);
    }
    switch (conversation_roster(with)) {
    case ROSTER_STANDING_UNKNOWN:
    case ROSTER_STANDING_BEHIND:
        break;
    case ROSTER_STANDING_ANOTHERS:
        seen.answer = ROSTER_ANOTHERS;
        break;
    case ROSTER_STANDING_IN_FORCE:
        seen.answer = ROSTER_CONFIRMED;
        break;
    }
    return seen;
}

// A door whose clock agrees with ours is there; it may just have taken another roster.
static bool is_there(const struct conversation *with)
{
    return with->view.known && epoch_is_fresh(&with->view.epoch, time(NULL));
}

static bool is_over(const struct conversation *with, struct stopwatch since, bool *slow)
{
    const millis now = session_now();
    if (session_interrupted() || stopwatch_reached(since, now, CONFIRM_AT_MOST)) {
        return true;
    }
    if (!stopwatch_reached(since, now, CONFIRM_SILENT_AFTER)) {
        return false;
    }
    *slow = is_there(with);
    return !*slow;
}

// Until it is confirmed, or cannot be, or the time is over.
static struct confirmed wait_for(struct conversation *with, const struct confirm_request *request)
{
    const struct stopwatch since = stopwatch_started(session_now());
    bool told = false;
    struct confirmed seen = look_at(with);
    while (seen.answer == ROSTER_NOT_YET) {
        bool slow = false;
        const bool looked = stopwatch_reached(since, session_now(), CONFIRM_LOOK_WITHIN);
        if (is_over(with, since, &slow) || (request->only_look && (looked || seen.known))) {
            break;
        }
        if (slow && !told && request->slow != NULL) {
            request->slow(with->door);
            told = true;
        }
        if (!request->only_look && (looked || seen.known)) {
            conversation_send_roster(with);
        }
        session_wait(&with->session, 100);
        seen = look_at(with);
    }
    return seen;
}

// Another run on this home may have signed a newer one meanwhile: then that one is ours too.
static bool is_taken_over_by_ours(const struct conversation *with)
{
    struct stored_roster stored;
    struct failure ignored;
    const struct epoch *epoch = &with->view.epoch;
    return roster_load(with->home, with->door, "roster", &stored, &ignored) &&
           stored.message.head.version == epoch->roster_version &&
           memcmp(stored.hash8, epoch->roster_hash8, HASH8_SIZE) == 0;
}

static bool ask(struct conversation *with, const struct confirm_request *request,
                struct confirmed *out, struct failure *failure)
{
    if (!with->has_roster) {
        // Says what is wrong with it.
        return roster_load(with->home, with->door, "roster", &with->roster, failure) &&
               signed_rosters_load(with->home, with->door, &with->signed_rosters, failure) &&
               failure_say(failure, "the roster of %s was being replaced; try again", with->door);
    }
    struct confirmed seen = wait_for(with, request);
    if (seen.answer == ROSTER_ANOTHERS && is_taken_over_by_ours(with)) {
        seen.answer = ROSTER_CONFIRMED;
    }
    if (seen.answer == ROSTER_NOT_YET && with->session.retained_refused) {
        return failure_say(failure,
                           "the broker refused to carry the roster of %s; run `portcullis broker "
                           "config` and send the broker a SIGHUP",
                           with->door);
    }
    *out = seen;
    return true;
}

bool roster_confirm(const struct confirm_request *request, struct confirmed *out,
                    struct failure *failure)
{
    struct conversation with = {.home = NULL};
    const bool asked = conversation_open(&with, request->home, request->door, failure) &&
                       ask(&with, request, out, failure);
    conversation_close(&with);
    return asked;
}

void confirmed_words(const struct confirmed *confirmed, const char *door, char *room, size_t size)
{
    const unsigned version = confirmed->version;
    const unsigned shown = confirmed->door_version;
    switch (confirmed->answer) {
    case ROSTER_CONFIRMED:
        (void)snprintf(room, size, "done: the door has roster %u in force", shown);
        return;
    case ROSTER_ANOTHERS:
        (void)snprintf(room, size,
                       "not done: another owner's roster %u is in force; see it and take it over "
                       "with `portcullis people adopt %s`, then do this again",
                       shown, door);
        return;
    case ROSTER_NOT_YET:
        break;
    }
    const char *where = confirmed->kept ? "the broker keeps it for the door" : "it is not sent";
    if (confirmed->known) {
        (void)snprintf(room, size,
                       "not yet: the door has roster %u in force and not %u; %s; look again with "
                       "`portcullis roster send %s`",
                       shown, version, where, door);
    } else {
        (void)snprintf(room, size,
                       "not yet: no word from the door; %s; when it is on and connected, look "
                       "again with `portcullis roster send %s`",
                       where, door);
    }
}
