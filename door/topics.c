#include "door/topics.h"

#include "base/reader.h"
#include "base/writer.h"

static const char slash[] = "/";

struct bytes topic_bytes(const struct topic *topic)
{
    return (struct bytes){topic->text, topic->count};
}

struct topic topic_of(const struct image *image, const char *level, struct bytes user)
{
    struct topic topic;
    struct writer w = writer_into(topic.text, sizeof(topic.text));
    writer_bytes(&w, image->topic_root);
    writer_bytes(&w, bytes_of_text(slash));
    writer_bytes(&w, image->door_name);
    writer_bytes(&w, bytes_of_text(slash));
    writer_bytes(&w, bytes_of_text(level));
    if (user.count > 0) {
        writer_bytes(&w, bytes_of_text(slash));
        writer_bytes(&w, user);
    }
    topic.count = (uint8_t)writer_written(&w).count;
    return topic;
}

static bool starts(struct reader *r, struct bytes expected)
{
    return bytes_equal(reader_take(r, expected.count), expected);
}

static bool starts_as_ours(struct reader *r, const struct image *image, const char *level)
{
    return starts(r, image->topic_root) && starts(r, bytes_of_text(slash)) &&
           starts(r, image->door_name) && starts(r, bytes_of_text(slash)) &&
           starts(r, bytes_of_text(level));
}

bool topic_is(const struct image *image, struct bytes name, const char *level)
{
    struct reader r = reader_over(name);
    return starts_as_ours(&r, image, level) && reader_finished(&r);
}

bool topic_names_user(const struct image *image, struct bytes name, const char *level,
                      struct bytes *user)
{
    struct reader r = reader_over(name);
    if (!starts_as_ours(&r, image, level) || !starts(&r, bytes_of_text(slash))) {
        return false;
    }
    *user = reader_take(&r, r.left);
    return user->count > 0;
}
