#include "door/boards/simulator/flash_file.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PATH_MOST = 4096
};

static bool in_range(size_t address, size_t count)
{
    return address <= FLASH_FILE_SIZE && count <= FLASH_FILE_SIZE - address;
}

static bool file_read(void *self, size_t address, uint8_t *into, size_t count)
{
    const struct flash_file *it = self;
    return in_range(address, count) &&
           pread(it->file, into, count, (off_t)address) == (ssize_t)count;
}

static bool write_at(const struct flash_file *it, size_t address, const uint8_t *from, size_t count)
{
    return pwrite(it->file, from, count, (off_t)address) == (ssize_t)count &&
           fdatasync(it->file) == 0;
}

static bool file_program(void *self, size_t address, struct bytes what)
{
    return in_range(address, what.count) && write_at(self, address, what.at, what.count);
}

static bool file_erase(void *self, size_t sector)
{
    uint8_t blank[FLASH_FILE_SECTOR];
    memset(blank, 0xff, sizeof(blank));
    return sector < FLASH_FILE_SECTORS &&
           write_at(self, sector * FLASH_FILE_SECTOR, blank, sizeof(blank));
}

// A file that was just made is empty, or was not filled to its end when the power went.
static bool fill(int file, off_t from, off_t until)
{
    const uint8_t blank = 0xff;
    for (off_t at = from; at < until; at++) {
        if (pwrite(file, &blank, 1, at) != 1) {
            return false;
        }
    }
    return fsync(file) == 0;
}

// The name of a file that was just made is on the disk when its folder is.
static bool keep_name(const char *path)
{
    char folder[PATH_MOST];
    const char *slash = strrchr(path, '/');
    const size_t count = slash == NULL || slash == path ? 1 : (size_t)(slash - path);
    if (count >= sizeof(folder)) {
        return false;
    }
    memcpy(folder, slash == NULL ? "." : path, count);
    folder[count] = '\0';
    const int opened = open(folder, O_RDONLY | O_CLOEXEC);
    const bool kept = opened >= 0 && fsync(opened) == 0;
    return opened >= 0 && close(opened) == 0 && kept;
}

enum flash_file_opened flash_file_take(const char *path, off_t size, int *file)
{
    *file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct stat status;
    if (*file < 0 || fstat(*file, &status) != 0) {
        return FLASH_FILE_UNREADABLE;
    }
    // Its first byte stands for all of it: an emulator locks others, for itself.
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
    if (fcntl(*file, F_SETLK, &lock) != 0) {
        return FLASH_FILE_IN_USE;
    }
    if (status.st_size > size) {
        return FLASH_FILE_WRONG_SIZE;
    }
    if (!fill(*file, status.st_size, size) || !keep_name(path)) {
        return FLASH_FILE_UNREADABLE;
    }
    return FLASH_FILE_OPENED;
}

enum flash_file_opened flash_file_open(struct flash_file *flash_file, const char *path)
{
    flash_file->flash = (struct flash){.self = flash_file,
                                       .sector_size = FLASH_FILE_SECTOR,
                                       .sectors = FLASH_FILE_SECTORS,
                                       .read = file_read,
                                       .program = file_program,
                                       .erase = file_erase};
    return flash_file_take(path, FLASH_FILE_SIZE, &flash_file->file);
}
