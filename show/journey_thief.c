// A stranger at the broker's door, and a thief inside it.
#include "show/journey.h"

#include "show/moment.h"
#include "show/stranger.h"

#include <string.h>

enum {
    BACK_WITHIN = 60000, // ms, for the door at a broker that was started anew: it backs off as long
    SILENCE = 1500       // ms in which an answer would have come
};

static bool breaks(struct journey *journey, const struct failure *failure)
{
    story_breaks(&journey->story, failure->text);
    return false;
}

static bool nothing_moved(struct journey *journey, const struct hall_view *before)
{
    const struct hall_view *now = &journey->view;
    return story_sees(&journey->story,
                      now->witness.relay_edges == before->witness.relay_edges &&
                          now->truth.starts == before->truth.starts &&
                          now->truth.permille == before->truth.permille,
                      "the relay did nothing, and the door did not move");
}

static bool knock(struct journey *journey, const struct credentials *credentials,
                  enum knock expected, const char *what)
{
    return story_sees(&journey->story,
                      stranger_knock(journey->stage->port, credentials) == expected, "%s", what);
}

bool chapter_stranger(struct journey *journey)
{
    const struct places *places = &journey->stage->places;
    struct path root;
    struct path own[2];
    struct path strange[2];
    struct failure failure;
    story_chapter(&journey->story, "A stranger knocks at the broker");
    if (!stranger_make(places->stranger.text, STAGE_OWNER, &failure) ||
        !path_join(places->home.text, "broker/client-root.crt", &root, &failure) ||
        !path_join(places->home.text, "link/tls.crt", &own[0], &failure) ||
        !path_join(places->home.text, "link/tls.key", &own[1], &failure) ||
        !path_join(places->stranger.text, "own.crt", &strange[0], &failure) ||
        !path_join(places->stranger.text, "own.key", &strange[1], &failure)) {
        return breaks(journey, &failure);
    }
    const struct credentials none = {.root = root.text};
    const struct credentials foreign = {root.text, strange[0].text, strange[1].text};
    const struct credentials alice = {root.text, own[0].text, own[1].text};
    return story_sees(&journey->story,
                      stranger_knock_plainly(journey->stage->port) == KNOCK_REFUSED,
                      "without TLS he is turned away") &&
           knock(journey, &none, KNOCK_REFUSED, "without a certificate he is turned away") &&
           knock(journey, &foreign, KNOCK_REFUSED,
                 "with a certificate that says \"" STAGE_OWNER
                 "\", by an authority of his own, he is turned away") &&
           knock(journey, &alice, KNOCK_LET_IN, "Alice herself is let in");
}

static bool thief_hears_door(const struct journey *journey)
{
    return journey->thief.heard.live_epochs > 0;
}

static bool restart_broker(struct journey *journey, enum broker_conduct conduct)
{
    struct failure failure;
    thief_end(&journey->thief);
    stage_broker_stop(journey->stage);
    if (!stage_broker_start(journey->stage, conduct, &failure) ||
        !thief_start(&journey->thief, journey->stage->plain_port, &failure)) {
        return breaks(journey, &failure);
    }
    return story_sees(&journey->story, journey_until(journey, thief_hears_door, BACK_WITHIN),
                      "the door is at the broker again, and the thief hears every message");
}

static bool heard_command(const struct journey *journey)
{
    return journey->thief.heard.commands > 0;
}

static bool heard_replay_refused(const struct journey *journey)
{
    return journey->thief.heard.acks > 0 && journey->thief.heard.ack.result == RESULT_REPLAY;
}

