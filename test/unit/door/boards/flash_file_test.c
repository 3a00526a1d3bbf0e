#include "door/boards/simulator/flash_file.h"
#include "test/support/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[64];
static struct flash_file file;

static struct {
    unsigned files;
    unsigned folders;
    bool fails;
} synced;

// The system's two words for "it is on the disk", counted; the linker brings them here, under its own
// names for what it wraps.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
int __real_fsync(int descriptor);
int __real_fdatasync(int descriptor);
int __wrap_fsync(int descriptor);
int __wrap_fdatasync(int descriptor);

int __wrap_fsync(int descriptor)
{
    struct stat status;
    CHECK(fstat(descriptor, &status) == 0);
    if (S_ISDIR(status.st_mode)) {
        synced.folders++;
    } else {
        synced.files++;
    }
    return synced.fails ? -1 : __real_fsync(descriptor);
}

int __wrap_fdatasync(int descriptor)
{
    synced.files++;
    return synced.fails ? -1 : __real_fdatasync(descriptor);
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

static void ready(void)
{
    (void)snprintf(path, sizeof(path), "/tmp/flash-test-XXXXXX");
    const int made = mkstemp(path);
    CHECK(made >= 0);
    CHECK(close(made) == 0);
    CHECK_SAME(flash_file_open(&file, path), FLASH_FILE_OPENED);
}

static void done(void)
{
    CHECK(close(file.file) == 0);
    CHECK(unlink(path) == 0);
}

static void a_new_file_is_erased_flash(void)
{
    ready();
    uint8_t bytes[64];
    for (size_t at = 0; at < FLASH_FILE_SIZE; at += sizeof(bytes)) {
        CHECK(file.flash.read(file.flash.self, at, bytes, sizeof(bytes)));
        for (size_t i = 0; i < sizeof(bytes); i++) {
            CHECK_SAME(bytes[i], 0xff);
        }
    }
    done();
}

static void what_was_programmed_is_there_when_it_is_opened_again(void)
{
    ready();
    const uint8_t written[] = {1, 2, 3, 4};
    uint8_t seen[4];
    CHECK(file.flash.program(file.flash.self, 5000, BYTES_OF(written)));
    CHECK(close(file.file) == 0);
    CHECK_SAME(flash_file_open(&file, path), FLASH_FILE_OPENED);
    CHECK(file.flash.read(file.flash.self, 5000, seen, sizeof(seen)));
    CHECK_BYTES(BYTES_OF(seen), BYTES_OF(written));
    done();
}

static void erasing_touches_one_sector(void)
{
    ready();
    const uint8_t written[] = {0, 0};
    uint8_t seen[2];
    CHECK(file.flash.program(file.flash.self, FLASH_FILE_SECTOR - 2, BYTES_OF(written)));
    CHECK(file.flash.program(file.flash.self, FLASH_FILE_SECTOR, BYTES_OF(written)));
    CHECK(file.flash.erase(file.flash.self, 1));
    CHECK(file.flash.read(file.flash.self, FLASH_FILE_SECTOR - 2, seen, 2));
    CHECK_SAME(seen[0], 0);
    CHECK(file.flash.read(file.flash.self, FLASH_FILE_SECTOR, seen, 2));
    CHECK_SAME(seen[0], 0xff);
    done();
}

static void nothing_is_touched_outside(void)
{
    ready();
    uint8_t bytes[2] = {0, 0};
    CHECK(!file.flash.program(file.flash.self, FLASH_FILE_SIZE - 1, BYTES_OF(bytes)));
    CHECK(!file.flash.program(file.flash.self, SIZE_MAX, BYTES_OF(bytes)));
    CHECK(!file.flash.read(file.flash.self, FLASH_FILE_SIZE - 1, bytes, 2));
    CHECK(!file.flash.erase(file.flash.self, FLASH_FILE_SECTORS));
    struct stat status;
    CHECK(fstat(file.file, &status) == 0);
    CHECK_SAME(status.st_size, FLASH_FILE_SIZE);
    done();
}

static void a_file_that_is_larger_is_something_else(void)
{
    ready();
    CHECK(ftruncate(file.file, FLASH_FILE_SIZE + 1) == 0);
    CHECK(close(file.file) == 0);
    CHECK_SAME(flash_file_open(&file, path), FLASH_FILE_WRONG_SIZE);
    done();
}

static void a_folder_that_is_not_there_is_said(void)
{
    struct flash_file nowhere;
    CHECK_SAME(flash_file_open(&nowhere, "/nonexistent/flash"), FLASH_FILE_UNREADABLE);
}

static void what_is_said_to_be_written_is_on_the_disk(void)
{
    memset(&synced, 0, sizeof(synced));
    ready();
    CHECK_SAME(synced.files, 1);
    CHECK_SAME(synced.folders, 1);
    const uint8_t written[] = {1, 2, 3, 4};
    CHECK(file.flash.program(file.flash.self, 0, BYTES_OF(written)));
    CHECK_SAME(synced.files, 2);
    CHECK(file.flash.erase(file.flash.self, 0));
    CHECK_SAME(synced.files, 3);
    synced.fails = true;
    CHECK(!file.flash.program(file.flash.self, 0, BYTES_OF(written)));
    CHECK(!file.flash.erase(file.flash.self, 0));
    synced.fails = false;
    done();
}

int main(void)
{
    RUN(a_new_file_is_erased_flash);
    RUN(what_was_programmed_is_there_when_it_is_opened_again);
    RUN(erasing_touches_one_sector);
    RUN(nothing_is_touched_outside);
    RUN(a_file_that_is_larger_is_something_else);
    RUN(a_folder_that_is_not_there_is_said);
    RUN(what_is_said_to_be_written_is_on_the_disk);
    return check_verdict();
}
