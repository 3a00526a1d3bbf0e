// Plays what an owner does, with the programs as they are, and prints what he types and is told: the
// journeys of docs/journeys.md (kept by test/end_to_end/journeys.py). words[1] is portcullis, [2]
// portcullis-door. Every step must end as it should.
#include "test/end_to_end/house.h"

#include "test/support/check.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static struct house house;
static struct failure failure;
static char port[8];
static char websockets[8];

static void heading(const char *title, const char *prose)
{
    (void)printf("## %s\n\n%s\n\n", title, prose);
}

static void told(const struct run *run, const char *const *words, int code)
{
    (void)printf("```text\n$ portcullis");
    for (size_t i = 0; words[i] != NULL; i++) {
        const bool spaces = strchr(words[i], ' ') != NULL;
        (void)printf(spaces ? " \"%s\"" : " %s", words[i]);
    }
    (void)printf("\n%s", run->text);
    if (run->count > 0 && run->text[run->count - 1] != '\n') {
        (void)printf("\n");
    }
    (void)printf("(exit code %d)\n```\n\n", code);
    (void)fflush(stdout);
}

// Types a command, and shows what came of it.
static void types(int wanted, ...)
{
    const char *words[RUN_WORDS_MOST + 1] = {NULL};
    va_list more;
    va_start(more, wanted);
    for (size_t i = 0; i < RUN_WORDS_MOST; i++) {
        words[i] = va_arg(more, const char *);
        if (words[i] == NULL) {
            break;
        }
    }
    va_end(more);
    run_begins(&house.run, &house, words);
    const int code = run_ends(&house.run, 90000);
    told(&house.run, words, code);
    CHECK_SAME(code, wanted);
}

static void make_a_home(void)
{
    heading(
        "2. Make a home",
        "One command makes the keys, the certificates and the broker's configuration. The first "
        "line of\nthe file `passphrase` is the passphrase; without it, the terminal asks.");
    types(0, "init", "--owner", "alice-laptop", "--also-name", "localhost", "--bind", "127.0.0.1",
          "--port", port, "--websockets-port", websockets, "--passphrase-file",
          house.passphrase.text, NULL);
    CHECK(home_open(house.scratch.place.text, &house.home, &failure));
    house.broker = bench_start(&house.home);
    CHECK(house.broker > 0);
}

static void push_to(uint32_t permille)
{
    const struct garage_action push = {.doing = GARAGE_HAND, .permille = permille};
    hall_act(&house.hall, &push);
    CHECK(house_stands(&house, permille, 5000));
}

// Pushes the door as it is told, and presses Enter.
static void check_the_switches(void)
{
    static const char *const words[] = {"door", "check", "garage", "--only-switches", NULL};
    static const struct {
        const char *asked;
        uint32_t permille;
    } steps[] = {
        {"Close the door fully", 0}, {"somewhere in the middle", 500}, {"Open it fully", 1000}};
    run_begins(&house.run, &house, words);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        CHECK(run_says(&house.run, steps[i].asked, 20000));
        push_to(steps[i].permille);
        run_types(&house.run, "\n");
    }
    const int code = run_ends(&house.run, 30000);
    told(&house.run, words, code);
    CHECK_SAME(code, 0);
}

static void add_a_door(void)
{
    const struct garage_settings garage = house_garage(GARAGE_STOP_BOTH);
    heading(
        "3. Add a door",
        "`door.image` is given to the controller by cable; then it is at the broker. A check with "
        "somebody\nin front of the door finds exchanged wires.");
    types(0, "door", "add", "garage", "--profile", "stop-both", "--switches", "both", "--door-type",
          "sectional", "--lamp", "--beeper", "--broker-address", "127.0.0.1", "--passphrase-file",
          house.passphrase.text, NULL);
    CHECK(house_moves_in(&house, &garage));
    check_the_switches();
    push_to(0);
    CHECK(house_is_fresh(&house, "closed"));
    types(0, "door", "list", NULL);
}

static void use_it(void)
{
    heading("4. Use it", "A command is done when the door has said so, signed, and stands where it "
                         "should.");
    types(0, "status", "garage", NULL);
    types(0, "open", "garage", NULL);
    types(0, "open", "garage", NULL);
    types(0, "status", "garage", "--json", NULL);
    (void)printf("Nobody has allowed this door to be closed from afar:\n\n");
    types(1, "close", "garage", NULL);
}

static void lose_a_machine(void)
{
    struct path file;
    struct path bobs;
    CHECK(path_join(house.scratch.folder.text, "bob-laptop.invitation", &file, &failure));
    CHECK(path_join(house.scratch.folder.text, "bob", &bobs, &failure));
    heading("6. Lose a machine", "Bob was let in as a guest, by a file. His machine is lost: Alice "
                                 "revokes him, and it is done\n"
                                 "when the door itself has said so.");
    types(0, "invite", "bob-laptop", "--role", "guest", "--uses", "5", "--broker-address",
          "127.0.0.1", "--out", file.text, "--passphrase-file", house.passphrase.text, NULL);
    types(0, "join", file.text, "--home", bobs.text, NULL);
    types(0, "identify", "garage", "--home", bobs.text, NULL);
    types(0, "people", NULL);
    types(0, "revoke", "bob", "--passphrase-file", house.passphrase.text, NULL);
    types(3, "identify", "garage", "--home", bobs.text, NULL);
}

static void find_out_why(void)
{
    heading("9. Find out why",
            "`doctor` says what is not as it should be, why it matters, and what "
            "mends it.");
    types(0, "doctor", "--offline", NULL);
}

static bool begins(const char *portcullis, const char *door)
{
    static const char secret[] = "correct horse\n";
    memset(&house, 0, sizeof(house));
    house.portcullis = portcullis;
    (void)signal(SIGPIPE, SIG_IGN); // a command that ends early ends no journey
    (void)snprintf(port, sizeof(port), "%u", (unsigned)bench_free_port());
    (void)snprintf(websockets, sizeof(websockets), "%u", (unsigned)bench_free_port());
    scratch_begin(&house.scratch);
    return path_join(house.scratch.folder.text, "passphrase", &house.passphrase, &failure) &&
           file_write(house.passphrase.text, bytes_of_text(secret), &failure) &&
           door_program_prepare(&house.door, door);
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fputs("usage: journeys PORTCULLIS PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    if (CHECK(begins(words[1], words[2]))) {
        RUN(make_a_home);
        RUN(add_a_door);
        RUN(use_it);
        RUN(lose_a_machine);
        RUN(find_out_why);
    }
    house_ends(&house);
    return check_verdict();
}