bool chapter_thief_replays(struct journey *journey)
{
    struct failure failure;
    story_chapter(&journey->story, "A thief takes over the broker, and plays a command again");
    story_does(&journey->story, "The thief has root there: no list of rights any more, and a "
                                "listener of his own.");
    if (!restart_broker(journey, BROKER_TAKEN_OVER) || !journey_opens(journey) ||
        !story_sees(&journey->story, heard_command(journey),
                    "the thief has Alice's signed command, to the byte") ||
        !journey_fob_closes(journey)) {
        return false;
    }
    const struct hall_view before = journey->view;
    journey->thief.heard.acks = 0;
    story_does(&journey->story, "The thief sends it again.");
    if (!thief_replay(&journey->thief, false, &failure)) {
        return breaks(journey, &failure);
    }
    return story_sees(&journey->story, journey_until(journey, heard_replay_refused, 4000),
                      "the door answers, signed: REPLAY") &&
           journey_waits(journey, SILENCE) && nothing_moved(journey, &before);
}

static bool forge(struct journey *journey, enum forgery forgery)
{
    struct failure failure;
    journey->thief.heard.acks = 0;
    if (!thief_forge(&journey->thief, forgery, &failure)) {
        return breaks(journey, &failure);
    }
    return journey_waits(journey, SILENCE) &&
           story_sees(&journey->story, journey->thief.heard.acks == 0, "the door does not answer");
}

static bool heard_count(const struct journey *journey)
{
    return journey->thief.heard.refused >= journey->refused_before + FORGERIES;
}

bool chapter_thief_forges(struct journey *journey)
{
    story_chapter(&journey->story, "The thief signs a command himself");
    journey->refused_before = journey->thief.heard.refused;
    const struct hall_view before = journey->view;
    story_does(&journey->story, "The thief makes a key, and signs an OPEN for this very minute.");
    if (!forge(journey, FORGERY_OWN_KEY)) {
        return false;
    }
    story_does(&journey->story, "The thief puts Alice's name on it.");
    return forge(journey, FORGERY_STOLEN_NAME) &&
           story_sees(&journey->story, journey_until(journey, heard_count, 3000),
                      "it has counted both") &&
           nothing_moved(journey, &before);
}

// The sharpest thing he has: a genuine command, fresh, that the door has never seen.
static bool hold_back(struct journey *journey)
{
    const char *const open_words[] = {"open", STAGE_DOOR, NULL};
    story_does(&journey->story, "The thief lets no more commands through to the door.");
    if (!restart_broker(journey, BROKER_HOLDING_BACK) || !journey_begins(journey, open_words) ||
        !story_sees(&journey->story, journey_until(journey, heard_command, 5000),
                    "the thief has a genuine command that the door has not seen")) {
        return false;
    }
    story_does(&journey->story, "Alice gives it up.");
    journey_interrupts(journey);
    return journey_hears_out(journey, 5000) && journey_answered(journey, 3, NULL);
}

static bool leave_for_door(struct journey *journey)
{
    struct failure failure;
    story_does(&journey->story, "The thief leaves it at the broker, retained, and lets the door "
                                "read again.");
    return thief_replay(&journey->thief, true, &failure) ? journey_waits(journey, 200)
                                                         : breaks(journey, &failure);
}

bool chapter_thief_holds_back(struct journey *journey)
{
    struct failure failure;
    story_chapter(&journey->story, "The thief keeps a command back, and leaves it for later");
    if (!journey_until(journey, journey_door_says_closed, 3000)) {
        return false;
    }
    const struct hall_view before = journey->view;
    if (!hold_back(journey) || !leave_for_door(journey)) {
        return false;
    }
    if (!restart_broker(journey, BROKER_TAKEN_OVER) || !journey_waits(journey, SILENCE)) {
        return false;
    }
    // With MQTT 5 the door asks for no kept commands (retain handling 2); one that came all the same,
    // as by MQTT 3.1.1, its guard refuses by its flag.
    const bool right =
        story_sees(&journey->story, journey->thief.heard.retained_commands > 0,
                   "it lies there for whoever asks; the door does not ask for commands that were "
                   "kept") &&
        nothing_moved(journey, &before);
    return right && (thief_clear(&journey->thief, &failure) || breaks(journey, &failure)) &&
           journey_waits(journey, 200);
}
