#include "test/board/ledger.h"

#include "protocol/event.h"
#include "test/support/check.h"

#include <string.h>

// Movements are journalled before they are told (docs/protocol.md).
static void read_event(struct ledger *ledger, const struct event *event)
{
    switch ((enum what)event->what) {
    case WHAT_MOVED_BY_WALL:
    case WHAT_MOVED_BY_FOB_OR_TIMER:
    case WHAT_MOVED_BY_HAND:
    case WHAT_MOVED_UNKNOWN:
        // Those of a boot whose Epoch has not come yet are not known to be later.
        if (event->boot == ledger->boot && event->number > ledger->movement) {
            ledger->movement = event->number;
        }
        break;
    case WHAT_ANSWER:
    case WHAT_GOAL_ENDED:
    case WHAT_BOOT:
    case WHAT_ROSTER:
    case WHAT_LOCK:
    case WHAT_LOCK_OUT:
    case WHAT_FAULT:
        break;
    }
}

// The first Epoch of a boot is held against what was known before it.
static void read_epoch(struct ledger *ledger, const struct epoch *epoch)
{
    const bool locked = (epoch->flags & EPOCH_VACATION_LOCK) != 0;
    CHECK(epoch->roster_version >= ledger->roster);
    if (epoch->boot != ledger->boot) {
        CHECK(epoch->boot > ledger->boot);
        CHECK(epoch->roster_version <= ledger->roster_sent);
        CHECK(ledger->lock_sent || locked == ledger->locked);
        CHECK(epoch->event_number > ledger->movement);
        ledger->boot = epoch->boot;
        ledger->roster_sent = epoch->roster_version;
        ledger->locked = locked;
        ledger->lock_sent = false;
    }
    ledger->roster = epoch->roster_version;
}

void ledger_reads(struct ledger *ledger, const struct scripted_broker *broker)
{
    for (; ledger->read < broker->message_count; ledger->read++) {
        const struct broker_message *message = broker_at(broker, ledger->read);
        const struct bytes bytes = {message == NULL ? NULL : message->payload,
                                    message == NULL ? 0 : message->count};
        struct event event;
        struct epoch epoch;
        if (message == NULL) {
            CHECK(false); // more was told than is remembered
        } else if (strcmp(message->topic, "portcullis/garage/event") == 0 &&
                   event_decode(bytes, &event)) {
            read_event(ledger, &event);
        } else if (strcmp(message->topic, "portcullis/garage/epoch") == 0 &&
                   epoch_decode(bytes, &epoch)) {
            read_epoch(ledger, &epoch);
        }
    }
}
