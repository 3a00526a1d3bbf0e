// The door's topics: what is ours, and what only looks so.
#include "door/topics.h"
#include "test/support/check.h"

static struct image image;

static void ready(void)
{
    image = (struct image){.topic_root = bytes_of_text("home/portcullis"),
                           .door_name = bytes_of_text("garage")};
}

static bool is_time(const char *name)
{
    return topic_is(&image, bytes_of_text(name), "time");
}

static bool names_user(const char *name, struct bytes *user)
{
    return topic_names_user(&image, bytes_of_text(name), "command", user);
}

static void a_topic_is_root_door_level_and_user(void)
{
    ready();
    struct topic topic = topic_of(&image, "time", (struct bytes){NULL, 0});
    CHECK_BYTES(topic_bytes(&topic), bytes_of_text("home/portcullis/garage/time"));
    topic = topic_of(&image, "ack", bytes_of_text("alice"));
    CHECK_BYTES(topic_bytes(&topic), bytes_of_text("home/portcullis/garage/ack/alice"));
}

static void a_level_is_ours_where_every_letter_is(void)
{
    ready();
    CHECK(is_time("home/portcullis/garage/time"));
    static const char *const others[] = {
        "",
        "time",
        "home/portcullis/garage",
        "home/portcullis/garage/",
        "home/portcullis/garage/tim",
        "home/portcullis/garage/timex",
        "home/portcullis/garage/time/",
        "home/portcullis/garage/stored",
        "home/portcullis/garagextime",
        "home/portcullis/garagf/time",
        "home/portcullisxgarage/time",
        "home/portcullit/garage/time",
        "/home/portcullis/garage/time",
    };
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        check_context(others[i]);
        CHECK(!is_time(others[i]));
    }
    check_context(NULL);
}

static void a_user_is_what_comes_behind_the_level(void)
{
    ready();
    struct bytes user;
    CHECK(names_user("home/portcullis/garage/command/alice", &user));
    CHECK_BYTES(user, bytes_of_text("alice"));
    static const char *const others[] = {
        "home/portcullis/garage/command",        "home/portcullis/garage/command/",
        "home/portcullis/garage/commandx/alice", "home/portcullis/garage/commandxalice",
        "home/portcullis/house/command/alice",   "home/other/garage/command/alice",
    };
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        check_context(others[i]);
        CHECK(!names_user(others[i], &user));
    }
    check_context(NULL);
}

static void every_truncation_is_another_topic(void)
{
    ready();
    const struct bytes whole = bytes_of_text("home/portcullis/garage/command/alice");
    struct bytes user;
    for (size_t count = 0; count <= whole.count - 5; count++) {
        CHECK(!topic_names_user(&image, (struct bytes){whole.at, count}, "command", &user));
    }
}

int main(void)
{
    RUN(a_topic_is_root_door_level_and_user);
    RUN(a_level_is_ours_where_every_letter_is);
    RUN(a_user_is_what_comes_behind_the_level);
    RUN(every_truncation_is_another_topic);
    return check_verdict();
}
