#include "test/end_to_end/command_line.h"
#include "home/folder/file.h"
#include "test/support/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    WORDS_MOST = 16,
    WORD_ROOM = 256,
    SAID_MOST = 16384
};

static const char *program;
static const char *folder;
static struct failure failure;
static char said[SAID_MOST];

void command_line_is(const char *path)
{
    program = path;
}

void command_line_works_in(const char *path)
{
    folder = path;
}

const char *command_line_file(const char *name)
{
    static struct path paths[4];
    static unsigned next;
    struct path *path = &paths[next++ % 4];
    CHECK(path_join(folder, name, path, &failure));
    return path->text;
}

static _Noreturn void become(char *const *words, const char *into)
{
    const int file = open(into, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int nothing = open("/dev/null", O_RDONLY);
    (void)dup2(file, STDOUT_FILENO); // what cannot be done is seen by what is missing there
    (void)dup2(file, STDERR_FILENO);
    (void)dup2(nothing, STDIN_FILENO);
    (void)execv(program, words);
    _exit(127);
}

// execv takes words that it might change.
static char *word(const char *text)
{
    static char room[WORDS_MOST][WORD_ROOM];
    static size_t next;
    char *into = room[next++ % WORDS_MOST];
    CHECK(strlen(text) < WORD_ROOM);
    (void)snprintf(into, WORD_ROOM, "%s", text);
    return into;
}

pid_t command_line_starts(const char *place, const char *const *words, const char *into)
{
    char *all[WORDS_MOST + 1] = {word(program)};
    size_t count = 1;
    for (size_t i = 0; words[i] != NULL && count < WORDS_MOST - 2; i++) {
        all[count++] = word(words[i]);
    }
    all[count++] = word("--home");
    all[count] = word(place);
    const pid_t child = fork();
    if (child == 0) {
        become(all, into);
    }
    CHECK(child > 0);
    return child;
}

int command_line_ends(pid_t child)
{
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void command_line_hear(const char *file)
{
    uint8_t room[SAID_MOST];
    struct bytes content = {NULL, 0};
    said[0] = '\0';
    if (CHECK(file_read(file, room, sizeof(room), &content, &failure))) {
        memcpy(said, content.at, content.count);
        said[content.count] = '\0';
    }
    check_context(said);
}

int command_line_runs(const char *place, const char *const *words)
{
    const char *into = command_line_file("said");
    const int code = command_line_ends(command_line_starts(place, words, into));
    command_line_hear(into);
    return code;
}

bool command_line_said(const char *words)
{
    return strstr(said, words) != NULL;
}
