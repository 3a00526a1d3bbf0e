#include "door/operator/outcome.h"

struct row {
    enum result answer;
    enum result end;
    const char *name;
};

static const struct row rows[] = {
    [OUTCOME_NONE] = {RESULT_STATE, (enum result)0, "none"},
    [OUTCOME_DONE] = {RESULT_OK, RESULT_DONE, "done"},
    [OUTCOME_ALREADY] = {RESULT_ALREADY, RESULT_DONE, "already"},
    [OUTCOME_LEFT_CLOSED] = {RESULT_ALREADY, RESULT_LEFT_CLOSED, "left-closed"},
    [OUTCOME_STILL] = {RESULT_ALREADY, RESULT_DONE, "still"},
    [OUTCOME_STOPPED] = {RESULT_OK, RESULT_STOPPED, "stopped"},
    [OUTCOME_STOPPED_NOT_OPEN] = {RESULT_OK, RESULT_STOPPED, "stopped-not-open"},
    [OUTCOME_UNVERIFIED] = {RESULT_OK, RESULT_UNVERIFIED, "unverified"},
    [OUTCOME_REVERSED] = {RESULT_OK, RESULT_REVERSED, "reversed"},
    [OUTCOME_REPLACED] = {RESULT_OK, RESULT_REPLACED, "replaced"},
    [OUTCOME_OVERTAKEN] = {RESULT_OK, RESULT_OVERTAKEN, "overtaken"},
    [OUTCOME_CANCELLED] = {RESULT_OK, RESULT_CANCELLED, "cancelled"},
    [OUTCOME_CANCELLED_MOVED] = {RESULT_OK, RESULT_CANCELLED, "cancelled-moved"},
    [OUTCOME_CANCELLED_OBSTRUCTED] = {RESULT_OK, RESULT_OBSTRUCTED, "cancelled-obstructed"},
    [OUTCOME_FAILED_FAULT] = {RESULT_STATE, RESULT_FAILED, "failed-fault"},
    [OUTCOME_FAILED_NO_START] = {RESULT_STATE, RESULT_FAILED, "failed-no-start"},
    [OUTCOME_FAILED_OPEN] = {RESULT_STATE, RESULT_FAILED, "failed-open"},
    [OUTCOME_FAILED_CLOSED] = {RESULT_STATE, RESULT_FAILED, "failed-closed"},
    [OUTCOME_FAILED_LIMIT] = {RESULT_STATE, RESULT_FAILED, "failed-limit"},
    [OUTCOME_FAILED_LOST] = {RESULT_STATE, RESULT_LOST, "failed-lost"},
    [OUTCOME_REFUSED_FAULT] = {RESULT_STATE, RESULT_FAILED, "refused-fault"},
    [OUTCOME_REFUSED_PERMISSION] = {RESULT_STATE, RESULT_FAILED, "refused-permission"},
    [OUTCOME_REFUSED_LOCKED] = {RESULT_LOCKED, RESULT_FAILED, "refused-locked-out"},
    [OUTCOME_REFUSED_OBSTRUCTED] = {RESULT_STATE, RESULT_OBSTRUCTED, "refused-obstructed"},
    [OUTCOME_REFUSED_UNKNOWN] = {RESULT_STATE, RESULT_FAILED, "refused-unknown"},
    [OUTCOME_REFUSED_PROFILE] = {RESULT_STATE, RESULT_FAILED, "refused-profile"},
    [OUTCOME_REFUSED_NOT_OURS] = {RESULT_STATE, RESULT_FAILED, "refused-not-ours"},
    [OUTCOME_REFUSED_TOO_LATE] = {RESULT_STATE, RESULT_FAILED, "refused-too-late"},
    [OUTCOME_REFUSED_BUSY] = {RESULT_STATE, RESULT_FAILED, "refused-busy"},
};

static const struct row *row_of(enum outcome outcome)
{
    const unsigned at = (unsigned)outcome;
    return at < sizeof(rows) / sizeof(rows[0]) ? &rows[at] : &rows[OUTCOME_NONE];
}

enum result outcome_as_answer(enum outcome outcome)
{
    return row_of(outcome)->answer;
}

enum result outcome_as_end(enum outcome outcome)
{
    return row_of(outcome)->end;
}

const char *outcome_name(enum outcome outcome)
{
    return row_of(outcome)->name;
}
