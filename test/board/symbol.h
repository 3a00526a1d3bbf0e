// Where a firmware keeps a variable, by its name: the emulator's test socket reads memory by address.
#ifndef TEST_BOARD_SYMBOL_H
#define TEST_BOARD_SYMBOL_H

#include <stdint.h>

// The address of a variable in a 32-bit ELF file; 0: the file or the name is not there.
uint32_t symbol_address(const char *path, const char *name);

#endif
