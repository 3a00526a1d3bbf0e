// Passwords of the broker, against what mosquitto's own program makes of one.
#include "home/broker/password.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct failure failure;

static void a_password_is_32_random_digits(void)
{
    struct password one;
    struct password other;
    CHECK(password_draw(&one, &failure) && password_draw(&other, &failure));
    CHECK_SAME(strlen(one.text), PASSWORD_DIGITS);
    CHECK_SAME(strspn(one.text, "0123456789abcdef"), PASSWORD_DIGITS);
    CHECK(strcmp(one.text, other.text) != 0);
}

static void the_hash_of_a_password_is_of_that_password_alone(void)
{
    char login[LOGIN_MOST + 1];
    char again[LOGIN_MOST + 1];
    CHECK(password_hash("correct horse", login, &failure));
    CHECK(password_hash("correct horse", again, &failure));
    CHECK(strncmp(login, "$7$101$", 7) == 0);
    CHECK_SAME(strlen(login), 7 + 16 + 1 + 88);
    CHECK(strcmp(login, again) != 0); // a salt of its own
    CHECK(password_is("correct horse", login) && password_is("correct horse", again));
    CHECK(!password_is("correct horsf", login));
    CHECK(!password_is("", login));
}

static void what_is_no_hash_is_nobodys_password(void)
{
    char login[LOGIN_MOST + 1];
    CHECK(password_hash("correct horse", login, &failure));
    for (size_t length = strlen(login); length > 0; length--) {
        login[length - 1] = '\0';
        CHECK(!password_is("correct horse", login));
    }
    CHECK(!password_is("correct horse", "$6$x$y"));
}

// mosquitto_passwd -b: the password on a command line, as is right for one that opens nothing.
static bool made_by_mosquitto(const char *file)
{
    const pid_t child = fork();
    if (child == 0) {
        (void)execlp("mosquitto_passwd", "mosquitto_passwd", "-c", "-b", file, "bob-phone",
                     "correct horse", (char *)NULL);
        _exit(127);
    }
    int status = 1;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void what_mosquittos_own_program_writes_is_what_we_write(void)
{
    struct scratch scratch;
    struct path path;
    uint8_t room[512];
    char text[512] = "";
    char login[LOGIN_MOST + 1];
    struct bytes content = {NULL, 0};
    scratch_begin(&scratch);
    CHECK(path_join(scratch.folder.text, "passwords", &path, &failure));
    if (made_by_mosquitto(path.text)) {
        CHECK(file_read(path.text, room, sizeof(room), &content, &failure));
        (void)snprintf(text, sizeof(text), "%.*s", (int)content.count, (const char *)content.at);
        text[strcspn(text, "\n")] = '\0';
        CHECK(strncmp(text, "bob-phone:", 10) == 0);
        CHECK(password_is("correct horse", text + 10));
        CHECK(!password_is("another", text + 10));
        CHECK(password_hash("correct horse", login, &failure));
        CHECK_SAME(strlen(login), strlen(text + 10));
    } else {
        (void)printf("skipped: there is no mosquitto_passwd here\n");
    }
    scratch_end(&scratch);
}

int main(void)
{
    RUN(a_password_is_32_random_digits);
    RUN(the_hash_of_a_password_is_of_that_password_alone);
    RUN(what_is_no_hash_is_nobodys_password);
    RUN(what_mosquittos_own_program_writes_is_what_we_write);
    return check_verdict();
}
