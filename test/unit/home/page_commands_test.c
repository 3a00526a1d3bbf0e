// The words `portcullis page …`: what another portcullis changes meanwhile stays, each refusal has its exit
// code, and what has to be told to nginx and to the broker is told.
#include "home/cli/commands.h"
#include "home/page/look.h"
#include "home/page/nginx.h"
#include "home/page/nginx_reload.h"
#include "home/page/page.h"
#include "test/support/check.h"
#include "test/unit/home/command.h"
#include "test/unit/home/scratch.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static const struct home_settings
    *meanwhile; // what another portcullis writes before we get the lock

// The linker puts these names in (--wrap).
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
bool __real_home_lock(const char *folder, int *out, struct failure *why);
bool __wrap_home_lock(const char *folder, int *out, struct failure *why);

bool __wrap_home_lock(const char *folder, int *out, struct failure *why)
{
    if (meanwhile != NULL) {
        CHECK(home_write_settings(folder, meanwhile, &failure));
        meanwhile = NULL;
    }
    return __real_home_lock(folder, out, why);
}

// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

static struct path in_scratch(const char *name)
{
    struct path path = {""};
    CHECK(path_join(scratch.folder.text, name, &path, &failure));
    return path;
}

static enum cli_exit does(enum cli_exit (*command)(int, char *const *), const char *words)
{
    char line[2 * PATH_ROOM];
    char *given[16];
    int count = 0;
    (void)snprintf(line, sizeof(line), "%s --home %s", words, home.folder.text);
    for (char *at = strtok(line, " "); at != NULL && count < 16; at = strtok(NULL, " ")) {
        given[count++] = at;
    }
    return command(count, given);
}

// The same, and what it said.
static const char *told_by(enum cli_exit (*command)(int, char *const *), const char *words,
                           enum cli_exit expected)
{
    static char text[8192];
    const struct path record = in_scratch("told");
    struct bytes content = {NULL, 0};
    const int before = dup(STDOUT_FILENO);
    (void)fflush(stdout);
    CHECK(freopen(record.text, "w", stdout) != NULL);
    CHECK_SAME(does(command, words), expected);
    (void)fflush(stdout);
    CHECK(dup2(before, STDOUT_FILENO) >= 0 && close(before) == 0);
    CHECK(file_read(record.text, (uint8_t *)text, sizeof(text) - 1, &content, &failure));
    text[content.count] = '\0';
    return text;
}

static const char *host_words(const char *name)
{
    static char words[PATH_ROOM + 128];
    (void)snprintf(words, sizeof(words), "%s --yes --passphrase-file %s", name,
                   in_scratch("secret").text);
    return words;
}

static void a_home_without_a_page_refuses_with_1(void)
{
    CHECK_SAME(does(cli_page, ""), CLI_REFUSED);
    CHECK_SAME(does(cli_page_set, "--listen 127.0.0.1"), CLI_REFUSED);
    CHECK_SAME(does(cli_page_certificate, ""), CLI_REFUSED);
}

static void words_that_nothing_could_be_made_of_are_wrong_use(void)
{
    CHECK_SAME(does(cli_page_host, host_words("hub")), CLI_USAGE);
    CHECK_SAME(does(cli_page_host, host_words("a.home.arpa --port 65536")), CLI_USAGE);
    CHECK_SAME(does(cli_page_host, host_words("a.home.arpa --websockets-port 65536")), CLI_USAGE);
    CHECK_SAME(does(cli_page_set, "--certificate /a.crt"), CLI_USAGE);
    CHECK_SAME(does(cli_page_set, "--files relative"), CLI_USAGE);
    CHECK_SAME(does(cli_page_set, "--listen anywhere"), CLI_USAGE);
}

// mosquitto 2.0 opens no listener at a SIGHUP.
static void a_new_port_wants_the_broker_started_anew(void)
{
    const char *said = told_by(cli_page_host, host_words("garage.home.arpa"), CLI_DONE);
    CHECK(strstr(said, "sudo systemctl restart portcullis-broker") != NULL);
    said = told_by(cli_page_host, host_words("garage.home.arpa"), CLI_DONE);
    CHECK(strstr(said, "restart") == NULL);
    said = told_by(cli_page_host, host_words("garage.home.arpa --json --websockets-port 28084"),
                   CLI_DONE);
    CHECK(strstr(said, "when it is started anew") != NULL);
    CHECK(home_open(home.folder.text, &home, &failure));
    CHECK_SAME(home.settings.websockets_port, 28084);
}

static void what_another_changes_meanwhile_stays(void)
{
    struct home_settings others;
    CHECK(home_open(home.folder.text, &home, &failure));
    others = home.settings;
    memcpy(others.bind, "127.0.0.9", sizeof("127.0.0.9"));
    meanwhile = &others;
    CHECK_SAME(does(cli_page_set, "--listen 127.0.0.1"), CLI_DONE);
    CHECK(home_open(home.folder.text, &home, &failure));
    CHECK(strcmp(home.settings.bind, "127.0.0.9") == 0);
    CHECK(strcmp(home.settings.page.listen, "127.0.0.1") == 0);
    others = home.settings;
    memcpy(others.page.listen, "127.0.0.2", sizeof("127.0.0.2"));
    meanwhile = &others;
    CHECK_SAME(does(cli_page_certificate, ""), CLI_DONE);
    CHECK(home_open(home.folder.text, &home, &failure));
    CHECK(strcmp(home.settings.page.listen, "127.0.0.2") == 0);
    others = home.settings;
    memcpy(others.page.listen, "127.0.0.3", sizeof("127.0.0.3"));
    meanwhile = &others;
    CHECK_SAME(does(cli_page_host, host_words("garage.home.arpa --websockets-port 28085")),
               CLI_DONE);
    CHECK(home_open(home.folder.text, &home, &failure));
    CHECK(strcmp(home.settings.page.listen, "127.0.0.3") == 0);
    CHECK_SAME(home.settings.websockets_port, 28085);
}

