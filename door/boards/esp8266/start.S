// How the emulated lx106 begins, and how it speaks: by the emulator's own call (simcall), which answers
// for a host's files and ends the emulator.

    .section .reset, "ax"
    .global reset
reset:
    j 1f
    .align 4
2:  .word begin
1:  l32r a0, 2b
    jx a0

// Relative to VECBASE: debug, non-maskable, kernel, user, double exception (Xtensa ISA, 4.4.1).
    .section .vectors, "ax"
    .align 256
vectors:
    .org 0x10
    j fault
    .org 0x20
    j fault
    .org 0x30
    j fault
    .org 0x50
    j fault
    .org 0x70
    j fault
    .org 0x78
    .align 4
3:  .word fault_told
fault:
    rsr.exccause a2
    rsr.epc1 a3
    l32r a0, 3b
    callx0 a0

    .section .text.begin, "ax"
    .literal_position
    .align 4
begin:
    movi a0, vectors
    wsr.vecbase a0
    movi a0, 0x20 // user vectors, no interrupt masked, no exception under way
    wsr.ps a0
    rsync
    movi a1, stack_end
    movi a0, start
    callx0 a0

// int simcall(int number, int first, const void *second, int third): arguments and answer stand
// where a function has them already.
    .section .text.simcall, "ax"
    .global simcall
    .align 4
simcall:
    simcall
    ret
