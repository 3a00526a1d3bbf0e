// The command line whole: what it teaches, its exit codes one by one, a terminal and none, Ctrl-C,
// many sessions at once, words that bash completes. words[1] is portcullis, [2] portcullis-door.
#include "test/end_to_end/house.h"

#include "test/support/check.h"
#include "test/unit/home/speaker.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct house house;
static struct run run;

// Splits "door add" into words; the line of the list goes on behind two spaces.
static size_t words_of(char *line, const char **words)
{
    size_t count = 0;
    char *end = strstr(line + 2, "  ");
    char *rest = NULL;
    if (strncmp(line, "  ", 2) != 0 || line[2] == ' ' || end == NULL) {
        return 0;
    }
    *end = '\0';
    for (char *word = strtok_r(line, " ", &rest); word != NULL && count < 3;
         word = strtok_r(NULL, " ", &rest)) {
        words[count++] = word;
    }
    return count;
}

static void check_teaching(const char *const *words, size_t count)
{
    char typed[64];
    char usage[96];
    (void)snprintf(typed, sizeof(typed), "%s%s%s", words[0], count > 1 ? " " : "",
                   count > 1 ? words[1] : "");
    (void)snprintf(usage, sizeof(usage), "usage: portcullis %s", typed);
    check_context(typed);
    CHECK_SAME(count > 1 ? house_does(&house, words[0], words[1], "--help", NULL)
                         : house_does(&house, words[0], "--help", NULL),
               0);
    CHECK(strncmp(house.run.text, usage, strlen(usage)) == 0);
    CHECK(house_said(&house, "Exit codes: 0 "));
    CHECK(house_said(&house, "--home DIR"));
    CHECK(house_said(&house, "\n  portcullis ")); // an example, on a line of its own
    check_context(NULL);
}

