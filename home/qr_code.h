// A QR code (ISO/IEC 18004): made by libqrencode, drawn as text or as SVG.
#ifndef HOME_QR_CODE_H
#define HOME_QR_CODE_H

#include "base/must_use.h"
#include "home/failure.h"

#include <stdint.h>
#include <stdio.h>

enum {
    QR_WIDTH_MOST = 77, // version 15: 412 bytes at level M
    QR_QUIET = 4        // white modules around it (5.3.8)
};

struct qr_code {
    int width;
    bool dark[QR_WIDTH_MOST][QR_WIDTH_MOST]; // row, column
};

// Level M: 15 % of it may be lost. Capital letters, digits, space and $%*+-./: take the least room.
MUST_USE bool qr_code_make(const char *text, struct qr_code *out, struct failure *failure);

// Level L, 7 %: a screen has no stains, and the fewer modules the larger each of them.
MUST_USE bool qr_code_make_for_screen(const char *text, struct qr_code *out,
                                      struct failure *failure);

// Two modules in a character of UTF-8, dark ones as blocks, as ink on paper; with its quiet zone.
void qr_code_print(const struct qr_code *code, FILE *to);

// The same for a terminal that knows 256 colours: black on white, whatever its own colours are, for not
// every phone reads white on black. It takes width + 2 * QR_QUIET columns.
void qr_code_print_on_screen(const struct qr_code *code, FILE *to);

// An <svg> element, `millimetres` wide, with its quiet zone.
void qr_code_print_svg(const struct qr_code *code, int millimetres, FILE *to);

#endif
