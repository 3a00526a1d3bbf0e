// The door's program and the world around it: arguments, files that are wrong, starts and stops.
// words[2], if given, says that the flash is a board's EEPROM: its size, and words[3] where its journal
// begins. A board has no last words when it stops: that is a power cut.
#include "test/end_to_end/door_program.h"
#include "test/support/check.h"
#include "test/support/people.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *program;
static struct door_program door;
static bool is_board;
static long flash_size = 32768;
static long journal_at;

// An image whose broker is nowhere.
static struct image lonely_image(uint8_t room[ROSTER_MOST])
{
    const struct roster_entry entries[] = {person_entry(KEY_OF_ADMIN, ROLE_ADMIN, "admin"),
                                           person_entry(KEY_OF_ALICE, ROLE_OWNER, "alice")};
    const struct roster_head head = people_roster_head(1, 1, 2);
    static const uint8_t name[] = {0x30, 0x00};
    struct image image = {.door_name = bytes_of_text("garage"),
                          .topic_root = bytes_of_text("portcullis"),
                          .broker_host = bytes_of_text("home.test"),
                          .broker_address = bytes_of_text("127.0.0.1"),
                          .broker_port = 1,
                          .chain_count = 1,
                          .chain = {{name, sizeof(name)}},
                          .root_count = 1};
    image.roots[0].distinguished_name = (struct bytes){name, sizeof(name)};
    memcpy(image.identity_key, test_keys[KEY_OF_IDENTITY].private_key, PRIVATE_KEY_SIZE);
    memcpy(image.identity_point, test_keys[KEY_OF_IDENTITY].point, POINT_SIZE);
    memcpy(image.recovery_point, test_keys[KEY_OF_RECOVERY].point, POINT_SIZE);
    image.operator_settings = operator_settings_default();
    image.first_roster = person_signs_roster(KEY_OF_ADMIN, &head, entries, room);
    return image;
}

static void ready(void)
{
    uint8_t roster[ROSTER_MOST];
    const struct image image = lonely_image(roster);
    CHECK(door_program_prepare(&door, program));
    CHECK(door_program_write_image(&door, &image));
}

static void pause_for(unsigned ms)
{
    const struct timespec length = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
    (void)nanosleep(&length, NULL);
}

// Waits until the log has the words, ten seconds at most.
static bool says(const char *words)
{
    for (int i = 0; i < 200; i++) {
        if (door_program_logged(&door, words)) {
            return true;
        }
        pause_for(50);
    }
    return false;
}

