// Where the small board has its random bytes from: a source on a wire, and a seed in the EEPROM that is
// never used twice. Without the source it says nothing over the network, shows that, and goes on otherwise.
// words[1] is portcullis-board, words[2] its firmware.
#include "base/crc32.h"
#include "base/reader.h"
#include "protocol/eeprom.h"
#include "test/board/guest.h"
#include "test/support/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    STARTS_WITHIN = 60000, // ms, on a machine that has other things to do
    SEED_PAGE = 64,
    SEED_SIZE = 40,
    SEED_BYTES = 32,
    STATUS_LIGHT = 3 // of control_answer's raises
};

static const char *program;
static const char *firmware;
static struct guest guest;

struct seed {
    uint32_t boot;
    uint8_t bytes[SEED_BYTES];
};

static bool read_seed(unsigned which, struct seed *out)
{
    uint8_t room[SEED_SIZE];
    char path[DOOR_PATH_MOST];
    door_program_path(&guest.scene.door, "flash", path);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    const bool whole = file >= 0 && pread(file, room, sizeof(room),
                                          EEPROM_SEEDS + (off_t)which * SEED_PAGE) == SEED_SIZE;
    if (file >= 0) {
        (void)close(file); // it was only read
    }
    struct reader r = reader_over(BYTES_OF(room));
    out->boot = reader_u32(&r);
    memcpy(out->bytes, reader_take(&r, SEED_BYTES).at, SEED_BYTES);
    return whole && reader_u32(&r) == crc32_of((struct bytes){room, SEED_SIZE - 4});
}

static void start(const char *source)
{
    CHECK(setenv("PORTCULLIS_ENTROPY", source, 1) == 0);
    CHECK(door_program_write_image(&guest.scene.door, &guest.scene.image));
    CHECK(door_program_start(&guest.scene.door));
}

// Long enough for the door floor to know where the door is.
static void settles(void)
{
    struct vitals now = {0};
    const uint64_t from = guest_now();
    while (now.heartbeat < 500 && guest_now() - from < STARTS_WITHIN) {
        scene_run(&guest.scene, 20);
        CHECK(guest_vitals(&guest, &now));
    }
}

static void check_wall_button_works(void)
{
    const struct garage_action wall = {.doing = GARAGE_WALL, .lasting = 300};
    const uint32_t starts = garage_truth(&guest.scene.garage).starts;
    garage_act(&guest.scene.garage, &wall);
    scene_run(&guest.scene, 1500);
    CHECK_SAME(garage_truth(&guest.scene.garage).starts, starts + 1);
    CHECK(guest_logs(&guest, "event=moved-", STARTS_WITHIN));
}

// Nothing over TLS, no Epoch, a light that winks, and a door floor that steps on.
static void check_says_nothing(const char *source)
{
    struct control_answer seen;
    struct vitals before = {0};
    struct vitals now = {0};
    CHECK(guest_sets(&guest, program, firmware));
    start(source);
    CHECK(guest_logs(&guest, "event=boot boot=0 remote=no", STARTS_WITHIN));
    settles();
    CHECK(guest_vitals(&guest, &before));
    CHECK(guest_looks(&guest, &seen));
    const uint32_t winks = seen.raises[STATUS_LIGHT];
    check_wall_button_works();
    scene_run(&guest.scene, 5000);
    CHECK(guest_logged(&guest, "event=entropy sound=0") == 1);
    CHECK_SAME(guest_logged(&guest, "event=started"), 1);
    CHECK_SAME(guest_logged(&guest, "event=tls-open"), 0);
    CHECK_SAME(guest.scene.broker.message_count, 0);
    CHECK(!guest.scene.broker.connected);
    CHECK(guest_vitals(&guest, &now));
    CHECK(now.heartbeat - before.heartbeat > 100);
    CHECK(guest_looks(&guest, &seen));
    CHECK(seen.raises[STATUS_LIGHT] > winks && seen.raises[STATUS_LIGHT] - winks <= 20);
    CHECK_SAME(seen.raises[0] + seen.raises[1] + seen.raises[2], 0);
    guest_ends(&guest);
}

static void a_source_that_is_silent_means_nothing_is_said(void)
{
    check_says_nothing("none");
}

static void a_source_that_is_stuck_means_nothing_is_said(void)
{
    check_says_nothing("/dev/zero");
}

static void each_boot_keeps_another_seed_and_counts(void)
{
    struct seed seeds[2];
    struct seed first;
    struct control_answer seen;
    CHECK(guest_sets(&guest, program, firmware));
    start("/dev/urandom");
    CHECK(guest_connected(&guest, 0, STARTS_WITHIN));
    CHECK(!read_seed(0, &seeds[0]));
    CHECK(read_seed(1, &seeds[1]));
    CHECK_SAME(seeds[1].boot, 1);
    first = seeds[1];
    for (uint32_t boot = 2; boot <= 3; boot++) {
        scene_power_goes(&guest.scene);
        start("/dev/urandom");
        CHECK(guest_connected(&guest, boot - 1, STARTS_WITHIN));
        CHECK(read_seed(boot % 2, &seeds[boot % 2]));
        CHECK_SAME(seeds[boot % 2].boot, boot);
    }
    CHECK(memcmp(seeds[0].bytes, seeds[1].bytes, SEED_BYTES) != 0);
    CHECK(memcmp(first.bytes, seeds[1].bytes, SEED_BYTES) != 0);
    CHECK(guest_looks(&guest, &seen));
    CHECK_SAME(seen.raises[STATUS_LIGHT], 0);
    guest_ends(&guest);
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fputs("usage: entropy_test PORTCULLIS-BOARD FIRMWARE\n", stderr);
        return 2;
    }
    program = words[1];
    firmware = words[2];
    RUN(a_source_that_is_silent_means_nothing_is_said);
    RUN(a_source_that_is_stuck_means_nothing_is_said);
    RUN(each_boot_keeps_another_seed_and_counts);
    return check_verdict();
}
