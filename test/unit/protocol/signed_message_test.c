#include "protocol/signed_message.h"
#include "test/support/check.h"

#include <string.h>

static void the_last_64_bytes_are_the_signature(void)
{
    uint8_t message[70] = {0};
    struct signed_message split = {.signature = NULL};
    CHECK(signed_message_split(BYTES_OF(message), &split));
    CHECK_SAME(split.covered.count, 6);
    CHECK(split.covered.at == message);
    CHECK(split.signature == message + 6);
}

static void a_message_without_room_for_magic_and_signature_is_refused(void)
{
    const uint8_t message[MAGIC_SIZE + SIGNATURE_SIZE] = {0};
    struct signed_message split = {.signature = NULL};
    for (size_t cut = 0; cut < sizeof(message); cut++) {
        CHECK(!signed_message_split((struct bytes){message, cut}, &split));
        CHECK(split.signature == NULL);
    }
    CHECK(signed_message_split(BYTES_OF(message), &split));
    CHECK(!signed_message_split((struct bytes){NULL, 0}, &split));
}

static void opening_lends_what_stands_between_magic_and_signature(void)
{
    uint8_t message[70] = {'P', 'C', 'X', '9', 0xab, 0xcd};
    struct reader fields = reader_over((struct bytes){NULL, 0});
    CHECK(signed_message_open(BYTES_OF(message), sizeof(message), "PCX9", &fields));
    CHECK_SAME(reader_u16(&fields), 0xabcd);
    CHECK(reader_finished(&fields));
}

static void opening_refuses_another_size_and_another_magic(void)
{
    const uint8_t message[70] = {'P', 'C', 'X', '9', 0xab, 0xcd};
    struct reader fields = reader_over((struct bytes){NULL, 0});
    CHECK(!signed_message_open(BYTES_OF(message), 69, "PCX9", &fields));
    CHECK(!signed_message_open(BYTES_OF(message), 71, "PCX9", &fields));
    CHECK(!signed_message_open(BYTES_OF(message), 70, "PCX8", &fields));
    CHECK(fields.at == NULL);
}

int main(void)
{
    RUN(the_last_64_bytes_are_the_signature);
    RUN(a_message_without_room_for_magic_and_signature_is_refused);
    RUN(opening_lends_what_stands_between_magic_and_signature);
    RUN(opening_refuses_another_size_and_another_magic);
    return check_verdict();
}
