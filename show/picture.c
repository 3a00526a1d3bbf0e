#include "show/picture.h"

#include "home/cli/words.h"
#include "show/moment.h"
#include "show/panels.h"

#include <curses.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    ROWS_LEAST = 24,
    COLUMNS_LEAST = 80,
    COLUMNS_MOST = 110, // wider lines are harder to read
    UPPER_ROWS = 14,
    GARAGE_COLUMNS = 44,
    KEY_ROWS = 2
};

void panel_frame(struct area area, const char *title)
{
    const struct glyphs *g = screen_glyphs();
    const int right = area.column + area.columns - 1;
    const int bottom = area.row + area.rows - 1;
    screen_ink(INK_FRAME);
    screen_row_of(area.row, area.column + 1, area.columns - 2, g->horizontal);
    screen_row_of(bottom, area.column + 1, area.columns - 2, g->horizontal);
    for (int row = area.row + 1; row < bottom; row++) {
        screen_text(row, area.column, 1, g->vertical);
        screen_text(row, right, 1, g->vertical);
    }
    screen_text(area.row, area.column, 1, g->corners[0]);
    screen_text(area.row, right, 1, g->corners[1]);
    screen_text(bottom, right, 1, g->corners[2]);
    screen_text(bottom, area.column, 1, g->corners[3]);
    screen_ink(INK_TITLE);
    screen_text(area.row, area.column + 2, area.columns - 4, title);
}

void panel_line(struct area area, int row, enum ink ink, const char *format, ...)
{
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    screen_ink(ink);
    screen_text(area.row + row, area.column, area.columns, line);
}

static void draw_title(const struct scene *scene, int columns)
{
    char clock[64];
    const unsigned seconds = (unsigned)((moment_now() - scene->began) / 1000);
    (void)snprintf(clock, sizeof(clock), "%u:%02u", seconds / 60, seconds % 60);
    screen_ink(INK_TITLE);
    screen_text(0, 1, columns, "Portcullis");
    screen_ink(INK_DIM);
    screen_text(0, 13, columns - 20,
                scene->on_board ? "firmware on an emulated 64 KB board; the garage is simulated"
                                : "real door program, real mosquitto; the garage is simulated");
    screen_text(0, columns - 1 - (int)strlen(clock), 8, clock);
}

static struct area inside(struct area frame)
{
    return (struct area){frame.row + 1, frame.column + 1, frame.rows - 2, frame.columns - 2};
}

static void draw_all(const struct scene *scene, int rows, int columns)
{
    const struct area garage = {1, 0, UPPER_ROWS, GARAGE_COLUMNS};
    const struct area known = {1, GARAGE_COLUMNS + 1, UPPER_ROWS, columns - GARAGE_COLUMNS - 1};
    const struct area diary = {1 + UPPER_ROWS, 0, rows - 1 - UPPER_ROWS - KEY_ROWS, columns};
    const struct area keys = {rows - KEY_ROWS, 1, KEY_ROWS, columns - 2};
    draw_title(scene, columns);
    panel_frame(garage, " the garage ");
    panel_garage(inside(garage), scene);
    panel_frame(known, " what is known ");
    panel_known(inside(known), scene);
    panel_frame(diary, " lately ");
    panel_diary(inside(diary), scene);
    panel_keys(keys);
    if (scene->help) {
        const struct area help = {3, 3, 19, 74};
        panel_frame(help, " keys ");
        panel_help(inside(help));
    }
}

// Too small for the picture; the keys work all the same.
static void draw_small(const struct scene *scene, int columns)
{
    char line[160];
    screen_ink(INK_STRONG);
    (void)snprintf(line, sizeof(line), "The door is %u %% open; it says: %s.",
                   (unsigned)scene->view.truth.permille / 10,
                   scene->door_heard ? state_word(scene->epoch.state) : "nothing yet");
    screen_text(0, 0, columns, line);
    screen_ink(INK_PLAIN);
    (void)snprintf(line, sizeof(line), "The picture needs %d by %d.", COLUMNS_LEAST, ROWS_LEAST);
    screen_text(1, 0, columns, line);
    screen_text(2, 0, columns, "q quits; all keys work.");
}

void picture_draw(const struct scene *scene)
{
    const int columns = COLS > COLUMNS_MOST ? COLUMNS_MOST : COLS;
    screen_ink(INK_PLAIN);
    (void)erase();
    if (LINES < ROWS_LEAST || COLS < COLUMNS_LEAST) {
        draw_small(scene, COLS);
    } else {
        draw_all(scene, LINES, columns);
    }
    (void)refresh();
}
