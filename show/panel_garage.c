// The garage from the street: its door, drawn panel by panel, and whoever stands in front of it.
#include "show/panels.h"

#include <stdio.h>

enum {
    DOOR_ROWS = 9,
    DOOR_COLUMNS = 29,
    DOOR_ROW = 2,
    DOOR_COLUMN = 2,
    EIGHTHS = 8,
    DOOR_EIGHTHS = DOOR_ROWS * EIGHTHS,
    PANEL_EIGHTHS = 18, // four panels
    BEAM_ROW = 7,       // of the door
    STRIP_COLUMN = DOOR_COLUMN + DOOR_COLUMNS + 3,
    STRIP_COLUMNS = 8
};

static const char *const shelf[DOOR_ROWS] = {
    "",
    "",
    "    ____________________",
    "   | []  O  ==  /\\  |_| |",
    "   |--------------------|",
    "   |                    |",
    "",
    "",
    "",
};

static const char *const cat[] = {" /\\_/\\ ", "( o.o )", " > ^ < "};
static const char *const car[] = {"    ______     ", "   /|_||_\\`.__  ", "  (   _    _ _\\ ",
                                  "  =`-(_)--(_)-' "};

// How far the leaf reaches down, in eighths of a row.
static int leaf_eighths(const struct scene *scene)
{
    return (int)((1000 - scene->view.truth.permille) * DOOR_EIGHTHS / 1000);
}

static struct area door_area(struct area area)
{
    return (struct area){area.row + DOOR_ROW, area.column + DOOR_COLUMN, DOOR_ROWS, DOOR_COLUMNS};
}

static void draw_inside(struct area door, int row)
{
    screen_ink(INK_INSIDE);
    screen_row_of(door.row + row, door.column, door.columns, " ");
    screen_text(door.row + row, door.column, door.columns, shelf[row]);
}

// One row of the leaf; from here on: eighths of the leaf above its upper edge that are out of sight.
static void draw_leaf_row(struct area door, int row, int hidden)
{
    const struct glyphs *g = screen_glyphs();
    const int top = hidden + row * EIGHTHS;
    const int seam = (PANEL_EIGHTHS - top % PANEL_EIGHTHS) % PANEL_EIGHTHS;
    screen_ink(INK_SEAM);
    if (seam < EIGHTHS && top + seam < DOOR_EIGHTHS && top + seam > 0) {
        screen_row_of(door.row + row, door.column, door.columns, g->seams[seam * 3 / EIGHTHS]);
    } else {
        screen_row_of(door.row + row, door.column, door.columns, " ");
    }
    screen_ink(INK_LEAF);
    screen_text(door.row + row, door.column, 1, g->vertical);
    screen_text(door.row + row, door.column + door.columns - 1, 1, g->vertical);
}

// The row in which the leaf ends, so many eighths below the row's upper edge: what is not leaf is
// drawn upon it, from below.
static void draw_edge_row(struct area door, int row, int eighths)
{
    screen_ink(INK_EDGE);
    screen_row_of(door.row + row, door.column, door.columns,
                  screen_glyphs()->lower[EIGHTHS - eighths]);
}

static void draw_door(struct area door, int leaf)
{
    const int hidden = DOOR_EIGHTHS - leaf;
    for (int row = 0; row < DOOR_ROWS; row++) {
        const int reaches = leaf - row * EIGHTHS;
        if (reaches >= EIGHTHS) {
            draw_leaf_row(door, row, hidden);
        } else if (reaches > 0) {
            draw_edge_row(door, row, reaches);
        } else {
            draw_inside(door, row);
        }
    }
}

static void draw_beam(struct area door, const struct scene *scene, int leaf)
{
    const bool blocked = scene->view.truth.beam_blocked;
    if (!scene->mains || leaf > BEAM_ROW * EIGHTHS) {
        return;
    }
    screen_ink(INK_ALARM);
    screen_row_of(door.row + BEAM_ROW, door.column, blocked ? door.columns / 2 : door.columns,
                  screen_glyphs()->beam);
}

