// The terminal: taken over while the picture is shown, and given back as it was, however we end.
#ifndef SHOW_SCREEN_H
#define SHOW_SCREEN_H

#include "base/must_use.h"
#include "home/failure.h"

#include <stdbool.h>

// Colours by what they are for; each is an attribute for wattrset where there are no colours.
enum ink {
    INK_PLAIN,
    INK_DIM,
    INK_STRONG,
    INK_FRAME,
    INK_TITLE,
    INK_LEAF,   // of the door
    INK_SEAM,   // between its panels
    INK_INSIDE, // what is seen when it is open
    INK_EDGE,   // its lower edge, before what is inside
    INK_WALL,
    INK_LIGHT, // lamp, when it shines
    INK_GOOD,
    INK_CARE,
    INK_ALARM,
    INK_GUEST,
    INK_KEY,
    INKS
};

// Characters by what they are for; plain ASCII where the locale has no more.
struct glyphs {
    const char *horizontal;
    const char *vertical;
    const char *corners[4]; // from the upper left, clockwise
    const char *seams[3];   // high, middle, low in the cell
    const char *lower[8];   // the lowest so many eighths of a cell
    const char *full;
    const char *half_below;
    const char *half_above;
    const char *on;
    const char *off;
    const char *sound;
    const char *beam;
    const char *up;
    const char *down;
    const char *well;
    const char *ill;
    const char *running;
};

// Takes the terminal over.
MUST_USE bool screen_open(struct failure *failure);
void screen_close(void);

// The next key, waited for so many milliseconds; -1: none.
int screen_key(int milliseconds);

void screen_ink(enum ink ink);
const struct glyphs *screen_glyphs(void);

// At row and column, at most so many cells; what does not fit is cut off.
void screen_text(int row, int column, int room, const char *text);
// The same character over so many cells.
void screen_row_of(int row, int column, int count, const char *glyph);

#endif
