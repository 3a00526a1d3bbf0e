// The archive inside a backup: what is in it, and what hostile bytes can do.
#include "base/writer.h"
#include "home/backup/archive.h"
#include "test/support/check.h"
#include "test/support/random.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct scratch scratch;
static struct failure failure;

static struct path in(const char *folder, const char *name)
{
    struct path path = {""};
    CHECK(path_join(folder, name, &path, &failure));
    return path;
}

static struct path fresh_folder(const char *name)
{
    const struct path folder = in(scratch.folder.text, name);
    folder_remove(folder.text);
    CHECK(folder_make(folder.text, &failure));
    return folder;
}

static void put(const struct path *folder, const char *name, const char *content)
{
    CHECK(file_write(in(folder->text, name).text, bytes_of_text(content), &failure));
}

static struct path small_home(void)
{
    const struct path home = fresh_folder("small");
    put(&home, "home.json", "{}");
    put(&home, "backup.json", "left out");
    put(&home, "mosquitto.log", "left out");
    put(&home, "people.json.unfinished", "left out");
    CHECK(folder_make(in(home.text, "broker").text, &failure));
    CHECK(folder_make(in(home.text, "broker/data").text, &failure));
    put(&home, "broker/acl", "rules");
    put(&home, "broker/data/mosquitto.db", "left out");
    CHECK(folder_make(in(home.text, "doors").text, &failure));
    CHECK(folder_make(in(home.text, "doors/garage").text, &failure));
    put(&home, "doors/garage/roster", "");
    return home;
}

static struct bytes bytes_in(const struct archive *archive)
{
    return (struct bytes){archive->at, archive->count};
}

static struct archive archive_of_small_home(void)
{
    struct archive archive = {NULL, 0};
    const struct path home = small_home();
    CHECK(check_that(archive_of_folder(home.text, &archive, &failure), failure.text, __FILE__,
                     __LINE__));
    return archive;
}

static bool has(const struct path *folder, const char *name, const char *content)
{
    uint8_t room[64];
    struct bytes found;
    struct stat status;
    return file_read(in(folder->text, name).text, room, sizeof(room), &found, &failure) &&
           bytes_equal(found, bytes_of_text(content)) &&
           stat(in(folder->text, name).text, &status) == 0 && (status.st_mode & 07777) == 0600;
}

static void what_goes_in_comes_out_and_the_brokers_memory_stays(void)
{
    struct archive archive = archive_of_small_home();
    const struct path out = fresh_folder("out");
    struct stat status;
    CHECK(archive_unpack(bytes_in(&archive), out.text, &failure));
    CHECK(has(&out, "home.json", "{}"));
    CHECK(has(&out, "broker/acl", "rules"));
    CHECK(has(&out, "doors/garage/roster", ""));
    CHECK(stat(in(out.text, "doors/garage").text, &status) == 0);
    CHECK_SAME(status.st_mode & 07777, 0700);
    CHECK(file_exists(in(out.text, "broker/data").text));
    CHECK(!file_exists(in(out.text, "broker/data/mosquitto.db").text));
    CHECK(!file_exists(in(out.text, "backup.json").text));
    CHECK(!file_exists(in(out.text, "mosquitto.log").text));
    CHECK(!file_exists(in(out.text, "people.json.unfinished").text));
    archive_free(&archive);
}

static void the_same_home_gives_the_same_bytes(void)
{
    struct archive first = archive_of_small_home();
    struct archive second = archive_of_small_home();
    CHECK_BYTES(bytes_in(&first), bytes_in(&second));
    archive_free(&first);
    archive_free(&second);
}

static void what_is_neither_file_nor_folder_is_told(void)
{
    struct archive archive;
    const struct path home = small_home();
    CHECK(symlink("/etc/passwd", in(home.text, "link").text) == 0);
    CHECK(!archive_of_folder(home.text, &archive, &failure));
    CHECK(strstr(failure.text, "small/link is nothing that belongs") != NULL);
}

static void no_truncation_is_sound_but_between_entries(void)
{
    struct archive archive = archive_of_small_home();
    const struct path out = fresh_folder("cut");
    size_t sound = 0;
    for (size_t count = 0; count < archive.count; count++) {
        // A room of its own, so that a sanitizer sees a step too far.
        uint8_t *cut = malloc(count + 1);
        memcpy(cut, archive.at, count);
        sound += archive_is_sound((struct bytes){cut, count}) ? 1 : 0;
        free(cut);
    }
    // Seven entries: it is whole behind each of the first six.
    CHECK_SAME(sound, 6);
    CHECK(!archive_unpack((struct bytes){archive.at, archive.count - 1}, out.text, &failure));
    CHECK(place_is_empty(out.text));
    archive_free(&archive);
}

// One entry or two, of the test's own making.
struct forged {
    uint8_t room[512];
    struct writer writer;
};

