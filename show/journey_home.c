// A home is made, and the door in it comes up.
#include "show/journey.h"

#include "home/cli/words.h"
#include "show/listening.h"
#include "show/settle.h"

static bool make_home(struct journey *journey)
{
    const char *words[CHILD_ARGUMENTS_MOST];
    struct settle_ports ports;
    settle_init_words(journey->stage, &ports, words);
    return journey_types(journey, words) && journey_answered(journey, 0, NULL);
}

static bool add_door(struct journey *journey)
{
    const char *words[CHILD_ARGUMENTS_MOST];
    settle_door_words(journey->stage, words);
    if (journey->stage->on_board) {
        story_does(&journey->story, "To the emulated board this machine is 10.0.2.2.");
    }
    return journey_types(journey, words) && journey_answered(journey, 0, NULL);
}

static bool start_broker(struct journey *journey)
{
    struct failure failure;
    unsigned listeners = 0;
    story_does(&journey->story, "The broker starts: mosquitto, as portcullis configured it.");
    if (!stage_broker_start(journey->stage, BROKER_HONEST, &failure) ||
        !listening_count(journey->stage->broker.pid, &listeners, &failure)) {
        story_breaks(&journey->story, failure.text);
        return false;
    }
    if (stage_has_page(journey->stage)) {
        return story_sees(&journey->story, listeners == 2,
                          "it listens on two ports of this machine: by mutual TLS, and for nginx");
    }
    return story_sees(&journey->story, listeners == 1, "it listens on one port, by mutual TLS");
}

bool chapter_home(struct journey *journey)
{
    story_chapter(&journey->story, "Alice makes a home, with a door in it");
    return make_home(journey) && add_door(journey) && start_broker(journey);
}

static bool controller_is_heard(const struct journey *journey)
{
    return journey->stage->ledger.view.known;
}

static bool controller_is_sure(const struct journey *journey)
{
    const struct epoch *epoch = &journey->stage->ledger.view.epoch;
    return epoch->state == DOOR_CLOSED && (epoch->flags & EPOCH_OBSTRUCTED) == 0;
}

// C4: nothing is believed until a limit switch has spoken, and the photo-eye been heard.
static bool wakes_up(struct journey *journey)
{
    const bool heard = journey_until(journey, controller_is_heard, 8000);
    const uint8_t first = journey->stage->ledger.view.epoch.state;
    return story_sees(&journey->story, heard,
                      "the door's first word, signed with its own key: it is %s",
                      first == DOOR_UNKNOWN ? "not known" : state_word(first)) &&
           story_sees(&journey->story, journey_until(journey, controller_is_sure, 3000),
                      "its closed switch has spoken, and the beam is clear") &&
           journey_status(journey, journey_door_says_closed, "closed (proven), fresh");
}

static bool listen_to_door(struct journey *journey)
{
    struct failure failure;
    if (!ledger_open(&journey->stage->ledger, journey->stage->places.home.text, STAGE_DOOR,
                     &failure)) {
        story_breaks(&journey->story, failure.text);
        return false;
    }
    return true;
}

// What a board is given by cable is the file of one more command.
static bool make_eeprom(struct journey *journey)
{
    const char *words[CHILD_ARGUMENTS_MOST];
    settle_image_words(words);
    return journey_types(journey, words) && journey_answered(journey, 0, NULL);
}

static bool power_on(struct journey *journey)
{
    struct failure failure;
    if (journey->stage->on_board && !make_eeprom(journey)) {
        return false;
    }
    story_does(&journey->story, journey->stage->on_board
                                    ? "The board is given its EEPROM, and power."
                                    : "The controller in the garage is given its image, and "
                                      "power.");
    if (!stage_mains(journey->stage, true, &failure)) {
        story_breaks(&journey->story, failure.text);
        return false;
    }
    return listen_to_door(journey);
}

// safety.md, C29: the device's half of the permission is a press of three seconds.
static bool give_permission(struct journey *journey)
{
    story_does(&journey->story, "Alice stands in the garage and holds the button on the controller "
                                "for 3 s:");
    story_does(&journey->story, "from now on it may close when nobody is there, with a warning.");
    journey_presses(journey, GARAGE_DEVICE, 3300);
    return journey_waits(journey, 3600);
}

bool chapter_first_light(struct journey *journey)
{
    story_chapter(&journey->story, "The door comes up, and nothing moves");
    if (!power_on(journey) || !wakes_up(journey) || !give_permission(journey)) {
        return false;
    }
    const struct hall_view *view = &journey->view;
    return story_sees(&journey->story,
                      view->witness.relay_edges == 0 && view->truth.starts == 0 &&
                          view->truth.permille == 0,
                      "the relay made %u edges, the door %u movements since power came",
                      (unsigned)view->witness.relay_edges, (unsigned)view->truth.starts);
}
