// A door is checked, and closing it from afar is allowed, by somebody who stands in front of it: he
// presses the wall button, pushes by hand, and answers. words[1] is portcullis, [2] portcullis-door.
#include "test/end_to_end/house.h"

#include "test/support/check.h"

#include <stdio.h>
#include <string.h>

static struct house house;
static struct run run;

static void wait_until_still(void)
{
    struct hall_view view;
    for (unsigned still = 0; still < 1000; still += 50) {
        bench_pause(50);
        hall_look(&house.hall, &view);
        still = view.truth.motion == GARAGE_STILL ? still : 0;
    }
}

static void by_hand_to(uint32_t permille)
{
    const struct garage_action push = {.doing = GARAGE_HAND, .permille = permille};
    hall_act(&house.hall, &push);
    CHECK(house_stands(&house, permille, 5000));
}

static void press_and_once_more(void)
{
    house_presses_wall(&house);
    CHECK(house_passes(&house, 500, 6000));
    house_presses_wall(&house);
    wait_until_still();
}

struct play {
    const char *asked;
    void (*does)(void);
};

static void closes_it(void)
{
    by_hand_to(0);
}

static void opens_it(void)
{
    by_hand_to(1000);
}

static void puts_it_midway(void)
{
    by_hand_to(500);
}

static void presses(void)
{
    house_presses_wall(&house);
    bench_pause(500);
    wait_until_still();
}

static void does_nothing(void)
{
}

static const struct play plays[] = {
    {"in the middle", puts_it_midway},      {"Open it fully", opens_it},
    {"Close the door fully", closes_it},    {"Open the door fully", opens_it},
    {"open to its end", presses},           {"close to its end", presses},
    {"half-way open", press_and_once_more}, {"half-way closed", press_and_once_more},
    {"(yes or no)", does_nothing},
};

// The last thing that was asked decides what is done.
static void do_what_is_asked(const char *text, const char *answer)
{
    const struct play *last = NULL;
    const char *where = text;
    for (size_t i = 0; i < sizeof(plays) / sizeof(plays[0]); i++) {
        const char *found = strstr(text, plays[i].asked);
        if (found != NULL && (last == NULL || found > where)) {
            last = &plays[i];
            where = found;
        }
    }
    if (CHECK(last != NULL)) {
        last->does();
        run_types(&run, last->does == does_nothing ? answer : "\n");
    }
}

static int play_check(const char *by_itself)
{
    static const char *const words[] = {"door", "check", "garage", NULL};
    size_t heard = 0;
    run_begins(&run, &house, words);
    for (int steps = 0; steps < 20 && run_hears(&run, "press Enter here. ", "(yes or no)", 20000);
         steps++) {
        do_what_is_asked(run.text + heard, by_itself);
        heard = run.read;
    }
    return run_ends(&run, 20000);
}

static bool moves_in(enum garage_profile profile)
{
    struct garage_settings settings = house_garage(profile);
    settings.opening_time = 4000;
    settings.closing_time = 4000;
    settings.auto_close = 0;
    return house_moves_in(&house, &settings);
}

static void another_garage(enum garage_profile profile)
{
    door_program_kill(&house.door);
    hall_close(&house.hall);
    CHECK(moves_in(profile));
}

static void a_door_that_is_as_it_is_set_is_good(void)
{
    CHECK_SAME(play_check("no\n"), 0);
    CHECK(strstr(run.text, "both limit switches read as they should") != NULL);
    CHECK(strstr(run.text, "a press while it opens: it stops") != NULL);
    CHECK(strstr(run.text, "a press while it closes: it stops") != NULL);
    CHECK(strstr(run.text, "s to open") != NULL);
    CHECK(strstr(run.text, "All is as it is set.") != NULL);
}

static void another_profile_is_found_and_the_line_that_says_so(void)
{
    another_garage(GARAGE_TWO_STEP);
    CHECK_SAME(play_check("no\n"), 1);
    CHECK(strstr(run.text, "a press while it opens: it reverses") != NULL);
    CHECK(strstr(run.text, "  portcullis door set garage profile=two-step\n") != NULL);
    another_garage(GARAGE_CONDO_REV);
    CHECK_SAME(play_check("no\n"), 1);
    CHECK(strstr(run.text, "  portcullis door set garage profile=condo-rev\n") != NULL);
}

