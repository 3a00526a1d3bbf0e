#include "home/backup/archive.h"
#include "base/reader.h"
#include "base/writer.h"
#include "home/folder/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    ENTRIES_MOST = 1024, // a home of 64 doors has some 300
    KIND_FOLDER = 1,
    KIND_FILE = 2,
    HEAD_SIZE = 1 + 2 + 4 // of an entry, without its path
};

// A path of the home; what it is.
struct listed {
    char path[ARCHIVE_PATH_MOST + 1];
    uint8_t kind;
};

struct listing {
    size_t count;
    struct listed at[ENTRIES_MOST];
};

static bool ends_with(const char *text, const char *end)
{
    const size_t length = strlen(text);
    const size_t wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

static bool is_left_out(const char *path)
{
    return strcmp(path, "backup.json") == 0 || strncmp(path, "broker/data/", 12) == 0 ||
           ends_with(path, ".unfinished") || ends_with(path, ".log") || ends_with(path, ".pid");
}

// A component that is one: not empty, and neither the folder itself nor the one above it.
static bool component_is_plain(const uint8_t *at, size_t count)
{
    return count > 0 && !(count == 1 && at[0] == '.') &&
           !(count == 2 && at[0] == '.' && at[1] == '.');
}

static bool path_is_plain(struct bytes path)
{
    size_t begin = 0;
    if (path.count == 0 || path.count > ARCHIVE_PATH_MOST) {
        return false;
    }
    for (size_t i = 0; i <= path.count; i++) {
        if (i < path.count && (path.at[i] <= ' ' || path.at[i] > '~')) {
            return false;
        }
        if (i < path.count && path.at[i] != '/') {
            continue;
        }
        if (!component_is_plain(path.at + begin, i - begin)) {
            return false;
        }
        begin = i + 1;
    }
    return true;
}

static bool add_listed(struct listing *listing, const char *folder, const char *path,
                       struct failure *failure)
{
    struct path whole;
    struct stat found;
    if (is_left_out(path)) {
        return true;
    }
    if (!path_join(folder, path, &whole, failure)) {
        return false;
    }
    if (lstat(whole.text, &found) != 0) {
        return failure_of_system(failure, "look at", whole.text);
    }
    if (!path_is_plain(bytes_of_text(path)) ||
        (!S_ISDIR(found.st_mode) && !S_ISREG(found.st_mode))) {
        return failure_say(failure,
                           "%s is nothing that belongs into a home, and no backup can keep it; "
                           "move it away",
                           whole.text);
    }
    if (listing->count == ENTRIES_MOST) {
        return failure_say(failure, "%s holds more than %d files; move away what is not the home's",
                           folder, ENTRIES_MOST);
    }
    struct listed *listed = &listing->at[listing->count++];
    (void)snprintf(listed->path, sizeof(listed->path), "%s", path); // its length was judged
    listed->kind = S_ISDIR(found.st_mode) ? KIND_FOLDER : KIND_FILE;
    return true;
}

// What stands in one folder of the home; inner is "" for the home itself.
static bool list_folder(struct listing *listing, const char *folder, const char *inner,
                        struct failure *failure)
{
    struct path whole;
    struct path path;
    if (!path_join(folder, inner, &whole, failure)) {
        return false;
    }
    DIR *open_folder = opendir(whole.text);
    if (open_folder == NULL) {
        return failure_of_system(failure, "read the folder", whole.text);
    }
    bool listed = true;
    for (const struct dirent *one = readdir(open_folder); listed && one != NULL;
         one = readdir(open_folder)) {
        if (strcmp(one->d_name, ".") == 0 || strcmp(one->d_name, "..") == 0) {
            continue;
        }
        (void)snprintf(path.text, sizeof(path.text), "%s", one->d_name); // of 255 at most
        listed = (inner[0] == '\0' || path_join(inner, one->d_name, &path, failure)) &&
                 add_listed(listing, folder, path.text, failure);
    }
    (void)closedir(open_folder); // was only read
    return listed;
}

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct listed *)left)->path, ((const struct listed *)right)->path);
}

static bool list_all(struct listing *listing, const char *folder, struct failure *failure)
{
    if (!list_folder(listing, folder, "", failure)) {
        return false;
    }
    for (size_t i = 0; i < listing->count; i++) {
        // What it holds is added behind, and looked into in its turn. The state of the broker is left
        // out, so nobody looks in there.
        if (listing->at[i].kind == KIND_FOLDER && strcmp(listing->at[i].path, "broker/data") != 0 &&
            !list_folder(listing, folder, listing->at[i].path, failure)) {
            return false;
        }
    }
    qsort(listing->at, listing->count, sizeof(listing->at[0]), by_path);
    return true;
}

