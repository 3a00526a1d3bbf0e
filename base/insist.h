// INSIST: the programmer's own word, checked for ever; input from outside is never insisted on.
//
// A number names each insistence for life: it survives edits of the line, is greppable, and is what
// a board writes into its no-init memory before it restarts.
#ifndef BASE_INSIST_H
#define BASE_INSIST_H

// What happens when our own word is broken. Each program links exactly one: a board drops the relay
// first, a Linux program prints the number and aborts (base/insist_abort.c).
_Noreturn void insist_failed(unsigned number);

#define INSIST(number, condition) ((condition) ? (void)0 : insist_failed(number))

#endif
