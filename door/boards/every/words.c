#include "door/boards/every/words.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const char *word_in(const char *const *words, size_t count, unsigned number)
{
    return number < count && words[number] != NULL ? words[number] : "none";
}

const char *word_of_action(unsigned action)
{
    static const char *const words[] = {
        [ACTION_OPEN] = "open", [ACTION_CLOSE] = "close",       [ACTION_STOP] = "stop",
        [ACTION_VENT] = "vent", [ACTION_IDENTIFY] = "identify", [ACTION_LOCK] = "lock"};
    return word_in(words, COUNT_OF(words), action);
}

const char *word_of_result(unsigned result)
{
    static const char *const words[] = {[RESULT_OK] = "ok",
                                        [RESULT_ALREADY] = "already",
                                        [RESULT_REPLAY] = "replay",
                                        [RESULT_ROLE] = "role",
                                        [RESULT_WINDOW] = "window",
                                        [RESULT_USES] = "uses",
                                        [RESULT_LOCKED] = "locked",
                                        [RESULT_CONFLICT] = "conflict",
                                        [RESULT_STATE] = "state",
                                        [RESULT_STORE] = "store",
                                        [RESULT_DONE] = "done",
                                        [RESULT_LEFT_CLOSED] = "left-closed",
                                        [RESULT_UNVERIFIED] = "unverified",
                                        [RESULT_STOPPED] = "stopped",
                                        [RESULT_REVERSED] = "reversed",
                                        [RESULT_REPLACED] = "replaced",
                                        [RESULT_OVERTAKEN] = "overtaken",
                                        [RESULT_CANCELLED] = "cancelled",
                                        [RESULT_OBSTRUCTED] = "obstructed",
                                        [RESULT_FAILED] = "failed",
                                        [RESULT_LOST] = "lost",
                                        [RESULT_INTERRUPTED] = "interrupted"};
    return word_in(words, COUNT_OF(words), result);
}

const char *word_of_what(unsigned what)
{
    static const char *const words[] = {[WHAT_ANSWER] = "answer",
                                        [WHAT_GOAL_ENDED] = "goal-ended",
                                        [WHAT_MOVED_BY_WALL] = "moved-by-wall",
                                        [WHAT_MOVED_BY_FOB_OR_TIMER] = "moved-by-fob-or-timer",
                                        [WHAT_MOVED_BY_HAND] = "moved-by-hand",
                                        [WHAT_MOVED_UNKNOWN] = "moved-unknown",
                                        [WHAT_BOOT] = "boot",
                                        [WHAT_ROSTER] = "roster",
                                        [WHAT_LOCK] = "lock",
                                        [WHAT_LOCK_OUT] = "lock-out",
                                        [WHAT_FAULT] = "fault"};
    return word_in(words, COUNT_OF(words), what);
}

const char *word_of_state(unsigned state)
{
    static const char *const words[] = {"unknown", "open",    "opening", "closed",
                                        "closing", "stopped", "warning"};
    return word_in(words, COUNT_OF(words), state);
}

const char *word_of_outcome(unsigned outcome)
{
    static const char *const words[] = {[OUTCOME_DONE] = "done",
                                        [OUTCOME_ALREADY] = "already",
                                        [OUTCOME_LEFT_CLOSED] = "left-closed",
                                        [OUTCOME_STILL] = "still",
                                        [OUTCOME_STOPPED] = "stopped",
                                        [OUTCOME_STOPPED_NOT_OPEN] = "stopped-not-open",
                                        [OUTCOME_UNVERIFIED] = "unverified",
                                        [OUTCOME_REVERSED] = "reversed",
                                        [OUTCOME_REPLACED] = "replaced",
                                        [OUTCOME_OVERTAKEN] = "overtaken",
                                        [OUTCOME_CANCELLED] = "cancelled",
                                        [OUTCOME_CANCELLED_MOVED] = "cancelled-moved",
                                        [OUTCOME_CANCELLED_OBSTRUCTED] = "cancelled-obstructed",
                                        [OUTCOME_FAILED_FAULT] = "failed-fault",
                                        [OUTCOME_FAILED_NO_START] = "failed-no-start",
                                        [OUTCOME_FAILED_OPEN] = "failed-open",
                                        [OUTCOME_FAILED_CLOSED] = "failed-closed",
                                        [OUTCOME_FAILED_LIMIT] = "failed-limit",
                                        [OUTCOME_FAILED_LOST] = "failed-lost",
                                        [OUTCOME_REFUSED_FAULT] = "fault",
                                        [OUTCOME_REFUSED_PERMISSION] = "permission",
                                        [OUTCOME_REFUSED_LOCKED] = "locked",
                                        [OUTCOME_REFUSED_OBSTRUCTED] = "obstructed",
                                        [OUTCOME_REFUSED_UNKNOWN] = "unknown",
                                        [OUTCOME_REFUSED_PROFILE] = "profile",
                                        [OUTCOME_REFUSED_NOT_OURS] = "not-ours",
                                        [OUTCOME_REFUSED_TOO_LATE] = "too-late",
                                        [OUTCOME_REFUSED_BUSY] = "busy"};
    return word_in(words, COUNT_OF(words), outcome);
}

const char *word_of_roster_verdict(unsigned verdict)
{
    static const char *const words[] = {
        [ROSTER_REFUSED_MALFORMED] = "malformed", [ROSTER_REFUSED_DOOR] = "another-door",
        [ROSTER_REFUSED_CONTENT] = "content",     [ROSTER_REFUSED_SAME] = "same",
        [ROSTER_REFUSED_VERSION] = "version",     [ROSTER_REFUSED_SIGNER] = "signer",
        [ROSTER_REFUSED_ADMINS] = "admins",       [ROSTER_REFUSED_MADE] = "made",
        [ROSTER_REFUSED_BUDGET] = "budget",       [ROSTER_REFUSED_SIGNATURE] = "signature",
        [ROSTER_TAKEN_BACK] = "taken-back",       [ROSTER_ACCEPTED] = "accepted"};
    return word_in(words, COUNT_OF(words), verdict);
}

const char *word_of_closing(unsigned closing)
{
    static const char *const words[] = {[MQTT_CLOSING_ASKED] = "asked",
                                        [MQTT_CLOSING_TRANSPORT_LATE] = "transport-late",
                                        [MQTT_CLOSING_CONNACK_LATE] = "connack-late",
                                        [MQTT_CLOSING_SUBACK_LATE] = "suback-late",
                                        [MQTT_CLOSING_PUBACK_LATE] = "puback-late",
                                        [MQTT_CLOSING_PINGRESP_LATE] = "pingresp-late",
                                        [MQTT_CLOSING_CONNECT_REFUSED] = "connect-refused",
                                        [MQTT_CLOSING_VERSION_REFUSED] = "version-refused",
                                        [MQTT_CLOSING_SERVER_DISCONNECT] = "server-disconnect",
                                        [MQTT_CLOSING_SERVER_AT_FAULT] = "server-at-fault"};
    return word_in(words, COUNT_OF(words), closing);
}
