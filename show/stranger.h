// A stranger who knocks at the broker: with nothing, with a certificate that says "alice" but was
// signed by an authority of his own, and, to show that the knocking is sound, as alice herself.
#ifndef SHOW_STRANGER_H
#define SHOW_STRANGER_H

#include "base/must_use.h"
#include "home/failure.h"

#include <stdint.h>

enum knock {
    KNOCK_UNREACHED, // nobody is there, or nothing was said in time
    KNOCK_REFUSED,   // the connection was ended before MQTT was spoken
    KNOCK_LET_IN
};

// Who knocks, by files in PEM.
struct credentials {
    const char *root;        // the server's, whom he wants to believe
    const char *certificate; // NULL: none
    const char *key;
};

// Makes the stranger's own authority and a certificate with this name, in a folder: own.crt and
// own.key.
MUST_USE bool stranger_make(const char *folder, const char *name, struct failure *failure);

// Mutual TLS and CONNECT, at 127.0.0.1.
enum knock stranger_knock(uint16_t port, const struct credentials *credentials);

// Speaks MQTT there without TLS.
enum knock stranger_knock_plainly(uint16_t port);

#endif
