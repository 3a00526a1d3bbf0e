// What goes through a connection: the door's TLS against OpenSSL's, in memory.
#include "test/support/check.h"
#include "test/unit/door/adapters/meeting.h"

#include <string.h>

static void bytes_go_both_ways(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    CHECK_SAME(tls_write(&tls, bytes_of_text("from the door")), 13);
    CHECK_SAME(tls_pending(&tls).count, 0);
    tls_flush(&tls);
    CHECK_SAME(SSL_write(broker.ssl, "from the broker", 15), 15);
    uint8_t read[100];
    size_t count = 0;
    exchange(&broker, &tls, read, sizeof(read), &count);
    CHECK_BYTES(((struct bytes){read, count}), bytes_of_text("from the broker"));
    CHECK_BYTES(((struct bytes){broker.received, broker.received_count}),
                bytes_of_text("from the door"));
    broker_end(&broker);
}

static void one_byte_at_a_time_gives_the_same(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    broker_begin(&broker, &wish);
    broker.portion = 1;
    CHECK(tls_start(&tls, &image, NOW, BYTES_OF(entropy)));
    exchange_quietly(&broker, &tls);
    CHECK_SAME(tls_state(&tls), TLS_OPEN);
    CHECK_SAME(tls_certificate_end(&tls), NOW + 90 * DAY);
    broker_end(&broker);
}

// 10,000 bytes in one write; what encryption adds is 16 bytes for ChaCha20-Poly1305.
static void the_broker_keeps_to_records_of_2048_bytes(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    static uint8_t said[10000];
    for (size_t i = 0; i < sizeof(said); i++) {
        said[i] = (uint8_t)(i * 7 + i / 256);
    }
    CHECK_SAME(SSL_write(broker.ssl, said, sizeof(said)), sizeof(said));
    static uint8_t read[sizeof(said) + 1];
    size_t count = 0;
    exchange(&broker, &tls, read, sizeof(read), &count);
    CHECK_BYTES(((struct bytes){read, count}), BYTES_OF(said));
    CHECK_SAME(broker.largest_record, TLS_RECORD_MOST + 16);
    broker_end(&broker);
}

// What a broker does that does not know max_fragment_length: the next record is 4096 bytes long. A
// broker that redelivers it for ever is held off by Maximum Packet Size and message_size_limit.
static void a_record_that_is_too_large_ends_the_connection(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    static uint8_t record[5 + 4096 + 16] = {0x17, 0x03, 0x03, 0x10, 0x10};
    CHECK(tls_received(&tls, BYTES_OF(record)) < sizeof(record));
    check_is_refused(TLS_ERROR_RECORD_TOO_LARGE);
    CHECK_SAME(tls_received(&tls, BYTES_OF(record)), 0);
    broker_end(&broker);
}

static void stripping_the_extension_on_the_way_fails_the_handshake(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    broker_begin(&broker, &wish);
    broker.hide_extensions = true;
    CHECK(tls_start(&tls, &image, NOW, BYTES_OF(entropy)));
    exchange_quietly(&broker, &tls);
    check_is_refused(TLS_ERROR_REFUSED);
    broker_end(&broker);
}

static void a_damaged_byte_never_opens_a_connection(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    const size_t bytes_of_handshake = broker.to_door;
    broker_end(&broker);
    CHECK(bytes_of_handshake > 500);
    for (size_t at = 0; at < bytes_of_handshake; at += 11) {
        broker_begin(&broker, &wish);
        broker.damage_at = at;
        CHECK(tls_start(&tls, &image, NOW, BYTES_OF(entropy)));
        exchange_quietly(&broker, &tls);
        CHECK(tls_state(&tls) != TLS_OPEN);
        CHECK_SAME(tls_write(&tls, bytes_of_text("CONNECT")), 0);
        broker_end(&broker);
    }
}

static void garbage_is_refused(void)
{
    const struct image image = door_image();
    static const char *const garbage[] = {"HTTP/1.1 400 Bad Request\r\n\r\n",
                                          "\x20\x02\x05\x05 MQTT"};
    for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++) {
        CHECK(tls_start(&tls, &image, NOW, BYTES_OF(entropy)));
        (void)tls_received(&tls, bytes_of_text(garbage[i])); // how much it takes is its affair
        CHECK_SAME(tls_state(&tls), TLS_FAILED);
        CHECK_SAME(tls_error(&tls), TLS_ERROR_PROTOCOL);
    }
}

