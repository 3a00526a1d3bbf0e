#include "test/unit/door/adapters/meeting.h"

#include "test/support/check.h"

#include <string.h>

struct pki pki;
struct tls tls;
struct broker_side broker;
const uint8_t entropy[TLS_ENTROPY_LEAST] = {0x5a, 0x01, 0xc3};

void make_pki_from(int64_t unix_seconds)
{
    const struct wish server_ca = {"server CA", true, unix_seconds - DAY,
                                   unix_seconds + 3650 * DAY};
    const struct wish intermediate = {"intermediate CA", true, unix_seconds - DAY,
                                      unix_seconds + 365 * DAY};
    const struct wish clients_ca = {"clients CA", true, unix_seconds - DAY, NEVER};
    const struct wish foreign_ca = {"server CA", true, unix_seconds - DAY,
                                    unix_seconds + 3650 * DAY};
    const struct wish home = {"home.test", false, unix_seconds - DAY, unix_seconds + 90 * DAY};
    const struct wish other = {"other.test", false, unix_seconds - DAY, unix_seconds + 90 * DAY};
    const struct wish door = {"garage", false, unix_seconds - DAY, NEVER};
    certified_make(&pki.server_ca, &server_ca, NULL);
    certified_make(&pki.intermediate, &intermediate, &pki.server_ca);
    certified_make(&pki.clients_ca, &clients_ca, NULL);
    certified_make(&pki.foreign_ca, &foreign_ca, NULL);
    certified_make(&pki.broker, &home, &pki.server_ca);
    certified_make(&pki.under, &home, &pki.intermediate);
    certified_make(&pki.other, &other, &pki.server_ca);
    certified_make(&pki.foreign, &home, &pki.foreign_ca);
    certified_make(&pki.door, &door, &pki.clients_ca);
    certified_make(&pki.client_as_broker, &home, &pki.clients_ca);
}

void make_pki(void)
{
    make_pki_from(NOW);
}

void free_pki(void)
{
    certified_free(&pki.server_ca);
    certified_free(&pki.intermediate);
    certified_free(&pki.clients_ca);
    certified_free(&pki.foreign_ca);
    certified_free(&pki.broker);
    certified_free(&pki.under);
    certified_free(&pki.other);
    certified_free(&pki.foreign);
    certified_free(&pki.door);
    certified_free(&pki.client_as_broker);
}

struct image door_image(void)
{
    struct image image;
    memset(&image, 0, sizeof(image));
    image.broker_host = bytes_of_text("home.test");
    image.chain_count = 1;
    image.chain[0] = der_of(&pki.door);
    memcpy(image.tls_key, pki.door.scalar, PRIVATE_KEY_SIZE);
    image.root_count = 1;
    image.roots[0] = root_of(&pki.server_ca);
    return image;
}

struct broker_wish usual_broker(void)
{
    return (struct broker_wish){
        .certificate = &pki.broker, .clients_ca = &pki.clients_ca, .unix_seconds = NOW};
}

void meet(const struct image *image, const struct broker_wish *wish, int64_t unix_seconds)
{
    broker_begin(&broker, wish);
    CHECK(tls_start(&tls, image, (uint64_t)unix_seconds, BYTES_OF(entropy)));
    CHECK_SAME(tls_state(&tls), TLS_HANDSHAKING);
    exchange_quietly(&broker, &tls);
}

void check_is_refused(enum tls_error error)
{
    CHECK_SAME(tls_state(&tls), TLS_FAILED);
    CHECK_SAME(tls_error(&tls), error);
    CHECK_SAME(tls_write(&tls, bytes_of_text("CONNECT")), 0);
    tls_flush(&tls);
    exchange_quietly(&broker, &tls);
    CHECK_SAME(broker.received_count, 0);
    CHECK_SAME(tls_read(&tls).count, 0);
}