// A question that was not asked is not answered by --yes to another one.
static void a_name_that_another_gave_meanwhile_is_not_overruled_unasked(void)
{
    struct home_settings others = home.settings;
    CHECK(page_settings_name(&others.page, "hub.local", 0, &failure));
    meanwhile = &others;
    CHECK_SAME(does(cli_page_host, host_words("garage.home.arpa")), CLI_ENVIRONMENT);
    CHECK(home_open(home.folder.text, &home, &failure));
    CHECK(strcmp(home.settings.page.host, "hub.local") == 0);
    CHECK_SAME(does(cli_page_host, host_words("garage.home.arpa")), CLI_DONE);
    CHECK(home_open(home.folder.text, &home, &failure));
}

static void a_name_that_the_authority_may_not_sign_for_is_refused(void)
{
    struct home_settings public_one = home.settings;
    CHECK(page_settings_name(&public_one.page, "garage.example.org", 0, &failure));
    CHECK(home_write_settings(home.folder.text, &public_one, &failure));
    CHECK_SAME(does(cli_page_certificate, ""), CLI_REFUSED);
    CHECK(home_write_settings(home.folder.text, &home.settings, &failure));
}

static void a_link_in_the_pages_place_leads_nowhere(void)
{
    struct stat found = {.st_mode = 0};
    struct path page;
    const struct path others = in_scratch("others");
    CHECK(home_path(&home, "page", &page, &failure));
    CHECK(folder_make(others.text, &failure));
    folder_remove(page.text);
    CHECK(symlink(others.text, page.text) == 0);
    CHECK(!page_write(&home, &failure));
    CHECK(stat(others.text, &found) == 0 && (found.st_mode & 07777) == 0700);
    CHECK(unlink(page.text) == 0 && page_write(&home, &failure));
}

static volatile sig_atomic_t told;

static void on_hangup(int signal_number)
{
    (void)signal_number;
    told = 1;
}

// Somebody who is called nginx and hears a SIGHUP; ends with 0 when it came.
static pid_t start_nginx(const char *pid_file)
{
    int ready[2];
    char byte = 0;
    char number[16];
    CHECK(pipe(ready) == 0);
    const pid_t child = fork();
    if (child == 0) {
        const struct sigaction hearing = {.sa_handler = on_hangup};
        sigset_t hangup;
        sigset_t before; // it is heard in sigsuspend alone, not on the way there
        const bool set = prctl(PR_SET_NAME, "nginx") == 0 && sigemptyset(&hangup) == 0 &&
                         sigaddset(&hangup, SIGHUP) == 0 &&
                         sigprocmask(SIG_BLOCK, &hangup, &before) == 0 &&
                         sigaction(SIGHUP, &hearing, NULL) == 0;
        (void)alarm(20);
        _exit(set && write(ready[1], "r", 1) == 1 && sigsuspend(&before) == -1 && told == 1 ? 0
                                                                                            : 1);
    }
    CHECK(child > 0 && read(ready[0], &byte, 1) == 1);
    (void)close(ready[0]); // it is there
    (void)close(ready[1]);
    (void)snprintf(number, sizeof(number), "%ld\n", (long)child);
    CHECK(file_write(pid_file, bytes_of_text(number), &failure));
    return child;
}

static void nginx_is_told_where_it_has_this_page_and_no_other(void)
{
    int status = 1;
    const struct path pid_file = in_scratch("nginx.pid");
    const struct path configuration = in_scratch("portcullis.conf");
    const struct nginx_place place = {pid_file.text, configuration.text};
    const pid_t nginx = start_nginx(pid_file.text);
    CHECK(!nginx_reload(&home, &place));
    CHECK(file_write(configuration.text, bytes_of_text("server { }"), &failure));
    CHECK(!nginx_reload(&home, &place));
    char *text = nginx_text(home.folder.text, &home.settings);
    CHECK(text != NULL && file_write(configuration.text, bytes_of_text(text), &failure));
    free(text);
    CHECK(nginx_reload(&home, &place));
    CHECK(waitpid(nginx, &status, 0) == nginx);
    CHECK_SAME(status, 0);
    CHECK(!nginx_reload(&home, &place)); // it is gone
}

static bool home_is_made(void)
{
    struct path secret = in_scratch("secret");
    return file_write(secret.text, bytes_of_text("correct horse\n"), &failure) &&
           scratch_home(&scratch, &home);
}

int main(void)
{
    scratch_begin(&scratch);
    if (check_that(home_is_made(), failure.text, __FILE__, __LINE__)) {
        RUN(a_home_without_a_page_refuses_with_1);
        RUN(words_that_nothing_could_be_made_of_are_wrong_use);
        RUN(a_new_port_wants_the_broker_started_anew);
        RUN(what_another_changes_meanwhile_stays);
        RUN(a_name_that_another_gave_meanwhile_is_not_overruled_unasked);
        RUN(a_name_that_the_authority_may_not_sign_for_is_refused);
        RUN(a_link_in_the_pages_place_leads_nowhere);
        RUN(nginx_is_told_where_it_has_this_page_and_no_other);
    }
    scratch_end(&scratch);
    return check_verdict();
}
