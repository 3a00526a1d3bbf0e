// In the place of the journal: it may say whatever the real one could.
#include "door/store/journal.h"

#include "test/proof/any.h"
#include "test/proof/seams.h"

enum journal_state journal_mount(struct journal *journal, const struct flash *flash,
                                 size_t half_sectors)
{
    *journal = (struct journal){.flash = flash,
                                .half_sectors = half_sectors,
                                .tail = any_u32(),
                                .generation = any_u32(),
                                .half = any_bool() ? 1 : 0,
                                .spoiled = any_bool(),
                                .unfinished = any_bool()};
    return (enum journal_state)any_between(JOURNAL_DAMAGED, JOURNAL_SOUND);
}

bool journal_next(const struct journal *journal, size_t *at, struct journal_record *out)
{
    (void)journal;
    if (any_bool()) {
        return false;
    }
    any_bytes(out->payload, JOURNAL_PAYLOAD_MOST);
    out->type = any_u8();
    out->count = (uint8_t)any_between(0, JOURNAL_PAYLOAD_MOST);
    *at = any_u32();
    return true;
}

bool journal_has_room(const struct journal *journal, size_t count)
{
    (void)journal;
    (void)count;
    return any_bool();
}

bool journal_append(struct journal *journal, uint8_t type, struct bytes payload)
{
    (void)type;
    whole(payload.at, payload.count);
    journal->spoiled = any_bool();
    return any_bool();
}

bool journal_copy_begin(struct journal *journal)
{
    journal->unfinished = any_bool();
    return any_bool();
}

bool journal_copy(struct journal *journal, uint8_t type, struct bytes payload)
{
    (void)journal;
    (void)type;
    whole(payload.at, payload.count);
    return any_bool();
}

bool journal_copy_end(struct journal *journal)
{
    journal->half ^= 1U;
    journal->generation = any_u32();
    return any_bool();
}

void journal_retire_old(struct journal *journal)
{
    journal->unfinished = any_bool();
}
