#include "door/mqtt/topic.h"

#include "test/support/check.h"

#include <string.h>

static bool text(const char *bytes)
{
    return mqtt_text_valid(bytes_of_text(bytes));
}

static void well_formed_texts_are_valid(void)
{
    CHECK(text(""));
    CHECK(text("portcullis/garage/epoch"));
    CHECK(text("\x01\x7f"));         // control characters may be refused, and are not
    CHECK(text("\xc2\x80"));         // U+0080, the first of two bytes
    CHECK(text("\xdf\xbf"));         // U+07FF, the last
    CHECK(text("\xe0\xa0\x80"));     // U+0800, the first of three
    CHECK(text("\xed\x9f\xbf"));     // U+D7FF, below the surrogates
    CHECK(text("\xee\x80\x80"));     // U+E000, above them
    CHECK(text("\xef\xbb\xbf"));     // U+FEFF is kept: [MQTT-1.5.4-3]
    CHECK(text("\xf0\x90\x80\x80")); // U+10000
    CHECK(text("\xf4\x8f\xbf\xbf")); // U+10FFFF
}

static void ill_formed_texts_are_not(void)
{
    static const char *const ill[] = {
        "\x80",             // a follower alone
        "\xc0\x80",         // overlong
        "\xc1\xbf",         // overlong
        "\xe0\x9f\xbf",     // overlong
        "\xed\xa0\x80",     // a surrogate: [MQTT-1.5.4-1]
        "\xed\xbf\xbf",     // another
        "\xf0\x8f\xbf\xbf", // overlong
        "\xf4\x90\x80\x80", // beyond U+10FFFF
        "\xf5\x80\x80\x80",
        "\xff",
        "\xc2\x41",
        "\xe2\x82\x41",
        "\xf0\x9f\x98\x41",
        "\xc2",
        "\xe2",
        "\xe2\x82",
        "\xf0\x9f\x98",
        "a\xc2",
    };
    for (size_t i = 0; i < sizeof(ill) / sizeof(ill[0]); i++) {
        check_context(ill[i]);
        CHECK(!text(ill[i]));
    }
    check_context(NULL);
    CHECK(!mqtt_text_valid((struct bytes){(const uint8_t *)"a\0b", 3})); // [MQTT-1.5.4-2]
}

static void a_text_ends_where_its_last_character_would(void)
{
    // What stands behind the text would make the character whole.
    CHECK(!mqtt_text_valid((struct bytes){(const uint8_t *)"\xe2\x82\xac", 2}));
    CHECK(mqtt_text_valid((struct bytes){(const uint8_t *)"\xe2\x82\xac\xe2", 3}));
}

static void a_text_has_at_most_65535_bytes(void)
{
    static uint8_t room[65536];
    memset(room, 'a', sizeof(room));
    CHECK(mqtt_text_valid((struct bytes){room, 65535}));
    CHECK(!mqtt_text_valid((struct bytes){room, 65536}));
}

static enum mqtt_decode name(const char *topic_name)
{
    return mqtt_topic_name_check(bytes_of_text(topic_name));
}

static void topic_names_have_neither_wildcards_nor_emptiness(void)
{
    CHECK(name("a") == MQTT_DECODED);
    CHECK(name("/") == MQTT_DECODED);
    CHECK(name("$SYS/x") == MQTT_DECODED);
    CHECK(name("") == MQTT_PROTOCOL_ERROR);
    CHECK(name("a/+/b") == MQTT_PROTOCOL_ERROR);
    CHECK(name("a/#") == MQTT_PROTOCOL_ERROR);
    CHECK(name("a+") == MQTT_PROTOCOL_ERROR);
    CHECK(name("a\xff") == MQTT_MALFORMED_PACKET);
    CHECK(mqtt_topic_name_check((struct bytes){(const uint8_t *)"a\0b", 3}) ==
          MQTT_MALFORMED_PACKET);
}

