#include "test/unit/home/acl_statement.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>

struct topic topics[TOPICS_MOST];
size_t topic_count;

const struct somebody everybody[EVERYBODY] = {
    [ALICE] = {"alice-laptop", ROLE_OWNER, NULL, NULL},
    [FRANK] = {"frank-laptop", ROLE_OWNER, NULL, NULL},
    [KEEPER] = {"keeper", ROLE_AUTOMATION, NULL, NULL},
    [OBSERVER] = {"observer", 0, NULL, NULL},
    [GARAGE_DOOR] = {"door-garage", 0, "garage", NULL},
    [BARN_DOOR] = {"door-barn", 0, "barn", NULL},
    [OTHERS] = {"carol-phone", ROLE_OWNER, NULL, NULL},
    {"bob-phone", ROLE_MEMBER, "garage", NULL},
    {"dave-phone", ROLE_GUEST, "barn", NULL},
    {"robot", ROLE_AUTOMATION, "garage", NULL},
    {"stop-phone", ROLE_STOP_ONLY, NULL, NULL},
    // Invite keys of 11 11 …, and of 22 22 …; the third is over.
    {"invite-f0b9315a0459dab7", 0, NULL, "f0b9315a0459dab7"},
    {"invite-6fb33342010e11a7", 0, NULL, "6fb33342010e11a7"},
    {"invite-32e0f13609d71a00", 0, NULL, NULL},
    // With a certificate of the home, and in no line: an admin's and a timekeeper's keys only sign.
    {"admin", 0, NULL, NULL},
    {"timekeeper", 0, NULL, NULL},
    {"bob", 0, NULL, NULL},
    {"erin-phone", 0, NULL, NULL},
};

static bool same(const char *one, const char *other)
{
    return one != NULL && other != NULL && strcmp(one, other) == 0;
}

static bool is_a_door(const char *name)
{
    return same(name, "garage") || same(name, "barn");
}

// Of an owner who signs rosters.
static bool is_command_line(const struct somebody *who)
{
    return who == &everybody[ALICE] || who == &everybody[FRANK];
}

// The home's own, which tells the time where there is no keeper.
static bool is_the_first(const struct somebody *who)
{
    return who == &everybody[ALICE];
}

static bool is_keeper(const struct somebody *who, bool keeper)
{
    return keeper && who == &everybody[KEEPER];
}

static bool is_that_door(const struct somebody *who, const char *door)
{
    return (who == &everybody[GARAGE_DOOR] || who == &everybody[BARN_DOOR]) &&
           same(who->door, door);
}

// Somebody who lives at the broker by a key that commands.
static bool is_user(const struct somebody *who, bool keeper)
{
    return who->role >= ROLE_OWNER && who->role <= ROLE_AUTOMATION &&
           (who != &everybody[KEEPER] || keeper);
}

static bool is_user_at(const struct somebody *who, const char *door, bool keeper)
{
    return is_user(who, keeper) && is_a_door(door) && (who->door == NULL || same(who->door, door));
}

bool may_write(const struct somebody *who, const struct topic *topic, bool keeper)
{
    switch (topic->leaf) {
    case EPOCH:
    case STATE:
    case AVAILABILITY:
    case ACK:
    case EVENT:
        return is_that_door(who, topic->door);
    case COMMAND:
        return is_a_door(topic->door) &&
               (is_command_line(who) ||
                (is_user_at(who, topic->door, keeper) && same(who->name, topic->user)));
    case STORED:
        return is_a_door(topic->door) && is_keeper(who, keeper);
    case ROSTER:
        return is_a_door(topic->door) && is_command_line(who);
    case TIME:
        return is_a_door(topic->door) && (keeper ? is_keeper(who, keeper) : is_the_first(who));
    case ENROL:
        return is_command_line(who) || same(who->invite8, topic->user);
    case LOGIN:
        return is_command_line(who);
    case QUERY:
        return is_user(who, keeper) && same(who->name, topic->user);
    case REPLY:
    case DISCOVERY:
        return is_keeper(who, keeper);
    case HOME_ASSISTANT_SET:
    case NOTHING:
        return false;
    }
    return false;
}

