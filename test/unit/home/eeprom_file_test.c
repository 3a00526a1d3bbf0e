// The file that goes into a board's EEPROM: what is in it, and which file it is never written over.
#include "home/doors/door_image.h"
#include "home/doors/eeprom_file.h"
#include "protocol/eeprom.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct scratch scratch;
static struct home home;
static struct failure failure;
static struct path file;
static uint8_t rooms[2][IMAGE_MOST];
static struct bytes garage;
static struct bytes barn;
static uint8_t content[EEPROM_SIZE + 1];

static struct bytes image_of(const char *door, uint8_t *room)
{
    static struct door_image opened;
    struct bytes image = {NULL, 0};
    const struct door_request request = scratch_door_request(&scratch, &home, door);
    if (CHECK(make_door(&request, &failure)) &&
        CHECK(door_image_open(&home, door, &opened, &failure))) {
        image = door_image_encode(&opened, room, &failure);
    }
    door_image_close(&opened);
    CHECK(image.count > 0);
    return image;
}

static struct bytes what_is_there(void)
{
    struct bytes found = {NULL, 0};
    CHECK(file_read(file.text, content, sizeof(content), &found, &failure));
    return found;
}

// As a door does at its first boot.
static void use_it(void)
{
    static const uint8_t seed[] = {0, 0, 0, 1};
    const int eeprom = open(file.text, O_WRONLY);
    CHECK(eeprom >= 0 && pwrite(eeprom, seed, sizeof(seed), EEPROM_SEEDS) == sizeof(seed));
    CHECK(close(eeprom) == 0);
}

static bool is_used(void)
{
    return what_is_there().count == EEPROM_SIZE && eeprom_is_used(content);
}

static void a_new_file_is_the_image_and_erased_room_and_nobody_elses(void)
{
    struct stat found;
    CHECK(eeprom_file_write(file.text, garage, EEPROM_WISH_NEW, &failure) == EEPROM_FILE_WRITTEN);
    CHECK_SAME(what_is_there().count, EEPROM_SIZE);
    CHECK_BYTES(eeprom_image(content), garage);
    CHECK(!eeprom_is_used(content));
    CHECK(stat(file.text, &found) == 0);
    CHECK_SAME(found.st_mode & 07777, 0600);
}

static void one_that_no_door_has_used_is_made_again_unasked(void)
{
    CHECK(eeprom_file_write(file.text, barn, EEPROM_WISH_NEW, &failure) == EEPROM_FILE_WRITTEN);
    CHECK_SAME(what_is_there().count, EEPROM_SIZE);
    CHECK_BYTES(eeprom_image(content), barn);
    CHECK(eeprom_file_write(file.text, garage, EEPROM_WISH_NEW, &failure) == EEPROM_FILE_WRITTEN);
}

static void what_a_door_has_written_is_not_lost_unasked(void)
{
    use_it();
    CHECK(eeprom_file_write(file.text, garage, EEPROM_WISH_NEW, &failure) == EEPROM_FILE_REFUSED);
    CHECK(strstr(failure.text, "--update") != NULL && strstr(failure.text, "--blank") != NULL);
    CHECK(is_used());
    CHECK(eeprom_file_write(file.text, garage, EEPROM_WISH_UPDATE, &failure) ==
          EEPROM_FILE_WRITTEN);
    CHECK(is_used());
    CHECK_BYTES(eeprom_image(content), garage);
}

// A new file would be taken for one that the door has not forgotten.
static void what_is_not_there_is_not_updated(void)
{
    struct path elsewhere;
    CHECK(path_join(scratch.folder.text, "elsewhere.eeprom", &elsewhere, &failure));
    CHECK(eeprom_file_write(elsewhere.text, garage, EEPROM_WISH_UPDATE, &failure) ==
          EEPROM_FILE_REFUSED);
    CHECK(strstr(failure.text, "is not there to be updated") != NULL);
    CHECK(!file_exists(elsewhere.text));
}

static void another_door_does_not_take_over_what_this_one_remembers(void)
{
    CHECK(eeprom_file_write(file.text, barn, EEPROM_WISH_UPDATE, &failure) == EEPROM_FILE_REFUSED);
    CHECK(strstr(failure.text, "of another door") != NULL);
    CHECK(is_used());
    CHECK_BYTES(eeprom_image(content), garage);
    CHECK(eeprom_file_write(file.text, barn, EEPROM_WISH_BLANK, &failure) == EEPROM_FILE_WRITTEN);
    CHECK(!is_used());
    CHECK_BYTES(eeprom_image(content), barn);
}