static void a_switch_that_is_not_seen_is_told(void)
{
    const struct garage_action breaks = {
        .doing = GARAGE_SWITCH, .limit = GARAGE_OPEN_LIMIT, .condition = GARAGE_SWITCH_STUCK_AWAY};
    another_garage(GARAGE_STOP_BOTH);
    hall_act(&house.hall, &breaks);
    CHECK_SAME(play_check("no\n"), 1);
    CHECK(strstr(run.text, "the open switch is not seen") != NULL);
    CHECK(strstr(run.text, "portcullis door set garage switches=closed") != NULL);
    CHECK(strstr(run.text, "half-way") == NULL); // what is not seen is not judged
}

static void a_check_that_is_broken_off_says_so(void)
{
    static const char *const words[] = {"door", "check", "garage", NULL};
    run_begins(&run, &house, words);
    CHECK(run_says(&run, "Close the door fully", 10000));
    run_signal(&run, 2);
    CHECK_SAME(run_ends(&run, 5000), 1);
    CHECK(strstr(run.text, "broken off") != NULL);
}

// Answers yes as often as is said, then no.
static int answer_questions(int yes)
{
    static const char *words[] = {
        "door", "allow-unattended-close", "garage", "--passphrase-file", NULL, NULL};
    words[4] = house.passphrase.text;
    run_begins(&run, &house, words);
    for (int i = 0; i < yes; i++) {
        CHECK(run_hears(&run, "? ", ".) ", 5000));
        run_types(&run, "yes\n");
    }
    if (yes < 6) {
        CHECK(run_hears(&run, "? ", ".) ", 5000));
        run_types(&run, "no\n");
    }
    return run_ends(&run, 60000);
}

static void closing_from_afar_is_allowed_by_six_answers_and_a_press(void)
{
    struct path record;
    struct failure failure;
    another_garage(GARAGE_STOP_BOTH);
    CHECK_SAME(house_does(&house, "door", "allow-unattended-close", "garage", "--off",
                          "--passphrase-file", house.passphrase.text, NULL),
               0);
    CHECK(house_said(&house, "closes from afar no more"));
    CHECK_SAME(house_does(&house, "door", "allow-unattended-close", "garage", NULL), 1);
    CHECK(house_said(&house, "device-button=yes"));
    CHECK_SAME(house_does(&house, "door", "set", "garage", "device-button=yes", NULL), 0);
    CHECK(house_takes_image(&house, "garage") && house_is_fresh(&house, "closed"));
    CHECK_SAME(answer_questions(2), 1);
    CHECK(strstr(run.text, "nothing is changed") != NULL);
    CHECK_SAME(house_does(&house, "status", NULL), 0);
    CHECK(house_said(&house, "version 2, confirmed"));
    CHECK_SAME(answer_questions(6), 0);
    CHECK(strstr(run.text, "hold its button for 3 s") != NULL);
    CHECK_SAME(house_does(&house, "status", NULL), 0);
    CHECK(house_said(&house, "version 3, confirmed"));
    CHECK(home_door_path(&house.home, "garage", "unattended-close.json", &record, &failure) &&
          file_exists(record.text));
}

static void the_door_closes_after_the_press_and_not_before(void)
{
    const struct garage_action held = {.doing = GARAGE_DEVICE, .lasting = 3500};
    CHECK_SAME(house_does(&house, "open", NULL), 0);
    CHECK_SAME(house_does(&house, "close", NULL), 1);
    hall_act(&house.hall, &held);
    bench_pause(4500);
    CHECK_SAME(house_does(&house, "close", NULL), 0);
    CHECK(house_said(&house, "closed"));
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fprintf(stderr, "usage: %s PORTCULLIS PORTCULLIS-DOOR\n", words[0]);
        return 2;
    }
    if (check_that(house_is_made(&house, words[1], words[2]) && moves_in(GARAGE_STOP_BOTH),
                   "the house stands", __FILE__, __LINE__)) {
        RUN(a_door_that_is_as_it_is_set_is_good);
        RUN(another_profile_is_found_and_the_line_that_says_so);
        RUN(a_switch_that_is_not_seen_is_told);
        RUN(a_check_that_is_broken_off_says_so);
        RUN(closing_from_afar_is_allowed_by_six_answers_and_a_press);
        RUN(the_door_closes_after_the_press_and_not_before);
    }
    house_ends(&house);
    return check_verdict();
}
