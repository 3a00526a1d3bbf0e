// Draws a scene: the garage on the left, what is known of it on the right, the diary and the keys
// below. 80 by 24 is enough; a smaller terminal is told so, in one line that still says the state.
#ifndef SHOW_PICTURE_H
#define SHOW_PICTURE_H

#include "show/scene.h"

void picture_draw(const struct scene *scene);

#endif
