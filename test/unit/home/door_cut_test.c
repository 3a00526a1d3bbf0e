// door rename, replace and remove, cut off at every call that changes the disk: the same command given
// again finishes what was begun.
#include "home/cli/doors/move_door.h"
#include "home/people/people.h"
#include "test/support/check.h"
#include "test/unit/home/cut_off.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct door_image opened;

static bool begin(void)
{
    folder_remove(scratch.place.text);
    const struct home_request request = scratch_home_request(&scratch);
    if (!make_home(&request, scratch.sheet, &failure) ||
        !home_open(scratch.place.text, &home, &failure)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    return make_door(&garage, &failure);
}

static bool rename_it(void)
{
    const struct door_request request = scratch_door_request(&scratch, &home, "street");
    return door_image_open(&home, "garage", &opened, &failure) &&
           rename_door(&request, "garage", &opened, &failure);
}

static bool replace_it(void)
{
    const struct door_request request = scratch_door_request(&scratch, &home, "garage");
    return door_image_open_any(&home, "garage", &opened, &failure) &&
           replace_door(&request, &opened, &failure);
}

static bool remove_it(void)
{
    return door_image_open(&home, "garage", &opened, &failure) &&
           remove_door(&home, "garage", &opened, &failure);
}

static bool is_there(const char *door)
{
    struct path path;
    return home_door_path(&home, door, NULL, &path, &failure) && file_exists(path.text);
}

static void is_whole(const char *door)
{
    CHECK(door_image_open(&home, door, &opened, &failure));
    CHECK(opened.image.door_name.count == strlen(door) &&
          memcmp(opened.image.door_name.at, door, strlen(door)) == 0);
    door_image_close(&opened);
}

// again: what finishes it, and what is so then.
static void cut_everywhere(bool (*what)(void), void (*then)(void))
{
    unsigned long calls = 0;
    bool cut = true;
    for (; cut && calls < CALLS_MOST; calls++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "cut off at call %lu", calls);
        check_context(context);
        CHECK(begin());
        cut = cut_off_at(calls, what);
        CHECK(is_there("garage") == false || what());
        then();
    }
    check_context(NULL);
    CHECK(calls > 5 && calls < CALLS_MOST);
}

static void it_is_street(void)
{
    CHECK(!is_there("garage"));
    is_whole("street");
}

static void it_is_garage(void)
{
    is_whole("garage");
}

static void it_is_gone(void)
{
    static struct people people;
    CHECK(!is_there("garage"));
    CHECK(people_read(home.folder.text, &people, &failure) && people_revoked_count(&people) == 1);
}

static void a_rename_that_was_cut_off_is_finished_by_the_next(void)
{
    cut_everywhere(rename_it, it_is_street);
}

static void a_replacement_that_was_cut_off_is_finished_by_the_next(void)
{
    cut_everywhere(replace_it, it_is_garage);
}

static void a_removal_that_was_cut_off_is_finished_by_the_next(void)
{
    cut_everywhere(remove_it, it_is_gone);
}

int main(void)
{
    scratch_begin(&scratch);
    scratch.passphrase.rounds = 1;
    RUN(a_rename_that_was_cut_off_is_finished_by_the_next);
    RUN(a_replacement_that_was_cut_off_is_finished_by_the_next);
    RUN(a_removal_that_was_cut_off_is_finished_by_the_next);
    scratch_end(&scratch);
    return check_verdict();
}
