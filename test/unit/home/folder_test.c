#include "home/folder/home.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct scratch scratch;
static struct failure failure;

static struct path in_scratch(const char *name)
{
    struct path path = {""};
    CHECK(path_join(scratch.folder.text, name, &path, &failure));
    return path;
}

static void a_file_is_replaced_as_a_whole_and_closed_to_others(void)
{
    const struct path path = in_scratch("file");
    uint8_t room[16];
    struct bytes content;
    struct stat found;
    CHECK(file_write(path.text, bytes_of_text("longer first"), &failure));
    CHECK(file_write(path.text, bytes_of_text("second"), &failure));
    CHECK(file_read(path.text, room, sizeof(room), &content, &failure));
    CHECK_BYTES(content, bytes_of_text("second"));
    CHECK(stat(path.text, &found) == 0);
    CHECK_SAME(found.st_mode & 07777, 0600);
    CHECK(!file_exists(in_scratch("file.unfinished").text));
}

static void what_an_interrupted_write_left_is_no_obstacle(void)
{
    const struct path path = in_scratch("again");
    CHECK(file_write(in_scratch("again.unfinished").text, bytes_of_text("half"), &failure));
    CHECK(file_write(path.text, bytes_of_text("whole"), &failure));
    CHECK(!file_exists(in_scratch("again.unfinished").text));
}

static void a_link_in_the_way_is_not_written_through(void)
{
    const struct path victim = in_scratch("victim");
    uint8_t room[16];
    struct bytes content;
    CHECK(file_write(victim.text, bytes_of_text("mine"), &failure));
    CHECK(symlink(victim.text, in_scratch("trap.unfinished").text) == 0);
    CHECK(file_write(in_scratch("trap").text, bytes_of_text("theirs"), &failure));
    CHECK(file_read(victim.text, room, sizeof(room), &content, &failure));
    CHECK_BYTES(content, bytes_of_text("mine"));
}

static void a_file_longer_than_its_room_is_a_failure(void)
{
    const struct path path = in_scratch("long");
    uint8_t room[4];
    struct bytes content = {NULL, 0};
    CHECK(file_write(path.text, bytes_of_text("four"), &failure));
    CHECK(!file_read(path.text, room, sizeof(room), &content, &failure));
    CHECK(content.at == NULL);
    CHECK(strstr(failure.text, path.text) != NULL);
}

static void a_failure_says_what_where_why_and_what_to_do(void)
{
    uint8_t room[4];
    struct bytes content;
    CHECK(!file_read("/nonexistent/file", room, sizeof(room), &content, &failure));
    CHECK(strcmp(failure.text, "cannot read /nonexistent/file: No such file or directory; check "
                               "the name") == 0);
}

static void a_path_that_does_not_fit_is_refused(void)
{
    char name[PATH_ROOM];
    struct path path = {"untouched"};
    memset(name, 'a', sizeof(name));
    name[sizeof(name) - 1] = '\0';
    CHECK(!path_join("/", name, &path, &failure));
    CHECK(strcmp(path.text, "untouched") == 0);
}

static void names_are_plain_or_refused(void)
{
    CHECK(name_is_plain("a"));
    CHECK(name_is_plain("alice-laptop"));
    CHECK(name_is_plain("abcdefghijklmnop"));
    CHECK(!name_is_plain(""));
    CHECK(!name_is_plain("abcdefghijklmnopq"));
    CHECK(!name_is_plain("Garage"));
    CHECK(!name_is_plain("a/b"));
    CHECK(!name_is_plain("a+"));
    CHECK(!name_is_plain(".."));
}

static const struct home_settings some_settings = {
    .broker_name = "mqtt.local",
    .broker_address = "192.168.1.2",
    .broker_port = 8883,
    .run_as = "mosquitto",
    .topic_root = "portcullis",
    .owner = "alice-laptop",
    .organisation = "Portcullis 01234567",
};

static void settings_come_back_as_they_were_written(void)
{
    struct home home;
    CHECK(home_write_settings(scratch.folder.text, &some_settings, &failure));
    CHECK(home_open(scratch.folder.text, &home, &failure));
    CHECK(strcmp(home.settings.broker_address, "192.168.1.2") == 0);
    CHECK(strcmp(home.settings.bind, "") == 0);
    CHECK(strcmp(home.settings.run_as, "mosquitto") == 0);
    CHECK_SAME(home.settings.broker_port, 8883);
}

static void refuses(const char *content, const char *why)
{
    struct home home;
    CHECK(file_write(in_scratch("home.json").text, bytes_of_text(content), &failure));
    check_context(content);
    CHECK(!home_open(scratch.folder.text, &home, &failure));
    CHECK(strstr(failure.text, why) != NULL);
    check_context(NULL);
}

