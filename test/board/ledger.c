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
        if (event->number > ledger->movement) {
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

void ledger_reads(struct ledger *ledger, const struct scripted_broker *broker)
{
    for (; ledger->read < broker->message_count; ledger->read++) {
        const struct broker_message *message = broker_at(broker, ledger->read);
        struct event event;
        if (message != NULL && strcmp(message->topic, "portcullis/garage/event") == 0 &&
            event_decode((struct bytes){message->payload, message->count}, &event)) {
            read_event(ledger, &event);
        }
    }
    const struct epoch epoch = over_broker_epoch(broker);
    CHECK(epoch.roster_version >= ledger->roster);
    ledger->roster = epoch.roster_version;
}

void ledger_checks(struct ledger *ledger, const struct scripted_broker *broker)
{
    const struct epoch epoch = over_broker_epoch(broker);
    const bool locked = (epoch.flags & EPOCH_VACATION_LOCK) != 0;
    CHECK(epoch.boot > ledger->boot);
    CHECK(epoch.roster_version >= ledger->roster && epoch.roster_version <= ledger->roster_sent);
    CHECK(ledger->lock_sent || locked == ledger->locked);
    CHECK(epoch.event_number > ledger->movement);
    ledger->boot = epoch.boot;
    ledger->roster_sent = epoch.roster_version;
    ledger->locked = locked;
    ledger->lock_sent = false;
    ledger_reads(ledger, broker);
}
