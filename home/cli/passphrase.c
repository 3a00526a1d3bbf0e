#include "home/cli/passphrase.h"
#include "home/folder/file.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static bool take_line(struct bytes content, const char *from, struct passphrase *out,
                      struct failure *failure)
{
    size_t length = 0;
    while (length < content.count && content.at[length] != '\n' && content.at[length] != '\r') {
        length++;
    }
    if (length == 0) {
        return failure_say(failure, "the passphrase from %s is empty; its first line must hold it",
                           from);
    }
    if (length > PASSPHRASE_MOST) {
        return failure_say(failure,
                           "the passphrase from %s is longer than %d bytes; choose a "
                           "shorter one",
                           from, PASSPHRASE_MOST);
    }
    memcpy(out->text, content.at, length);
    out->text[length] = '\0';
    out->rounds = PASSPHRASE_ROUNDS;
    return true;
}

static bool from_file(const char *file, struct passphrase *out, struct failure *failure)
{
    uint8_t room[4096];
    struct bytes content;
    const bool got = file_read(file, room, sizeof(room), &content, failure) &&
                     take_line(content, file, out, failure);
    wipe(room, sizeof(room));
    return got;
}

static bool say(int terminal, const char *text)
{
    return write(terminal, text, strlen(text)) == (ssize_t)strlen(text);
}

// One line from the terminal, whose echo the caller has switched off.
static bool read_line(int terminal, const char *prompt, struct passphrase *out,
                      struct failure *failure)
{
    uint8_t room[PASSPHRASE_MOST + 2];
    if (!say(terminal, prompt)) {
        return failure_of_system(failure, "write to", "the terminal");
    }
    const ssize_t got = read(terminal, room, sizeof(room));
    (void)say(terminal, "\n"); // the one that was typed has not been shown
    if (got <= 0) {
        return failure_say(failure, "no passphrase was typed; try again");
    }
    const bool taken = take_line((struct bytes){room, (size_t)got}, "the terminal", out, failure);
    wipe(room, sizeof(room));
    return taken;
}

static bool ask(int terminal, enum passphrase_use use, struct passphrase *out,
                struct failure *failure)
{
    struct passphrase again;
    switch (use) {
    case PASSPHRASE_KNOWN:
        return read_line(terminal, "Passphrase of this home: ", out, failure);
    case PASSPHRASE_NEW:
        if (!read_line(terminal, "New passphrase, at least 8 characters: ", out, failure) ||
            !read_line(terminal, "The same once more: ", &again, failure)) {
            return false;
        }
        if (strcmp(out->text, again.text) != 0) {
            wipe(&again, sizeof(again));
            return failure_say(failure, "the two passphrases differ; try again");
        }
        wipe(&again, sizeof(again));
        return true;
    }
    return false;
}

static void only_interrupt(int signal_number)
{
    (void)signal_number; // its coming is enough: read(2) ends with EINTR
}

// Asks with the echo switched off; Ctrl-C ends the asking, and the echo comes back.
static bool ask_silently(int terminal, enum passphrase_use use, struct passphrase *out,
                         struct failure *failure)
{
    struct termios before;
    struct sigaction was;
    struct sigaction interrupting = {.sa_handler = only_interrupt};
    if (tcgetattr(terminal, &before) != 0) {
        return failure_of_system(failure, "look at", "the terminal");
    }
    struct termios silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    (void)sigemptyset(&interrupting.sa_mask); // refused for no argument of ours, as is the next
    (void)sigaction(SIGINT, &interrupting, &was);
    bool got = tcsetattr(terminal, TCSAFLUSH, &silent) == 0;
    if (!got) {
        (void)failure_of_system(failure, "switch off the echo of", "the terminal");
    }
    got = got && ask(terminal, use, out, failure);
    // Whatever went wrong, the terminal gets its echo back.
    (void)tcsetattr(terminal, TCSAFLUSH, &before);
    (void)sigaction(SIGINT, &was, NULL);
    return got;
}

static bool from_terminal(enum passphrase_use use, struct passphrase *out, struct failure *failure)
{
    const int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0) {
        return failure_say(failure, "there is no terminal to ask for the passphrase; say "
                                    "--passphrase-file FILE");
    }
    const bool got = ask_silently(terminal, use, out, failure);
    (void)close(terminal); // nothing is buffered
    return got;
}

bool passphrase_get(const char *file, enum passphrase_use use, struct passphrase *out,
                    struct failure *failure)
{
    struct passphrase got = {.rounds = 0};
    const bool found =
        file != NULL ? from_file(file, &got, failure) : from_terminal(use, &got, failure);
    if (!found) {
        wipe(&got, sizeof(got));
        return false;
    }
    if (use == PASSPHRASE_NEW && strlen(got.text) < PASSPHRASE_LEAST) {
        wipe(&got, sizeof(got));
        return failure_say(failure,
                           "the passphrase is shorter than %d characters; choose a longer "
                           "one",
                           PASSPHRASE_LEAST);
    }
    *out = got;
    wipe(&got, sizeof(got));
    return true;
}