static void one_odd_byte_is_found_wherever_it_lies(void)
{
    static const struct {
        char byte;
        enum mqtt_decode answer;
    } odd[] = {{'\0', MQTT_MALFORMED_PACKET},
               {'\x80', MQTT_MALFORMED_PACKET},
               {'\xff', MQTT_MALFORMED_PACKET},
               {'#', MQTT_PROTOCOL_ERROR},
               {'+', MQTT_PROTOCOL_ERROR},
               {'"', MQTT_DECODED},
               {'*', MQTT_DECODED},
               {',', MQTT_DECODED},
               {'\x01', MQTT_DECODED},
               {'\x7f', MQTT_DECODED}};
    for (size_t length = 1; length < 40; length++) {
        for (size_t at = 0; at < length; at++) {
            for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
                uint8_t text_room[40];
                memset(text_room, 'a', sizeof(text_room));
                text_room[at] = (uint8_t)odd[i].byte;
                const struct bytes topic_name = {text_room, length};
                CHECK_SAME(mqtt_topic_name_check(topic_name), odd[i].answer);
            }
        }
    }
}

static void wildcards_stand_for_whole_levels(void)
{
    static const char *const good[] = {"#", "+", "a/#", "+/a/#", "/+", "+/+", "a/+/b", "/", "a//b"};
    static const char *const bad[] = {"", "a#", "#/a", "a/#/b", "a+", "+a", "a/+b", "a/b+/c", "##"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        check_context(good[i]);
        CHECK(mqtt_topic_filter_valid(bytes_of_text(good[i])));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        check_context(bad[i]);
        CHECK(!mqtt_topic_filter_valid(bytes_of_text(bad[i])));
    }
    check_context(NULL);
}

static bool matches(const char *filter, const char *topic_name)
{
    return mqtt_topic_matches(bytes_of_text(filter), bytes_of_text(topic_name));
}

// The examples of MQTT 5, 4.7.1.2, 4.7.1.3 and 4.7.2.
static void filters_match_as_in_the_specification(void)
{
    CHECK(matches("sport/tennis/player1/#", "sport/tennis/player1"));
    CHECK(matches("sport/tennis/player1/#", "sport/tennis/player1/ranking"));
    CHECK(matches("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon"));
    CHECK(matches("sport/#", "sport"));
    CHECK(matches("#", "a/b"));
    CHECK(matches("sport/tennis/+", "sport/tennis/player1"));
    CHECK(!matches("sport/tennis/+", "sport/tennis/player1/ranking"));
    CHECK(!matches("sport/+", "sport"));
    CHECK(matches("sport/+", "sport/"));
    CHECK(matches("+/+", "/finance"));
    CHECK(matches("/+", "/finance"));
    CHECK(!matches("+", "/finance"));
    CHECK(!matches("#", "$SYS/monitor"));
    CHECK(!matches("+/monitor/Clients", "$SYS/monitor/Clients"));
    CHECK(matches("$SYS/#", "$SYS/monitor"));
    CHECK(matches("$SYS/monitor/+", "$SYS/monitor/Clients"));
}

static void names_without_wildcards_match_themselves_only(void)
{
    CHECK(matches("a/b", "a/b"));
    CHECK(!matches("a/b", "a"));
    CHECK(!matches("a", "a/b"));
    CHECK(!matches("a/b", "a/c"));
    CHECK(!matches("a/b", "a/bc"));
    CHECK(!matches("A/b", "a/b"));
    CHECK(!matches("a/", "a"));
    CHECK(!matches("a//b", "a/b"));
    CHECK(!matches("sport/+/#", "sport"));
}

int main(void)
{
    RUN(well_formed_texts_are_valid);
    RUN(ill_formed_texts_are_not);
    RUN(a_text_ends_where_its_last_character_would);
    RUN(a_text_has_at_most_65535_bytes);
    RUN(topic_names_have_neither_wildcards_nor_emptiness);
    RUN(one_odd_byte_is_found_wherever_it_lies);
    RUN(wildcards_stand_for_whole_levels);
    RUN(filters_match_as_in_the_specification);
    RUN(names_without_wildcards_match_themselves_only);
    return check_verdict();
}
