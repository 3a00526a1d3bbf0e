// The broker's side of a TLS connection, by OpenSSL and in memory: what the door sends goes in, what the
// door gets comes out, and the records on the way are looked at.
#ifndef TEST_UNIT_DOOR_ADAPTERS_BROKER_SIDE_H
#define TEST_UNIT_DOOR_ADAPTERS_BROKER_SIDE_H

#include "door/seams/tls.h"
#include "test/unit/door/adapters/authority.h"

struct broker_wish {
    const struct certified *certificate;
    const struct certified *intermediate; // NULL: none
    const struct certified *clients_ca;   // NULL: no client certificate is asked for
    const char *suites;                   // OpenSSL's names; NULL: its own choice
    int version_most;                     // TLS1_1_VERSION and so on; 0: its own choice
    int64_t unix_seconds;                 // by which it judges the client's certificate
};

struct broker_side {
    SSL_CTX *context;
    SSL *ssl;
    BIO *in;
    BIO *out;
    size_t portion;       // bytes at a time on the way to the door; 0: as many as there are
    size_t damage_at;     // which byte on the way to the door is damaged; SIZE_MAX: none
    bool hide_extensions; // renames max_fragment_length in the door's ClientHello
    bool hello_seen;
    size_t to_door; // bytes so far
    uint8_t head[5];
    size_t head_count;
    size_t body_left;
    size_t largest_record; // length of the largest record to the door, with what encryption adds
    uint8_t received[16384];
    size_t received_count;
};

void broker_begin(struct broker_side *broker, const struct broker_wish *wish);
void broker_end(struct broker_side *broker);

// Carries bytes both ways until nothing moves any more. What the door reads is put behind *read_count
// in read, which has room for size bytes.
void exchange(struct broker_side *broker, struct tls *tls, uint8_t *read, size_t size,
              size_t *read_count);

// Carries so many bytes to the door, or as many as it takes before it wants to be read.
void carry_some(struct broker_side *broker, struct tls *tls, size_t count);

// The same as exchange where the door is not expected to read anything.
void exchange_quietly(struct broker_side *broker, struct tls *tls);

#endif
