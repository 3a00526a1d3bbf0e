// The link of a phone, byte for byte.
#include "home/people/phone_link.h"
#include "test/support/check.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

enum {
    CONTENT_ROOM = 512
};

static struct failure failure;
static const char origin[] = "https://garage.example.org";
static const char password[] = "0123456789abcdeffedcba9876543210";
static uint8_t key[PRIVATE_KEY_SIZE];
static uint8_t point[POINT_SIZE];
static struct person bob;
static struct phone_grant grant;

static void ready(void)
{
    static const uint8_t nobody[POINT_SIZE];
    bob = person_of("bob-phone", ROLE_MEMBER, nobody);
    for (size_t i = 0; i < sizeof(key); i++) {
        key[i] = (uint8_t)(0xe0 + i);
    }
    for (size_t i = 0; i < sizeof(point); i++) {
        point[i] = (uint8_t)(0x20 + i);
    }
    grant = (struct phone_grant){.origin = origin,
                                 .person = &bob,
                                 .key = key,
                                 .point = point,
                                 .password = password,
                                 .expires = 0x65432101};
}

static void add_door(const char *name)
{
    memcpy(bob.door[bob.door_count++], name, strlen(name) + 1);
}

// What stands behind "/#", by OpenSSL's own decoder: it wants the usual alphabet, and padding.
static struct bytes content_of(const struct phone_link *link, uint8_t room[CONTENT_ROOM])
{
    char text[CONTENT_ROOM] = "";
    const size_t before = strlen(grant.origin);
    CHECK(strncmp(link->text, grant.origin, before) == 0);
    CHECK(strncmp(link->text + before, "/#", 2) == 0);
    (void)snprintf(text, sizeof(text), "%s", link->text + before + 2);
    size_t length = strlen(text);
    const size_t padding = (4 - length % 4) % 4;
    for (size_t i = 0; i < length; i++) {
        CHECK(strchr("+/=", text[i]) == NULL);
        text[i] = (char)(text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i]);
    }
    memset(text + length, '=', padding);
    const int count = EVP_DecodeBlock(room, (const uint8_t *)text, (int)(length + padding));
    CHECK(count > 0);
    return (struct bytes){room, (size_t)count - padding};
}

static void a_members_link_has_these_bytes(void)
{
    static const uint8_t wanted[] = {
        1,    1, // version, kind
        0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xed, 0xee,
        0xef, 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd,
        0xfe, 0xff, // key
        0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e,
        0x2f, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d,
        0x3e, 0x3f, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c,
        0x4d, 0x4e, 0x4f, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x5b,
        0x5c, 0x5d, 0x5e, 0x5f, // point
        0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32,
        0x10,                                                           // password
        2,                                                              // member
        0x65, 0x43, 0x21, 0x01,                                         // expires
        0,    0,    0,    0,    0,    0,    0,    0,                    // no limits
        9,    'b',  'o',  'b',  '-',  'p',  'h',  'o',  'n',  'e',  0}; // every door
    struct phone_link link;
    uint8_t room[CONTENT_ROOM];
    ready();
    CHECK(phone_link_make(&grant, &link, &failure));
    CHECK_BYTES(content_of(&link, room), BYTES_OF(wanted));
    CHECK(strcmp(link.text, "https://garage.example.org/#"
                            "AQHg4eLj5OXm5-jp6uvs7e7v8PHy8_T19vf4-fr7_P3-_yAhIiMkJSYnKCkqKywtLi8wMT"
                            "IzNDU2Nzg5Ojs8PT4_QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8BI0VniavN"
                            "7_7cuph2VDIQAmVDIQEAAAAAAAAAAAlib2ItcGhvbmUA") == 0);
}

static void a_guests_link_has_his_limits_and_his_doors(void)
{
    static const uint8_t behind_password[] = {3,                      // guest
                                              0,    0,    0,    0,    // no end but the key's
                                              0x1f, 0x01, 0xa4, 0x02, // mon-fri, 7:00
                                              0x1c, 0x51, 0x2b,       // to 9:00, the last day
                                              5,                      // openings
                                              5,    'c',  'a',  'r',  'o', 'l', 2,   6,   'g', 'a',
                                              'r',  'a',  'g',  'e',  4,   'b', 'a', 'r', 'n'};
    struct phone_link link;
    uint8_t room[CONTENT_ROOM];
    static const uint8_t nobody[POINT_SIZE];
    ready();
    bob = person_of("carol", ROLE_GUEST, nobody);
    bob.entry.days = 0x1f;
    bob.entry.from = 7 * 60;
    bob.entry.to = 9 * 60;
    bob.entry.last = 0x512b;
    bob.entry.uses = 5;
    add_door("garage");
    add_door("barn");
    grant.expires = 0;
    CHECK(phone_link_make(&grant, &link, &failure));
    const struct bytes content = content_of(&link, room);
    CHECK_SAME(content.at[0], 1);
    CHECK_SAME(content.at[1], 2);
    CHECK_BYTES(((struct bytes){content.at + 2, PRIVATE_KEY_SIZE}), BYTES_OF(key));
    CHECK_BYTES(((struct bytes){content.at + 34, POINT_SIZE}), BYTES_OF(point));
    CHECK_BYTES(((struct bytes){content.at + 114, content.count - 114}), BYTES_OF(behind_password));
}

static void the_longest_link_fits(void)
{
    static const char longest[] =
        "https://a-very-long-name-of-a-house.in-the-country.example.org:1";
    struct phone_link link;
    uint8_t room[CONTENT_ROOM];
    static const uint8_t nobody[POINT_SIZE];
    ready();
    CHECK_SAME(strlen(longest), ORIGIN_SIZE);
    bob = person_of("bobbobbobbob-tab", ROLE_OWNER, nobody);
    for (int i = 0; i < PERSON_DOORS_MOST; i++) {
        add_door("sixteen-letters-");
    }
    grant.origin = longest;
    grant.expires = (time_t)UINT32_MAX;
    CHECK(phone_link_make(&grant, &link, &failure));
    CHECK_SAME(strlen(link.text), PHONE_LINK_MOST);
    CHECK_SAME(content_of(&link, room).count, 281);
    CHECK_SAME(room[280], '-');
}

static void what_is_none_is_refused(void)
{
    static const char *const passwords[] = {
        "", "0123456789abcdeffedcba987654321", "0123456789abcdeffedcba98765432100",
        "0123456789ABCDEFFEDCBA9876543210", "0123456789abcdeffedcba987654321g"};
    struct phone_link link = {"untouched"};
    for (size_t i = 0; i < sizeof(passwords) / sizeof(passwords[0]); i++) {
        ready();
        grant.password = passwords[i];
        check_context(passwords[i]);
        CHECK(!phone_link_make(&grant, &link, &failure));
    }
    check_context(NULL);
    ready();
    grant.expires = (time_t)UINT32_MAX + 1;
    CHECK(!phone_link_make(&grant, &link, &failure));
    grant.expires = -1;
    CHECK(!phone_link_make(&grant, &link, &failure));
    ready();
    grant.origin = "";
    CHECK(!phone_link_make(&grant, &link, &failure));
    grant.origin = "https://a-very-long-name-of-a-house.in-the-country.example.org:12";
    CHECK(!phone_link_make(&grant, &link, &failure));
    CHECK(strcmp(link.text, "untouched") == 0);
}

int main(void)
{
    RUN(a_members_link_has_these_bytes);
    RUN(a_guests_link_has_his_limits_and_his_doors);
    RUN(the_longest_link_fits);
    RUN(what_is_none_is_refused);
    return check_verdict();
}
