// What each key does on the stage.
#ifndef SHOW_KEYS_H
#define SHOW_KEYS_H

#include "show/diary.h"

enum {
    KEYS_LONG_PRESS = 3300 // ms: three seconds at the controller give permission (C29)
};

struct keys {
    struct stage *stage;
    struct diary *diary;
    enum garage_guest guest; // who stands in the beam
    unsigned guests;         // so far: cats and cars take turns
    bool ready; // the garage's half of the permission is given: commands and buttons work
    bool help;
    bool quit;
};

// False: what the key asked for could not be done, and the show cannot go on.
MUST_USE bool keys_press(struct keys *keys, int key, struct failure *failure);

// Somebody presses a button in the garage, for so many milliseconds.
void keys_button(struct keys *keys, enum garage_doing button, uint32_t lasting, const char *what);

#endif
