// The recovery sheet: the recovery key in a form that can be typed in again, and what it is for.
#ifndef HOME_AUTHORITY_RECOVERY_SHEET_H
#define HOME_AUTHORITY_RECOVERY_SHEET_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/words.h"

enum {
    RECOVERY_SHEET_MOST = 2048
};

struct recovery_sheet {
    const char *organisation;
    const char *made;                 // the day, as 2026-03-01
    uint8_t scalar[PRIVATE_KEY_SIZE]; // of the recovery key
    uint8_t key8[KEY8_SIZE];          // so that the right sheet is found among several
};

// Four lines of 16 hex digits, each with two digits of CRC-32 over the line's number and its bytes.
MUST_USE bool recovery_sheet_print(const struct recovery_sheet *sheet, char *room, size_t size);

#endif
