// Makes the home that the picture is played in: the same commands as the story's first chapter.
#ifndef SHOW_SETTLE_H
#define SHOW_SETTLE_H

#include "show/stage.h"

// The words of `portcullis init`, `portcullis door add` and `portcullis door image` for this stage; port
// is room for a number.
void settle_init_words(const struct stage *stage, char port[8],
                       const char *words[CHILD_ARGUMENTS_MOST]);
void settle_door_words(const struct stage *stage, const char *words[CHILD_ARGUMENTS_MOST]);
void settle_image_words(const char *words[CHILD_ARGUMENTS_MOST]);

// Makes home and door, starts the broker, switches the controller on and listens to it; says in a
// line each what it does.
MUST_USE bool settle_home(struct stage *stage, struct failure *failure);

#endif
