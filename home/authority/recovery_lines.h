// The lines in which the recovery key stands on its sheet: see recovery_sheet.h.
#ifndef HOME_AUTHORITY_RECOVERY_LINES_H
#define HOME_AUTHORITY_RECOVERY_LINES_H

#include "protocol/words.h"

// What the line of the QR code begins with.
#define RECOVERY_LINE_BEFORE "PORTCULLIS RECOVERY 1"

enum {
    RECOVERY_LINE_BYTES = 8,
    RECOVERY_LINES = PRIVATE_KEY_SIZE / RECOVERY_LINE_BYTES,
    RECOVERY_LINE_DIGITS = 2 * RECOVERY_LINE_BYTES + 2 // the last two check the others
};

// The check of a line, counted from 0, over its bytes.
uint8_t recovery_line_check(unsigned line, const uint8_t bytes[RECOVERY_LINE_BYTES]);

#endif
