// Who hears whom at the broker. The doctor comes as the owner and as each door, whose image he has,
// says things that nobody should hear, and sees who hears them. What he says is no message of the
// protocol, is not retained, and is dropped by everybody.
#include "home/doctor/checks.h"
#include "home/doctor/visitor.h"
#include "home/doctor/visitor_tls.h"

#include <stdio.h>
#include <string.h>

static const char why_hole[] =
    "the broker's rules are the second fence behind the signatures; with a hole somebody can read "
    "along, keep a door busy, or hide what it says";
static const char why_deaf[] =
    "the broker's rules are older than the home: a door that it does not carry cannot be operated";
static const char mend_retained[] = "portcullis doctor --fix";
static const char why_untried[] =
    "without its image nobody can come as that door, and see what reaches it";
static const char why_retained[] = "every time it connects the door is given them; it drops them, "
                                   "but somebody tried, and it costs "
                                   "time";

// One thing that is said, and who should hear it.
struct probe {
    const char *topic; // root, door and owner are put in for R, D and O
    bool by_door;      // else by the owner
    bool owner_hears;
    bool door_hears;
};

static const struct probe probes[] = {
    {"R/D/command/doctor", false, false, true},  {"R/D/epoch", false, false, false},
    {"R/D/event", false, false, false},          {"R/D/ack/O", false, false, false},
    {"R/D/doctor", false, false, false},         {"R/keeper/reply/O", false, false, false},
    {"R-doctor/elsewhere", false, false, false}, {"R/D/event", true, true, false},
    {"R/D/command/O", true, false, false},       {"R/D/roster", true, false, false},
    {"R/D/doctor", true, false, false},          {"R/another-door/event", true, false, false},
    {"R-doctor/by-a-door", true, false, false},
};

enum {
    PROBES = sizeof(probes) / sizeof(probes[0])
};

struct meeting {
    struct patient *patient;
    const char *door;
    size_t found;
    char mark[40];
    char topic[PROBES][VISITOR_TOPIC];
    struct visitor owner;
    struct visitor at_door;
};

static void write_topic(const struct meeting *meeting, const char *pattern, char *room)
{
    const struct home_settings *settings = &meeting->patient->home->settings;
    size_t count = 0;
    for (const char *at = pattern; *at != '\0' && count < VISITOR_TOPIC; at++) {
        const char one[2] = {*at, '\0'};
        const char *put = *at == 'R'   ? settings->topic_root
                          : *at == 'D' ? meeting->door
                          : *at == 'O' ? settings->owner
                                       : one;
        const int wrote = snprintf(room + count, VISITOR_TOPIC - count, "%s", put);
        count += wrote > 0 ? (size_t)wrote : 0;
    }
}

static bool enter(struct meeting *meeting, struct visitor *visitor, enum visitor_kind kind,
                  struct failure *failure)
{
    const struct visit visit = {.home = meeting->patient->home,
                                .kind = kind,
                                .door = meeting->door,
                                .port = meeting->patient->home->settings.broker_port,
                                .mark = meeting->mark};
    char commands[VISITOR_TOPIC];
    if (!visitor_enters(visitor, &visit, failure)) {
        return false;
    }
    visitor_subscribes(visitor, "#");
    // Where all at once is refused, one by one may not be.
    write_topic(meeting, "R/D/command/+", commands);
    visitor_subscribes(visitor, commands);
    for (size_t i = 0; i < PROBES; i++) {
        visitor_subscribes(visitor, meeting->topic[i]);
    }
    return true;
}

static void judge_ear(struct meeting *meeting, size_t i, const struct visitor *ear, bool may)
{
    struct diagnosis *diagnosis = &meeting->patient->diagnosis;
    const bool by_owner = ear == &meeting->owner;
    const char *speaker = probes[i].by_door ? "the door" : "the owner";
    const bool hears = visitor_has_heard(ear, meeting->topic[i]);
    if (hears == may) {
        return;
    }
    meeting->found++;
    if (hears) {
        finding_add(diagnosis, FINDING_BAD, why_hole, "what %s says on %s reaches %s of %s",
                    speaker, meeting->topic[i], by_owner ? "the owner" : "the door", meeting->door);
        mend_by_reload(meeting->patient);
    } else {
        finding_add(diagnosis, FINDING_BAD, why_deaf, "what %s says on %s does not reach %s of %s",
                    speaker, meeting->topic[i], by_owner ? "the owner" : "the door", meeting->door);
        mend_by_reload(meeting->patient);
    }
}

