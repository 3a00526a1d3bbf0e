// Whatever may come from outside. Nothing defines these: the analysis reads what is said of each and
// goes on with every value that this allows, all at once.
#ifndef TEST_PROOF_ANY_H
#define TEST_PROOF_ANY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*@ assigns \result \from \nothing;
    ensures \result == 0 || \result == 1; */
bool any_bool(void);

//@ assigns \result \from \nothing;
uint8_t any_u8(void);

//@ assigns \result \from \nothing;
uint16_t any_u16(void);

//@ assigns \result \from \nothing;
uint32_t any_u32(void);

//@ assigns \result \from \nothing;
uint64_t any_u64(void);

/*@ requires least <= most;
    assigns \result \from least, most;
    ensures least <= \result <= most; */
uint32_t any_between(uint32_t least, uint32_t most);

/*@ requires \valid(room + (0 .. count - 1));
    assigns room[0 .. count - 1] \from \nothing;
    ensures \initialized(room + (0 .. count - 1)); */
void any_bytes(uint8_t *room, size_t count);

// Nothing: a statement for an annotation to stand before.
//@ assigns \nothing;
void any_here(void);

#endif
