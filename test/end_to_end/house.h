// A house with everything as it is: a home made by its own code, a real mosquitto on loopback, the
// door's program, a simulated garage in real time, and the command line that is tested.
//
//     static struct house house;
//     CHECK(house_begins(&house, words[1], words[2]));
//     CHECK_SAME(house_does(&house, "open", "garage", NULL), 0);
//     CHECK(house_said(&house, "open"));
//     house_ends(&house);
#ifndef TEST_END_TO_END_HOUSE_H
#define TEST_END_TO_END_HOUSE_H

#include "show/hall.h"
#include "test/end_to_end/door_program.h"
#include "test/unit/home/broker_bench.h"

enum {
    RUN_WORDS_MOST = 24,
    RUN_TEXT_MOST = 32768
};

// One run of the command line. All it says is gathered, both streams in their order.
struct run {
    pid_t process; // 0: it has ended
    int in;
    int out;
    int code; // 128 and more: ended by a signal
    size_t count;
    size_t read; // up to here run_says has looked
    char text[RUN_TEXT_MOST];
};

struct house {
    const char *portcullis; // borrowed: its path
    struct scratch scratch;
    struct home home;
    struct path passphrase; // a file that holds it
    pid_t broker;
    struct door_program door;
    struct hall hall;
    struct run run; // of house_does
};

// A brisk stop-both garage: a second up, a second down.
struct garage_settings house_garage(enum garage_profile profile);

// Everything runs, and the door is connected. door_settings: as made by scratch_door_request.
MUST_USE bool house_begins(struct house *house, const char *portcullis, const char *door);

// The same in two steps: the home with its door, its files and broker; and the rest, with this
// garage.
MUST_USE bool house_is_made(struct house *house, const char *portcullis, const char *door);
MUST_USE bool house_moves_in(struct house *house, const struct garage_settings *garage);
void house_ends(struct house *house);

// The image of the home goes to the controller, as by cable, and it starts anew.
MUST_USE bool house_takes_image(struct house *house, const char *door);

// Runs it to its end and gives its exit code; NULL ends the words. It has the home by its
// environment.
int house_does(struct house *house, ...);
// What that said.
bool house_said(const struct house *house, const char *words);

// Waits until `status` tells that state, proven and fresh, of the only door; any
// where it is "".
bool house_is_fresh(struct house *house, const char *state);

// The same beside whatever else runs.
void run_begins(struct run *run, const struct house *house, const char *const *words);
// The same with a terminal for both streams.
void run_begins_at_terminal(struct run *run, const struct house *house, const char *const *words);
// Waits until it says that, behind what was found before; false: not in so many ms.
bool run_says(struct run *run, const char *words, unsigned ms);
// Waits for one or the other without a word about it; false too when it has ended.
bool run_hears(struct run *run, const char *words, const char *others, unsigned ms);
void run_types(const struct run *run, const char *line);
void run_signal(const struct run *run, int number);
// Waits for its end, and gives its exit code; one that does not end in so many ms is killed: -1.
int run_ends(struct run *run, unsigned ms);

// Somebody in the garage.
void house_presses_wall(struct house *house);
// Waits until the leaf is there (permille) and still.
bool house_stands(struct house *house, unsigned permille, unsigned ms);
// Waits until the leaf has passed that, on its way.
bool house_passes(struct house *house, unsigned permille, unsigned ms);

#endif