static void a_home_of_another_format_or_damaged_is_refused(void)
{
    refuses("{\"format\":3}", "newer portcullis");
    refuses("{\"format\":0}", "newer portcullis");
    refuses("{}", "names no format");
    refuses("", "names no format");
    refuses("{\"format\":1}", "damaged");
    refuses("{\"format\":1,\"broker_name\":7}", "damaged");
}

// It may be a port that was meant, and half of one is none.
static void a_number_that_is_not_whole_is_refused(void)
{
    static const char *const numbers[] = {"\"broker_port\":8883.7,\"websockets_port\":0",
                                          "\"broker_port\":0,\"websockets_port\":0",
                                          "\"broker_port\":65536,\"websockets_port\":0",
                                          "\"broker_port\":8883,\"websockets_port\":8884.5",
                                          "\"broker_port\":8883,\"websockets_port\":-1"};
    char content[512];
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        (void)snprintf(content, sizeof(content),
                       "{\"format\":2,\"broker_name\":\"a\",\"broker_address\":\"a\",\"bind\":\"\","
                       "\"run_as\":\"a\",\"topic_root\":\"a\",\"owner\":\"a\","
                       "\"organisation\":\"a\",%s}",
                       numbers[i]);
        refuses(content, "damaged");
    }
    refuses("{\"format\":1.5}", "names no format");
}

// As in a backup that somebody else has made.
static void a_setting_of_two_lines_makes_no_configuration(void)
{
    struct home home;
    struct home_settings hostile = some_settings;
    (void)snprintf(hostile.organisation, sizeof(hostile.organisation), "x\nuser root");
    CHECK(home_write_settings(scratch.folder.text, &hostile, &failure));
    CHECK(!home_open(scratch.folder.text, &home, &failure));
    hostile = some_settings;
    (void)snprintf(hostile.broker_user, sizeof(hostile.broker_user), "x\ntopic #");
    CHECK(home_write_settings(scratch.folder.text, &hostile, &failure));
    CHECK(!home_open(scratch.folder.text, &home, &failure));
}

static void a_folder_without_a_home_says_how_to_make_one(void)
{
    struct home home;
    CHECK(!home_open("/nonexistent", &home, &failure));
    CHECK(strstr(failure.text, "portcullis init") != NULL);
}

static void the_home_is_where_the_option_or_the_environment_says(void)
{
    struct path path;
    CHECK(setenv("HOME", "/h", 1) == 0 && unsetenv("XDG_CONFIG_HOME") == 0 &&
          unsetenv("PORTCULLIS_HOME") == 0);
    CHECK(home_choose(NULL, &path, &failure));
    CHECK(strcmp(path.text, "/h/.config/portcullis") == 0);
    CHECK(setenv("XDG_CONFIG_HOME", "/c", 1) == 0);
    CHECK(home_choose(NULL, &path, &failure));
    CHECK(strcmp(path.text, "/c/portcullis") == 0);
    CHECK(setenv("PORTCULLIS_HOME", "/p/", 1) == 0);
    CHECK(home_choose(NULL, &path, &failure));
    CHECK(strcmp(path.text, "/p") == 0);
    CHECK(home_choose("/o", &path, &failure));
    CHECK(strcmp(path.text, "/o") == 0);
    CHECK(home_choose("relative", &path, &failure));
    CHECK(path.text[0] == '/');
}

static void two_writers_do_not_meet(void)
{
    int first = -1;
    int second = -1;
    CHECK(home_write_settings(scratch.folder.text, &some_settings, &failure));
    CHECK(home_lock(scratch.folder.text, &first, &failure));
    CHECK(!home_lock(scratch.folder.text, &second, &failure));
    CHECK(strstr(failure.text, "another portcullis") != NULL);
    home_unlock(first);
    CHECK(home_lock(scratch.folder.text, &second, &failure));
    home_unlock(second);
}

int main(void)
{
    scratch_begin(&scratch);
    RUN(a_file_is_replaced_as_a_whole_and_closed_to_others);
    RUN(what_an_interrupted_write_left_is_no_obstacle);
    RUN(a_link_in_the_way_is_not_written_through);
    RUN(a_file_longer_than_its_room_is_a_failure);
    RUN(a_failure_says_what_where_why_and_what_to_do);
    RUN(a_path_that_does_not_fit_is_refused);
    RUN(names_are_plain_or_refused);
    RUN(settings_come_back_as_they_were_written);
    RUN(a_home_of_another_format_or_damaged_is_refused);
    RUN(a_number_that_is_not_whole_is_refused);
    RUN(a_setting_of_two_lines_makes_no_configuration);
    RUN(a_folder_without_a_home_says_how_to_make_one);
    RUN(the_home_is_where_the_option_or_the_environment_says);
    RUN(two_writers_do_not_meet);
    scratch_end(&scratch);
    return check_verdict();
}
