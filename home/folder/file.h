// Files of a home: every one is replaced as a whole or not at all, and none is open to others.
//
// What root writes into somebody else's folder belongs to him. What root writes into a folder of its own
// of mode FOLDER_SHARED belongs to root and is read by the folder's group: so the broker's user reads
// his configuration, and cannot change it.
#ifndef HOME_FOLDER_FILE_H
#define HOME_FOLDER_FILE_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "home/failure.h"

enum {
    PATH_ROOM = 1024,
    FILE_MOST = 65536, // no file of a home comes near it
    FOLDER_SHARED = 02750,
    FILE_SHARED = 0640,
    FOLDER_PUBLIC = 0755, // what everybody on this machine may read
    FILE_PUBLIC = 0644
};

struct path {
    char text[PATH_ROOM];
};

MUST_USE bool path_join(const char *folder, const char *name, struct path *out,
                        struct failure *failure);

// Replaces or makes a file of mode 0600, or as said above: written beside its place, synced, renamed,
// folder synced.
MUST_USE bool file_write(const char *path, struct bytes content, struct failure *failure);

// The same for what is no secret, and is read by another user's program: mode FILE_PUBLIC.
MUST_USE bool file_write_public(const char *path, struct bytes content, struct failure *failure);

// Renames a finished file into its place, where another one may stand, and syncs.
MUST_USE bool file_put(const char *finished, const char *place, struct failure *failure);

// Reads a whole file into the caller's room; a longer file is a failure.
MUST_USE bool file_read(const char *path, uint8_t *room, size_t size, struct bytes *out,
                        struct failure *failure);

// The same for a file whose folder somebody else may write: no link is followed, and nobody waits for the
// other end of a pipe.
MUST_USE bool file_read_regular(const char *path, uint8_t *room, size_t size, struct bytes *out,
                                struct failure *failure);

// Something of that name is there, whatever it is.
MUST_USE bool file_exists(const char *path);

// Nothing is there, or a folder with nothing in it.
MUST_USE bool place_is_empty(const char *path);

// Makes a folder of mode 0700 whose parent exists.
MUST_USE bool folder_make(const char *path, struct failure *failure);

// Makes the folders above path that are missing, mode 0700.
MUST_USE bool folder_make_parents(const char *path, struct failure *failure);

// Puts a finished folder into its place, where nothing or an empty folder may stand, and syncs.
MUST_USE bool folder_put(const char *finished, const char *place, struct failure *failure);

// Keeps others who ask out of a folder, until this process ends or folder_unlock; tries ten times a
// second.
MUST_USE bool folder_lock(const char *path, int tries, int *out, struct failure *failure);
void folder_unlock(int lock);

// Removes a folder with all it holds, without following links; what cannot be removed stays.
void folder_remove(const char *path);

#endif
