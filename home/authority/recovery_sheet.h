// The recovery sheet: the recovery key in a form that can be printed, scanned and typed in again, and
// what it is for.
//
// The key stands on it in four lines of a number, 16 hexadecimal digits and two that check them: the
// last of CRC-32 over the line's number and its eight bytes. They miss no wrong digit and no two that
// changed places. The QR code says the same in one line.
#ifndef HOME_AUTHORITY_RECOVERY_SHEET_H
#define HOME_AUTHORITY_RECOVERY_SHEET_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "home/failure.h"
#include "protocol/words.h"

enum {
    RECOVERY_SHEET_MOST = 8192,      // bytes of the text
    RECOVERY_SHEET_PAGE_MOST = 49152 // bytes of the page
};

struct recovery_sheet {
    const char *organisation;
    const char *made;                 // the day, as 2026-03-01
    uint8_t scalar[PRIVATE_KEY_SIZE]; // of the recovery key
    uint8_t key8[KEY8_SIZE];          // so that the right sheet is found among several
};

// The sheet as text, with the QR code in blocks.
MUST_USE bool recovery_sheet_print(const struct recovery_sheet *sheet, char *room, size_t size,
                                   struct failure *failure);

// The same as a page that a browser prints, with the QR code as a picture; room of
// RECOVERY_SHEET_PAGE_MOST bytes.
MUST_USE bool recovery_sheet_print_page(const struct recovery_sheet *sheet, char *room, size_t size,
                                        struct failure *failure);

// Reads what was typed or scanned: a whole sheet; its four lines; the line of the QR code; or the 72
// digits alone. Blanks and capitals do not matter. The scalar is the caller's to wipe, and to compare
// with keys/recovery.pub (key_from_scalar). A typing error is refused, and where it stands is said.
MUST_USE bool recovery_sheet_read(struct bytes text, uint8_t scalar[PRIVATE_KEY_SIZE],
                                  struct failure *failure);

#endif
