// Reads a QR code that was drawn with blocks of text, as a camera would, but from a page without a
// stain: nothing is corrected. Versions 2 to 6 at level M (ISO/IEC 18004).
#ifndef TEST_UNIT_HOME_QR_READER_H
#define TEST_UNIT_HOME_QR_READER_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stddef.h>

// Finds the code in the text, its quiet zone around it, and reads what it says.
MUST_USE bool qr_read(const char *text, char *room, size_t size);

#endif
