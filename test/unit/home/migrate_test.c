// A home as format 1 left it on the disk: written here byte by byte, not by today's code.
#include "home/folder/migrate.h"
#include "home/people/people.h"
#include "test/support/check.h"
#include "test/unit/home/cut_off.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct scratch scratch;
static struct failure failure;

static const char old_home[] = "{\n\t\"format\":\t1,\n\t\"broker_name\":\t\"mqtt.local\",\n"
                               "\t\"broker_address\":\t\"127.0.0.1\",\n\t\"bind\":\t\"\",\n"
                               "\t\"run_as\":\t\"root\",\n\t\"topic_root\":\t\"portcullis\",\n"
                               "\t\"owner\":\t\"alice-laptop\",\n"
                               "\t\"organisation\":\t\"Portcullis 01234567\",\n"
                               "\t\"broker_port\":\t8883\n}";

static const char old_people[] =
    "{\n\t\"people\":\t[{\n\t\t\t\"user\":\t\"admin\",\n\t\t\t\"role\":\t\"admin\",\n"
    "\t\t\t\"kind\":\t\"raw\",\n\t\t\t\"point\":\t"
    "\"0000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000001\"\n\t\t}, {\n"
    "\t\t\t\"user\":\t\"bob-phone\",\n\t\t\t\"role\":\t\"guest\",\n\t\t\t\"kind\":\t\"raw\",\n"
    "\t\t\t\"point\":\t"
    "\"0000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000002\",\n"
    "\t\t\t\"uses\":\t1\n\t\t}]\n}";

static struct path in_home(const char *name)
{
    struct path path = {""};
    CHECK(path_join(scratch.place.text, name, &path, &failure));
    return path;
}

static void write_old_home(void)
{
    folder_remove(scratch.place.text);
    CHECK(folder_make(scratch.place.text, &failure));
    CHECK(file_write(in_home("home.json").text, bytes_of_text(old_home), &failure));
    CHECK(file_write(in_home("people.json").text, bytes_of_text(old_people), &failure));
}

static bool holds(const char *name, const char *text)
{
    uint8_t room[4096];
    struct bytes content;
    return file_read(in_home(name).text, room, sizeof(room), &content, &failure) &&
           content.count == strlen(text) && memcmp(content.at, text, content.count) == 0;
}

static bool says(const char *name, const char *words)
{
    char room[4096];
    struct bytes content;
    if (!file_read(in_home(name).text, (uint8_t *)room, sizeof(room) - 1, &content, &failure)) {
        return false;
    }
    room[content.count] = '\0';
    return strstr(room, words) != NULL;
}

static bool is_new(void)
{
    return says("home.json", "\"format\":\t2") && holds("home.json.format-1", old_home) &&
           holds("people.json.format-1", old_people);
}

static bool open_it(void)
{
    struct home home;
    return home_open(scratch.place.text, &home, &failure);
}

static void a_reader_brings_an_old_home_up_to_date_and_keeps_what_was(void)
{
    struct home home;
    struct people people;
    write_old_home();
    CHECK(home_open(scratch.place.text, &home, &failure));
    CHECK(is_new());
    CHECK(strcmp(home.settings.owner, "alice-laptop") == 0);
    CHECK_SAME(home.settings.broker_port, 8883);
    CHECK(people_read(scratch.place.text, &people, &failure));
    CHECK_SAME(people.count, 2);
    CHECK_SAME(people.at[1].entry.uses, 1);
    CHECK_SAME(people.at[1].door_count, 0);
}

static void a_writer_that_read_it_before_does_so_too(void)
{
    int lock = -1;
    write_old_home();
    CHECK(home_lock(scratch.place.text, &lock, &failure));
    CHECK(is_new());
    home_unlock(lock);
}

static void a_second_run_changes_nothing(void)
{
    struct stat before;
    struct stat after;
    write_old_home();
    CHECK(open_it());
    CHECK(stat(in_home("home.json").text, &before) == 0);
    CHECK(open_it());
    CHECK(stat(in_home("home.json").text, &after) == 0);
    CHECK_SAME(before.st_ino, after.st_ino); // a file that is replaced is another one
}

