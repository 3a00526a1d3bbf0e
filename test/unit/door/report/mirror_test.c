#include "door/report/mirror.h"
#include "test/support/check.h"

#include <string.h>

static void check_word(struct mirror mirror, const char *word)
{
    CHECK_BYTES(bytes_of_text(mirror_state_word(&mirror)), bytes_of_text(word));
}

static void the_words_are_home_assistants(void)
{
    check_word((struct mirror){.state = DOOR_OPEN}, "open");
    check_word((struct mirror){.state = DOOR_OPENING}, "opening");
    check_word((struct mirror){.state = DOOR_CLOSED}, "closed");
    check_word((struct mirror){.state = DOOR_CLOSING}, "closing");
    check_word((struct mirror){.state = DOOR_UNKNOWN}, "None");
    check_word((struct mirror){.state = DOOR_UNKNOWN, .flags = EPOCH_FAULT}, "None");
    // Home Assistant shows "stopped" after closing as closed: never said.
    check_word((struct mirror){.state = DOOR_STOPPED}, "open");
}

static void a_warning_is_the_proven_limit_it_stands_at(void)
{
    check_word((struct mirror){.state = DOOR_WARNING, .at_open_limit = true}, "open");
    check_word((struct mirror){.state = DOOR_WARNING, .at_closed_limit = true}, "closed");
    check_word((struct mirror){.state = DOOR_WARNING}, "None");
}

static void everything_that_is_known_is_there(void)
{
    uint8_t room[MIRROR_MOST];
    const struct mirror mirror = {.state = DOOR_CLOSING,
                                  .position = 42,
                                  .flags = 0xff,
                                  .warning_left = 3,
                                  .since = 1800000000,
                                  .source = "app",
                                  .refused = 4294967295U,
                                  .board_test_due = true,
                                  .version = "1.2.3",
                                  .rssi = -67,
                                  .heap = 12345,
                                  .panic = 90034};
    CHECK_BYTES(
        mirror_write(&mirror, room),
        bytes_of_text("{\"state\":\"closing\",\"warning\":3,\"obstructed\":true,\"fault\":true,"
                      "\"vacation_lock\":true,\"lock_out\":true,\"board_test_due\":true,"
                      "\"source\":\"app\",\"refused\":4294967295,\"position\":42,"
                      "\"since\":1800000000,\"rssi\":-67,\"heap\":12345,"
                      "\"panic\":90034,\"version\":\"1.2.3\"}"));
}

static void what_is_not_known_is_left_out(void)
{
    uint8_t room[MIRROR_MOST];
    const struct mirror mirror = {
        .position = POSITION_UNKNOWN, .source = "unknown", .version = "x"};
    CHECK_BYTES(mirror_write(&mirror, room),
                bytes_of_text("{\"state\":\"None\",\"warning\":0,\"obstructed\":false,"
                              "\"fault\":false,\"vacation_lock\":false,\"lock_out\":false,"
                              "\"board_test_due\":false,\"source\":\"unknown\",\"refused\":0,"
                              "\"version\":\"x\"}"));
}

static void each_flag_is_its_own(void)
{
    const struct {
        uint8_t flag;
        const char *text;
    } flags[] = {{EPOCH_OBSTRUCTED, "\"obstructed\":true"},
                 {EPOCH_FAULT, "\"fault\":true"},
                 {EPOCH_VACATION_LOCK, "\"vacation_lock\":true"},
                 {EPOCH_LOCK_OUT, "\"lock_out\":true"}};
    for (size_t i = 0; i < 4; i++) {
        uint8_t room[MIRROR_MOST + 1] = {0};
        const struct mirror mirror = {.flags = flags[i].flag, .source = "app", .version = "x"};
        CHECK(mirror_write(&mirror, room).count > 0);
        for (size_t j = 0; j < 4; j++) {
            CHECK((strstr((const char *)room, flags[j].text) != NULL) == (i == j));
        }
    }
}

static void the_longest_one_fits(void)
{
    uint8_t room[MIRROR_MOST];
    const struct mirror mirror = {.state = DOOR_CLOSING,
                                  .position = 100,
                                  .warning_left = 255,
                                  .since = UINT32_MAX,
                                  .source = "unknown",
                                  .refused = UINT32_MAX,
                                  .version = "a version with a long name",
                                  .rssi = -128,
                                  .heap = UINT32_MAX,
                                  .panic = UINT32_MAX};
    CHECK(mirror_write(&mirror, room).count > 0);
}

int main(void)
{
    RUN(the_words_are_home_assistants);
    RUN(a_warning_is_the_proven_limit_it_stands_at);
    RUN(everything_that_is_known_is_there);
    RUN(what_is_not_known_is_left_out);
    RUN(each_flag_is_its_own);
    RUN(the_longest_one_fits);
    return check_verdict();
}
