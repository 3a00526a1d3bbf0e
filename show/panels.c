#include "show/panels.h"

#include "home/cli/words.h"
#include "show/moment.h"

#include <stdio.h>
#include <string.h>

static enum ink state_ink(const struct scene *scene)
{
    if ((scene->epoch.flags & (EPOCH_FAULT | EPOCH_LOCK_OUT)) != 0) {
        return INK_ALARM;
    }
    switch ((enum door_state)scene->epoch.state) {
    case DOOR_CLOSED:
        return INK_GOOD;
    case DOOR_OPEN:
    case DOOR_OPENING:
    case DOOR_CLOSING:
    case DOOR_STOPPED:
    case DOOR_WARNING:
        return INK_CARE;
    case DOOR_UNKNOWN:
        break;
    }
    return INK_ALARM;
}

static void told(struct area area, const struct scene *scene)
{
    char place[24] = "";
    panel_line(area, 0, INK_DIM, "the door says, signed");
    if (!scene->door_heard) {
        panel_line(area, 1, INK_CARE, "  nothing yet");
        return;
    }
    const struct epoch *epoch = &scene->epoch;
    const char *ground = ground_word(epoch->state, epoch->position);
    if (epoch->position <= POSITION_OPEN && strcmp(ground, "inferred") == 0) {
        (void)snprintf(place, sizeof(place), ", about %u %%", (unsigned)epoch->position);
    }
    panel_line(area, 1, state_ink(scene), "  %s, %s%s", state_word(epoch->state), ground, place);
    panel_line(area, 2, scene->age > FRESH_SECONDS ? INK_CARE : INK_PLAIN, "  said %s ago",
               span_words(scene->age).text);
    panel_line(area, 3, INK_PLAIN, "  last moved by: %s", scene->mover);
    if ((epoch->flags & EPOCH_LOCK_OUT) != 0) {
        panel_line(area, 4, INK_ALARM, "  locked out: press w or d");
    } else if ((epoch->flags & EPOCH_OBSTRUCTED) != 0) {
        panel_line(area, 4, INK_CARE, "  obstructed");
    }
}

static const char *cause_word(enum garage_cause cause)
{
    switch (cause) {
    case GARAGE_BY_RELAY:
        return "the relay";
    case GARAGE_BY_WALL:
        return "the wall button";
    case GARAGE_BY_FOB:
        return "the fob";
    case GARAGE_BY_HAND:
        return "hand";
    case GARAGE_BY_TIMER:
        return "the operator's timer";
    case GARAGE_BY_OBSTRUCTION:
        return "an obstruction";
    case GARAGE_BY_NOBODY:
        break;
    }
    return "nobody yet";
}

static const char *motion_word(const struct garage_truth *truth)
{
    switch (truth->motion) {
    case GARAGE_OPENING:
        return "opening";
    case GARAGE_CLOSING:
        return "closing";
    case GARAGE_STILL:
        break;
    }
    if (truth->permille == 0) {
        return "closed";
    }
    return truth->permille == 1000 ? "open" : "stands";
}

static void really(struct area area, const struct scene *scene)
{
    const struct garage_truth *truth = &scene->view.truth;
    panel_line(area, 6, INK_DIM, "really");
    panel_line(area, 7, INK_STRONG, "  %s, %u %% open", motion_word(truth),
               (unsigned)truth->permille / 10);
    panel_line(area, 8, INK_PLAIN, "  moved by %s", cause_word(truth->cause));
}

static void things(struct area area, const struct scene *scene)
{
    const struct witness *witness = &scene->view.witness;
    panel_line(area, 9, scene->mains ? INK_PLAIN : INK_ALARM, "controller  %s",
               scene->mains ? "on" : "no power");
    switch (scene->broker) {
    case BROKER_LOOKS_WELL:
        panel_line(area, 10, INK_PLAIN, "broker      runs");
        break;
    case BROKER_LOOKS_FROZEN:
        panel_line(area, 10, INK_ALARM, "broker      frozen (SIGSTOP)");
        break;
    case BROKER_LOOKS_DEAD:
        panel_line(area, 10, INK_ALARM, "broker      dead");
        break;
    }
    panel_line(area, 11, INK_PLAIN, "relay       pressed %u, unasked %u",
               (unsigned)witness->relay_presses, (unsigned)witness->presses_unasked);
}

void panel_known(struct area area, const struct scene *scene)
{
    const struct area margin = {area.row, area.column + 1, area.rows, area.columns - 1};
    told(margin, scene);
    really(margin, scene);
    things(margin, scene);
}

static const char *fate_sign(enum diary_fate fate, enum ink *ink)
{
    const struct glyphs *g = screen_glyphs();
    switch (fate) {
    case DIARY_RUNS:
        *ink = INK_CARE;
        return g->running;
    case DIARY_WELL:
        *ink = INK_GOOD;
        return g->well;
    case DIARY_ILL:
        *ink = INK_ALARM;
        return g->ill;
    case DIARY_NOTED:
        break;
    }
    *ink = INK_DIM;
    return " ";
}

