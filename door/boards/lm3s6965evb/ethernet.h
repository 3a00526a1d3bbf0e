// The chip's Ethernet controller under lwIP: frames are fetched by the main loop, no interrupt of it runs.
#ifndef DOOR_BOARDS_LM3S6965EVB_ETHERNET_H
#define DOOR_BOARDS_LM3S6965EVB_ETHERNET_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stdint.h>

// Starts lwIP, the interface and its DHCP client.
void network_init(void);

// Takes in the frames that have come, and lets lwIP do what is due. True: there were frames.
MUST_USE bool network_run(void);

// Frames that found no room in lwIP, since the start.
uint32_t network_lost(void);

// Bytes of the four parts of the address, 0 until there is one; the first part highest.
uint32_t network_address(void);

#endif
