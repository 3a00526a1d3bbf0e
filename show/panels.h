// Inside the picture: its parts, each in a rectangle of the screen.
#ifndef SHOW_PANELS_H
#define SHOW_PANELS_H

#include "show/scene.h"
#include "show/screen.h"

struct area {
    int row;
    int column;
    int rows;
    int columns;
};

// A frame with a title in its upper edge.
void panel_frame(struct area area, const char *title);

// A line of a panel: printf into its row, cut off at its right edge.
void panel_line(struct area area, int row, enum ink ink, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// The garage needs 42 columns and 12 rows.
void panel_garage(struct area area, const struct scene *scene);
void panel_known(struct area area, const struct scene *scene);
void panel_diary(struct area area, const struct scene *scene);
void panel_keys(struct area area);
void panel_help(struct area area);

#endif