static void every_command_teaches_its_use_an_example_and_its_exit_codes(void)
{
    static char list[RUN_TEXT_MOST];
    size_t commands = 0;
    CHECK_SAME(house_does(&house, "--help", NULL), 0);
    (void)snprintf(list, sizeof(list), "%s", house.run.text);
    char *rest = NULL;
    for (char *line = strtok_r(list, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        const char *words[3] = {NULL};
        const size_t count = words_of(line, words);
        if (count > 0) {
            check_teaching(words, count);
            commands++;
        }
    }
    CHECK(commands >= 20);
}

static void a_slip_of_the_finger_is_told_what_was_meant(void)
{
    CHECK_SAME(house_does(&house, "opne", NULL), 2);
    CHECK(house_said(&house, "did you mean `portcullis open`?"));
    CHECK_SAME(house_does(&house, "door", "lsit", NULL), 2);
    CHECK(house_said(&house, "did you mean `portcullis door list`?"));
    CHECK_SAME(house_does(&house, "door", NULL), 2);
    CHECK(house_said(&house, "stands one of add, list"));
    CHECK_SAME(house_does(&house, "xyzzy", NULL), 2);
    CHECK(!strstr(house.run.text, "did you mean"));
}

static void wrong_use_is_2(void)
{
    CHECK_SAME(house_does(&house, NULL), 2);
    CHECK_SAME(house_does(&house, "open", "--fast", NULL), 2);
    CHECK_SAME(house_does(&house, "open", "garage", "barn", NULL), 2);
    CHECK_SAME(house_does(&house, "vent", "--to", "80", NULL), 2);
    CHECK_SAME(house_does(&house, "lock", "maybe", NULL), 2);
    CHECK_SAME(house_does(&house, "lock", NULL), 2);
}

static void done_is_0_and_what_is_so_already_too(void)
{
    CHECK_SAME(house_does(&house, "status", NULL), 0);
    CHECK_SAME(house_does(&house, "identify", NULL), 0);
    CHECK_SAME(house_does(&house, "stop", NULL), 0);
    CHECK(house_said(&house, "it is so already"));
    CHECK_SAME(house_does(&house, "open", "--json", NULL), 0);
    CHECK(house_said(&house, "\"reached\":true"));
    CHECK(house_stands(&house, 1000, 1000));
}

static void refused_is_1_in_the_doors_words(void)
{
    // The device's half of the permission was never given.
    CHECK_SAME(house_does(&house, "close", NULL), 1);
    CHECK(house_said(&house, "refuses to close"));
    CHECK_SAME(house_does(&house, "lock", "on", NULL), 0);
    CHECK_SAME(house_does(&house, "open", NULL), 1);
    CHECK(house_said(&house, "portcullis lock off"));
    CHECK_SAME(house_does(&house, "lock", "off", NULL), 0);
}

static void by_hand_to(uint32_t permille)
{
    const struct garage_action push = {.doing = GARAGE_HAND, .permille = permille};
    hall_act(&house.hall, &push);
    CHECK(house_stands(&house, permille, 5000));
    CHECK(house_is_fresh(&house, permille == 0 ? "closed" : "open"));
}

static void acknowledged_and_not_reached_is_1(void)
{
    const struct garage_action lost = {.doing = GARAGE_LOSE_PRESS};
    by_hand_to(0);
    bench_pause(20000); // of one key eight commands in a row are taken, then one every 4 s
    hall_act(&house.hall, &lost);
    run_begins(&run, &house, (const char *const[]){"open", NULL});
    CHECK(run_says(&run, "garage: closed\n", 5000));
    bench_pause(2000);
    hall_act(&house.hall, &lost);         // nor does the second attempt get through
    CHECK_SAME(run_ends(&run, 59000), 1); // by the door's Event
    CHECK(strstr(run.text, "the operator did not do it") != NULL);
}

static void ctrl_c_sends_nothing_and_says_that_the_door_may_move_on(void)
{
    run_begins(&run, &house, (const char *const[]){"open", NULL});
    CHECK(run_says(&run, "garage: opening", 5000));
    run_signal(&run, SIGINT);
    CHECK_SAME(run_ends(&run, 5000), 1);
    CHECK(strstr(run.text, "stopped looking") != NULL);
    CHECK(strstr(run.text, "may still move") != NULL);
    CHECK(house_stands(&house, 1000, 5000)); // a stop would have kept it midway
}

static void many_sessions_of_one_identity_live_together(void)
{
    static struct run watching;
    static struct run asking[3];
    by_hand_to(0);
    run_begins(&watching, &house, (const char *const[]){"watch", NULL});
    CHECK(run_says(&watching, "garage: closed", 5000));
    run_begins(&run, &house, (const char *const[]){"open", NULL});
    for (size_t i = 0; i < 3; i++) {
        run_begins(&asking[i], &house, (const char *const[]){"status", NULL});
    }
    for (size_t i = 0; i < 3; i++) {
        CHECK_SAME(run_ends(&asking[i], 10000), 0);
    }
    CHECK_SAME(run_ends(&run, 20000), 0);
    CHECK(run_says(&watching, "garage: open (proven), fresh", 5000));
    run_signal(&watching, SIGINT);
    CHECK_SAME(run_ends(&watching, 5000), 0);
}

static void colours_and_a_bar_are_for_a_terminal_alone(void)
{
    by_hand_to(0);
    CHECK_SAME(house_does(&house, "status", NULL), 0);
    CHECK(strchr(house.run.text, '\033') == NULL);
    run_begins_at_terminal(&run, &house, (const char *const[]){"status", NULL});
    CHECK_SAME(run_ends(&run, 10000), 0);
    CHECK(strstr(run.text, "\033[32mclosed\033[0m") != NULL);
    (void)setenv("NO_COLOR", "1", 1);
    run_begins_at_terminal(&run, &house, (const char *const[]){"status", NULL});
    CHECK_SAME(run_ends(&run, 10000), 0);
    CHECK(strstr(run.text, "\033[3") == NULL);
    (void)unsetenv("NO_COLOR");
    run_begins_at_terminal(&run, &house, (const char *const[]){"open", NULL});
    CHECK_SAME(run_ends(&run, 20000), 0);
    CHECK(strstr(run.text, "\r\033[K") != NULL && strstr(run.text, "% ") != NULL);
}

static struct bytes old_word(struct speaker *speaker, uint64_t age)
{
    return speaker_epoch(speaker, (struct epoch){.boot = 9000,
                                                 .state = DOOR_CLOSED,
                                                 .unix_seconds = (uint64_t)time(NULL) - age});
}

// The broker shows what the door really said, an hour late.
static void a_word_of_the_past_is_unproven_with_its_age_and_1(void)
{
    static struct peer peer;
    static uint8_t room[IMAGE_MOST + 1];
    struct path path;
    struct failure failure;
    struct bytes content;
    struct image image;
    struct identity door = identity_of_door(&house.home, "garage");
    struct speaker speaker;
    door_program_kill(&house.door);
    speaker_begin(&speaker);
    EVP_PKEY_free(speaker.identity);
    CHECK(home_door_path(&house.home, "garage", "door.image", &path, &failure) &&
          file_read(path.text, room, sizeof(room), &content, &failure) &&
          image_decode(content, &image));
    speaker.identity = key_from_scalar(image.identity_key);
    key8_of(image.identity_point, speaker.door8);
    CHECK(peer_begin(&peer, &house.home, &door));
    const struct bytes message = old_word(&speaker, 3600);
    CHECK(mosquitto_publish_v5(peer.client, NULL, "portcullis/garage/epoch", (int)message.count,
                               message.at, 1, true, NULL) == 0);
    peers_settle(&peer, 1);
    CHECK_SAME(house_does(&house, "status", NULL), 1);
    CHECK(house_said(&house, "garage: closed (proven), unproven: 60 min old"));
    CHECK_SAME(house_does(&house, "status", "--json", NULL), 1);
    CHECK(house_said(&house, "\"fresh\":false"));
    CHECK_SAME(house_does(&house, "door", "list", NULL), 0);
    CHECK(house_said(&house, "unproven: 60 min old"));
    peer_end(&peer);
    speaker_end(&speaker);
    identity_free(&door);
}

static void no_answer_is_3(void)
{
    CHECK_SAME(house_does(&house, "open", NULL), 3); // the door is away
    CHECK(house_said(&house, "did not answer within 10 s"));
    bench_stop(house.broker);
    house.broker = 0;
    CHECK_SAME(house_does(&house, "open", NULL), 3);
    CHECK(house_said(&house, "no broker at"));
    CHECK_SAME(house_does(&house, "status", NULL), 3);
    CHECK_SAME(house_does(&house, "watch", NULL), 3);
    CHECK_SAME(house_does(&house, "open", "barn", NULL), 3);
    CHECK_SAME(house_does(&house, "door", "list", NULL), 0); // the list is told all the same
    CHECK(house_said(&house, "No states: no broker at"));
}

// What bash offers for a line whose last word is under the cursor.
static const char *completed(const char *line)
{
    static struct run bash;
    static char script[1024];
    struct house shell = house;
    const char *end = strrchr(house.portcullis, '/');
    (void)snprintf(script, sizeof(script),
                   "PATH=%.*s:$PATH; source <(portcullis completion bash); COMP_WORDS=(%s); "
                   "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _portcullis; "
                   "echo \" ${COMPREPLY[*]} \"",
                   (int)(end - house.portcullis), house.portcullis, line);
    shell.portcullis = "/bin/bash";
    run_begins(&bash, &shell, (const char *const[]){"--norc", "-c", script, NULL});
    CHECK_SAME(run_ends(&bash, 10000), 0);
    return bash.text;
}

static bool offers(const char *line, const char *word)
{
    char spaced[64];
    const char *offered = completed(line);
    (void)snprintf(spaced, sizeof(spaced), " %s ", word);
    if (strstr(offered, spaced) == NULL) {
        (void)printf("for \"%s\" bash offers:%s", line, offered);
        return false;
    }
    return true;
}

static void bash_completes_commands_options_doors_and_people(void)
{
    CHECK(offers("portcullis op", "open"));
    CHECK(offers("portcullis ''", "status"));
    CHECK(offers("portcullis door re", "rename"));
    CHECK(offers("portcullis open ''", "garage"));
    CHECK(offers("portcullis open --no", "--no-wait"));
    CHECK(offers("portcullis lock o", "off"));
    CHECK(offers("portcullis lock on ''", "garage"));
    CHECK(offers("portcullis door set garage wa", "warning="));
    CHECK(offers("portcullis door add x --profile st", "stop-both"));
    CHECK(offers("portcullis open --home /", "/tmp"));
    CHECK(strstr(completed("portcullis open x"), "garage") == NULL);
    CHECK_SAME(house_does(&house, "completion", "people", NULL), 0);
    CHECK(house_said(&house, "alice-laptop\n") && house_said(&house, "alice\n"));
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fprintf(stderr, "usage: %s PORTCULLIS PORTCULLIS-DOOR\n", words[0]);
        return 2;
    }
    if (check_that(house_begins(&house, words[1], words[2]), "the house stands", __FILE__,
                   __LINE__)) {
        RUN(every_command_teaches_its_use_an_example_and_its_exit_codes);
        RUN(a_slip_of_the_finger_is_told_what_was_meant);
        RUN(bash_completes_commands_options_doors_and_people);
        RUN(wrong_use_is_2);
        RUN(done_is_0_and_what_is_so_already_too);
        RUN(refused_is_1_in_the_doors_words);
        RUN(acknowledged_and_not_reached_is_1);
        RUN(ctrl_c_sends_nothing_and_says_that_the_door_may_move_on);
        RUN(many_sessions_of_one_identity_live_together);
        RUN(colours_and_a_bar_are_for_a_terminal_alone);
        RUN(a_word_of_the_past_is_unproven_with_its_age_and_1);
        RUN(no_answer_is_3);
    }
    house_ends(&house);
    return check_verdict();
}
