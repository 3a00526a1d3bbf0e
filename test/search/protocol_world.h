// One door, the guard's side of it: guard, command route, store in a flash of RAM, mailbox and door
// floor, all of them the real ones, with the smallest garage there is. In one struct, so that a
// search can copy it, and try every order of events.
//
// Three things are simpler than in life, and each makes the broker stronger, never weaker: tokens are
// given back at once (budget.c only ever refuses); the network floor stands still in time between two
// turns of the epoch; and the door floor has a clock of its own, for how long a door travels is
// nothing the protocol may rely on.
#ifndef TEST_SEARCH_PROTOCOL_WORLD_H
#define TEST_SEARCH_PROTOCOL_WORLD_H

#include "door/command_route.h"
#include "test/support/ram_flash.h"

enum {
    COMMANDS_MOST = 4,
    VIEWS_MOST = 10
};

enum person {
    PERSON_A, // a member
    PERSON_B, // a guest with one use, in roster 1 only
    PEOPLE
};

enum leaf {
    AT_CLOSED,
    AT_OPEN,
    RISING,
    SINKING,
    STOPPED_RISING,
    STOPPED_SINKING
};

// What a signer can have seen of the door, by its Epoch.
struct view {
    uint32_t boot;
    uint32_t turn;
    uint16_t sequence;
    uint16_t serial; // the how manyth it is
    uint8_t value[EPOCH_VALUE_SIZE];
};

// A Command that somebody has signed and the broker keeps for ever, and what became of it in truth.
struct signed_command {
    uint8_t message[COMMAND_RAW_SIZE];
    uint8_t command8[COMMAND8_SIZE];
    enum person person;
    enum action action;
    struct view view;
    uint64_t nonce;
    uint8_t acted;        // how often the operator took it up
    uint8_t accepted;     // how often it was answered OK or ALREADY
    bool answered;        // by a signed Ack
    bool answered_before; // the last event
};

// What the door floor said to one permit, in the event that is played.
struct taken {
    bool any;
    uint8_t command8[COMMAND8_SIZE];
    enum result result;
    uint32_t boot; // when it said so
    uint32_t turn;
    uint16_t sequence; // the door's, until then
};

struct protocol_world {
    struct network_floor floor;
    struct command_route route;
    struct door door;
    struct ram_flash flash;
    enum leaf leaf;
    bool relay;
    bool wall;
    millis now;      // of the network floor
    millis door_now; // of the door floor
    struct signed_command commands[COMMANDS_MOST];
    uint8_t command_count;
    uint8_t view_count;
    struct view views[VIEWS_MOST]; // the last ones
    uint8_t turns;                 // that have passed in all
    uint8_t crashes;               // so far
    uint8_t hands;                 // presses of the wall button so far
    bool slot_damaged;             // once
    uint8_t said;                  // the highest roster version that a signed Epoch carried
    uint8_t guest_openings;        // of B's, taken up
    // Of the last event alone:
    struct taken taken;
    bool had_goal; // before it
    bool pressed;
};

// A door that is closed, in its second boot, with roster 1 and both halves of the permission.
void protocol_world_init(struct protocol_world *world);

// Somebody has signed this when he saw that view: the how manyth of his commands over it, place says.
struct wish {
    enum person person;
    enum action action;
    uint8_t view; // index
    uint8_t place;
};
void protocol_sign(struct protocol_world *world, const struct wish *wish);

// How many places there are.
unsigned protocol_places(const struct protocol_world *world, enum person person, uint8_t view);

// What the broker, time, a hand at the wall or a thief of power can do.
enum meanwhile {
    NOTHING_MEANWHILE,
    A_TURN_MEANWHILE, // while the signature is verified
    A_HAND_MEANWHILE  // between the network floor's look at the door and its permit
};
void protocol_deliver(struct protocol_world *world, unsigned which, enum meanwhile meanwhile);
void protocol_bring_roster(struct protocol_world *world, unsigned version);
void protocol_pass_turn(struct protocol_world *world);
void protocol_press_wall(struct protocol_world *world);
void protocol_door_goes_on(struct protocol_world *world); // to its limit, or through its warning
void protocol_crash(struct protocol_world *world);
void protocol_damage_slot(struct protocol_world *world); // of the roster in force, while it is off

MUST_USE bool protocol_door_is_busy(const struct protocol_world *world);

#endif
