#include "show/screen.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

static const struct glyphs drawn = {
    .horizontal = "─",
    .vertical = "│",
    .corners = {"╭", "╮", "╯", "╰"},
    .seams = {"▔", "─", "▁"},
    .lower = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇"},
    .full = "█",
    .half_below = "▄",
    .half_above = "▀",
    .on = "●",
    .off = "○",
    .sound = "♪",
    .beam = "┄",
    .up = "▲",
    .down = "▼",
    .well = "✓",
    .ill = "✗",
    .running = "…",
};

static const struct glyphs typed = {
    .horizontal = "-",
    .vertical = "|",
    .corners = {"+", "+", "+", "+"},
    .seams = {"-", "-", "_"},
    .lower = {" ", " ", " ", " ", " ", " ", " ", " "},
    .full = "#",
    .half_below = "#",
    .half_above = "#",
    .on = "@",
    .off = "o",
    .sound = "*",
    .beam = "-",
    .up = "^",
    .down = "v",
    .well = "+",
    .ill = "x",
    .running = ".",
};

// The terminal as it was: for the end that comes without warning, when curses cannot be asked.
static struct termios terminal_before;
static const struct glyphs *glyphs = &typed;

static const struct {
    int colour; // of 8
    int ground;
    int fine_colour; // of 256; -1: the same
    int fine_ground;
    attr_t also;
    attr_t without; // where there are no colours
} inks[INKS] = {
    [INK_PLAIN] = {-1, -1, -1, -1, A_NORMAL, A_NORMAL},
    [INK_DIM] = {-1, -1, 245, -1, A_NORMAL, A_DIM},
    [INK_STRONG] = {-1, -1, -1, -1, A_BOLD, A_BOLD},
    [INK_FRAME] = {COLOR_CYAN, -1, 66, -1, A_NORMAL, A_NORMAL},
    [INK_TITLE] = {COLOR_CYAN, -1, 80, -1, A_BOLD, A_BOLD},
    [INK_LEAF] = {COLOR_BLACK, COLOR_WHITE, 240, 252, A_NORMAL, A_REVERSE},
    [INK_SEAM] = {COLOR_BLACK, COLOR_WHITE, 244, 252, A_NORMAL, A_REVERSE},
    [INK_INSIDE] = {COLOR_WHITE, COLOR_BLACK, 240, 233, A_NORMAL, A_NORMAL},
    [INK_EDGE] = {COLOR_BLACK, COLOR_WHITE, 233, 252, A_NORMAL, A_REVERSE},
    [INK_WALL] = {COLOR_YELLOW, -1, 137, -1, A_NORMAL, A_NORMAL},
    [INK_LIGHT] = {COLOR_YELLOW, -1, 226, -1, A_BOLD, A_BOLD},
    [INK_GOOD] = {COLOR_GREEN, -1, 77, -1, A_NORMAL, A_NORMAL},
    [INK_CARE] = {COLOR_YELLOW, -1, 214, -1, A_NORMAL, A_BOLD},
    [INK_ALARM] = {COLOR_RED, -1, 203, -1, A_BOLD, A_BOLD},
    [INK_GUEST] = {COLOR_YELLOW, COLOR_BLACK, 222, 233, A_BOLD, A_BOLD},
    [INK_KEY] = {COLOR_CYAN, -1, 80, -1, A_BOLD, A_BOLD},
};

// Leaves the terminal usable when we break; curses itself may not be called here.
static void on_break(int number)
{
    static const char leave[] = "\033[?1049l\033[?25h\033[0m\r\n";
    (void)tcsetattr(STDOUT_FILENO, TCSANOW, &terminal_before);
    // Nothing is left to be done if this fails.
    const ssize_t written = write(STDOUT_FILENO, leave, sizeof(leave) - 1);
    (void)signal(number, SIG_DFL);
    (void)raise(written < 0 ? SIGKILL : number);
}

static void guard_breaks(void)
{
    static const int breaks[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    for (size_t i = 0; i < sizeof(breaks) / sizeof(breaks[0]); i++) {
        (void)signal(breaks[i], on_break);
    }
}

static void mix_inks(void)
{
    if (!has_colors() || start_color() == ERR) {
        return;
    }
    (void)use_default_colors();
    const bool fine = COLORS >= 256;
    for (int i = 1; i < INKS; i++) {
        const bool other_colour = fine && inks[i].fine_colour >= 0;
        const bool other_ground = fine && inks[i].fine_ground >= 0;
        (void)init_extended_pair(i, other_colour ? inks[i].fine_colour : inks[i].colour,
                                 other_ground ? inks[i].fine_ground : inks[i].ground);
    }
}

bool screen_open(struct failure *failure)
{
    if (tcgetattr(STDOUT_FILENO, &terminal_before) != 0) {
        return failure_of_system(failure, "use the terminal on", "standard output");
    }
    if (setlocale(LC_CTYPE, "") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) {
        glyphs = &drawn;
    }
    // initscr would end the program itself if it fails.
    SCREEN *screen = newterm(NULL, stdout, stdin);
    if (screen == NULL) {
        return failure_say(failure,
                           "this terminal is of a kind nobody knows here; set TERM, or say "
                           "./demo --script");
    }
    guard_breaks();
    (void)raw(); // Ctrl-C is a key like q
    (void)noecho();
    (void)nonl();
    (void)keypad(stdscr, TRUE);
    (void)curs_set(0);
    mix_inks();
    return true;
}

void screen_close(void)
{
    if (stdscr != NULL) {
        (void)endwin();
    }
}

int screen_key(int milliseconds)
{
    timeout(milliseconds);
    const int key = getch();
    return key == ERR ? -1 : key;
}

void screen_ink(enum ink ink)
{
    const attr_t colours = (attr_t)COLOR_PAIR(ink) | inks[ink].also;
    (void)attrset((int)(has_colors() ? colours : inks[ink].without));
}

const struct glyphs *screen_glyphs(void)
{
    return glyphs;
}

// Bytes of the first character; what is no character counts as one byte.
static size_t character(const char *text)
{
    const unsigned char first = (unsigned char)*text;
    size_t size = 1;
    if (first >= 0xc0) {
        size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    }
    for (size_t i = 1; i < size; i++) {
        if (((unsigned char)text[i] & 0xc0) != 0x80) {
            return 1;
        }
    }
    return size;
}

// Whether the terminal can show it; control characters never.
static bool can_show(unsigned char first)
{
    return first >= ' ' && (first < 0x80 || glyphs == &drawn);
}

void screen_text(int row, int column, int room, const char *text)
{
    for (int at = 0; at < room && *text != '\0'; at++) {
        const size_t size = character(text);
        if (can_show((unsigned char)*text)) {
            (void)mvaddnstr(row, column + at, text, (int)size);
        } else {
            (void)mvaddstr(row, column + at, "?");
        }
        text += size;
    }
}

void screen_row_of(int row, int column, int count, const char *glyph)
{
    for (int at = 0; at < count; at++) {
        (void)mvaddstr(row, column + at, glyph);
    }
}
