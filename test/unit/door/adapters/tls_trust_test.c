// Whom the door talks to: its TLS against OpenSSL's, in memory: no socket, no file, no clock.
#include "test/support/check.h"
#include "test/unit/door/adapters/meeting.h"

#include <string.h>

static void the_right_broker_is_met_with_chacha20_poly1305(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    CHECK_SAME(tls_state(&tls), TLS_OPEN);
    CHECK_SAME(tls_error(&tls), TLS_ERROR_NONE);
    CHECK_SAME(tls_suite(&tls), TLS_SUITE_CHACHA20_POLY1305);
    CHECK_SAME(SSL_version(broker.ssl), TLS1_2_VERSION);
    const SSL_CIPHER *cipher = SSL_get_current_cipher(broker.ssl);
    CHECK(cipher != NULL && SSL_CIPHER_get_protocol_id(cipher) == TLS_SUITE_CHACHA20_POLY1305);
    CHECK_SAME(tls_certificate_end(&tls), NOW + 90 * DAY);
    broker_end(&broker);
}

static void the_broker_sees_the_doors_own_certificate(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    X509 *seen = SSL_get1_peer_certificate(broker.ssl);
    if (CHECK(seen != NULL)) {
        CHECK(X509_cmp(seen, pki.door.certificate) == 0);
    }
    X509_free(seen);
    broker_end(&broker);
}

static void a_broker_that_knows_only_aes_gets_aes_128_gcm(void)
{
    const struct image image = door_image();
    struct broker_wish wish = usual_broker();
    wish.suites = "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256";
    meet(&image, &wish, NOW);
    CHECK_SAME(tls_state(&tls), TLS_OPEN);
    CHECK_SAME(tls_suite(&tls), TLS_SUITE_AES_128_GCM);
    broker_end(&broker);
}

static void a_broker_without_our_suites_or_tls_1_2_is_refused(void)
{
    const struct image image = door_image();
    struct broker_wish wish = usual_broker();
    wish.suites = "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384";
    meet(&image, &wish, NOW);
    check_is_refused(TLS_ERROR_REFUSED);
    broker_end(&broker);
    wish = usual_broker();
    wish.version_most = TLS1_1_VERSION;
    meet(&image, &wish, NOW);
    CHECK_SAME(tls_state(&tls), TLS_FAILED);
    broker_end(&broker);
    wish = usual_broker();
    wish.version_most = TLS1_3_VERSION;
    meet(&image, &wish, NOW);
    CHECK_SAME(tls_state(&tls), TLS_FAILED);
    broker_end(&broker);
}

static void a_broker_of_another_ca_is_refused(void)
{
    const struct image image = door_image();
    struct broker_wish wish = usual_broker();
    wish.certificate = &pki.foreign; // its CA even bears the same name
    meet(&image, &wish, NOW);
    check_is_refused(TLS_ERROR_NOT_TRUSTED);
    CHECK_SAME(tls_suite(&tls), 0);
    CHECK_SAME(tls_certificate_end(&tls), 0);
    broker_end(&broker);
}

static void a_broker_of_another_name_is_refused(void)
{
    const struct image image = door_image();
    struct broker_wish wish = usual_broker();
    wish.certificate = &pki.other;
    meet(&image, &wish, NOW);
    check_is_refused(TLS_ERROR_WRONG_NAME);
    broker_end(&broker);
}

static void a_clients_certificate_is_no_brokers(void)
{
    const struct image image = door_image();
    struct broker_wish wish = usual_broker();
    wish.certificate = &pki.client_as_broker;
    meet(&image, &wish, NOW);
    check_is_refused(TLS_ERROR_NOT_TRUSTED);
    broker_end(&broker);
}

static void a_certificate_holds_to_its_last_second(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW + 90 * DAY);
    CHECK_SAME(tls_state(&tls), TLS_OPEN);
    broker_end(&broker);
    meet(&image, &wish, NOW + 90 * DAY + 1);
    check_is_refused(TLS_ERROR_EXPIRED);
    broker_end(&broker);
}

// BearSSL judges both ends by one day: the caller's day is therefore never before the CA's first.
static void a_certificate_that_has_not_begun_is_refused(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW - DAY - 1);
    check_is_refused(TLS_ERROR_EXPIRED);
    broker_end(&broker);
    meet(&image, &wish, 0);
    check_is_refused(TLS_ERROR_EXPIRED);
    broker_end(&broker);
}

static void an_intermediate_and_a_second_root_are_taken(void)
{
    struct image image = door_image();
    image.root_count = 2;
    image.roots[0] = root_of(&pki.foreign_ca);
    image.roots[1] = root_of(&pki.server_ca);
    struct broker_wish wish = usual_broker();
    wish.certificate = &pki.under;
    wish.intermediate = &pki.intermediate;
    meet(&image, &wish, NOW);
    CHECK_SAME(tls_state(&tls), TLS_OPEN);
    CHECK_SAME(tls_certificate_end(&tls), NOW + 90 * DAY);
    broker_end(&broker);
    wish.intermediate = NULL;
    meet(&image, &wish, NOW);
    check_is_refused(TLS_ERROR_NOT_TRUSTED);
    broker_end(&broker);
}

