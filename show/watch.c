#include "show/watch.h"

#include "show/at_terminal.h"
#include "show/keys.h"
#include "show/moment.h"
#include "show/picture.h"
#include "show/screen.h"
#include "show/settle.h"

#include <stdio.h>
#include <time.h>

enum {
    FRAME = 33,     // ms
    TO_READ = 4000, // ms: what a command has said, before the picture covers it
    SETTLES = 300   // ms, after the button is let go
};

struct watch {
    struct stage *stage;
    struct diary diary;
    struct keys keys;
    uint64_t began;
    uint64_t held_at; // the owner began to hold the controller's button; 0: not yet
    bool asked;       // a command runs, as the witness knows
};

// The witness has to know when presses are due.
static void tell_witness(struct watch *watch)
{
    bool runs = false;
    for (size_t back = 0; diary_row_back(&watch->diary, back) != NULL; back++) {
        runs = runs || diary_row_back(&watch->diary, back)->fate == DIARY_RUNS;
    }
    if (runs == watch->asked) {
        return;
    }
    watch->asked = runs;
    if (runs) {
        hall_asked(&watch->stage->hall);
    } else {
        hall_answered(&watch->stage->hall);
    }
}

// Once the door has spoken, the owner stands in the garage and gives its half of the permission.
static void give_permission(struct watch *watch)
{
    if (watch->held_at == 0 && watch->stage->ledger.view.known) {
        watch->held_at = moment_now();
        keys_button(&watch->keys, GARAGE_DEVICE, KEYS_LONG_PRESS, "the controller's button, 3 s");
    }
    if (watch->held_at != 0 && !watch->keys.ready &&
        moment_now() - watch->held_at > KEYS_LONG_PRESS + SETTLES) {
        watch->keys.ready = true;
        diary_note(&watch->diary, "so it may close unattended", "press o to open it, ? for help");
    }
}

static enum broker_look broker_look(const struct stage *stage)
{
    if (stage->broker.pid == 0) {
        return BROKER_LOOKS_DEAD;
    }
    return stage->frozen ? BROKER_LOOKS_FROZEN : BROKER_LOOKS_WELL;
}

// Since the door said so, by its clock and ours; a clock that is a little ahead counts as now.
static uint64_t age_of(const struct epoch *epoch)
{
    const time_t now = time(NULL);
    return now > 0 && (uint64_t)now > epoch->unix_seconds ? (uint64_t)now - epoch->unix_seconds : 0;
}

static void compose(struct watch *watch, struct scene *scene)
{
    const struct ledger *ledger = &watch->stage->ledger;
    *scene = (struct scene){
        .on_board = watch->stage->on_board,
        .guest = watch->keys.guest,
        .door_heard = ledger->view.known,
        .epoch = ledger->view.epoch,
        .age = age_of(&ledger->view.epoch),
        .mover = ledger_mover(ledger),
        .mains = watch->stage->mains,
        .broker = broker_look(watch->stage),
        .began = watch->began,
        .diary = &watch->diary,
        .help = watch->keys.help,
    };
    hall_look(&watch->stage->hall, &scene->view);
}

static bool look_on(struct watch *watch, struct failure *failure)
{
    while (!watch->keys.quit && !stage_must_end()) {
        struct scene scene;
        if (!keys_press(&watch->keys, screen_key(FRAME), failure)) {
            return false;
        }
        ledger_listen(&watch->stage->ledger, 1);
        diary_care(&watch->diary);
        tell_witness(watch);
        give_permission(watch);
        if (!stage_sound(watch->stage, failure)) {
            return false;
        }
        compose(watch, &scene);
        picture_draw(&scene);
    }
    return true;
}

static void listen(void *self)
{
    struct stage *stage = self;
    ledger_listen(&stage->ledger, 1);
}

// A first member by his phone: the command shows the link and its QR code, waits until the phone asks, and
// asks for the digits. Whoever wants none presses Ctrl-C.
static bool invite_phone(struct stage *stage, struct failure *failure)
{
    const char *words[CHILD_ARGUMENTS_MOST];
    struct child_order order;
    int code = 0;
    if (!stage_has_page(stage)) {
        return true;
    }
    (void)printf(
        "\nThe phones' page is at http://localhost:%u. Open the link that follows in a "
        "browser on this\nmachine, choose a passkey, and compare the digits; or press Ctrl-C "
        "and go on without.\n",
        (unsigned)stage->page_port);
    (void)fflush(stdout);
    settle_invite_words(words);
    stage_command(stage, words, &order);
    if (!at_terminal(&order, listen, stage, &code, failure)) {
        return false;
    }
    const uint64_t ended = moment_now();
    while (code == 0 && moment_now() - ended < TO_READ) {
        listen(stage);
        moment_sleep(20);
    }
    return true;
}

bool watch_run(struct stage *stage, struct failure *failure)
{
    static struct watch watch; // large, and there is one
    watch = (struct watch){.stage = stage, .began = moment_now()};
    watch.keys = (struct keys){.stage = stage, .diary = &watch.diary};
    if (!settle_home(stage, failure) || !invite_phone(stage, failure)) {
        return false;
    }
    watch.began = moment_now();
    if (!screen_open(failure)) {
        return false;
    }
    const bool watched = look_on(&watch, failure);
    screen_close();
    diary_end(&watch.diary);
    return watched;
}