static void a_setting_that_this_program_does_not_know_stays(void)
{
    write_old_home();
    CHECK(file_write(in_home("home.json").text,
                     bytes_of_text("{\"format\":1,\"broker_name\":\"a\",\"broker_address\":\"b\","
                                   "\"bind\":\"\",\"run_as\":\"c\",\"topic_root\":\"d\",\"owner\":"
                                   "\"e\",\"organisation\":\"f\",\"broker_port\":1,"
                                   "\"kept\":\"yes\"}"),
                     &failure));
    CHECK(open_it());
    CHECK(says("home.json", "\"kept\":\t\"yes\""));
}

static void the_old_files_put_back_are_the_old_home(void)
{
    write_old_home();
    CHECK(open_it());
    CHECK(rename(in_home("people.json.format-1").text, in_home("people.json").text) == 0);
    CHECK(rename(in_home("home.json.format-1").text, in_home("home.json").text) == 0);
    CHECK(holds("home.json", old_home) && holds("people.json", old_people));
    CHECK(open_it() && is_new());
}

static void it_is_the_old_home_or_the_new_one(void)
{
    CHECK(holds("people.json", old_people));
    CHECK(holds("home.json", old_home) || is_new());
    CHECK(open_it());
    CHECK(is_new());
}

static void cut_off_anywhere_it_is_the_old_home_or_the_new_one(void)
{
    const struct trial trial = {.prepare = write_old_home,
                                .what = open_it,
                                .then = it_is_the_old_home_or_the_new_one,
                                .calls = 10};
    cut_everywhere(&trial);
}

static void while_another_writes_it_is_read_as_it_is(void)
{
    int lock = -1;
    write_old_home();
    CHECK(home_lock(scratch.place.text, &lock, &failure));
    // The other one is of the old program: it has the lock, and the home is of format 1 again.
    CHECK(file_write(in_home("home.json").text, bytes_of_text(old_home), &failure));
    CHECK(open_it());
    CHECK(holds("home.json", old_home));
    home_unlock(lock);
}

// In a child that is nobody, where this is root: to root everything can be written.
static void a_home_that_cannot_be_written_is_read_as_it_is(void)
{
    write_old_home();
    CHECK(chmod(scratch.folder.text, 0755) == 0 && chmod(scratch.place.text, 0555) == 0);
    CHECK(chmod(in_home("home.json").text, 0444) == 0);
    CHECK(chmod(in_home("people.json").text, 0444) == 0);
    const pid_t child = fork();
    if (child == 0) {
        const bool ordinary = geteuid() != 0 || setuid(65534) == 0;
        _exit(ordinary && open_it() ? 0 : 1);
    }
    int status = 1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK_SAME(status, 0);
    CHECK(holds("home.json", old_home));
    CHECK(chmod(scratch.place.text, 0700) == 0);
}

static void a_writer_that_cannot_bring_it_up_to_date_does_not_write(void)
{
    int lock = -1;
    write_old_home();
    CHECK(unlink(in_home("people.json").text) == 0);
    CHECK(!home_lock(scratch.place.text, &lock, &failure));
    CHECK(strstr(failure.text, "people.json") != NULL);
    CHECK(holds("home.json", old_home));
}

static void a_newer_home_is_left_alone(void)
{
    int lock = -1;
    write_old_home();
    CHECK(file_write(in_home("home.json").text, bytes_of_text("{\"format\":3}"), &failure));
    CHECK(home_lock(scratch.place.text, &lock, &failure));
    home_unlock(lock);
    CHECK(holds("home.json", "{\"format\":3}"));
    CHECK(!open_it());
    CHECK(strstr(failure.text, "format 3") != NULL);
    CHECK(strstr(failure.text, "newer portcullis") != NULL);
}

int main(void)
{
    scratch_begin(&scratch);
    RUN(a_reader_brings_an_old_home_up_to_date_and_keeps_what_was);
    RUN(a_writer_that_read_it_before_does_so_too);
    RUN(a_second_run_changes_nothing);
    RUN(a_setting_that_this_program_does_not_know_stays);
    RUN(the_old_files_put_back_are_the_old_home);
    RUN(cut_off_anywhere_it_is_the_old_home_or_the_new_one);
    RUN(while_another_writes_it_is_read_as_it_is);
    RUN(a_home_that_cannot_be_written_is_read_as_it_is);
    RUN(a_writer_that_cannot_bring_it_up_to_date_does_not_write);
    RUN(a_newer_home_is_left_alone);
    scratch_end(&scratch);
    return check_verdict();
}