// Which door it was is not known then; it may well be this one.
static void a_damaged_image_is_not_told_as_another_door(void)
{
    uint8_t byte = 0;
    CHECK(eeprom_file_write(file.text, garage, EEPROM_WISH_BLANK, &failure) == EEPROM_FILE_WRITTEN);
    const int eeprom = open(file.text, O_RDWR);
    CHECK(pread(eeprom, &byte, 1, 100) == 1);
    byte ^= 1;
    CHECK(pwrite(eeprom, &byte, 1, 100) == 1 && close(eeprom) == 0);
    CHECK(eeprom_file_write(file.text, garage, EEPROM_WISH_UPDATE, &failure) ==
          EEPROM_FILE_REFUSED);
    CHECK(strstr(failure.text, "is damaged") != NULL);
    CHECK(strstr(failure.text, "another door") == NULL);
    CHECK(eeprom_file_write(file.text, garage, EEPROM_WISH_BLANK, &failure) == EEPROM_FILE_WRITTEN);
}

static void an_erased_one_is_not_told_as_another_door(void)
{
    uint8_t erased[EEPROM_SIZE];
    eeprom_blank(erased);
    CHECK(file_write(file.text, BYTES_OF(erased), &failure));
    CHECK(eeprom_file_write(file.text, garage, EEPROM_WISH_UPDATE, &failure) ==
          EEPROM_FILE_REFUSED);
    CHECK(strstr(failure.text, "leave --update away") != NULL);
    CHECK(eeprom_file_write(file.text, garage, EEPROM_WISH_NEW, &failure) == EEPROM_FILE_WRITTEN);
}

// The emulator has its EEPROM open under a lock. A lock of our own process would not be seen.
static void one_that_a_program_holds_is_refused_whatever_is_wished(void)
{
    int told[2] = {-1, -1};
    int end[2] = {-1, -1};
    char word = 0;
    CHECK(pipe(told) == 0 && pipe(end) == 0);
    const pid_t holder = fork();
    if (holder == 0) {
        struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 100, .l_len = 1};
        const int eeprom = open(file.text, O_RDWR);
        const bool held = fcntl(eeprom, F_SETLK, &lock) == 0 && write(told[1], "!", 1) == 1;
        (void)close(end[1]);
        _exit(held && read(end[0], &word, 1) == 0 ? 0 : 1);
    }
    CHECK(read(told[0], &word, 1) == 1);
    for (enum eeprom_wish wish = EEPROM_WISH_NEW; wish <= EEPROM_WISH_BLANK; wish++) {
        CHECK(eeprom_file_write(file.text, barn, wish, &failure) == EEPROM_FILE_REFUSED);
        CHECK(strstr(failure.text, "end it first") != NULL);
    }
    (void)close(end[1]);
    CHECK(waitpid(holder, NULL, 0) == holder);
    CHECK(eeprom_file_write(file.text, barn, EEPROM_WISH_UPDATE, &failure) == EEPROM_FILE_WRITTEN);
}

static void what_is_no_eeprom_is_left_alone_whatever_is_wished(void)
{
    static uint8_t letters[EEPROM_SIZE];
    static const size_t sizes[] = {0, 11, EEPROM_SIZE - 1, EEPROM_SIZE};
    memset(letters, 'a', sizeof(letters));
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        CHECK(file_write(file.text, (struct bytes){letters, sizes[i]}, &failure));
        for (enum eeprom_wish wish = EEPROM_WISH_NEW; wish <= EEPROM_WISH_BLANK; wish++) {
            CHECK(eeprom_file_write(file.text, garage, wish, &failure) == EEPROM_FILE_REFUSED);
            CHECK(strstr(failure.text, "no EEPROM of a door") != NULL);
        }
        CHECK_SAME(what_is_there().count, sizes[i]);
    }
}

int main(void)
{
    scratch_begin(&scratch);
    if (CHECK(scratch_home(&scratch, &home)) &&
        CHECK(path_join(scratch.folder.text, "garage.eeprom", &file, &failure))) {
        garage = image_of("garage", rooms[0]);
        barn = image_of("barn", rooms[1]);
        RUN(a_new_file_is_the_image_and_erased_room_and_nobody_elses);
        RUN(one_that_no_door_has_used_is_made_again_unasked);
        RUN(what_a_door_has_written_is_not_lost_unasked);
        RUN(what_is_not_there_is_not_updated);
        RUN(another_door_does_not_take_over_what_this_one_remembers);
        RUN(one_that_a_program_holds_is_refused_whatever_is_wished);
        RUN(a_damaged_image_is_not_told_as_another_door);
        RUN(an_erased_one_is_not_told_as_another_door);
        RUN(what_is_no_eeprom_is_left_alone_whatever_is_wished);
    }
    scratch_end(&scratch);
    return check_verdict();
}
