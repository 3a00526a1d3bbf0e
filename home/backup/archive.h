// A home as one run of bytes, and back: what a backup holds before it is sealed.
//
//     entries, each:  kind1 (1 folder, 2 file) | length2 | path | length4 | content
//
// Paths are relative, of printable characters, and stand in rising order of their bytes, so none comes
// twice and every folder comes before what is in it. All numbers are big-endian. Modes are not kept:
// folders of a home are 0700 and its files 0600.
//
// Left out: broker/data (what the broker remembers, which the doors and `portcullis roster send` tell
// it again), backup.json, and what ends in .unfinished, .log or .pid.
#ifndef HOME_BACKUP_ARCHIVE_H
#define HOME_BACKUP_ARCHIVE_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "home/failure.h"

enum {
    ARCHIVE_MOST = 16 * 1024 * 1024, // a home of 64 doors has a tenth of it
    ARCHIVE_PATH_MOST = 255
};

// Bytes that belong to whoever has them; wiped when they are freed, for they hold keys.
struct archive {
    uint8_t *at;
    size_t count;
};

MUST_USE bool archive_of_folder(const char *folder, struct archive *out, struct failure *failure);
void archive_free(struct archive *archive);

// Writes all of it into a folder that is empty. Nothing is written before all of it was judged, and
// nothing outside the folder whatever the bytes say.
MUST_USE bool archive_unpack(struct bytes archive, const char *folder, struct failure *failure);

// The bytes are a whole archive.
MUST_USE bool archive_is_sound(struct bytes archive);

#endif
