// The journal on a flash that holds anything, fails whenever it likes, and reads differently each time:
// mounted, then any of its calls, in any order, as often as wanted.
#include "door/store/journal.h"

#include "test/proof/any.h"
#include "test/proof/seams.h"
#include "test/proof/subjects.h"

static size_t length; // of a payload, told apart value by value

// Its bytes end where their memory ends; one more than there may be is tried too.
static void write_something(struct journal *journal)
{
    uint8_t payload[JOURNAL_PAYLOAD_MOST + 1];
    any_bytes(payload, sizeof(payload));
    length = any_between(0, JOURNAL_PAYLOAD_MOST + 1);
    //@ split length;
    any_here();
    const struct bytes what = {payload + sizeof(payload) - length, length};
    if (any_bool()) {
        (void)journal_append(journal, any_u8(), what);
    } else {
        (void)journal_copy(journal, any_u8(), what);
    }
    //@ merge length;
    any_here();
}

// What test/proof/any_journal.c gives in the journal's place, and no more.
static void read_something(const struct journal *journal)
{
    struct journal_record record = {0};
    size_t at = any_u32();
    if (!journal_next(journal, &at, &record)) {
        return;
    }
    //@ assert count: record.count <= JOURNAL_PAYLOAD_MOST;
    whole(record.payload, sizeof(record.payload));
}

static void change_halves(struct journal *journal)
{
    switch (any_u8()) {
    case 0:
        (void)journal_copy_begin(journal);
        break;
    case 1:
        (void)journal_copy_end(journal);
        break;
    default:
        journal_retire_old(journal);
        break;
    }
}

void prove_journal(void)
{
    struct journal journal;
    if (journal_mount(&journal, &any_flash, 3) == JOURNAL_DAMAGED) {
        return;
    }
    while (any_bool()) {
        read_something(&journal);
        write_something(&journal);
        change_halves(&journal);
        (void)journal_has_room(&journal, any_u32());
    }
}
