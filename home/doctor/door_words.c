#include "home/doctor/checks.h"
#include "home/link/conversation.h"
#include "home/people/roster_file.h"

#include <stdio.h>
#include <string.h>

enum {
    FIRST_WORD_WITHIN = 3000, // ms; the broker remembers it
    TIME_WITHIN = 5000        // from being told the time to saying it back
};

static const char why_silent[] =
    "a door that is silent takes no command; its wall button works all the same";
static const char why_clock[] = "guests' hours and the age of what it says go by the door's clock";
static const char why_roster[] =
    "until the door confirms it, the old roster is in force: whoever was revoked may still open it";

static void wait_for(struct conversation *with, bool (*enough)(const struct conversation *),
                     millis at_most)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!enough(with) && !session_interrupted() &&
           !stopwatch_reached(since, session_now(), at_most)) {
        conversation_wait(with, 100);
    }
}

static bool has_spoken(const struct conversation *with)
{
    return with->view.known;
}

// It says so itself, just now.
static bool is_live(const struct conversation *with)
{
    return with->view.known && (!with->retained || epoch_is_fresh(&with->view.epoch, time(NULL)));
}

static bool knows_the_time(const struct conversation *with)
{
    return epoch_is_fresh(&with->view.epoch, time(NULL));
}

static void tell_silence(struct patient *patient, const struct conversation *with)
{
    const uint64_t said = with->view.known ? with->view.epoch.unix_seconds : 0;
    const uint64_t now = (uint64_t)patient->now;
    if (!with->view.known) {
        finding_add(&patient->diagnosis, FINDING_BAD, why_silent,
                    "%s has never spoken at this broker", with->door);
    } else if (said == 0 || said > now) {
        finding_add(&patient->diagnosis, FINDING_BAD, why_silent,
                    "%s is silent; since when, its last word does not say", with->door);
    } else {
        finding_add(&patient->diagnosis, FINDING_BAD, why_silent, "%s is silent since %llu minutes",
                    with->door, (unsigned long long)(now - said) / 60);
    }
    finding_mend(&patient->diagnosis,
                 "look whether its controller has power and network; then "
                 "`portcullis status %s`",
                 with->door);
}

static void judge_clock(struct patient *patient, struct conversation *with, struct epoch first)
{
    struct diagnosis *diagnosis = &patient->diagnosis;
    if (first.unix_seconds == 0) {
        finding_add(diagnosis, FINDING_WARNING, why_clock,
                    knows_the_time(with) ? "%s did not know the time; it has been told"
                                         : "%s does not know the time, and took it from nobody",
                    with->door);
        finding_mend(diagnosis,
                     "portcullis watch %s, or a keeper, which tells it after each power "
                     "cut",
                     with->door);
        return;
    }
    const int64_t ahead = (int64_t)first.unix_seconds - (int64_t)patient->now;
    if (ahead > FRESH_SECONDS || ahead < -(int64_t)FRESH_SECONDS) {
        finding_add(diagnosis, FINDING_WARNING, why_clock,
                    "the clock of %s is %lld seconds from this machine's; one of them is wrong",
                    with->door, (long long)ahead);
        finding_mend(diagnosis, "timedatectl status, and `portcullis status %s`", with->door);
        return;
    }
    finding_good(diagnosis, "%s has spoken just now, and its clock is right", with->door);
}

static void judge_roster(struct patient *patient, const struct conversation *with)
{
    struct diagnosis *diagnosis = &patient->diagnosis;
    struct path path;
    struct failure failure;
    uint8_t room[ROSTER_MOST + 1];
    uint8_t hash[HASH_SIZE];
    struct bytes content;
    struct roster_message roster;
    const struct epoch *epoch = &with->view.epoch;
    if (!home_door_path(patient->home, with->door, "roster", &path, &failure) ||
        !file_read(path.text, room, sizeof(room), &content, &failure) ||
        !roster_decode(content, &roster)) {
        finding_add(diagnosis, FINDING_BAD, why_roster, "doors/%s/roster cannot be read",
                    with->door);
        finding_mend(diagnosis, "portcullis restore FILE");
        return;
    }
    roster_hash_of(&roster, hash);
    if (epoch->roster_version == roster.head.version &&
        memcmp(epoch->roster_hash8, hash, HASH8_SIZE) == 0) {
        finding_good(diagnosis, "%s has confirmed its roster, version %u", with->door,
                     (unsigned)roster.head.version);
        return;
    }
    finding_add(diagnosis, FINDING_BAD, why_roster,
                "%s has not confirmed its roster: version %u is signed, version %u is in force",
                with->door, (unsigned)roster.head.version, (unsigned)epoch->roster_version);
    finding_mend(diagnosis, "portcullis roster send %s", with->door);
}

static void listen_to(struct patient *patient, struct conversation *with)
{
    wait_for(with, has_spoken, FIRST_WORD_WITHIN);
    if (!is_live(with) && patient->progress != NULL) {
        patient->progress(with->door);
    }
    wait_for(with, is_live, patient->listening);
    if (!is_live(with)) {
        tell_silence(patient, with);
    } else {
        const struct epoch first = with->view.epoch;
        wait_for(with, knows_the_time, TIME_WITHIN);
        patient->now = time(NULL); // it may have been long
        judge_clock(patient, with, first);
    }
    if (with->view.known) {
        judge_roster(patient, with);
    }
}

void check_doors(struct patient *patient)
{
    static struct conversation with;
    for (size_t i = 0; i < patient->doors.count && !session_interrupted(); i++) {
        struct failure failure;
        if (conversation_open(&with, patient->home, patient->doors.name[i], &failure)) {
            listen_to(patient, &with);
        } else {
            finding_add(&patient->diagnosis, FINDING_BAD, why_silent, "%s", failure.text);
            mend_by_reload(patient);
        }
        conversation_close(&with);
    }
}
