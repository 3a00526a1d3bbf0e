// All that the picture shows, as values: what is really so, and what the door says of itself.
#ifndef SHOW_SCENE_H
#define SHOW_SCENE_H

#include "show/diary.h"
#include "show/hall.h"

enum broker_look {
    BROKER_LOOKS_WELL,
    BROKER_LOOKS_FROZEN, // as if the network were cut
    BROKER_LOOKS_DEAD
};

struct scene {
    struct hall_view view;
    bool on_board; // the controller is the firmware on the emulated board
    enum garage_guest guest;
    bool door_heard; // it has said something, signed
    struct epoch epoch;
    uint64_t age;      // s since that was said
    const char *mover; // as the door's signed events say it
    bool mains;
    enum broker_look broker;
    uint64_t began; // moment_now of the show's beginning
    const struct diary *diary;
    bool help;
};

#endif
