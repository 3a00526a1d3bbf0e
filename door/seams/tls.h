// What a port must give in TLS: a client that talks to one broker and moves no byte by itself. Bytes go
// in and out in pairs, one to see what is there and one to say how much of it was used, so that any
// network stack and any loop can carry them. Link-time: one adapter in an image.
//
// What is promised of every connection: TLS 1.2 or later, ECDHE on P-256, an AEAD suite; the server's
// chain ends in a root of the image, bears the name of the image's broker_host as a dNSName, and has
// not ended on the day that is given. The connection that was verified is the connection that is used:
// nothing can be read or written before, and nobody may renegotiate.
#ifndef DOOR_SEAMS_TLS_H
#define DOOR_SEAMS_TLS_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/image.h"

enum tls_state {
    TLS_FAILED, // tls_error says why; an alert may still be pending
    TLS_HANDSHAKING,
    TLS_OPEN,
    TLS_CLOSED // in good order, by either side
};

enum tls_error {
    TLS_ERROR_NONE,
    TLS_ERROR_NO_ENTROPY,       // fewer than TLS_ENTROPY_LEAST bytes were given
    TLS_ERROR_SETTINGS,         // the image's names or keys cannot be used
    TLS_ERROR_NOT_TRUSTED,      // another CA
    TLS_ERROR_WRONG_NAME,       // a genuine certificate, for somebody else
    TLS_ERROR_EXPIRED,          // has ended, or not yet begun, on the day given
    TLS_ERROR_CERTIFICATE,      // damaged, too weak or not understood
    TLS_ERROR_RECORD_TOO_LARGE, // the broker does not keep to max_fragment_length (RFC 6066, 4)
    TLS_ERROR_REFUSED,          // the broker sent a fatal alert
    TLS_ERROR_PROTOCOL          // anything else: garbage, an offer below what is promised
};

enum {
    TLS_ENTROPY_LEAST = 32,
    TLS_SUITE_CHACHA20_POLY1305 = 0xcca9, // ECDHE-ECDSA, RFC 7905: offered first
    TLS_SUITE_AES_128_GCM = 0xc02b        // ECDHE-ECDSA, RFC 5289
};

// The adapter's header says what is in it; the caller gives it a place.
struct tls;

// Forgets what was and begins a new connection. The image is borrowed until the next start. On the day
// of unix_seconds every certificate of the chain must be valid: the latest of the board's own clock, the
// build date and the roster's made (docs/protocol.md), never a time from the network. Fresh entropy
// each time, from board_entropy. False: the state is TLS_FAILED, and no byte is pending.
MUST_USE bool tls_start(struct tls *tls, const struct image *image, uint64_t unix_seconds,
                        struct bytes entropy);

enum tls_state tls_state(const struct tls *tls);
enum tls_error tls_error(const struct tls *tls);
int tls_error_number(const struct tls *tls); // the library's own, for the log
const char *tls_error_text(enum tls_error error);

// Bytes from the network go in; tells how many were taken. Less than given: read first, or look at the
// state, for one that has failed or closed takes nothing.
size_t tls_received(struct tls *tls, struct bytes from_network);

// Bytes for the network, lent until the next call; tls_sent tells how many of them went out.
struct bytes tls_pending(struct tls *tls);
void tls_sent(struct tls *tls, size_t count);

// What the broker said, lent until the next call; tls_read_taken tells how many bytes were used.
struct bytes tls_read(struct tls *tls);
void tls_read_taken(struct tls *tls, size_t count);

// Takes as much as there is room for, perhaps nothing, and tells how much; tls_flush makes a record of
// it. Nothing is taken unless the state is TLS_OPEN.
size_t tls_write(struct tls *tls, struct bytes what);
void tls_flush(struct tls *tls);

// Says good-bye: close_notify becomes pending, what the broker still says is dropped. The state turns to
// TLS_CLOSED when the broker answers; the caller does not wait for long.
void tls_close(struct tls *tls);

// The suite of this connection, 0 before it is open.
uint16_t tls_suite(const struct tls *tls);

// When the broker's certificate of this connection ends, in unix seconds; 0: not known yet.
uint64_t tls_certificate_end(const struct tls *tls);

#endif
