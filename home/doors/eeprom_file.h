// The file that goes into a board's EEPROM as it is (protocol/eeprom.h): the door's image in front, and
// behind it what the door remembers. Whoever has it is the door.
#ifndef HOME_DOORS_EEPROM_FILE_H
#define HOME_DOORS_EEPROM_FILE_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "home/failure.h"

// What may become of a file that is there already.
enum eeprom_wish {
    EEPROM_WISH_NEW,    // nothing, where a door has written to it
    EEPROM_WISH_UPDATE, // it gets another image of the same door, which forgets nothing
    EEPROM_WISH_BLANK   // what the door remembers is gone
};

enum eeprom_answer {
    EEPROM_FILE_REFUSED, // failure says why; nothing is changed
    EEPROM_FILE_FAILED,  // it could not be read or written
    EEPROM_FILE_WRITTEN
};

// Replaces or makes the file, mode 0600, as a whole. A file that is no EEPROM of a door, one of another
// door and one that a program holds open with a lock, as the emulator does, are refused.
MUST_USE enum eeprom_answer eeprom_file_write(const char *file, struct bytes image,
                                              enum eeprom_wish wish, struct failure *failure);

#endif