static void speak(struct meeting *meeting)
{
    // One speaker at a time: both say different things on the same topic.
    for (int by_door = 0; by_door <= 1; by_door++) {
        meeting->owner.heard_count = 0;
        meeting->at_door.heard_count = 0;
        for (size_t i = 0; i < PROBES; i++) {
            if (probes[i].by_door == (by_door == 1)) {
                visitor_says(by_door == 1 ? &meeting->at_door : &meeting->owner, meeting->topic[i]);
            }
        }
        visitors_settle(&meeting->owner, &meeting->at_door);
        for (size_t i = 0; i < PROBES; i++) {
            if (probes[i].by_door == (by_door == 1)) {
                judge_ear(meeting, i, &meeting->owner, probes[i].owner_hears);
                judge_ear(meeting, i, &meeting->at_door, probes[i].door_hears);
            }
        }
    }
}

static bool is_known(const struct patient *patient, const char *topic)
{
    for (size_t i = 0; i < patient->retained_count; i++) {
        if (strcmp(patient->retained[i], topic) == 0) {
            return true;
        }
    }
    return false;
}

static void note_retained(struct meeting *meeting)
{
    struct patient *patient = meeting->patient;
    char commands[VISITOR_TOPIC];
    write_topic(meeting, "R/D/command/", commands);
    const size_t length = strlen(commands);
    for (size_t i = 0; i < meeting->at_door.heard_count; i++) {
        const struct heard *heard = &meeting->at_door.heard[i];
        if (!heard->retained || strncmp(heard->topic, commands, length) != 0 ||
            is_known(patient, heard->topic) || patient->retained_count == RETAINED_MOST) {
            continue;
        }
        meeting->found++;
        (void)snprintf(patient->retained[patient->retained_count++], RETAINED_TOPIC, "%s",
                       heard->topic);
        finding_add(&patient->diagnosis, FINDING_WARNING, why_retained,
                    "there is a message retained on %s", heard->topic);
        finding_mend(&patient->diagnosis, "%s", mend_retained);
    }
}

static void meet(struct meeting *meeting)
{
    struct failure failure;
    struct diagnosis *diagnosis = &meeting->patient->diagnosis;
    (void)snprintf(meeting->mark, sizeof(meeting->mark), "portcullis doctor %08lx",
                   (unsigned long)session_now() & 0xffffffff);
    for (size_t i = 0; i < PROBES; i++) {
        write_topic(meeting, probes[i].topic, meeting->topic[i]);
    }
    if (!enter(meeting, &meeting->owner, VISITOR_OWNER, &failure)) {
        finding_add(diagnosis, FINDING_BAD, why_deaf, "%s", failure.text);
        mend_by_reload(meeting->patient);
        return;
    }
    // Who cannot come as that door is not kept out by the broker.
    if (!visitor_has_image(meeting->patient->home, meeting->door, &failure)) {
        finding_add(diagnosis, FINDING_BAD, why_untried, "as the door %s: %s", meeting->door,
                    failure.text);
        finding_mend(diagnosis, DOOR_FILES_MEND, meeting->door);
        return;
    }
    if (!enter(meeting, &meeting->at_door, VISITOR_DOOR, &failure)) {
        finding_add(diagnosis, FINDING_BAD, why_deaf, "as the door %s: %s", meeting->door,
                    failure.text);
        mend_by_reload(meeting->patient);
        return;
    }
    visitors_settle(&meeting->owner, &meeting->at_door);
    note_retained(meeting);
    speak(meeting);
    if (meeting->found == 0) {
        finding_good(diagnosis, "%s and you are heard where you should be, and nowhere else",
                     meeting->door);
    }
}

void check_fences(struct patient *patient)
{
    static struct meeting meeting;
    for (size_t i = 0; i < patient->doors.count && !session_interrupted(); i++) {
        meeting = (struct meeting){.patient = patient, .door = patient->doors.name[i]};
        meet(&meeting);
        visitor_leaves(&meeting.at_door);
        visitor_leaves(&meeting.owner);
    }
}

bool doctor_remove_retained(struct patient *patient, struct failure *failure)
{
    static struct visitor owner;
    const struct visit visit = {.home = patient->home,
                                .kind = VISITOR_OWNER,
                                .port = patient->home->settings.broker_port,
                                .mark = "doctor"};
    const bool entered = visitor_enters(&owner, &visit, failure);
    for (size_t i = 0; entered && i < patient->retained_count; i++) {
        visitor_removes(&owner, patient->retained[i]);
    }
    if (entered) {
        visitors_settle(&owner, NULL);
    }
    const bool removed = entered && owner.acknowledged == owner.sent;
    visitor_leaves(&owner);
    for (size_t i = 0; removed && i < patient->diagnosis.count; i++) {
        struct finding *finding = &patient->diagnosis.at[i];
        finding->mended = strcmp(finding->mend, mend_retained) == 0;
    }
    return removed || (entered && failure_say(failure, "the broker did not take it; try again"));
}
