#include "test/unit/door/adapters/broker_side.h"

#include <openssl/err.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool condition, const char *what)
{
    if (!condition) {
        (void)fprintf(stderr, "cannot set up the broker's side: %s\n", what);
        abort();
    }
}

static void ask_for_client_certificate(SSL_CTX *context, const struct broker_wish *wish)
{
    must(X509_STORE_add_cert(SSL_CTX_get_cert_store(context), wish->clients_ca->certificate) == 1,
         "clients' CA");
    X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(context), wish->unix_seconds);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
}

void broker_begin(struct broker_side *broker, const struct broker_wish *wish)
{
    memset(broker, 0, sizeof(*broker));
    broker->damage_at = SIZE_MAX;
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    must(context != NULL, "context");
    must(SSL_CTX_use_certificate(context, wish->certificate->certificate) == 1, "certificate");
    must(SSL_CTX_use_PrivateKey(context, wish->certificate->key) == 1, "key");
    if (wish->intermediate != NULL) {
        must(SSL_CTX_add1_chain_cert(context, wish->intermediate->certificate) == 1, "chain");
    }
    if (wish->clients_ca != NULL) {
        ask_for_client_certificate(context, wish);
    }
    if (wish->suites != NULL) {
        must(SSL_CTX_set_cipher_list(context, wish->suites) == 1, wish->suites);
    }
    if (wish->version_most != 0) {
        SSL_CTX_set_security_level(context, 0);
        must(SSL_CTX_set_min_proto_version(context, wish->version_most) == 1 &&
                 SSL_CTX_set_max_proto_version(context, wish->version_most) == 1,
             "version");
    }
    broker->context = context;
    broker->ssl = SSL_new(context);
    broker->in = BIO_new(BIO_s_mem());
    broker->out = BIO_new(BIO_s_mem());
    must(broker->ssl != NULL && broker->in != NULL && broker->out != NULL, "memory");
    SSL_set_bio(broker->ssl, broker->in, broker->out);
    SSL_set_accept_state(broker->ssl);
}

void broker_end(struct broker_side *broker)
{
    SSL_free(broker->ssl);
    SSL_CTX_free(broker->context);
}

// RFC 6066, 4: extension 1, one byte, 3 for 2^11.
static void hide_extension(uint8_t *hello, size_t count)
{
    static const uint8_t wanted[] = {0x00, 0x01, 0x00, 0x01, 0x03};
    for (size_t i = 0; i + sizeof(wanted) <= count; i++) {
        if (memcmp(hello + i, wanted, sizeof(wanted)) == 0) {
            hello[i] = 0x7a;
            return;
        }
    }
    must(false, "no max_fragment_length in ClientHello");
}

static bool carry_to_broker(struct broker_side *broker, struct tls *tls)
{
    const struct bytes pending = tls_pending(tls);
    if (pending.count == 0) {
        return false;
    }
    uint8_t *copy = malloc(pending.count);
    must(copy != NULL, "memory");
    memcpy(copy, pending.at, pending.count);
    if (broker->hide_extensions && !broker->hello_seen) {
        hide_extension(copy, pending.count);
    }
    broker->hello_seen = true;
    must(BIO_write(broker->in, copy, (int)pending.count) == (int)pending.count, "memory");
    free(copy);
    tls_sent(tls, pending.count);
    return true;
}

static void look_at_records(struct broker_side *broker, const uint8_t *at, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (broker->body_left > 0) {
            broker->body_left--;
            continue;
        }
        broker->head[broker->head_count] = at[i];
        broker->head_count++;
        if (broker->head_count == sizeof(broker->head)) {
            broker->head_count = 0;
            broker->body_left = (size_t)broker->head[3] << 8 | broker->head[4];
            if (broker->body_left > broker->largest_record) {
                broker->largest_record = broker->body_left;
            }
        }
    }
}

static bool carry_to_door(struct broker_side *broker, struct tls *tls)
{
    // What the door does not take yet stays where it is.
    char *held = NULL;
    const long count = BIO_get_mem_data(broker->out, &held);
    if (count <= 0) {
        return false;
    }
    size_t portion = (size_t)count;
    if (broker->portion != 0 && broker->portion < portion) {
        portion = broker->portion;
    }
    uint8_t *copy = malloc(portion);
    must(copy != NULL, "memory");
    memcpy(copy, held, portion);
    if (broker->damage_at >= broker->to_door && broker->damage_at < broker->to_door + portion) {
        copy[broker->damage_at - broker->to_door] ^= 0x40;
    }
    const size_t taken = tls_received(tls, (struct bytes){copy, portion});
    look_at_records(broker, copy, taken);
    broker->to_door += taken;
    if (taken > 0) {
        must(BIO_read(broker->out, copy, (int)taken) == (int)taken, "memory");
    }
    free(copy);
    return taken > 0;
}

void carry_some(struct broker_side *broker, struct tls *tls, size_t count)
{
    const size_t end = broker->to_door + count;
    const size_t portion = broker->portion;
    bool moved = true;
    while (moved && broker->to_door < end) {
        broker->portion = end - broker->to_door;
        moved = carry_to_door(broker, tls);
    }
    broker->portion = portion;
}

static bool broker_reads(struct broker_side *broker)
{
    const size_t room = sizeof(broker->received) - broker->received_count;
    const int got = SSL_read(broker->ssl, broker->received + broker->received_count, (int)room);
    if (got <= 0) {
        ERR_clear_error();
        return false;
    }
    broker->received_count += (size_t)got;
    return true;
}

static bool door_reads(struct tls *tls, uint8_t *read, size_t size, size_t *read_count)
{
    const struct bytes said = tls_read(tls);
    const size_t room = size - *read_count;
    const size_t portion = said.count < room ? said.count : room;
    if (portion == 0) {
        return false;
    }
    memcpy(read + *read_count, said.at, portion);
    *read_count += portion;
    tls_read_taken(tls, portion);
    return true;
}

void exchange(struct broker_side *broker, struct tls *tls, uint8_t *read, size_t size,
              size_t *read_count)
{
    bool moved = true;
    while (moved) {
        moved = carry_to_broker(broker, tls);
        moved = broker_reads(broker) || moved;
        moved = carry_to_door(broker, tls) || moved;
        moved = door_reads(tls, read, size, read_count) || moved;
    }
}

void exchange_quietly(struct broker_side *broker, struct tls *tls)
{
    uint8_t nothing[1];
    size_t count = 0;
    exchange(broker, tls, nothing, 0, &count);
}