enum {
    WHAT_COLUMN = 7,
    WORDS_COLUMN = 40,
    WORDS_ROWS_MOST = 3 // of one entry
};

// Where the words go on: behind the last space that fits into the room.
static size_t first_line(const char *words, size_t room)
{
    size_t fits = strlen(words);
    if (fits <= room) {
        return fits;
    }
    for (fits = room; fits > room / 2 && words[fits] != ' '; fits--) {
    }
    return words[fits] == ' ' ? fits : room;
}

static size_t words_room(struct area area)
{
    return (size_t)(area.columns - WORDS_COLUMN - 1);
}

// The rest of the words, behind their first line.
static const char *next_line(const char *words, size_t room)
{
    words += first_line(words, room);
    return *words == ' ' ? words + 1 : words;
}

static int rows_needed(struct area area, const char *words)
{
    int rows = 1;
    for (words = next_line(words, words_room(area)); *words != '\0' && rows < WORDS_ROWS_MOST;
         words = next_line(words, words_room(area))) {
        rows++;
    }
    return rows;
}

static void draw_words(struct area area, int row, const char *words)
{
    for (int rows = 0; *words != '\0' && rows < WORDS_ROWS_MOST; rows++) {
        const size_t length = first_line(words, words_room(area));
        screen_text(row + rows, area.column + WORDS_COLUMN, (int)length, words);
        words = next_line(words, words_room(area));
    }
}

static void diary_entry(struct area area, int at, const struct diary_row *row, uint64_t began)
{
    enum ink ink = INK_DIM;
    char clock[16];
    const unsigned seconds = (unsigned)((row->at - began) / 1000);
    const char *sign = fate_sign(row->fate, &ink);
    (void)snprintf(clock, sizeof(clock), "%2u:%02u", seconds / 60, seconds % 60);
    screen_ink(INK_DIM);
    screen_text(at, area.column + 1, 6, clock);
    screen_ink(INK_PLAIN);
    screen_text(at, area.column + WHAT_COLUMN, WORDS_COLUMN - WHAT_COLUMN - 3, row->what);
    screen_ink(ink);
    screen_text(at, area.column + WORDS_COLUMN - 2, 1, sign);
    draw_words(area, at, row->words);
}

// The newest at the bottom, as in a terminal.
void panel_diary(struct area area, const struct scene *scene)
{
    int at = area.row + area.rows;
    for (size_t back = 0; diary_row_back(scene->diary, back) != NULL; back++) {
        const struct diary_row *row = diary_row_back(scene->diary, back);
        at -= rows_needed(area, row->words);
        if (at < area.row) {
            break;
        }
        diary_entry(area, at, row, scene->began);
    }
}

struct key_word {
    const char *key;
    const char *word;
};

static void key_row(int row, int column, int columns, const struct key_word *words)
{
    for (; words->key != NULL; words++) {
        const int length = (int)(strlen(words->key) + 1 + strlen(words->word));
        if (length > columns) {
            return;
        }
        screen_ink(INK_KEY);
        screen_text(row, column, columns, words->key);
        screen_ink(INK_DIM);
        screen_text(row, column + (int)strlen(words->key) + 1, columns, words->word);
        column += length + 2;
        columns -= length + 2;
    }
}

void panel_keys(struct area area)
{
    static const struct key_word upper[] = {
        {"o", "open"},    {"c", "close"},      {"s", "stop"}, {"w", "wall button"}, {"f", "fob"},
        {"h", "by hand"}, {"b", "block beam"}, {"?", "help"}, {NULL, NULL},
    };
    static const struct key_word lower[] = {
        {"d", "device button"}, {"D", "held 3 s"}, {"p", "power"}, {"n", "network"},
        {"k", "kill broker"},   {"q", "quit"},     {NULL, NULL},
    };
    key_row(area.row, area.column, area.columns, upper);
    key_row(area.row + 1, area.column, area.columns, lower);
}

void panel_help(struct area area)
{
    static const char *const lines[] = {
        "",
        "  o  c  s   portcullis open, close, stop garage: the real command line,",
        "            which signs as alice and sends it by the broker",
        "  w         the button on the wall: wired to the operator, seen by us",
        "  f         the fob: we see only that the door moves",
        "  h         somebody takes the door off its chain and pushes it",
        "  b         a cat or a car in the photo-eye's beam, and away again",
        "  d         the button on the controller: lifts a lock-out",
        "  D         the same, held for 3 s: the garage's half of the",
        "            permission to close when nobody is there",
        "  p         the mains: the controller dies in the middle of a step",
        "  n         the network: the broker stands still (SIGSTOP), so that",
        "            connections stay and nothing passes, as when it is cut",
        "  k         the broker is killed (SIGKILL), and started again",
        "  q         quit: everything ends, the home in build/demo is removed",
        "",
        "  Any key goes back to the picture.",
    };
    for (int row = 0; row < area.rows; row++) {
        screen_ink(INK_PLAIN);
        screen_row_of(area.row + row, area.column, area.columns, " ");
        if ((size_t)row < sizeof(lines) / sizeof(lines[0])) {
            screen_text(area.row + row, area.column, area.columns, lines[row]);
        }
    }
}
