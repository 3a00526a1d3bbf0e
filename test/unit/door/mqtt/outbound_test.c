#include "door/mqtt/outbound.h"

#include "test/support/check.h"

#include <string.h>

static uint8_t room[8];

static bool put(struct mqtt_outbound *outbound, const char *text, size_t reserve)
{
    const struct bytes bytes = bytes_of_text(text);
    uint8_t *at = mqtt_outbound_claim(outbound, bytes.count, reserve);
    if (at == NULL) {
        return false;
    }
    memcpy(at, bytes.at, bytes.count);
    return true;
}

static void what_goes_in_comes_out_in_order(void)
{
    struct mqtt_outbound outbound;
    mqtt_outbound_init(&outbound, room, sizeof(room));
    CHECK_SAME(mqtt_outbound_pending(&outbound).count, 0);
    CHECK(put(&outbound, "abc", 0));
    CHECK(put(&outbound, "de", 0));
    CHECK_BYTES(mqtt_outbound_pending(&outbound), bytes_of_text("abcde"));
    mqtt_outbound_sent(&outbound, 4);
    CHECK_BYTES(mqtt_outbound_pending(&outbound), bytes_of_text("e"));
}

static void what_waits_moves_to_make_room(void)
{
    struct mqtt_outbound outbound;
    mqtt_outbound_init(&outbound, room, sizeof(room));
    CHECK(put(&outbound, "abcdefgh", 0));
    CHECK(!put(&outbound, "i", 0));
    mqtt_outbound_sent(&outbound, 5);
    CHECK(!put(&outbound, "ijklmn", 0));
    CHECK(put(&outbound, "ijklm", 0));
    CHECK_BYTES(mqtt_outbound_pending(&outbound), bytes_of_text("fghijklm"));
}

static void the_reserve_stays_free(void)
{
    struct mqtt_outbound outbound;
    mqtt_outbound_init(&outbound, room, sizeof(room));
    CHECK(!put(&outbound, "abcd", 5));
    CHECK(put(&outbound, "abc", 5));
    CHECK(!put(&outbound, "d", 5));
    CHECK(put(&outbound, "de", 3));
    CHECK(put(&outbound, "fgh", 0));
    CHECK_BYTES(mqtt_outbound_pending(&outbound), bytes_of_text("abcdefgh"));
}

static void more_than_the_room_is_refused(void)
{
    struct mqtt_outbound outbound;
    mqtt_outbound_init(&outbound, room, sizeof(room));
    CHECK(mqtt_outbound_claim(&outbound, 9, 0) == NULL);
    CHECK(mqtt_outbound_claim(&outbound, 8, 1) == NULL);
    CHECK(mqtt_outbound_claim(&outbound, 1, 9) == NULL);
}

int main(void)
{
    RUN(what_goes_in_comes_out_in_order);
    RUN(what_waits_moves_to_make_room);
    RUN(the_reserve_stays_free);
    RUN(more_than_the_room_is_refused);
    return check_verdict();
}
