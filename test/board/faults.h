// Faults of the small board that a test asks for, in a firmware of their own (door_with_faults.elf): a
// word in RAM, behind the board's vitals, written from outside.
#ifndef TEST_BOARD_FAULTS_H
#define TEST_BOARD_FAULTS_H

enum {
    FAULT_ADDRESS = 0x2000fff0 // also given to the linker
};

enum fault {
    FAULT_NONE = 0,
    FAULT_FLOOR_HANGS,         // in the next step
    FAULT_FLOOR_HANGS_PRESSED, // in the step after the relay goes on
    FAULT_FLOOR_HOLDS_RELAY,   // wants it on from now on, for ever
    FAULT_FLOOR_INSISTS,       // INSIST fails in the step after the relay goes on
    FAULT_LOOP_HANGS,
    FAULT_LOOP_INSISTS,   // these three while the relay is on
    FAULT_LOOP_STRAYS,    // runs into what is no instruction
    FAULT_LOOP_OVERFLOWS, // runs over the stack's end
    FAULT_LOOP_HOLDS_OFF, // the door floor, for 7 ms
    FAULT_EEPROM_AWAY     // when the next start looks for its image
};

enum {
    FAULT_INSISTENCE = 4711 // its number
};

#endif
