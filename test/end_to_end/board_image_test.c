// One firmware and the file of `portcullis door image` are a door: it is booted by the very words of
// that command's help. words[1] is portcullis, words[2] portcullis-board, words[3] the folder that
// build/ lies in.
#include "test/end_to_end/house.h"

#include "home/folder/file.h"
#include "test/support/check.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    WORDS_OF_HELP = 2048
};

static struct house house;

// The paragraph that begins with the emulator's name, as a shell takes it.
static bool words_of_the_help(char words[WORDS_OF_HELP])
{
    CHECK_SAME(house_does(&house, "door", "image", "--help", NULL), 0);
    const char *begin = strstr(house.run.text, "  qemu-system-arm ");
    const char *end = begin == NULL ? NULL : strstr(begin, "\n\n");
    if (end == NULL || end - begin >= WORDS_OF_HELP - 8) {
        return false;
    }
    (void)snprintf(words, WORDS_OF_HELP, "exec %.*s", (int)(end - begin), begin);
    return true;
}

// In the folder of the test, its words in board.log. 0: not begun.
static pid_t board_begins(void)
{
    char words[WORDS_OF_HELP];
    if (!CHECK(words_of_the_help(words))) {
        return 0;
    }
    const pid_t board = fork();
    if (board == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        const int in = open("/dev/null", O_RDONLY);
        const int out = open("board.log", O_WRONLY | O_CREAT | O_APPEND, 0600);
        (void)dup2(in, STDIN_FILENO);
        (void)dup2(out, STDOUT_FILENO);
        (void)dup2(out, STDERR_FILENO);
        (void)execl("/bin/sh", "sh", "-c", words, (char *)NULL);
        _exit(127);
    }
    CHECK(board > 0);
    return board;
}

static void board_ends(pid_t board)
{
    if (board > 0) {
        CHECK(kill(board, SIGKILL) == 0);
        CHECK(waitpid(board, NULL, 0) == board);
    }
}

static bool logged(const char *words)
{
    static uint8_t room[65536];
    struct bytes log;
    struct failure failure;
    if (!file_read("board.log", room, sizeof(room) - 1, &log, &failure)) {
        return false;
    }
    room[log.count] = '\0';
    return strstr((const char *)room, words) != NULL;
}

static unsigned boot_told(void)
{
    static const char word[] = "\"boot\":";
    (void)house_does(&house, "status", "garage", "--json", NULL); // its words tell
    const char *found = strstr(house.run.text, word);
    return found == NULL ? 0 : (unsigned)strtoul(found + sizeof(word) - 1, NULL, 10);
}

// Boots, until the door tells of a boot between these; the broker may remember others, and on a machine
// with other things to do the board's watchdog may make one more. Gives its number.
static unsigned boots(unsigned least, unsigned most, pid_t *board)
{
    unsigned boot = 0;
    *board = board_begins();
    for (unsigned tries = 0; tries < 40 && (boot < least || boot > most); tries++) {
        bench_pause(250);
        boot = boot_told();
    }
    CHECK(boot >= least && boot <= most);
    CHECK_SAME(house_does(&house, "identify", "garage", NULL), 0);
    return boot;
}

static unsigned first_boot;

static void the_file_and_the_words_of_the_help_make_a_door(void)
{
    pid_t board;
    CHECK_SAME(house_does(&house, "door", "set", "garage", "--broker-address", "10.0.2.2", NULL),
               0);
    CHECK_SAME(house_does(&house, "door", "image", "--json", NULL), 0);
    CHECK(house_said(&house, "{\"door\":\"garage\",\"file\":\"garage.eeprom\",\"bytes\":65536"));
    first_boot = boots(1, UINT_MAX, &board);
    CHECK(logged("event=ready connects=1"));
    // Its memory is not written over while it runs.
    CHECK_SAME(house_does(&house, "door", "image", "garage", "--blank", NULL), 1);
    CHECK(house_said(&house, "a program has garage.eeprom open"));
    board_ends(board);
}

static void it_takes_new_settings_and_forgets_nothing(void)
{
    pid_t board;
    CHECK_SAME(house_does(&house, "door", "set", "garage", "warning=8", NULL), 0);
    CHECK_SAME(house_does(&house, "door", "image", "garage", NULL), 1);
    CHECK(house_said(&house, "a door has written to garage.eeprom"));
    CHECK_SAME(house_does(&house, "door", "image", "garage", "--update", "--blank", NULL), 2);
    CHECK_SAME(house_does(&house, "door", "image", "garage", "--update", NULL), 0);
    const unsigned later = boots(first_boot + 1, UINT_MAX, &board);
    board_ends(board);
    CHECK_SAME(house_does(&house, "door", "image", "garage", "--blank", NULL), 0);
    CHECK(boots(1, later - 1, &board) > 0);
    board_ends(board);
}

// The help's words name build/ and garage.eeprom as somebody stands who types them.
static bool stand_where_it_is_typed(const char *tree)
{
    char build[1024];
    (void)snprintf(build, sizeof(build), "%s/build", tree);
    return chdir(house.scratch.folder.text) == 0 && symlink(build, "build") == 0;
}

int main(int count, char **words)
{
    if (count != 4) {
        (void)fprintf(stderr, "usage: %s PORTCULLIS PORTCULLIS-BOARD TREE\n", words[0]);
        return 2;
    }
    if (CHECK(house_is_made(&house, words[1], words[2])) &&
        CHECK(stand_where_it_is_typed(words[3]))) {
        RUN(the_file_and_the_words_of_the_help_make_a_door);
        RUN(it_takes_new_settings_and_forgets_nothing);
        CHECK(unlink("build") == 0);
    }
    house_ends(&house);
    return check_verdict();
}
