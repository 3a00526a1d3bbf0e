// Makes the home that the picture is played in: the same commands as the story's first chapter.
#ifndef SHOW_SETTLE_H
#define SHOW_SETTLE_H

#include "show/stage.h"

struct settle_ports {
    char broker[8];
    char websockets[8];
    char page[8];
};

// The words of `portcullis init`, `portcullis page set`, `portcullis door add` and `portcullis door image`
// for this stage; ports is room for its numbers.
void settle_init_words(const struct stage *stage, struct settle_ports *ports,
                       const char *words[CHILD_ARGUMENTS_MOST]);
void settle_page_words(const struct stage *stage, const char *words[CHILD_ARGUMENTS_MOST]);

// Those of `portcullis invite` for a first phone.
void settle_invite_words(const char *words[CHILD_ARGUMENTS_MOST]);
void settle_door_words(const struct stage *stage, const char *words[CHILD_ARGUMENTS_MOST]);
void settle_image_words(const char *words[CHILD_ARGUMENTS_MOST]);

// Makes home and door, starts the broker, switches the controller on and listens to it; says in a
// line each what it does.
MUST_USE bool settle_home(struct stage *stage, struct failure *failure);

#endif
