#include "show/keys.h"

enum {
    SHORT_PRESS = 300, // ms
    CONTROL_C = 3
};

void keys_button(struct keys *keys, enum garage_doing button, uint32_t lasting, const char *what)
{
    const struct garage_action press = {.doing = button, .lasting = lasting};
    hall_act(&keys->stage->hall, &press);
    diary_note(keys->diary, what, "");
}

static void by_hand(struct keys *keys)
{
    struct hall_view view;
    hall_look(&keys->stage->hall, &view);
    const bool up = view.truth.permille < 500;
    const struct garage_action push = {.doing = GARAGE_HAND, .permille = up ? 1000 : 0};
    hall_act(&keys->stage->hall, &push);
    diary_note(keys->diary, up ? "pushed up by hand" : "pulled down by hand", "");
}

static void block_beam(struct keys *keys)
{
    const bool goes = keys->guest != GARAGE_GUEST_NONE;
    const bool was_cat = keys->guest == GARAGE_GUEST_CAT;
    if (goes) {
        keys->guest = GARAGE_GUEST_NONE;
    } else {
        keys->guest = keys->guests++ % 2 == 0 ? GARAGE_GUEST_CAT : GARAGE_GUEST_CAR;
    }
    const struct garage_action visit = {.doing = GARAGE_VISIT, .guest = keys->guest};
    hall_act(&keys->stage->hall, &visit);
    if (goes) {
        diary_note(keys->diary, was_cat ? "the cat goes" : "the car drives on", "");
    } else {
        diary_note(keys->diary,
                   keys->guest == GARAGE_GUEST_CAT ? "a cat sits down in the beam"
                                                   : "a car stops in the beam",
                   "");
    }
}

static bool switch_power(struct keys *keys, struct failure *failure)
{
    const bool on = !keys->stage->mains;
    diary_note(keys->diary, on ? "the power comes back" : "the power goes", "");
    return stage_mains(keys->stage, on, failure);
}

static void cut_network(struct keys *keys)
{
    const bool frozen = !keys->stage->frozen;
    stage_broker_freeze(keys->stage, frozen);
    diary_note(keys->diary, frozen ? "the network is cut" : "the network is back",
               frozen ? "the broker stands still" : "the broker goes on");
}

static bool kill_broker(struct keys *keys, struct failure *failure)
{
    diary_note(keys->diary, "the broker is killed", "and started again");
    stage_broker_kill(keys->stage);
    return stage_broker_start(keys->stage, BROKER_HONEST, failure);
}

// The commands, buttons and guests.
static void press_plain(struct keys *keys, int key)
{
    switch (key) {
    case 'o':
        diary_type(keys->diary, keys->stage, "open");
        break;
    case 'c':
        diary_type(keys->diary, keys->stage, "close");
        break;
    case 's':
        diary_type(keys->diary, keys->stage, "stop");
        break;
    case 'w':
        keys_button(keys, GARAGE_WALL, SHORT_PRESS, "the button on the wall");
        break;
    case 'd':
        keys_button(keys, GARAGE_DEVICE, SHORT_PRESS, "the button on the controller");
        break;
    case 'D':
        keys_button(keys, GARAGE_DEVICE, KEYS_LONG_PRESS, "the controller's button, 3 s");
        break;
    case 'f':
        keys_button(keys, GARAGE_FOB, 0, "the fob");
        break;
    case 'h':
        by_hand(keys);
        break;
    case 'b':
        block_beam(keys);
        break;
    default: // any other key means nothing
        break;
    }
}

bool keys_press(struct keys *keys, int key, struct failure *failure)
{
    if (keys->help) {
        keys->help = key < 0;
        return true;
    }
    switch (key) {
    case 'p':
        return switch_power(keys, failure);
    case 'k':
        return kill_broker(keys, failure);
    case 'n':
        cut_network(keys);
        return true;
    case '?':
        keys->help = true;
        return true;
    case 'q':
    case CONTROL_C:
        keys->quit = true;
        return true;
    default: // the rest cannot fail
        break;
    }
    // The button on the controller, held down, would end what a command begins now.
    if (keys->ready) {
        press_plain(keys, key);
    } else if (key > 0) {
        diary_note(keys->diary, "a moment", "she still holds the controller's button");
    }
    return true;
}
