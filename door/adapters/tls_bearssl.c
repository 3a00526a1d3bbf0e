// The seam door/seams/tls.h by BearSSL 0.6. One suite of each kind, one curve, one hash: what is not
// linked cannot be negotiated.
#include "door/adapters/tls_bearssl.h"

#include "door/adapters/arithmetic.h"

#include <string.h>

enum {
    SECONDS_OF_A_DAY = 86400,
    DAYS_BEFORE_1970 = 719528, // from 1 January of the year 0, as BearSSL counts
    UNCOMPRESSED = 0x04
};

// BearSSL's structures forgot the const of what they only read.
static unsigned char *without_const(const uint8_t *at)
{
    unsigned char *same;
    memcpy(&same, &at, sizeof(same));
    return same;
}

static struct tls_certificates *certificates_of(const br_x509_class **context)
{
    return (struct tls_certificates *)(void *)context;
}

static void start_chain(const br_x509_class **context, const char *server_name)
{
    struct tls_certificates *certificates = certificates_of(context);
    certificates->seen = 0;
    certificates->end = certificate_end_unseen();
    br_x509_minimal_vtable.start_chain(&certificates->minimal.vtable, server_name);
}

static void start_certificate(const br_x509_class **context, uint32_t length)
{
    br_x509_minimal_vtable.start_cert(&certificates_of(context)->minimal.vtable, length);
}

static void append(const br_x509_class **context, const unsigned char *portion, size_t count)
{
    struct tls_certificates *certificates = certificates_of(context);
    if (certificates->seen == 0) { // the broker's own comes first: RFC 5246, 7.4.2
        certificate_end_feed(&certificates->end, (struct bytes){portion, count});
    }
    br_x509_minimal_vtable.append(&certificates->minimal.vtable, portion, count);
}

static void end_certificate(const br_x509_class **context)
{
    struct tls_certificates *certificates = certificates_of(context);
    certificates->seen = 1;
    br_x509_minimal_vtable.end_cert(&certificates->minimal.vtable);
}

static unsigned end_chain(const br_x509_class **context)
{
    return br_x509_minimal_vtable.end_chain(&certificates_of(context)->minimal.vtable);
}

static const br_x509_pkey *get_public_key(const br_x509_class *const *context, unsigned *usages)
{
    const struct tls_certificates *certificates =
        (const struct tls_certificates *)(const void *)context;
    return br_x509_minimal_vtable.get_pkey(&certificates->minimal.vtable, usages);
}

static const br_x509_class certificates_vtable = {
    .context_size = sizeof(struct tls_certificates),
    .start_chain = start_chain,
    .start_cert = start_certificate,
    .append = append,
    .end_cert = end_certificate,
    .end_chain = end_chain,
    .get_pkey = get_public_key,
};

static void set_algorithms(br_ssl_client_context *client)
{
    static const uint16_t suites[] = {TLS_SUITE_CHACHA20_POLY1305, TLS_SUITE_AES_128_GCM};
    br_ssl_engine_context *engine = &client->eng;
    br_ssl_engine_set_versions(engine, BR_TLS12, BR_TLS12);
    br_ssl_engine_set_suites(engine, suites, sizeof(suites) / sizeof(suites[0]));
    br_ssl_engine_set_hash(engine, br_sha256_ID, &br_sha256_vtable);
    br_ssl_engine_set_prf_sha256(engine, br_tls12_sha256_prf);
    br_ssl_engine_set_ec(engine, arithmetic_p256);
    br_ssl_engine_set_ecdsa(engine, arithmetic_verify_der);
    br_ssl_engine_set_chapol(engine, &br_sslrec_in_chapol_vtable, &br_sslrec_out_chapol_vtable);
    br_ssl_engine_set_chacha20(engine, br_chacha20_ct_run);
    br_ssl_engine_set_poly1305(engine, arithmetic_poly1305);
    br_ssl_engine_set_gcm(engine, &br_sslrec_in_gcm_vtable, &br_sslrec_out_gcm_vtable);
    br_ssl_engine_set_aes_ctr(engine, &br_aes_ct_ctr_vtable);
    br_ssl_engine_set_ghash(engine, arithmetic_ghash);
    br_ssl_engine_add_flags(engine, BR_OPT_NO_RENEGOTIATION);
}