static void a_broker_that_asks_for_no_certificate_gets_none(void)
{
    struct image image = door_image();
    image.chain_count = 0;
    struct broker_wish wish = usual_broker();
    wish.clients_ca = NULL;
    meet(&image, &wish, NOW);
    CHECK_SAME(tls_state(&tls), TLS_OPEN);
    broker_end(&broker);
    wish.clients_ca = &pki.clients_ca;
    meet(&image, &wish, NOW);
    CHECK_SAME(tls_state(&tls), TLS_FAILED);
    broker_end(&broker);
}

static void without_entropy_nothing_is_said(void)
{
    const struct image image = door_image();
    for (size_t count = 0; count < TLS_ENTROPY_LEAST; count++) {
        CHECK(!tls_start(&tls, &image, NOW, (struct bytes){entropy, count}));
        CHECK_SAME(tls_state(&tls), TLS_FAILED);
        CHECK_SAME(tls_error(&tls), TLS_ERROR_NO_ENTROPY);
        CHECK_SAME(tls_pending(&tls).count, 0);
        CHECK_SAME(tls_received(&tls, bytes_of_text("hello")), 0);
    }
}

static void check_no_start(const struct image *image)
{
    CHECK(!tls_start(&tls, image, NOW, BYTES_OF(entropy)));
    CHECK_SAME(tls_state(&tls), TLS_FAILED);
    CHECK_SAME(tls_error(&tls), TLS_ERROR_SETTINGS);
    CHECK_SAME(tls_pending(&tls).count, 0);
}

static void settings_that_cannot_be_used_are_refused(void)
{
    struct image image = door_image();
    image.broker_host.count = 0;
    check_no_start(&image);
    image.broker_host =
        bytes_of_text("0123456789012345678901234567890123456789012345678901234567890.de");
    CHECK_SAME(image.broker_host.count, TLS_SERVER_NAME_SIZE);
    check_no_start(&image);
    image = door_image();
    image.root_count = 0;
    check_no_start(&image);
    image.root_count = IMAGE_ROOTS_MOST + 1;
    check_no_start(&image);
    image = door_image();
    image.chain_count = IMAGE_CHAIN_MOST + 1;
    check_no_start(&image);
}

static void zeroed_memory_is_a_failed_connection(void)
{
    memset(&tls, 0, sizeof(tls));
    CHECK_SAME(tls_state(&tls), TLS_FAILED);
    CHECK_SAME(tls_pending(&tls).count, 0);
    CHECK_SAME(tls_write(&tls, bytes_of_text("CONNECT")), 0);
}

// It was told so by a mere warning; that it hangs up is OpenSSL's way (RFC 5746, 4.5 leaves it free).
static void renegotiation_is_declined_and_the_broker_hangs_up(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    CHECK_SAME(SSL_renegotiate(broker.ssl), 1);
    (void)SSL_do_handshake(broker.ssl); // sends HelloRequest; the answer is what matters
    exchange_quietly(&broker, &tls);
    check_is_refused(TLS_ERROR_REFUSED);
    enum {
        HANDSHAKE_FAILURE = 256 + 40 // BearSSL's base for an alert received, and the alert
    };
    CHECK_SAME(tls_error_number(&tls), HANDSHAKE_FAILURE);
    broker_end(&broker);
}

static void a_new_start_forgets_the_old_connection(void)
{
    const struct image image = door_image();
    struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    CHECK_SAME(tls_state(&tls), TLS_OPEN);
    broker_end(&broker);
    wish.certificate = &pki.other;
    meet(&image, &wish, NOW);
    check_is_refused(TLS_ERROR_WRONG_NAME);
    CHECK_SAME(tls_certificate_end(&tls), 0);
    broker_end(&broker);
}

int main(void)
{
    make_pki();
    RUN(the_right_broker_is_met_with_chacha20_poly1305);
    RUN(the_broker_sees_the_doors_own_certificate);
    RUN(a_broker_that_knows_only_aes_gets_aes_128_gcm);
    RUN(a_broker_without_our_suites_or_tls_1_2_is_refused);
    RUN(a_broker_of_another_ca_is_refused);
    RUN(a_broker_of_another_name_is_refused);
    RUN(a_clients_certificate_is_no_brokers);
    RUN(a_certificate_holds_to_its_last_second);
    RUN(a_certificate_that_has_not_begun_is_refused);
    RUN(an_intermediate_and_a_second_root_are_taken);
    RUN(a_broker_that_asks_for_no_certificate_gets_none);
    RUN(without_entropy_nothing_is_said);
    RUN(settings_that_cannot_be_used_are_refused);
    RUN(zeroed_memory_is_a_failed_connection);
    RUN(renegotiation_is_declined_and_the_broker_hangs_up);
    RUN(a_new_start_forgets_the_old_connection);
    free_pki();
    return check_verdict();
}