// How the program ends that should not even begin.
static int exit_code(void)
{
    int status = 0;
    CHECK(door_program_start(&door));
    const pid_t child = door.process;
    door.process = 0;
    CHECK(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// The door floor has begun, and goes on.
static bool steps(void)
{
    const uint32_t before = atomic_load(&door.pins->heartbeat);
    for (int i = 0; i < 50 && atomic_load(&door.pins->heartbeat) - before <= 50; i++) {
        pause_for(100);
    }
    return atomic_load(&door.pins->heartbeat) - before > 50;
}

static void write_file(const char *name, const char *text, mode_t mode)
{
    char path[DOOR_PATH_MOST];
    door_program_path(&door, name, path);
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
    CHECK(file >= 0);
    CHECK(write(file, text, strlen(text)) == (ssize_t)strlen(text));
    CHECK(fchmod(file, mode) == 0);
    (void)close(file);
}

static void it_starts_steps_and_stops_with_its_outputs_off(void)
{
    ready();
    atomic_store(&door.pins->from_controller, PIN_RELAY | PIN_LAMP);
    CHECK(door_program_start(&door));
    CHECK(says("event=boot boot=1 remote=yes"));
    CHECK_SAME(atomic_load(&door.pins->from_controller), 0);
    CHECK_SAME(atomic_load(&door.pins->starts), 1);
    CHECK(steps());
    CHECK_SAME(door_program_stop(&door), 0);
    CHECK(is_board || says("event=longest-gap us="));
    CHECK(is_board || says("event=stopped"));
    CHECK_SAME(atomic_load(&door.pins->from_controller), 0);
    door_program_remove(&door);
}

static void a_power_cut_is_another_boot(void)
{
    ready();
    for (int boot = 1; boot <= 4; boot++) {
        char words[40];
        (void)snprintf(words, sizeof(words), "event=boot boot=%d remote=yes", boot);
        CHECK(door_program_start(&door));
        CHECK(says(words));
        door_program_kill(&door);
    }
    door_program_remove(&door);
}

static void an_image_that_is_missing_damaged_or_open_to_others_is_refused(void)
{
    ready();
    char path[DOOR_PATH_MOST];
    door_program_path(&door, "image", path);
    CHECK(chmod(path, 0640) == 0);
    CHECK_SAME(exit_code(), 3);
    write_file("image", "PCI1 and then nothing that helps", 0600);
    CHECK_SAME(exit_code(), 3);
    CHECK(unlink(path) == 0);
    CHECK_SAME(exit_code(), 3);
    door_program_remove(&door);
}

static void a_flash_that_is_something_else_is_refused(void)
{
    ready();
    char path[DOOR_PATH_MOST];
    door_program_path(&door, "flash", path);
    write_file("flash", "x", 0600);
    CHECK(truncate(path, flash_size + 1) == 0);
    CHECK_SAME(exit_code(), 3);
    door_program_remove(&door);
}

static void a_flash_that_was_not_filled_to_its_end_is_finished(void)
{
    ready();
    char path[DOOR_PATH_MOST];
    door_program_path(&door, "flash", path);
    write_file("flash", "\xff\xff\xff", 0600);
    CHECK(door_program_start(&door));
    CHECK(says("event=boot boot=1 remote=yes"));
    CHECK_SAME(door_program_stop(&door), 0);
    struct stat status;
    CHECK(stat(path, &status) == 0);
    CHECK_SAME(status.st_size, flash_size);
    door_program_remove(&door);
}

static void two_programs_do_not_share_a_flash(void)
{
    ready();
    CHECK(door_program_start(&door));
    CHECK(says("event=boot"));
    const pid_t first = door.process;
    CHECK_SAME(exit_code(), 3);
    door.process = first;
    CHECK_SAME(door_program_stop(&door), 0);
    door_program_remove(&door);
}

static void a_damaged_flash_starts_the_door_without_remote_operation(void)
{
    ready();
    char path[DOOR_PATH_MOST];
    door_program_path(&door, "flash", path);
    write_file("flash", "", 0600);
    const int file = open(path, O_WRONLY);
    CHECK(pwrite(file, "this was a journal once", 23, journal_at) == 23);
    CHECK(file >= 0 && close(file) == 0);
    CHECK(door_program_start(&door));
    CHECK(says("event=boot boot=0 remote=no"));
    CHECK(steps());
    door_program_remove(&door);
}

static void wrong_arguments_are_answered_with_the_right_ones(void)
{
    int status = 0;
    const pid_t child = fork();
    if (child == 0) {
        (void)execl(program, program, "--image", (char *)NULL);
        _exit(127);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK_SAME(WEXITSTATUS(status), 2);
}

int main(int count, char **words)
{
    if (count != 2 && count != 4) {
        (void)fputs("usage: door_program PORTCULLIS-DOOR [FLASH-SIZE JOURNAL-AT]\n", stderr);
        return 2;
    }
    program = words[1];
    is_board = count == 4;
    if (is_board) {
        flash_size = strtol(words[2], NULL, 10);
        journal_at = strtol(words[3], NULL, 10);
    }
    // What it says to people is not looked at here.
    if (freopen("/dev/null", "w", stderr) == NULL) {
        return 2;
    }
    RUN(it_starts_steps_and_stops_with_its_outputs_off);
    RUN(a_power_cut_is_another_boot);
    RUN(an_image_that_is_missing_damaged_or_open_to_others_is_refused);
    RUN(a_flash_that_is_something_else_is_refused);
    RUN(a_flash_that_was_not_filled_to_its_end_is_finished);
    RUN(two_programs_do_not_share_a_flash);
    RUN(a_damaged_flash_starts_the_door_without_remote_operation);
    RUN(wrong_arguments_are_answered_with_the_right_ones);
    return check_verdict();
}