// The roots whose word about the broker's certificate counts.
static void set_roots(struct tls *tls, const struct image *image, uint64_t unix_seconds)
{
    for (uint8_t i = 0; i < image->root_count; i++) {
        const struct image_root *root = &image->roots[i];
        uint8_t *point = tls->anchor_points[i];
        point[0] = UNCOMPRESSED;
        memcpy(point + 1, root->point, POINT_SIZE);
        tls->anchors[i] = (br_x509_trust_anchor){
            .dn = {without_const(root->distinguished_name.at), root->distinguished_name.count},
            .flags = BR_X509_TA_CA,
            .pkey = {.key_type = BR_KEYTYPE_EC, .key.ec = {BR_EC_secp256r1, point, 1 + POINT_SIZE}},
        };
    }
    br_x509_minimal_context *minimal = &tls->certificates.minimal;
    br_x509_minimal_init(minimal, &br_sha256_vtable, tls->anchors, image->root_count);
    br_x509_minimal_set_hash(minimal, br_sha256_ID, &br_sha256_vtable);
    br_x509_minimal_set_ecdsa(minimal, arithmetic_p256, arithmetic_verify_der);
    br_x509_minimal_set_time(minimal,
                             (uint32_t)(unix_seconds / SECONDS_OF_A_DAY + DAYS_BEFORE_1970),
                             (uint32_t)(unix_seconds % SECONDS_OF_A_DAY));
    tls->certificates.vtable = &certificates_vtable;
    br_ssl_engine_set_x509(&tls->client.eng, &tls->certificates.vtable);
}

// The door's own certificate, for a broker that asks for one.
static void set_client_certificate(struct tls *tls, const struct image *image)
{
    if (image->chain_count == 0) {
        return;
    }
    for (uint8_t i = 0; i < image->chain_count; i++) {
        tls->chain[i] =
            (br_x509_certificate){without_const(image->chain[i].at), image->chain[i].count};
    }
    tls->key =
        (br_ec_private_key){BR_EC_secp256r1, without_const(image->tls_key), PRIVATE_KEY_SIZE};
    br_ssl_client_set_single_ec(&tls->client, tls->chain, image->chain_count, &tls->key,
                                BR_KEYTYPE_SIGN, BR_KEYTYPE_EC, arithmetic_p256,
                                arithmetic_sign_der);
}

static enum tls_error refusal_of(const struct image *image, struct bytes entropy)
{
    if (entropy.count < TLS_ENTROPY_LEAST) {
        return TLS_ERROR_NO_ENTROPY;
    }
    if (image->broker_host.count == 0 || image->broker_host.count >= TLS_SERVER_NAME_SIZE ||
        image->root_count == 0 || image->root_count > IMAGE_ROOTS_MOST ||
        image->chain_count > IMAGE_CHAIN_MOST) {
        return TLS_ERROR_SETTINGS;
    }
    return TLS_ERROR_NONE;
}

bool tls_start(struct tls *tls, const struct image *image, uint64_t unix_seconds,
               struct bytes entropy)
{
    memset(tls, 0, sizeof(*tls));
    br_ssl_client_zero(&tls->client);
    tls->refusal = refusal_of(image, entropy);
    if (tls->refusal != TLS_ERROR_NONE) {
        return false;
    }
    memcpy(tls->server_name, image->broker_host.at, image->broker_host.count);
    set_algorithms(&tls->client);
    set_roots(tls, image, unix_seconds);
    set_client_certificate(tls, image);
    br_ssl_engine_set_buffers_bidi(&tls->client.eng, tls->in, sizeof(tls->in), tls->out,
                                   sizeof(tls->out));
    br_ssl_engine_inject_entropy(&tls->client.eng, entropy.at, entropy.count);
    // Never a resumed session: every connection proves the broker's certificate anew.
    if (br_ssl_client_reset(&tls->client, tls->server_name, 0) == 0) {
        tls->refusal = TLS_ERROR_SETTINGS;
        return false;
    }
    tls->started = true;
    return true;
}

enum tls_state tls_state(const struct tls *tls)
{
    if (!tls->started || tls_error(tls) != TLS_ERROR_NONE) {
        return TLS_FAILED;
    }
    if (br_ssl_engine_current_state(&tls->client.eng) == BR_SSL_CLOSED) {
        return TLS_CLOSED;
    }
    return tls->opened ? TLS_OPEN : TLS_HANDSHAKING;
}

static enum tls_error error_of_certificate(int number)
{
    switch (number) {
    case BR_ERR_X509_NOT_TRUSTED:
    case BR_ERR_X509_BAD_SIGNATURE: // a CA that only bears the name of ours
        return TLS_ERROR_NOT_TRUSTED;
    case BR_ERR_X509_BAD_SERVER_NAME:
        return TLS_ERROR_WRONG_NAME;
    case BR_ERR_X509_EXPIRED:
        return TLS_ERROR_EXPIRED;
    default: // the numbers are BearSSL's, and there are many
        return TLS_ERROR_CERTIFICATE;
    }
}