bool may_read(const struct somebody *who, const struct topic *topic, bool keeper)
{
    const bool member = who->role == ROLE_OWNER || who->role == ROLE_MEMBER;
    switch (topic->leaf) {
    case EPOCH:
    case STATE:
    case AVAILABILITY:
        return is_user_at(who, topic->door, keeper);
    case EVENT:
        return is_user_at(who, topic->door, keeper) && (member || is_keeper(who, keeper));
    case COMMAND:
        return is_that_door(who, topic->door) || (is_a_door(topic->door) && is_keeper(who, keeper));
    case ACK:
        return is_user_at(who, topic->door, keeper) &&
               (same(who->name, topic->user) || is_keeper(who, keeper));
    case ROSTER:
        return is_that_door(who, topic->door) || (is_a_door(topic->door) && is_command_line(who)) ||
               (is_user_at(who, topic->door, keeper) && (member || is_keeper(who, keeper)));
    case STORED:
    case TIME:
        return is_that_door(who, topic->door);
    case HOME_ASSISTANT_SET:
        return is_a_door(topic->door) && is_keeper(who, keeper);
    case ENROL:
        return is_command_line(who);
    case LOGIN:
        return same(who->invite8, topic->user);
    case QUERY:
        return is_keeper(who, keeper);
    case REPLY:
        return is_user(who, keeper) && same(who->name, topic->user);
    case DISCOVERY:
    case NOTHING:
        return false;
    }
    return false;
}

static void add_topic(enum leaf leaf, const char *door, const char *user, const char *text)
{
    if (check_that(topic_count < TOPICS_MOST, "there is room for the topic", __FILE__, __LINE__)) {
        struct topic *topic = &topics[topic_count++];
        *topic = (struct topic){.leaf = leaf, .door = door, .user = user};
        (void)snprintf(topic->text, sizeof(topic->text), "%s", text);
    }
}

static void add_topics_of(const char *door)
{
    static const struct {
        enum leaf leaf;
        const char *text;
    } leaves[] = {
        {EPOCH, "epoch"},   {STATE, "state"},     {AVAILABILITY, "availability"},
        {EVENT, "event"},   {STORED, "stored"},   {ROSTER, "roster"},
        {TIME, "time"},     {NOTHING, "other"},   {HOME_ASSISTANT_SET, "home-assistant/set"},
        {NOTHING, "ack"},   {NOTHING, "command"}, {NOTHING, "command/bob-phone/deeper"},
        {NOTHING, "epoch/"}};
    static const char *const users[] = {"alice-laptop", "bob-phone", "keeper", "stop-phone",
                                        "nobody"};
    char text[TOPIC_TEXT];
    for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++) {
        (void)snprintf(text, sizeof(text), "portcullis/%s/%s", door, leaves[i].text);
        add_topic(leaves[i].leaf, door, NULL, text);
    }
    for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
        (void)snprintf(text, sizeof(text), "portcullis/%s/command/%s", door, users[i]);
        add_topic(COMMAND, door, users[i], text);
        (void)snprintf(text, sizeof(text), "portcullis/%s/ack/%s", door, users[i]);
        add_topic(ACK, door, users[i], text);
    }
}

static void add_topics_of_the_home(void)
{
    static const char one[] = "f0b9315a0459dab7";
    static const char none[] = "0123456789abcdef";
    add_topic(ENROL, NULL, one, "portcullis/enrol/f0b9315a0459dab7");
    add_topic(ENROL, NULL, none, "portcullis/enrol/0123456789abcdef");
    add_topic(LOGIN, NULL, one, "portcullis/enrol/f0b9315a0459dab7/login");
    add_topic(LOGIN, NULL, none, "portcullis/enrol/0123456789abcdef/login");
    add_topic(QUERY, NULL, "bob-phone", "portcullis/keeper/query/bob-phone");
    add_topic(QUERY, NULL, "alice-laptop", "portcullis/keeper/query/alice-laptop");
    add_topic(REPLY, NULL, "bob-phone", "portcullis/keeper/reply/bob-phone");
    add_topic(REPLY, NULL, "alice-laptop", "portcullis/keeper/reply/alice-laptop");
    add_topic(DISCOVERY, NULL, NULL, "homeassistant/device/garage/config");
    add_topic(NOTHING, NULL, NULL, "homeassistant/device/garage/state");
    add_topic(NOTHING, NULL, NULL, "another/garage/epoch");
    add_topic(NOTHING, NULL, NULL, "garage/epoch");
    add_topic(NOTHING, NULL, NULL, "portcullis");
    add_topic(NOTHING, NULL, NULL, "portcullis/garage");
}

void state_topics(void)
{
    add_topics_of("garage");
    add_topics_of("barn");
    add_topics_of("attic");
    add_topics_of_the_home();
}
