// What a file of JSON was read into has held keys, and goes back to nobody with them in it. The linker leads
// free through here.
#include "home/folder/json_file.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST = 1024 // bytes of the file
};

static struct scratch scratch;
static struct failure failure;
static struct path path;
static bool watching;
static unsigned freed;
static unsigned unwiped;

// The linker's own names for what it wraps.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
void __real_free(void *room);
void __wrap_free(void *room);

void __wrap_free(void *room)
{
    if (watching && room != NULL) {
        freed++;
        unwiped += memchr(room, 'K', MOST) != NULL ? 1 : 0;
    }
    __real_free(room);
}

// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

static bool reads(size_t count)
{
    static char content[2 * MOST];
    cJSON *root = NULL;
    memset(content, 'K', sizeof(content));
    content[0] = '"';
    content[count - 1] = '"';
    CHECK(file_write(path.text, (struct bytes){(const uint8_t *)content, count}, &failure));
    freed = 0;
    unwiped = 0;
    watching = true;
    const bool read = json_file_read(path.text, MOST, &root, &failure);
    watching = false;
    CHECK(!read || cJSON_IsString(root));
    cJSON_Delete(root);
    CHECK_SAME(freed, 1);
    CHECK_SAME(unwiped, 0);
    return read;
}

static void what_was_read_is_wiped(void)
{
    CHECK(reads(64));
    CHECK(reads(MOST - 1));
}

static void what_is_too_long_to_be_read_is_wiped_too(void)
{
    CHECK(!reads(MOST));
    CHECK(!reads(MOST + 1));
}

int main(void)
{
    scratch_begin(&scratch);
    if (CHECK(path_join(scratch.folder.text, "keys.json", &path, &failure))) {
        RUN(what_was_read_is_wiped);
        RUN(what_is_too_long_to_be_read_is_wiped_too);
    }
    scratch_end(&scratch);
    return check_verdict();
}
