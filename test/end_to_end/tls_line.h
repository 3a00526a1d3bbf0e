// A hostile broker's end of the line: TCP on loopback and TLS by OpenSSL, one connection at a time, none
// of it ever waiting. Which certificate it shows, and how slowly it speaks, is the test's to say.
#ifndef TEST_END_TO_END_TLS_LINE_H
#define TEST_END_TO_END_TLS_LINE_H

#include "base/must_use.h"
#include "test/unit/door/adapters/authority.h"

enum {
    TLS_LINE_HELD = 65536 // bytes of TLS that wait for a slow line
};

struct tls_line {
    uint16_t port;
    const struct certified *certificate; // what it shows on the connections that come; borrowed
    bool strips;                         // takes max_fragment_length out of each ClientHello
    size_t portion;                      // bytes of TLS for each tls_line_run; 0: all there are
    unsigned calls;                      // connections so far
    int listener;
    int connection; // -1: none
    SSL_CTX *context;
    SSL *ssl;
    BIO *out;
    uint8_t held[TLS_LINE_HELD];
    size_t held_count;
};

// Listens on a free port of 127.0.0.1. False: it can not be done here.
MUST_USE bool tls_line_listen(struct tls_line *line);

// Waits at most so long for something to come.
void tls_line_wait(const struct tls_line *line, int ms);

// Takes a call if there is one and nobody speaks; true: a new connection has begun.
MUST_USE bool tls_line_takes_call(struct tls_line *line);

// Reads what the door said, decrypted; 0: nothing, or it hung up.
MUST_USE size_t tls_line_read(struct tls_line *line, uint8_t *room, size_t size);

// Encrypts for the door. False: there is no connection whose handshake is over.
MUST_USE bool tls_line_write(struct tls_line *line, struct bytes plain);

// Carries a portion of what is encrypted to the door.
void tls_line_run(struct tls_line *line);

// All that was written has been carried.
MUST_USE bool tls_line_is_empty(const struct tls_line *line);

// Bytes that are no TLS, in the middle of it.
void tls_line_interrupt(struct tls_line *line, struct bytes raw);

void tls_line_hang_up(struct tls_line *line);
void tls_line_end(struct tls_line *line);

#endif
