#include "test/unit/home/small_disk.h"
#include "home/folder/file.h"
#include "test/support/check.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
    PAGE = 4096,
    PAGES_MOST = 200, // nothing that is tried needs more
    TOLD_MOST = 8192
};

bool small_disk_may_mount(void)
{
    return geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
           mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

bool small_disk_mount(const char *folder)
{
    char options[64];
    (void)snprintf(options, sizeof(options), "size=%d,mode=700", SMALL_DISK_PAGES * PAGE);
    return mount("tmpfs", folder, "tmpfs", 0, options) == 0;
}

void small_disk_unmount(const char *folder)
{
    CHECK(umount(folder) == 0);
}

static struct path filler_of(const char *folder)
{
    struct path path = {""};
    struct failure failure;
    CHECK(path_join(folder, "filler", &path, &failure));
    return path;
}

// Leaves so many pages free.
static void fill(const char *folder, unsigned pages)
{
    struct statvfs disk = {.f_bfree = 0};
    const int file = open(filler_of(folder).text, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (CHECK(file >= 0 && statvfs(folder, &disk) == 0 && disk.f_bfree > pages)) {
        const off_t size = (off_t)(disk.f_bfree - pages) * (off_t)disk.f_bsize;
        CHECK(posix_fallocate(file, 0, size) == 0);
    }
    (void)close(file); // what is in it counts for nothing
}

static bool was_for_want_of_space(const struct trial *trial)
{
    char told[TOLD_MOST + 1];
    struct bytes content;
    struct failure failure;
    if (!file_read(trial->record, (uint8_t *)told, TOLD_MOST, &content, &failure)) {
        return false;
    }
    told[content.count] = '\0';
    return check_that(strstr(told, "No space left on device; make room there and try again") !=
                          NULL,
                      told, __FILE__, __LINE__);
}

void full_everywhere(const struct trial *trial, const char *folder)
{
    bool done = false;
    unsigned pages = 0;
    for (; !done && pages < PAGES_MOST; pages++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "%u pages free", pages);
        check_context(context);
        CHECK(small_disk_mount(folder));
        if (trial->prepare != NULL) {
            trial->prepare();
        }
        fill(folder, pages);
        done = trial_run(trial);
        CHECK(done || was_for_want_of_space(trial));
        CHECK(unlink(filler_of(folder).text) == 0);
        trial->then();
        small_disk_unmount(folder);
    }
    check_context(NULL);
    CHECK(done && pages > 1);
}
