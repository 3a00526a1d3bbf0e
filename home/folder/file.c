#include "home/folder/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char unfinished[] = ".unfinished";

bool path_join(const char *folder, const char *name, struct path *out, struct failure *failure)
{
    if (strlen(folder) + 1 + strlen(name) + sizeof(unfinished) > sizeof(out->text)) {
        return failure_say(failure, "the path %.64s…/%s is too long; choose a shorter --home",
                           folder, name);
    }
    // The length was checked.
    (void)snprintf(out->text, sizeof(out->text), "%s/%s", folder, name);
    return true;
}

static struct path parent_of(const char *path)
{
    struct path parent = {"."};
    const char *slash = strrchr(path, '/');
    if (slash == path) {
        return (struct path){"/"};
    }
    if (slash != NULL && (size_t)(slash - path) < sizeof(parent.text)) {
        memcpy(parent.text, path, (size_t)(slash - path));
        parent.text[slash - path] = '\0';
    }
    return parent;
}

static bool folder_sync(const char *path, struct failure *failure)
{
    const int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        return failure_of_system(failure, "open the folder", path);
    }
    const bool synced = fsync(folder) == 0;
    const bool said = synced || failure_of_system(failure, "sync the folder", path);
    (void)close(folder); // opened for reading: nothing can be lost
    return said;
}

static bool write_all(int file, struct bytes content)
{
    size_t done = 0;
    while (done < content.count) {
        const ssize_t wrote = write(file, content.at + done, content.count - done);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote < 0) {
            return false;
        }
        done += (size_t)wrote;
    }
    return true;
}

// Owner, group and mode of a new file, as its folder asks for them.
static bool fit_to_folder(int file, const char *path, mode_t mode)
{
    struct stat folder;
    if (stat(parent_of(path).text, &folder) != 0) {
        return false;
    }
    const bool is_root = geteuid() == 0;
    const bool given = is_root && folder.st_uid != 0;
    const bool shared = is_root && folder.st_uid == 0 && (folder.st_mode & 07777) == FOLDER_SHARED;
    return ((!given && !shared) || fchown(file, folder.st_uid, folder.st_gid) == 0) &&
           fchmod(file, shared ? FILE_SHARED : mode) == 0;
}

static bool write_beside(const char *beside, struct bytes content, mode_t mode)
{
    // What an interrupted run left behind is worth nothing.
    if (unlink(beside) != 0 && errno != ENOENT) {
        return false;
    }
    const int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        return false;
    }
    const bool written =
        fit_to_folder(file, beside, mode) && write_all(file, content) && fsync(file) == 0;
    const int reason = errno;
    const bool closed = close(file) == 0;
    if (!written) {
        errno = reason;
    }
    return written && closed;
}

static bool write_whole(const char *path, struct bytes content, mode_t mode,
                        struct failure *failure)
{
    struct path beside;
    if (strlen(path) + sizeof(unfinished) > sizeof(beside.text)) {
        return failure_say(failure, "the path %.64s… is too long; choose a shorter --home", path);
    }
    (void)snprintf(beside.text, sizeof(beside.text), "%s%s", path, unfinished);
    if (!write_beside(beside.text, content, mode) || rename(beside.text, path) != 0) {
        const int reason = errno;
        (void)unlink(beside.text); // best effort: the next run removes it too
        errno = reason;
        return failure_of_system(failure, "write", path);
    }
    return folder_sync(parent_of(path).text, failure);
}

bool file_write(const char *path, struct bytes content, struct failure *failure)
{
    return write_whole(path, content, 0600, failure);
}

bool file_write_public(const char *path, struct bytes content, struct failure *failure)
{
    return write_whole(path, content, FILE_PUBLIC, failure);
}

bool file_put(const char *finished, const char *place, struct failure *failure)
{
    if (rename(finished, place) != 0) {
        return failure_of_system(failure, "put in its place", place);
    }
    return folder_sync(parent_of(place).text, failure);
}