static bool write_entry(struct writer *writer, const char *folder, const struct listed *listed,
                        struct failure *failure)
{
    struct path path;
    struct bytes content = {NULL, 0};
    const size_t head = HEAD_SIZE + strlen(listed->path);
    const size_t left = writer->room - writer->count;
    if (!path_join(folder, listed->path, &path, failure)) {
        return false;
    }
    if (left <= head) {
        return failure_say(failure, "%s holds more than %d bytes; move away what is not the home's",
                           folder, ARCHIVE_MOST);
    }
    // The content is read to where it will stand, behind its length.
    if (listed->kind == KIND_FILE && !file_read(path.text, writer->start + writer->count + head,
                                                left - head, &content, failure)) {
        return false;
    }
    writer_u8(writer, listed->kind);
    writer_u16(writer, (uint16_t)strlen(listed->path));
    writer_bytes(writer, bytes_of_text(listed->path));
    writer_u32(writer, (uint32_t)content.count);
    writer->count += content.count;
    return true;
}

static bool write_all(struct listing *listing, const char *folder, struct archive *archive,
                      struct failure *failure)
{
    struct writer writer = writer_into(archive->at, ARCHIVE_MOST);
    bool written = list_all(listing, folder, failure);
    for (size_t i = 0; written && i < listing->count; i++) {
        written = write_entry(&writer, folder, &listing->at[i], failure);
    }
    archive->count = writer.count;
    return written;
}

bool archive_of_folder(const char *folder, struct archive *out, struct failure *failure)
{
    struct archive archive = {malloc(ARCHIVE_MOST), 0};
    struct listing *listing = malloc(sizeof(*listing));
    bool made = archive.at != NULL && listing != NULL;
    if (made) {
        listing->count = 0;
        made = write_all(listing, folder, &archive, failure);
    } else {
        (void)failure_say(failure, "cannot read %s into memory: there is none left; try again",
                          folder);
    }
    free(listing);
    if (!made) {
        archive_free(&archive);
        return false;
    }
    *out = archive;
    return true;
}

void archive_free(struct archive *archive)
{
    if (archive->at != NULL) {
        wipe(archive->at, archive->count);
    }
    free(archive->at);
    *archive = (struct archive){NULL, 0};
}

struct entry {
    uint8_t kind;
    struct bytes path;
    struct bytes content;
};

static bool next_entry(struct reader *reader, struct entry *out)
{
    struct entry entry;
    entry.kind = reader_u8(reader);
    entry.path = reader_take(reader, reader_u16(reader));
    entry.content = reader_take(reader, reader_u32(reader));
    if (reader->overrun || (entry.kind != KIND_FOLDER && entry.kind != KIND_FILE) ||
        (entry.kind == KIND_FOLDER && entry.content.count > 0) || !path_is_plain(entry.path)) {
        return false;
    }
    *out = entry;
    return true;
}

static int order_of_paths(struct bytes left, struct bytes right)
{
    const size_t shorter = left.count < right.count ? left.count : right.count;
    const int order = memcmp(left.at, right.at, shorter);
    if (order != 0 || left.count == right.count) {
        return order;
    }
    return left.count < right.count ? -1 : 1;
}

// The folder that a path stands in; no bytes for one directly in the home.
static struct bytes folder_of(struct bytes path)
{
    size_t count = path.count;
    while (count > 0 && path.at[count - 1] != '/') {
        count--;
    }
    return (struct bytes){path.at, count == 0 ? 0 : count - 1};
}

// Among so many entries at the beginning there is that folder.
static bool folder_stands(struct bytes archive, size_t entries, struct bytes folder)
{
    struct reader reader = reader_over(archive);
    struct entry entry;
    for (size_t i = 0; i < entries && next_entry(&reader, &entry); i++) {
        if (entry.kind == KIND_FOLDER && bytes_equal(entry.path, folder)) {
            return true;
        }
    }
    return folder.count == 0;
}

bool archive_is_sound(struct bytes archive)
{
    struct reader reader = reader_over(archive);
    struct entry entry;
    struct bytes before = {NULL, 0};
    size_t entries = 0;
    while (!reader_finished(&reader)) {
        if (entries == ENTRIES_MOST || !next_entry(&reader, &entry) ||
            (entries > 0 && order_of_paths(before, entry.path) >= 0) ||
            !folder_stands(archive, entries, folder_of(entry.path))) {
            return false;
        }
        before = entry.path;
        entries++;
    }
    return entries > 0;
}

static bool unpack_entry(const struct entry *entry, const char *folder, struct failure *failure)
{
    struct path path;
    char name[ARCHIVE_PATH_MOST + 1];
    memcpy(name, entry->path.at, entry->path.count);
    name[entry->path.count] = '\0';
    if (!path_join(folder, name, &path, failure)) {
        return false;
    }
    return entry->kind == KIND_FOLDER ? folder_make(path.text, failure)
                                      : file_write(path.text, entry->content, failure);
}

bool archive_unpack(struct bytes archive, const char *folder, struct failure *failure)
{
    struct reader reader = reader_over(archive);
    struct entry entry;
    if (!archive_is_sound(archive)) {
        return failure_say(failure, "what the backup holds is no home; nothing was restored");
    }
    bool unpacked = true;
    while (unpacked && next_entry(&reader, &entry)) {
        unpacked = unpack_entry(&entry, folder, failure);
    }
    return unpacked;
}
