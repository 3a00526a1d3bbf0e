// How deep the stack was, kept beside the firmware for docs/size.md: whatever test runs the board, and
// however it ends it.
#ifndef TEST_BOARD_STACK_TOLD_H
#define TEST_BOARD_STACK_TOLD_H

#include <stdio.h>

struct stack_told {
    const char *firmware;
    const char *log; // NULL: standard error, where nobody can read it
    FILE *read;      // the log, once it is there
    long at;         // behind the last whole line
    unsigned calls;
    unsigned long most;
};

// Both paths are borrowed.
void stack_told_begin(struct stack_told *told, const char *firmware, const char *log);

// Looks into the log now and then. Where it tells of a deeper stack than before, a line goes behind
// FIRMWARE.stack: the firmware's crc32, which tells it from another, and the bytes of stack.
void stack_told_look(struct stack_told *told);

#endif