static bool read_all(int file, uint8_t *room, size_t size, size_t *out)
{
    size_t done = 0;
    for (;;) {
        const ssize_t got = read(file, room + done, size - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return false;
        }
        done += (size_t)got;
        if (got == 0 || done == size) {
            *out = done;
            return true;
        }
    }
}

struct room {
    uint8_t *at;
    size_t size;
};

// Closes the file.
static bool read_opened(int file, const char *path, struct room room, struct bytes *out,
                        struct failure *failure)
{
    size_t count = 0;
    const bool got = read_all(file, room.at, room.size, &count);
    const bool said = got || failure_of_system(failure, "read", path);
    (void)close(file); // opened for reading: nothing can be lost
    if (!said) {
        return false;
    }
    if (count == room.size) {
        return failure_say(failure,
                           "%s is %zu bytes or longer, more than it can rightly be; "
                           "put it back from a backup",
                           path, room.size);
    }
    *out = (struct bytes){room.at, count};
    return true;
}

bool file_read(const char *path, uint8_t *room, size_t size, struct bytes *out,
               struct failure *failure)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    return file < 0 ? failure_of_system(failure, "read", path)
                    : read_opened(file, path, (struct room){room, size}, out, failure);
}

bool file_read_regular(const char *path, uint8_t *room, size_t size, struct bytes *out,
                       struct failure *failure)
{
    struct stat found;
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0) {
        return failure_of_system(failure, "read", path);
    }
    if (fstat(file, &found) != 0 || !S_ISREG(found.st_mode)) {
        (void)close(file); // was not even read
        return failure_say(failure, "%s is no file; move it away", path);
    }
    return read_opened(file, path, (struct room){room, size}, out, failure);
}

bool file_exists(const char *path)
{
    struct stat found;
    return lstat(path, &found) == 0;
}

bool place_is_empty(const char *path)
{
    if (!file_exists(path)) {
        return true;
    }
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return false;
    }
    size_t entries = 0;
    while (readdir(folder) != NULL) {
        entries++;
    }
    (void)closedir(folder); // was only read
    return entries <= 2;    // . and ..
}

bool folder_make(const char *path, struct failure *failure)
{
    if (mkdir(path, 0700) != 0) {
        return failure_of_system(failure, "make the folder", path);
    }
    return true;
}

bool folder_make_parents(const char *path, struct failure *failure)
{
    struct path parent = {""};
    if (strlen(path) >= sizeof(parent.text)) {
        return failure_say(failure, "the path %.64s… is too long; choose a shorter --home", path);
    }
    for (size_t at = 1; path[at] != '\0'; at++) {
        if (path[at] != '/') {
            continue;
        }
        memcpy(parent.text, path, at);
        parent.text[at] = '\0';
        if (mkdir(parent.text, 0700) != 0 && errno != EEXIST && !file_exists(parent.text)) {
            return failure_of_system(failure, "make the folder", parent.text);
        }
    }
    return true;
}

bool folder_put(const char *finished, const char *place, struct failure *failure)
{
    if (rename(finished, place) != 0) {
        return failure_of_system(failure, "put the finished folder at", place);
    }
    return folder_sync(parent_of(place).text, failure);
}

bool folder_lock(const char *path, int tries, int *out, struct failure *failure)
{
    const int lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0) {
        return failure_of_system(failure, "open the folder", path);
    }
    while (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (--tries <= 0) {
            folder_unlock(lock);
            return failure_say(
                failure, "another portcullis is changing %s; try again when it is done", path);
        }
        const struct timespec pause = {.tv_nsec = 100L * 1000 * 1000};
        (void)nanosleep(&pause, NULL); // woken early, it tries early
    }
    *out = lock;
    return true;
}

void folder_unlock(int lock)
{
    (void)close(lock); // opened for reading: nothing can be lost
}

static int remove_one(const char *path, const struct stat *found, int kind, struct FTW *where)
{
    (void)found;
    (void)kind;
    (void)where;
    (void)remove(path); // what cannot be removed stays
    return 0;
}

void folder_remove(const char *path)
{
    // A folder that is not there needs no removal, and there is nobody to tell of the rest.
    (void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
