#include "door/operator/mailbox.h"

#include "base/insist.h"

void mailbox_init(struct mailbox *box)
{
    *box = (struct mailbox){.snapshot = {.position = POSITION_UNKNOWN}};
}

bool mailbox_offer(struct mailbox *box, const struct permit *permit)
{
    if (box->permit_waits || box->answer_waits) {
        return false;
    }
    box->permit = *permit;
    box->permit_waits = true;
    return true;
}

bool mailbox_take_permit(struct mailbox *box, struct permit *out)
{
    if (!box->permit_waits) {
        return false;
    }
    *out = box->permit;
    box->permit_waits = false;
    return true;
}

void mailbox_answer(struct mailbox *box, const struct answer *answer)
{
    // One permit at a time, so one answer at a time.
    INSIST(101, !box->answer_waits);
    box->answer = *answer;
    box->answer_waits = true;
}

bool mailbox_take_answer(struct mailbox *box, struct answer *out)
{
    if (!box->answer_waits) {
        return false;
    }
    *out = box->answer;
    box->answer_waits = false;
    return true;
}

void mailbox_tell(struct mailbox *box, const struct occurrence *occurrence)
{
    if (box->count == OCCURRENCES_MOST) {
        // The oldest are worth more than the newest: they say what began it.
        box->dropped++;
        return;
    }
    box->occurrences[(box->first + box->count) % OCCURRENCES_MOST] = *occurrence;
    box->count++;
}

bool mailbox_take_occurrence(struct mailbox *box, struct occurrence *out)
{
    if (box->count == 0) {
        return false;
    }
    *out = box->occurrences[box->first];
    box->first = (uint8_t)((box->first + 1) % OCCURRENCES_MOST);
    box->count--;
    return true;
}
