// The journey: one evening in the garage, told as a story and checked against the garage's truth. It
// ends at the first thing that is not as it has to be.
//
// People act through the real command line alone; what they cause is judged by where the door stands
// and what the relay did, and only then by what the programs say.
#ifndef SHOW_JOURNEY_H
#define SHOW_JOURNEY_H

#include "show/stage.h"
#include "show/story.h"
#include "show/thief.h"

enum {
    SAID_MOST = 4096,
    WORDS_MOST = CHILD_ARGUMENTS_MOST - 1
};

struct journey {
    struct stage *stage;
    struct story story;
    struct thief thief;
    struct hall_view view; // of this instant
    struct child typed;    // the command that somebody has typed and that has not ended
    int answer;            // exit code of the latest that has
    char said[SAID_MOST];  // all its words
    uint64_t typed_at;
    uint32_t refused_before; // the door's count of refusals, before the thief tried
};

// Plays it on a stage that is set, or so many chapters of it; 0: all. True: each came out right.
MUST_USE bool journey_play(struct stage *stage, size_t chapters);

// Inside the journey: what its chapters share.

// Lets real time pass, at least a few milliseconds. False: something of ours has ended by itself, or
// we shall end.
MUST_USE bool journey_goes_on(struct journey *journey);
MUST_USE bool journey_waits(struct journey *journey, uint32_t milliseconds);

// Waits until it holds, for so long at most; false when it does not, or when the journey is over.
MUST_USE bool journey_until(struct journey *journey, bool (*holds)(const struct journey *),
                            uint32_t milliseconds);

// Somebody types a command of portcullis; words end with NULL. journey_types waits for its end,
// journey_begins does not, and journey_hears_out does then, for so long at most.
MUST_USE bool journey_types(struct journey *journey, const char *const *words);
MUST_USE bool journey_begins(struct journey *journey, const char *const *words);
MUST_USE bool journey_hears_out(struct journey *journey, uint32_t milliseconds);

// He gives it up: Ctrl-C.
void journey_interrupts(struct journey *journey);

// The latest command ended with this exit code and said this; NULL: whatever it said.
MUST_USE bool journey_answered(struct journey *journey, int code, const char *words);

// Somebody presses something, for so many milliseconds.
void journey_presses(struct journey *journey, enum garage_doing button, uint32_t lasting);

// Alice opens the closed door; Bob's fob closes the open one: done, and judged.
MUST_USE bool journey_opens(struct journey *journey);
MUST_USE bool journey_fob_closes(struct journey *journey);

// Once the door has said so, within a few seconds, `portcullis status garage` says it in these words.
MUST_USE bool journey_status(struct journey *journey, bool (*said)(const struct journey *),
                             const char *words);

// Conditions to wait for.
MUST_USE bool journey_door_is_open(const struct journey *journey);
MUST_USE bool journey_door_is_closed(const struct journey *journey);
MUST_USE bool journey_door_says_open(const struct journey *journey); // in its newest Epoch
MUST_USE bool journey_door_says_closed(const struct journey *journey);

// The chapters.
bool chapter_home(struct journey *journey);
bool chapter_first_light(struct journey *journey);
bool chapter_open(struct journey *journey);
bool chapter_close(struct journey *journey);
bool chapter_wall_button(struct journey *journey);
bool chapter_beam(struct journey *journey);
bool chapter_fob(struct journey *journey);
bool chapter_stranger(struct journey *journey);
bool chapter_thief_replays(struct journey *journey);
bool chapter_thief_forges(struct journey *journey);
bool chapter_thief_holds_back(struct journey *journey);
bool chapter_broker_returns(struct journey *journey);
bool chapter_power_cut(struct journey *journey);
bool chapter_ledger(struct journey *journey);

// Where there is a page for phones; it stands last, however many chapters are played.
bool chapter_page(struct journey *journey);

#endif