static void draw_guest(struct area door, enum garage_guest guest)
{
    const bool is_cat = guest == GARAGE_GUEST_CAT;
    const char *const *lines = is_cat ? cat : car;
    const int rows = is_cat ? 3 : 4;
    if (guest == GARAGE_GUEST_NONE) {
        return;
    }
    screen_ink(INK_GUEST);
    for (int row = 0; row < rows; row++) {
        screen_text(door.row + DOOR_ROWS - rows + row, door.column + (is_cat ? 12 : 7),
                    door.columns, lines[row]);
    }
}

static void draw_house(struct area area, const struct scene *scene)
{
    const struct glyphs *g = screen_glyphs();
    const bool shines = scene->view.truth.pins.lamp;
    screen_ink(shines ? INK_LIGHT : INK_WALL);
    screen_row_of(area.row + 1, area.column, DOOR_COLUMNS + 4, g->half_below);
    screen_ink(INK_WALL);
    for (int row = 0; row < DOOR_ROWS; row++) {
        screen_row_of(area.row + DOOR_ROW + row, area.column, 2, g->full);
        screen_row_of(area.row + DOOR_ROW + row, area.column + DOOR_COLUMN + DOOR_COLUMNS, 2,
                      g->full);
    }
    screen_ink(INK_DIM);
    screen_row_of(area.row + DOOR_ROW + DOOR_ROWS, area.column, area.columns, g->half_above);
    const enum ink seen = scene->view.truth.beam_blocked ? INK_ALARM : INK_GOOD;
    screen_ink(scene->mains ? seen : INK_DIM);
    screen_text(area.row + DOOR_ROW + BEAM_ROW, area.column + 1, 1, g->on);
    screen_text(area.row + DOOR_ROW + BEAM_ROW, area.column + DOOR_COLUMN + DOOR_COLUMNS, 1, g->on);
}

static void draw_outputs(struct area area, const struct scene *scene)
{
    const struct glyphs *g = screen_glyphs();
    const struct garage_truth *truth = &scene->view.truth;
    const bool on[] = {truth->pins.lamp, truth->pins.beeper, truth->contact};
    const char *const names[] = {"lamp", "beeper", "relay"};
    const enum ink inks[] = {INK_LIGHT, INK_LIGHT, INK_ALARM};
    const int columns[] = {1, 12, 25};
    for (int i = 0; i < 3; i++) {
        const char *sign = on[i] ? g->on : g->off;
        screen_ink(on[i] ? inks[i] : INK_DIM);
        screen_text(area.row, area.column + columns[i], 1, i == 1 && on[i] ? g->sound : sign);
        screen_text(area.row, area.column + columns[i] + 2, 8, names[i]);
    }
}

static void draw_switch(struct area strip, int row, const char *name, bool closed)
{
    const struct glyphs *g = screen_glyphs();
    screen_ink(closed ? INK_GOOD : INK_DIM);
    screen_text(strip.row + row, strip.column, 1, closed ? g->on : g->off);
    screen_text(strip.row + row, strip.column + 2, strip.columns, name);
}

// Beside the door: its switches where they sit, and where it is going.
static void draw_strip(struct area strip, const struct scene *scene)
{
    const struct glyphs *g = screen_glyphs();
    const struct garage_truth *truth = &scene->view.truth;
    char percent[16];
    (void)snprintf(percent, sizeof(percent), "%3u %%", (unsigned)truth->permille / 10);
    draw_switch(strip, 0, "open", scene->view.levels.open_switch);
    draw_switch(strip, DOOR_ROWS - 1, "closed", scene->view.levels.closed_switch);
    screen_ink(INK_STRONG);
    screen_text(strip.row + 4, strip.column, strip.columns, percent);
    screen_ink(INK_CARE);
    if (truth->motion == GARAGE_OPENING) {
        screen_row_of(strip.row + 3, strip.column + 2, 3, g->up);
    } else if (truth->motion == GARAGE_CLOSING) {
        screen_row_of(strip.row + 5, strip.column + 2, 3, g->down);
    }
}

void panel_garage(struct area area, const struct scene *scene)
{
    const struct area door = door_area(area);
    const struct area strip = {area.row + DOOR_ROW, area.column + STRIP_COLUMN, DOOR_ROWS,
                               STRIP_COLUMNS};
    const int leaf = leaf_eighths(scene);
    draw_outputs(area, scene);
    draw_house(area, scene);
    draw_door(door, leaf);
    draw_beam(door, scene, leaf);
    draw_guest(door, scene->guest);
    draw_strip(strip, scene);
}
