// What the processor runs when it can not go on: a fresh stack first, for the old one may be what broke.
        .syntax unified
        .cpu cortex-m3
        .thumb

        .section .text.fault, "ax", %progbits
        .global fault
        .type fault, %function
        .thumb_func
fault:
        cpsid   i
        ldr     r0, =stack_end
        mov     sp, r0
        // The exception's own number: 3 to 6 are faults of the core, 15 and more came without being asked.
        mrs     r0, ipsr
        b       panic_fault
        .size fault, . - fault

        // An interrupt that a program has not asked for is a fault too.
        .weak on_systick
        .thumb_set on_systick, fault
        .weak on_timer0
        .thumb_set on_timer0, fault
        .weak on_timer1
        .thumb_set on_timer1, fault
