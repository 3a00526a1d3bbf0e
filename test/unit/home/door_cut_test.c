// door rename, replace and remove, cut off at every call that changes the disk: the same command given
// again finishes what was begun.
#include "home/cli/doors/move_door.h"
#include "home/people/people.h"
#include "test/support/check.h"
#include "test/unit/home/cut_off.h"
#include "test/unit/home/scratch.h"

#include <string.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct door_image opened;

static void begin(void)
{
    folder_remove(scratch.place.text);
    const struct home_request request = scratch_home_request(&scratch);
    CHECK(make_home(&request, scratch.sheet, &failure));
    CHECK(home_open(scratch.place.text, &home, &failure));
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    CHECK(make_door(&garage, &failure));
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

static void it_is_street(void)
{
    CHECK(!is_there("garage") || rename_it());
    CHECK(!is_there("garage"));
    is_whole("street");
}

static void a_rename_that_was_cut_off_is_finished_by_the_next(void)
{
    const struct trial trial = {
        .prepare = begin, .what = rename_it, .then = it_is_street, .calls = 5};
    cut_everywhere(&trial);
}

static void it_is_garage(void)
{
    CHECK(replace_it());
    is_whole("garage");
}

static void a_replacement_that_was_cut_off_is_finished_by_the_next(void)
{
    const struct trial trial = {
        .prepare = begin, .what = replace_it, .then = it_is_garage, .calls = 5};
    cut_everywhere(&trial);
}

static void it_is_gone(void)
{
    static struct people people;
    CHECK(!is_there("garage") || remove_it());
    CHECK(!is_there("garage"));
    CHECK(people_read(home.folder.text, &people, &failure) && people_revoked_count(&people) == 1);
}

static void a_removal_that_was_cut_off_is_finished_by_the_next(void)
{
    const struct trial trial = {
        .prepare = begin, .what = remove_it, .then = it_is_gone, .calls = 5};
    cut_everywhere(&trial);
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
