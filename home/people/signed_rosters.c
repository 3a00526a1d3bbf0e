// doors/NAME/signed: see roster_file.h.
#include "base/reader.h"
#include "base/writer.h"
#include "home/people/roster_file.h"

#include <string.h>

enum {
    MARK_SIZE = 4 + HASH8_SIZE
};

static const char file_name[] = "signed";

static void remember(struct signed_rosters *rosters, const struct roster_mark *name)
{
    if (rosters->count == SIGNED_MOST) {
        rosters->count--;
        memmove(&rosters->name[0], &rosters->name[1], rosters->count * sizeof(rosters->name[0]));
    }
    rosters->name[rosters->count++] = *name;
}

static bool read_marks(struct bytes content, struct signed_rosters *out)
{
    struct reader reader = reader_over(content);
    if (content.count % MARK_SIZE != 0 || content.count > (size_t)SIGNED_MOST * MARK_SIZE) {
        return false;
    }
    out->count = 0;
    while (reader.left > 0) {
        struct roster_mark name = {.version = reader_u32(&reader)};
        reader_copy(&reader, name.hash8, HASH8_SIZE);
        remember(out, &name);
    }
    return reader_finished(&reader);
}

bool signed_rosters_load(const struct home *home, const char *door, struct signed_rosters *out,
                         struct failure *failure)
{
    struct signed_rosters rosters = {.count = 0};
    struct stored_roster stored;
    struct path path;
    uint8_t room[SIGNED_MOST * MARK_SIZE + 1];
    struct bytes content;
    if (!home_door_path(home, door, file_name, &path, failure)) {
        return false;
    }
    if (file_exists(path.text)) {
        if (!file_read(path.text, room, sizeof(room), &content, failure)) {
            return false;
        }
        if (!read_marks(content, &rosters)) {
            return failure_say(failure, "%s is damaged; put it back from a backup", path.text);
        }
    } else {
        if (!roster_load(home, door, "roster", &stored, failure)) {
            return false;
        }
        struct roster_mark name = {.version = stored.message.head.version};
        memcpy(name.hash8, stored.hash8, HASH8_SIZE);
        remember(&rosters, &name);
    }
    *out = rosters;
    return true;
}

bool signed_rosters_add(const struct home *home, const char *door, const struct roster_mark *name,
                        struct failure *failure)
{
    struct signed_rosters rosters = {.count = 0};
    struct path path;
    uint8_t room[SIGNED_MOST * MARK_SIZE];
    if (!signed_rosters_load(home, door, &rosters, failure) ||
        !home_door_path(home, door, file_name, &path, failure)) {
        return false;
    }
    remember(&rosters, name);
    struct writer writer = writer_into(room, sizeof(room));
    for (size_t i = 0; i < rosters.count; i++) {
        writer_u32(&writer, rosters.name[i].version);
        writer_bytes(&writer, BYTES_OF(rosters.name[i].hash8));
    }
    return file_write(path.text, writer_written(&writer), failure);
}

enum roster_origin signed_rosters_origin(const struct signed_rosters *rosters,
                                         const struct roster_mark *name)
{
    enum roster_origin origin = ROSTER_OLDER_THAN_KNOWN;
    for (size_t i = 0; i < rosters->count; i++) {
        const struct roster_mark *one = &rosters->name[i];
        if (one->version == name->version && memcmp(one->hash8, name->hash8, HASH8_SIZE) == 0) {
            return ROSTER_OF_OURS;
        }
        if (one->version <= name->version) {
            origin = ROSTER_OF_ANOTHER;
        }
    }
    return origin;
}
