#include "home/doors/findings.h"

#include <stddef.h>

enum seen seen_in(const struct epoch *epoch)
{
    if ((epoch->flags & EPOCH_FAULT) != 0) {
        return SEEN_BOTH;
    }
    if (epoch->state == DOOR_CLOSED) {
        return SEEN_CLOSED_SWITCH;
    }
    return epoch->state == DOOR_OPEN ? SEEN_OPEN_SWITCH : SEEN_NEITHER;
}

const char *seen_words(enum seen seen)
{
    switch (seen) {
    case SEEN_NEITHER:
        return "neither switch";
    case SEEN_CLOSED_SWITCH:
        return "the closed switch";
    case SEEN_OPEN_SWITCH:
        return "the open switch";
    case SEEN_BOTH:
        return "a fault: both switches at once, or one that flutters";
    }
    return "?";
}

struct wiring_row {
    enum limit_switches fitted;
    enum seen seen[PLACES]; // closed, midway, open
    struct wiring wiring;
};

#define N SEEN_NEITHER
#define C SEEN_CLOSED_SWITCH
#define O SEEN_OPEN_SWITCH
#define B SEEN_BOTH

// A switch is the right way round when its contact is closed at its limit (safety.md, C11): then a
// broken wire reads "not at the limit".
static const struct wiring_row rows[] = {
    {SWITCHES_BOTH, {C, N, O}, {true, "both limit switches read as they should", NULL}},
    {SWITCHES_BOTH,
     {O, N, C},
     {false, "the two switches are exchanged: swap their wires at the controller", NULL}},
    {SWITCHES_BOTH,
     {O, B, C},
     {false,
      "both switches are the wrong way round: use contacts that are closed at the limit "
      "(normally open reeds)",
      NULL}},
    {SWITCHES_BOTH,
     {N, C, B},
     {false,
      "the closed switch is the wrong way round: use a contact that is closed at the limit "
      "(a normally open reed); as it is, the door calls itself closed when it is not",
      NULL}},
    {SWITCHES_BOTH,
     {B, O, N},
     {false,
      "the open switch is the wrong way round: use a contact that is closed at the limit "
      "(a normally open reed)",
      NULL}},
    {SWITCHES_BOTH,
     {N, N, O},
     {false,
      "the closed switch is not seen: look at its wires and its magnet, or say that there "
      "is none",
      "switches=open"}},
    {SWITCHES_BOTH,
     {C, N, N},
     {false,
      "the open switch is not seen: look at its wires and its magnet, or say that there is "
      "none",
      "switches=closed"}},
    {SWITCHES_BOTH,
     {N, N, N},
     {false, "neither switch is seen: look at their wires and magnets", NULL}},
    {SWITCHES_BOTH,
     {C, C, B},
     {false,
      "the closed switch always reads closed: a short circuit, or a second magnet; as it is, the "
      "door calls itself closed when it is not",
      NULL}},
    {SWITCHES_BOTH,
     {B, O, O},
     {false, "the open switch always reads closed: a short circuit, or a second magnet", NULL}},
    {SWITCHES_CLOSED_ONLY, {C, N, N}, {true, "the closed switch reads as it should", NULL}},
    {SWITCHES_CLOSED_ONLY,
     {N, C, C},
     {false,
      "the closed switch is the wrong way round: use a contact that is closed at the limit "
      "(a normally open reed); as it is, the door calls itself closed when it is not",
      NULL}},
    {SWITCHES_CLOSED_ONLY,
     {N, N, N},
     {false, "the closed switch is not seen: look at its wires and its magnet", NULL}},
    {SWITCHES_CLOSED_ONLY,
     {C, C, C},
     {false, "the closed switch always reads closed: a short circuit, or a second magnet", NULL}},
    {SWITCHES_OPEN_ONLY, {N, N, O}, {true, "the open switch reads as it should", NULL}},
    {SWITCHES_OPEN_ONLY,
     {O, O, N},
     {false,
      "the open switch is the wrong way round: use a contact that is closed at the limit "
      "(a normally open reed)",
      NULL}},
    {SWITCHES_OPEN_ONLY,
     {N, N, N},
     {false, "the open switch is not seen: look at its wires and its magnet", NULL}},
    {SWITCHES_OPEN_ONLY,
     {O, O, O},
     {false, "the open switch always reads closed: a short circuit, or a second magnet", NULL}},
};

#undef N
#undef C
#undef O
#undef B

struct wiring wiring_of(enum limit_switches fitted, const enum seen seen[PLACES])
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct wiring_row *row = &rows[i];
        if (row->fitted == fitted && row->seen[PLACE_CLOSED] == seen[PLACE_CLOSED] &&
            row->seen[PLACE_MIDWAY] == seen[PLACE_MIDWAY] &&
            row->seen[PLACE_OPEN] == seen[PLACE_OPEN]) {
            return row->wiring;
        }
    }
    return (struct wiring){false,
                           "no single mistake in the wiring reads like this: was the door really "
                           "where it was asked to be? Check one switch after the other",
                           NULL};
}

enum reaction reaction_from(enum place began, enum seen rest)
{
    const enum seen where_it_began = began == PLACE_CLOSED ? SEEN_CLOSED_SWITCH : SEEN_OPEN_SWITCH;
    const enum seen where_it_went = began == PLACE_CLOSED ? SEEN_OPEN_SWITCH : SEEN_CLOSED_SWITCH;
    if (rest == where_it_began) {
        return REACTION_REVERSED;
    }
    return rest == where_it_went ? REACTION_IGNORED : REACTION_STOPPED;
}

const char *reaction_words(enum reaction reaction)
{
    switch (reaction) {
    case REACTION_STOPPED:
        return "stops";
    case REACTION_REVERSED:
        return "reverses";
    case REACTION_IGNORED:
        return "goes on";
    }
    return "?";
}

struct profile_row {
    enum reaction opening;
    enum reaction closing;
    enum operator_profile profile;
};

// safety.md, section 3.
static const struct profile_row profiles[] = {
    {REACTION_STOPPED, REACTION_REVERSED, PROFILE_REV_CLOSING},
    {REACTION_STOPPED, REACTION_STOPPED, PROFILE_STOP_BOTH},
    {REACTION_REVERSED, REACTION_REVERSED, PROFILE_TWO_STEP},
    {REACTION_IGNORED, REACTION_REVERSED, PROFILE_CONDO_REV},
    {REACTION_IGNORED, REACTION_STOPPED, PROFILE_CONDO_STOP},
};

enum operator_profile profile_from(enum reaction opening, enum reaction closing,
                                   bool closes_by_itself)
{
    if (closes_by_itself) {
        return PROFILE_AUTO_CLOSE;
    }
    for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
        if (profiles[i].opening == opening && profiles[i].closing == closing) {
            return profiles[i].profile;
        }
    }
    return PROFILE_UNKNOWN;
}