static void forge(struct forged *forged, uint8_t kind, struct bytes path, const char *content)
{
    if (forged->writer.start == NULL) {
        forged->writer = writer_into(forged->room, sizeof(forged->room));
    }
    writer_u8(&forged->writer, kind);
    writer_u16(&forged->writer, (uint16_t)path.count);
    writer_bytes(&forged->writer, path);
    writer_u32(&forged->writer, (uint32_t)strlen(content));
    writer_bytes(&forged->writer, bytes_of_text(content));
}

static bool is_taken(struct bytes path)
{
    struct forged forged = {.room = {0}};
    forge(&forged, 2, path, "content");
    return archive_is_sound(writer_written(&forged.writer));
}

static void no_path_leads_out_of_the_folder(void)
{
    static const char *const hostile[] = {
        "",     "/",  "/etc/passwd", "..",  "../x", "a/../../x", "a/..",  ".", "./x",
        "a//b", "a/", "a b",         "a\n", "\x01", "a\xff",     "x/./y", "//"};
    CHECK(is_taken(bytes_of_text("home.json")));
    CHECK(is_taken(bytes_of_text("..a")));
    CHECK(is_taken(bytes_of_text("...")));
    for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
        check_context(hostile[i]);
        CHECK(!is_taken(bytes_of_text(hostile[i])));
    }
    check_context(NULL);
    const uint8_t with_zero[] = {'a', 0, 'b'};
    CHECK(!is_taken(BYTES_OF(with_zero)));
    uint8_t longest[ARCHIVE_PATH_MOST + 1];
    memset(longest, 'a', sizeof(longest));
    CHECK(is_taken((struct bytes){longest, ARCHIVE_PATH_MOST}));
    CHECK(!is_taken(BYTES_OF(longest)));
}

static void what_is_hostile_writes_nothing_at_all(void)
{
    struct forged forged = {.room = {0}};
    const struct path out = fresh_folder("hostile");
    forge(&forged, 2, bytes_of_text("first"), "good");
    forge(&forged, 2, bytes_of_text("../second"), "bad");
    CHECK(!archive_unpack(writer_written(&forged.writer), out.text, &failure));
    CHECK(strstr(failure.text, "nothing was restored") != NULL);
    CHECK(place_is_empty(out.text));
    CHECK(!file_exists(in(scratch.folder.text, "second").text));
}

static bool two_are_taken(uint8_t kind, const char *first, uint8_t second_kind, const char *second)
{
    struct forged forged = {.room = {0}};
    forge(&forged, kind, bytes_of_text(first), "");
    forge(&forged, second_kind, bytes_of_text(second), "");
    return archive_is_sound(writer_written(&forged.writer));
}

static void entries_rise_and_stand_in_folders(void)
{
    CHECK(two_are_taken(1, "a", 2, "a/b"));
    CHECK(two_are_taken(1, "a", 1, "a/b"));
    CHECK(!two_are_taken(2, "a", 2, "a/b"));
    CHECK(!two_are_taken(2, "a", 2, "a"));
    CHECK(!two_are_taken(1, "a", 2, "a"));
    CHECK(!two_are_taken(2, "b", 2, "a"));
    CHECK(!two_are_taken(1, "a", 2, "b/c"));
    CHECK(!two_are_taken(0, "a", 2, "b"));
    CHECK(!two_are_taken(3, "a", 2, "b"));
    struct forged forged = {.room = {0}};
    forge(&forged, 1, bytes_of_text("a"), "a folder with content");
    CHECK(!archive_is_sound(writer_written(&forged.writer)));
    CHECK(!archive_is_sound((struct bytes){NULL, 0}));
}

static void any_byte_changed_at_random_stays_in_the_folder(void)
{
    struct archive archive = archive_of_small_home();
    struct random random = random_from(20261123);
    for (int round = 0; round < 20000; round++) {
        uint8_t *changed = malloc(archive.count);
        memcpy(changed, archive.at, archive.count);
        const uint32_t changes = 1 + random_below(&random, 4);
        for (uint32_t i = 0; i < changes; i++) {
            changed[random_below(&random, (uint32_t)archive.count)] = (uint8_t)random_u64(&random);
        }
        // Whether it is taken is its own affair; that nothing is read beside it, the sanitizers see.
        (void)!archive_is_sound((struct bytes){changed, archive.count});
        free(changed);
    }
    archive_free(&archive);
}

int main(void)
{
    scratch_begin(&scratch);
    RUN(what_goes_in_comes_out_and_the_brokers_memory_stays);
    RUN(the_same_home_gives_the_same_bytes);
    RUN(what_is_neither_file_nor_folder_is_told);
    RUN(no_truncation_is_sound_but_between_entries);
    RUN(no_path_leads_out_of_the_folder);
    RUN(what_is_hostile_writes_nothing_at_all);
    RUN(entries_rise_and_stand_in_folders);
    RUN(any_byte_changed_at_random_stays_in_the_folder);
    scratch_end(&scratch);
    return check_verdict();
}
