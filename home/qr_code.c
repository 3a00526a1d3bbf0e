#include "home/qr_code.h"
#include "base/bytes.h"

#include <qrencode.h>

enum {
    DARK = 1 // of libqrencode's byte for a module
};

static bool make(const char *text, QRecLevel level, struct qr_code *out, struct failure *failure)
{
    struct qr_code code = {.width = 0};
    QRcode *drawn = QRcode_encodeString(text, 0, level, QR_MODE_8, 1);
    if (drawn == NULL || drawn->width > QR_WIDTH_MOST) {
        QRcode_free(drawn);
        return failure_say(failure, "libqrencode made no QR code; check that its library is whole");
    }
    code.width = drawn->width;
    for (int row = 0; row < code.width; row++) {
        for (int column = 0; column < code.width; column++) {
            code.dark[row][column] = (drawn->data[row * code.width + column] & DARK) != 0;
        }
    }
    // What it says may be a secret.
    wipe(drawn->data, (size_t)drawn->width * (size_t)drawn->width);
    QRcode_free(drawn);
    *out = code;
    wipe(&code, sizeof(code));
    return true;
}

bool qr_code_make(const char *text, struct qr_code *out, struct failure *failure)
{
    return make(text, QR_ECLEVEL_M, out, failure);
}

bool qr_code_make_for_screen(const char *text, struct qr_code *out, struct failure *failure)
{
    return make(text, QR_ECLEVEL_L, out, failure);
}

static bool is_dark(const struct qr_code *code, int row, int column)
{
    return row >= 0 && row < code->width && column >= 0 && column < code->width &&
           code->dark[row][column];
}

// With what stands before and behind each line.
static void print_lines(const struct qr_code *code, const char *before, const char *behind,
                        FILE *to)
{
    // Upper half, lower half: none, lower, upper, both.
    static const char *const blocks[] = {" ", "\u2584", "\u2580", "\u2588"};
    for (int row = -QR_QUIET; row < code->width + QR_QUIET; row += 2) {
        (void)fputs(before, to);
        for (int column = -QR_QUIET; column < code->width + QR_QUIET; column++) {
            const int upper = is_dark(code, row, column) ? 2 : 0;
            const int lower = is_dark(code, row + 1, column) ? 1 : 0;
            (void)fputs(blocks[upper + lower], to);
        }
        (void)fputs(behind, to);
    }
}

void qr_code_print(const struct qr_code *code, FILE *to)
{
    print_lines(code, "", "\n", to);
}

void qr_code_print_on_screen(const struct qr_code *code, FILE *to)
{
    // Colours 16 and 231 of 256: the cube's black and white, which no theme changes.
    print_lines(code, "\033[38;5;16;48;5;231m", "\033[0m\n", to);
}

void qr_code_print_svg(const struct qr_code *code, int millimetres, FILE *to)
{
    const int side = code->width + 2 * QR_QUIET;
    (void)fprintf(to,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%dmm\" height=\"%dmm\" "
                  "viewBox=\"%d %d %d %d\" shape-rendering=\"crispEdges\">\n<path d=\"",
                  millimetres, millimetres, -QR_QUIET, -QR_QUIET, side, side);
    for (int row = 0; row < code->width; row++) {
        for (int column = 0; column < code->width; column++) {
            if (code->dark[row][column]) {
                (void)fprintf(to, "M%d %dh1v1h-1z", column, row);
            }
        }
    }
    (void)fputs("\"/>\n</svg>\n", to);
}
