// A home that moves: backed up by the command line, restored by another user in another folder who
// knows nothing but the file and the passphrase, and his commands open the same door.
// words[1] is portcullis, words[2] portcullis-door.
#include "test/end_to_end/house.h"

#include "test/support/check.h"

#include <fcntl.h>
#include <grp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    NOBODY = 65534,
    WORDS_MOST = 12
};

static struct house house;
static char elsewhere[] = "/tmp/portcullis-elsewhere-XXXXXX";
static char said[16384];

static struct path there(const char *name)
{
    struct path path = {""};
    struct failure failure;
    CHECK(path_join(elsewhere, name, &path, &failure));
    return path;
}

// The program is opened by whoever runs the test, for the other user may not find the way to it.
static _Noreturn void become_stranger(int program, int out, char *const *words)
{
    if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 || setuid(NOBODY) != 0)) {
        _exit(126);
    }
    char home[64];
    (void)snprintf(home, sizeof(home), "HOME=%s", elsewhere);
    char *environment[] = {home, NULL};
    (void)dup2(out, STDOUT_FILENO);
    (void)dup2(out, STDERR_FILENO);
    (void)fexecve(program, words, environment);
    _exit(127);
}

static void gather(int from)
{
    size_t count = 0;
    ssize_t got = 1;
    while (got > 0) {
        got = read(from, said + count, sizeof(said) - 1 - count);
        count += got > 0 ? (size_t)got : 0;
    }
    said[count] = '\0';
}

// Runs the command line as the other user; its exit code.
static int stranger_does(const char *word, ...)
{
    static char room[WORDS_MOST][PATH_ROOM];
    char *words[WORDS_MOST + 1] = {NULL};
    int streams[2] = {-1, -1};
    int status = -1;
    va_list more;
    va_start(more, word);
    (void)snprintf(room[0], PATH_ROOM, "portcullis");
    words[0] = room[0];
    for (size_t i = 1; i < WORDS_MOST && word != NULL; i++) {
        (void)snprintf(room[i], PATH_ROOM, "%s", word);
        words[i] = room[i];
        word = va_arg(more, const char *);
    }
    va_end(more);
    const int program = open(house.portcullis, O_RDONLY);
    CHECK(program >= 0 && pipe(streams) == 0);
    const pid_t child = fork();
    if (child == 0) {
        become_stranger(program, streams[1], words);
    }
    (void)close(streams[1]);
    (void)close(program);
    gather(streams[0]);
    (void)close(streams[0]);
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool stranger_hears(const char *words)
{
    if (strstr(said, words) != NULL) {
        return true;
    }
    (void)printf("not said: \"%s\" in:\n%s\n", words, said);
    return false;
}

// The stick on which file and passphrase are carried over.
static void carry(const char *file, const char *secret)
{
    struct failure failure;
    const struct path passphrase = there("passphrase");
    CHECK(file_write(passphrase.text, bytes_of_text(secret), &failure));
    if (geteuid() == 0) {
        CHECK(chown(elsewhere, NOBODY, NOBODY) == 0);
        CHECK(chown(file, NOBODY, NOBODY) == 0);
        CHECK(chown(passphrase.text, NOBODY, NOBODY) == 0);
    }
}

static void a_home_is_backed_up_by_one_command(void)
{
    const struct path file = there("home.backup");
    CHECK_SAME(
        house_does(&house, "backup", file.text, "--passphrase-file", house.passphrase.text, NULL),
        0);
    CHECK(house_said(&house, "The backup is made"));
    CHECK_SAME(
        house_does(&house, "backup", file.text, "--passphrase-file", house.passphrase.text, NULL),
        3);
    CHECK(house_said(&house, "say --replace"));
    carry(file.text, "correct horse\n");
}

static void another_user_restores_it_in_a_home_of_his_own(void)
{
    struct stat status;
    CHECK_SAME(stranger_does("status", NULL), 3);
    CHECK(stranger_hears("there is no home at"));
    CHECK_SAME(stranger_does("restore", there("home.backup").text, "--passphrase-file",
                             there("passphrase").text, NULL),
               0);
    CHECK(stranger_hears("The home of alice-laptop"));
    CHECK(stat(there(".config/portcullis/keys/owner.key").text, &status) == 0);
    CHECK_SAME(status.st_mode & 07777, 0600);
    CHECK(geteuid() != 0 || status.st_uid == NOBODY);
    CHECK_SAME(stranger_does("restore", there("home.backup").text, "--passphrase-file",
                             there("passphrase").text, NULL),
               3);
    CHECK(stranger_hears("a backup never replaces it"));
}

static void his_commands_reach_the_same_door(void)
{
    CHECK_SAME(stranger_does("status", NULL), 0);
    CHECK(stranger_hears("garage: closed"));
    CHECK_SAME(stranger_does("open", NULL), 0);
    CHECK(house_stands(&house, 1000, 20000));
    CHECK_SAME(stranger_does("door", "list", NULL), 0);
    CHECK(stranger_hears("garage"));
}

static void a_wrong_passphrase_and_a_damaged_file_restore_nothing(void)
{
    struct failure failure;
    const struct path file = there("home.backup");
    const struct path other = there("other");
    carry(file.text, "battery staple\n");
    CHECK_SAME(stranger_does("restore", file.text, "--home", other.text, "--passphrase-file",
                             there("passphrase").text, NULL),
               3);
    CHECK(stranger_hears("wrong passphrase for"));
    CHECK(!file_exists(other.text));
    static uint8_t room[1 << 20];
    struct bytes content;
    CHECK(file_read(file.text, room, sizeof(room), &content, &failure));
    CHECK(truncate(file.text, (off_t)content.count - 1) == 0);
    CHECK_SAME(stranger_does("restore", file.text, "--home", other.text, "--passphrase-file",
                             there("passphrase").text, NULL),
               3);
    CHECK(stranger_hears("is cut off"));
    CHECK(!file_exists(other.text));
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fputs("usage: restore_test PORTCULLIS PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    CHECK(mkdtemp(elsewhere) != NULL);
    if (CHECK(house_begins(&house, words[1], words[2]))) {
        RUN(a_home_is_backed_up_by_one_command);
        RUN(another_user_restores_it_in_a_home_of_his_own);
        RUN(his_commands_reach_the_same_door);
        RUN(a_wrong_passphrase_and_a_damaged_file_restore_nothing);
    }
    house_ends(&house);
    folder_remove(elsewhere);
    return check_verdict();
}
