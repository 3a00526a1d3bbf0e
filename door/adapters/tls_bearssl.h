// The place a connection of door/seams/tls.h needs, where BearSSL 0.6 is the library. About 12 KB; no
// heap, no globals. Only who gives it a place includes this.
#ifndef DOOR_ADAPTERS_TLS_BEARSSL_H
#define DOOR_ADAPTERS_TLS_BEARSSL_H

#include "door/adapters/certificate_end.h"
#include "door/seams/tls.h"

#include <bearssl.h>

enum {
    // BearSSL asks for the largest max_fragment_length both buffers can hold: 2048, with 325 bytes more
    // to receive and 85 more to send. Never one buffer for both: it deadlocks.
    TLS_RECORD_MOST = 2048,
    TLS_IN_SIZE = TLS_RECORD_MOST + 325,
    TLS_OUT_SIZE = TLS_RECORD_MOST + 85,
    TLS_SERVER_NAME_SIZE = 64
};

// BearSSL's X.509 engine, and beside it an eye for the end of the broker's certificate.
struct tls_certificates {
    const br_x509_class *vtable; // BearSSL wants it first
    br_x509_minimal_context minimal;
    struct certificate_end end;
    uint8_t seen; // certificates of the chain so far
};

struct tls {
    br_ssl_client_context client;
    struct tls_certificates certificates;
    br_x509_trust_anchor anchors[IMAGE_ROOTS_MOST];
    uint8_t anchor_points[IMAGE_ROOTS_MOST][1 + POINT_SIZE];
    br_x509_certificate chain[IMAGE_CHAIN_MOST];
    br_ec_private_key key;
    char server_name[TLS_SERVER_NAME_SIZE];
    enum tls_error refusal; // found by us, before BearSSL was asked
    bool started;
    bool opened; // the handshake was completed
    bool closing;
    uint8_t in[TLS_IN_SIZE];
    uint8_t out[TLS_OUT_SIZE];
};

#endif
