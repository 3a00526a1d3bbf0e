#include "home/link/tell_time.h"
#include "home/link/conversation.h"

#include <stdlib.h>

enum {
    TURN = 20 // ms for each door
};

static void look(struct conversation *with, struct time_told *told)
{
    const struct epoch *epoch = &with->view.epoch;
    const time_t now = time(NULL);
    told->known = with->view.known && epoch->unix_seconds != 0;
    if (told->known) {
        told->ahead = (int64_t)epoch->unix_seconds - (int64_t)now;
    }
    // Said since it was told, by the door itself and not out of the broker's memory.
    if (with->changed && !with->retained && !epoch_wants_time(epoch, now)) {
        told->answer = TIME_AGREES;
    } else if (with->session.refused_publish) {
        told->answer = TIME_REFUSED;
    }
}

// One door's turn; what it says over another Epoch is answered by another Time.
static void take_turn(struct conversation *with, bool *told_it, struct time_told *told)
{
    conversation_wait(with, TURN);
    if (*told_it) {
        look(with, told);
    }
    if (with->view.known && told->answer == TIME_NO_WORD) {
        conversation_tell_time(with);
        with->changed = *told_it && with->changed;
        *told_it = true;
    }
}

static bool any_is_silent(const struct doors *doors, const struct time_told *told)
{
    for (size_t i = 0; i < doors->count; i++) {
        if (told[i].answer == TIME_NO_WORD) {
            return true;
        }
    }
    return false;
}

static void tell_all(struct conversation *with, const struct doors *doors, millis within,
                     struct time_told *told)
{
    static bool told_it[DOORS_MOST];
    const struct stopwatch since = stopwatch_started(session_now());
    for (size_t i = 0; i < doors->count; i++) {
        told_it[i] = false;
    }
    while (any_is_silent(doors, told) && !session_interrupted() &&
           !stopwatch_reached(since, session_now(), within)) {
        for (size_t i = 0; i < doors->count; i++) {
            if (told[i].answer == TIME_NO_WORD) {
                take_turn(&with[i], &told_it[i], &told[i]);
            }
        }
    }
}

// Where the broker itself cannot be reached, it cannot for any of them: they are not asked one by one.
static void open_all(struct conversation *with, const struct home *home, const struct doors *doors,
                     struct time_told *out)
{
    const struct failure *broker_is_away = NULL;
    for (size_t i = 0; i < doors->count; i++) {
        out[i] = (struct time_told){.answer = TIME_NO_WORD};
        if (broker_is_away != NULL) {
            out[i].answer = TIME_NOT_ASKED;
            out[i].failure = *broker_is_away;
        } else if (!conversation_open(&with[i], home, doors->name[i], &out[i].failure)) {
            out[i].answer = TIME_NOT_ASKED;
            broker_is_away = with[i].session.connect_began != 0 ? &out[i].failure : NULL;
        }
    }
}

static void ask_none(const struct doors *doors, struct time_told *out)
{
    for (size_t i = 0; i < doors->count; i++) {
        out[i] = (struct time_told){.answer = TIME_NOT_ASKED};
        (void)failure_say(&out[i].failure, "cannot ask %zu doors: out of memory; try again",
                          doors->count);
    }
}

void time_tell(const struct home *home, const struct doors *doors, millis within,
               struct time_told *out)
{
    struct conversation *with = calloc(doors->count + 1, sizeof(*with));
    if (with == NULL) {
        ask_none(doors, out);
        return;
    }
    open_all(with, home, doors, out);
    tell_all(with, doors, within, out);
    for (size_t i = 0; i < doors->count; i++) {
        conversation_close(&with[i]);
    }
    free(with);
}
