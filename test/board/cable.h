// The cable between the emulated board and the emulator's network, frame by frame: it can be cut, and
// it has a neighbour who answers questions for names, and tells other addresses than the network's own
// DHCP does. So nothing that a test asks for leaves this machine, and what a house's network may do to a
// board can be played.
//
// The neighbour knows:
//     *.local      by multicast DNS: where the emulator has this machine's loopback
//     late.test    by DNS: nobody knows it the first two times
//     quiet.test   by DNS: the first five questions are not answered
// and nothing else. Where PORTCULLIS_CABLE is "moves", each lease is for two minutes and each renewal
// brings another address.
#ifndef TEST_BOARD_CABLE_H
#define TEST_BOARD_CABLE_H

#include "test/board/machine.h"

#include <stddef.h>
#include <stdint.h>

enum {
    CABLE_FRAME_MOST = 2048,
    CABLE_ROOM = 8192
};

// Frames of one direction, each behind its length of four bytes.
struct cable_stream {
    uint8_t room[CABLE_ROOM];
    size_t count;
};

struct cable {
    bool cut;
    bool moves;
    unsigned asked; // questions for names so far
    uint8_t place;  // last part of the address that is told next
    int ends[MACHINE_CABLE_ENDS];
    struct cable_stream from_board;
    struct cable_stream from_network;
};

// Makes it; theirs are the ends for the emulator. False: errno says why.
MUST_USE bool cable_make(struct cable *cable, int theirs[MACHINE_CABLE_ENDS]);

// Carries what has come.
void cable_run(struct cable *cable);

void cable_close(struct cable *cable);

#endif