enum tls_error tls_error(const struct tls *tls)
{
    const int number = tls_error_number(tls);
    if (tls->refusal != TLS_ERROR_NONE || number == BR_ERR_OK) {
        return tls->refusal;
    }
    if (number >= BR_ERR_X509_OK && number <= BR_ERR_X509_NOT_TRUSTED) {
        return error_of_certificate(number);
    }
    if (number >= BR_ERR_RECV_FATAL_ALERT && number < BR_ERR_SEND_FATAL_ALERT) {
        return TLS_ERROR_REFUSED;
    }
    return number == BR_ERR_TOO_LARGE ? TLS_ERROR_RECORD_TOO_LARGE : TLS_ERROR_PROTOCOL;
}

int tls_error_number(const struct tls *tls)
{
    return br_ssl_engine_last_error(&tls->client.eng);
}

const char *tls_error_text(enum tls_error error)
{
    switch (error) {
    case TLS_ERROR_NONE:
        return "no error";
    case TLS_ERROR_NO_ENTROPY:
        return "the board gave no entropy";
    case TLS_ERROR_SETTINGS:
        return "the image's broker name, roots or certificates cannot be used";
    case TLS_ERROR_NOT_TRUSTED:
        return "the broker's certificate comes from another CA";
    case TLS_ERROR_WRONG_NAME:
        return "the broker's certificate is for another name";
    case TLS_ERROR_EXPIRED:
        return "the broker's certificate is not valid on this day";
    case TLS_ERROR_CERTIFICATE:
        return "the broker's certificate cannot be used";
    case TLS_ERROR_RECORD_TOO_LARGE:
        return "the broker sends records that are too large (max_fragment_length)";
    case TLS_ERROR_REFUSED:
        return "the broker refused the connection with an alert";
    case TLS_ERROR_PROTOCOL:
        return "the broker does not speak TLS 1.2 as we need it";
    }
    return "unknown error";
}

// Room to write appears first when the handshake is over; from then on the connection is open.
static void look_at_state(struct tls *tls)
{
    if ((br_ssl_engine_current_state(&tls->client.eng) & BR_SSL_SENDAPP) != 0) {
        tls->opened = true;
    }
}

size_t tls_received(struct tls *tls, struct bytes from_network)
{
    size_t taken = 0;
    while (taken < from_network.count) {
        size_t room = 0;
        unsigned char *into = br_ssl_engine_recvrec_buf(&tls->client.eng, &room);
        if (into == NULL) {
            break;
        }
        const size_t left = from_network.count - taken;
        const size_t portion = left < room ? left : room;
        memcpy(into, from_network.at + taken, portion);
        br_ssl_engine_recvrec_ack(&tls->client.eng, portion);
        taken += portion;
    }
    look_at_state(tls);
    return taken;
}

struct bytes tls_pending(struct tls *tls)
{
    size_t count = 0;
    const unsigned char *at = br_ssl_engine_sendrec_buf(&tls->client.eng, &count);
    return at == NULL ? (struct bytes){NULL, 0} : (struct bytes){at, count};
}

void tls_sent(struct tls *tls, size_t count)
{
    if (count > 0) {
        br_ssl_engine_sendrec_ack(&tls->client.eng, count);
        look_at_state(tls);
    }
}

struct bytes tls_read(struct tls *tls)
{
    size_t count = 0;
    const unsigned char *at = br_ssl_engine_recvapp_buf(&tls->client.eng, &count);
    return at == NULL || tls->closing ? (struct bytes){NULL, 0} : (struct bytes){at, count};
}

void tls_read_taken(struct tls *tls, size_t count)
{
    if (count > 0) {
        br_ssl_engine_recvapp_ack(&tls->client.eng, count);
    }
}

size_t tls_write(struct tls *tls, struct bytes what)
{
    size_t taken = 0;
    while (taken < what.count && !tls->closing) {
        size_t room = 0;
        unsigned char *into = br_ssl_engine_sendapp_buf(&tls->client.eng, &room);
        if (into == NULL) {
            break;
        }
        const size_t left = what.count - taken;
        const size_t portion = left < room ? left : room;
        memcpy(into, what.at + taken, portion);
        br_ssl_engine_sendapp_ack(&tls->client.eng, portion);
        taken += portion;
    }
    return taken;
}

void tls_flush(struct tls *tls)
{
    br_ssl_engine_flush(&tls->client.eng, 0);
}

void tls_close(struct tls *tls)
{
    // What comes later BearSSL drops by itself; what is there already would stop it.
    size_t count = 0;
    if (br_ssl_engine_recvapp_buf(&tls->client.eng, &count) != NULL) {
        br_ssl_engine_recvapp_ack(&tls->client.eng, count);
    }
    tls->closing = true;
    br_ssl_engine_close(&tls->client.eng);
}

uint16_t tls_suite(const struct tls *tls)
{
    return tls->opened ? tls->client.eng.session.cipher_suite : 0;
}

uint64_t tls_certificate_end(const struct tls *tls)
{
    return tls->opened ? certificate_end_of(&tls->certificates.end) : 0;
}