static void writing_takes_what_fits_and_goes_on(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    static uint8_t said[9000];
    for (size_t i = 0; i < sizeof(said); i++) {
        said[i] = (uint8_t)(i * 5 + i / 256);
    }
    size_t written = tls_write(&tls, BYTES_OF(said));
    CHECK(written > 0 && written <= TLS_RECORD_MOST);
    CHECK_SAME(tls_write(&tls, BYTES_OF(said)), 0);
    for (unsigned rounds = 0; written < sizeof(said) && rounds < 100; rounds++) {
        exchange_quietly(&broker, &tls);
        written += tls_write(&tls, (struct bytes){said + written, sizeof(said) - written});
    }
    tls_flush(&tls);
    exchange_quietly(&broker, &tls);
    CHECK_BYTES(((struct bytes){broker.received, broker.received_count}), BYTES_OF(said));
    broker_end(&broker);
}

// Full duplex: what waits to be read does not keep anything from being sent.
static void unread_bytes_do_not_stop_the_writing(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    static const uint8_t said[8000];
    CHECK_SAME(SSL_write(broker.ssl, said, sizeof(said)), sizeof(said));
    exchange_quietly(&broker, &tls);
    CHECK(tls_read(&tls).count > 0);
    CHECK_SAME(tls_write(&tls, bytes_of_text("still here")), 10);
    tls_flush(&tls);
    exchange_quietly(&broker, &tls);
    CHECK_BYTES(((struct bytes){broker.received, broker.received_count}),
                bytes_of_text("still here"));
    broker_end(&broker);
}

// Closes when so many bytes of what the broker says have come, most often in the middle of a record.
static void check_closing_after(size_t bytes)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    static const uint8_t said[6000];
    CHECK_SAME(SSL_write(broker.ssl, said, sizeof(said)), sizeof(said));
    carry_some(&broker, &tls, bytes);
    tls_close(&tls);
    CHECK_SAME(tls_read(&tls).count, 0);
    CHECK_SAME(tls_write(&tls, bytes_of_text("too late")), 0);
    exchange_quietly(&broker, &tls);
    CHECK((SSL_get_shutdown(broker.ssl) & SSL_RECEIVED_SHUTDOWN) != 0);
    (void)SSL_shutdown(broker.ssl); // 0 or 1: its close_notify is on the way
    exchange_quietly(&broker, &tls);
    CHECK_SAME(tls_state(&tls), TLS_CLOSED);
    CHECK_SAME(tls_error(&tls), TLS_ERROR_NONE);
    broker_end(&broker);
}

static void closing_says_good_bye_and_drops_what_still_comes(void)
{
    static const size_t cuts[] = {0, 1, 5, 6, 1000, 2068, 2069, 2070, 3000, 4138, 6077};
    for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
        check_closing_after(cuts[i]);
    }
}

static void a_broker_that_says_good_bye_is_answered(void)
{
    const struct image image = door_image();
    const struct broker_wish wish = usual_broker();
    meet(&image, &wish, NOW);
    (void)SSL_shutdown(broker.ssl); // 0: ours is on the way
    exchange_quietly(&broker, &tls);
    CHECK_SAME(tls_state(&tls), TLS_CLOSED);
    CHECK_SAME(tls_error(&tls), TLS_ERROR_NONE);
    CHECK((SSL_get_shutdown(broker.ssl) & SSL_RECEIVED_SHUTDOWN) != 0);
    broker_end(&broker);
}

int main(void)
{
    make_pki();
    RUN(bytes_go_both_ways);
    RUN(one_byte_at_a_time_gives_the_same);
    RUN(the_broker_keeps_to_records_of_2048_bytes);
    RUN(a_record_that_is_too_large_ends_the_connection);
    RUN(stripping_the_extension_on_the_way_fails_the_handshake);
    RUN(a_damaged_byte_never_opens_a_connection);
    RUN(garbage_is_refused);
    RUN(writing_takes_what_fits_and_goes_on);
    RUN(unread_bytes_do_not_stop_the_writing);
    RUN(closing_says_good_bye_and_drops_what_still_comes);
    RUN(a_broker_that_says_good_bye_is_answered);
    free_pki();
    return check_verdict();
}
