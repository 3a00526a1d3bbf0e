// A phone's link, shown: at a terminal with its QR code, elsewhere as a line.
#ifndef HOME_CLI_INVITATIONS_SHOW_LINK_H
#define HOME_CLI_INVITATIONS_SHOW_LINK_H

#include "home/people/phone_link.h"

// To standard output. Where the terminal is too narrow for the code, it says how wide it has to be.
void show_link(const struct phone_link *link);

#endif
