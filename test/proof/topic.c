// Topic names, filters and other texts: any bytes of any size up to a bound, which ends where their
// memory ends.
#include "door/mqtt/topic.h"
#include "test/proof/any.h"
#include "test/proof/subjects.h"

enum {
    TEXT_MOST = 40,
    FILTER_MOST = 12, // each of them against each name
    NAME_MOST = 12
};

static void any_text(void)
{
    uint8_t room[TEXT_MOST];
    any_bytes(room, sizeof(room));
    const size_t count = any_between(0, TEXT_MOST);
    //@ split count;
    any_here();
    const struct bytes text = {room + TEXT_MOST - count, count};
    (void)mqtt_text_valid(text);
    (void)mqtt_topic_name_check(text);
    (void)mqtt_topic_filter_valid(text);
}

static void any_filter_against_any_name(void)
{
    uint8_t filter[FILTER_MOST];
    uint8_t name[NAME_MOST];
    any_bytes(filter, sizeof(filter));
    any_bytes(name, sizeof(name));
    const size_t asked = any_between(1, FILTER_MOST); // a filter that is valid is not empty
    const size_t named = any_between(0, NAME_MOST);
    //@ split asked;
    any_here();
    //@ split named;
    any_here();
    (void)mqtt_topic_matches((struct bytes){filter + FILTER_MOST - asked, asked},
                             (struct bytes){name + NAME_MOST - named, named});
}

void prove_topic(void)
{
    any_text();
    any_filter_against_any_name();
    (void)mqtt_topic_name_check((struct bytes){NULL, 0});
}
