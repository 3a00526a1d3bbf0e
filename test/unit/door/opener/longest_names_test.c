// The rooms of the opener, with the longest names and login that an image may hold.
#include "test/support/check.h"
#include "test/support/whole_door.h"

#include <string.h>

static struct whole_door whole;
static uint8_t text[255];

static struct bytes so_long(size_t count)
{
    return (struct bytes){text, count};
}

static bool starts_with_longest_names(void)
{
    memset(text, 'x', sizeof(text));
    whole_door_init(&whole);
    whole.image.topic_root = so_long(TOPIC_ROOT_MOST);
    whole.image.door_name = so_long(DOOR_NAME_MOST);
    whole.image.user = so_long(255);
    whole.image.password = so_long(255);
    const struct floor_parts parts = {
        .image = &whole.image, .flash = &whole.flash.flash, .door = &whole.door, .version = "test"};
    return opener_init(&whole.opener, &parts, whole.now);
}

static bool asks_for_transport(void)
{
    for (int i = 0; i < 1000; i++) {
        opener_run(&whole.opener, whole.now);
        if (opener_transport(&whole.opener) == OPENER_TRANSPORT_OPEN) {
            return true;
        }
        whole.now++;
    }
    return false;
}

static void the_longest_connect_fits_to_the_byte(void)
{
    CHECK(starts_with_longest_names());
    CHECK(asks_for_transport());
    opener_transport_opened(&whole.opener, 0, whole.now);
    CHECK_SAME(opener_pending(&whole.opener).count, OPENER_CONNECT_MOST);
}

static void no_name_is_cut(void)
{
    static const char *const levels[] = {"/command/+", "/time", "/roster", "/stored"};
    CHECK(starts_with_longest_names());
    CHECK_SAME(whole.opener.will.topic_name.count, TOPIC_STEM_MOST + strlen("availability"));
    for (size_t i = 0; i < OPENER_SUBSCRIPTIONS; i++) {
        const struct bytes name = whole.opener.subscriptions[i].topic_filter;
        const size_t length = strlen(levels[i]);
        CHECK_SAME(name.count, TOPIC_STEM_MOST - 1 + length);
        CHECK(memcmp(name.at + name.count - length, levels[i], length) == 0);
    }
}

int main(void)
{
    RUN(the_longest_connect_fits_to_the_byte);
    RUN(no_name_is_cut);
    return check_verdict();
}
