// Watches a certificate go by, byte by byte, and keeps the end of its validity (RFC 5280, 4.1.2.5).
// It judges nothing: whether the certificate holds is the TLS library's to say.
#ifndef DOOR_ADAPTERS_CERTIFICATE_END_H
#define DOOR_ADAPTERS_CERTIFICATE_END_H

#include "base/bytes.h"

struct certificate_end {
    uint8_t step;  // which element of the certificate
    uint8_t phase; // which part of the element
    uint8_t length_bytes_left;
    uint32_t length; // of the element, or what is left of it
    uint8_t tag;
    uint8_t count;    // of time
    uint8_t time[15]; // of the end, as it is written
};

struct certificate_end certificate_end_unseen(void);

// The next bytes of the certificate, in any portions.
void certificate_end_feed(struct certificate_end *end, struct bytes portion);

// The end in unix seconds; 0 when it has not come by, is malformed or lies before 1970.
uint64_t certificate_end_of(const struct certificate_end *end);

#endif
