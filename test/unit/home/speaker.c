#include "test/unit/home/speaker.h"
#include "test/support/check.h"

#include <string.h>

void speaker_begin(struct speaker *speaker)
{
    struct failure failure;
    uint8_t point[POINT_SIZE];
    *speaker = (struct speaker){.identity = NULL};
    CHECK(key_generate(&speaker->identity, &failure));
    CHECK(key_point(speaker->identity, point));
    key8_of(point, speaker->door8);
}

void speaker_end(struct speaker *speaker)
{
    EVP_PKEY_free(speaker->identity);
}

static struct bytes sign(struct speaker *speaker, size_t covered)
{
    CHECK(key_sign(speaker->identity, (struct bytes){speaker->room, covered},
                   speaker->room + covered));
    return (struct bytes){speaker->room, covered + SIGNATURE_SIZE};
}

struct bytes speaker_epoch(struct speaker *speaker, struct epoch epoch)
{
    memcpy(epoch.door8, speaker->door8, DOOR8_SIZE);
    epoch_encode(&epoch, speaker->room);
    return sign(speaker, EPOCH_COVERED);
}

struct bytes speaker_ack(struct speaker *speaker, struct ack ack)
{
    memcpy(ack.door8, speaker->door8, DOOR8_SIZE);
    ack_encode(&ack, speaker->room);
    return sign(speaker, ACK_COVERED);
}

struct bytes speaker_event(struct speaker *speaker, struct event event)
{
    memcpy(event.door8, speaker->door8, DOOR8_SIZE);
    event_encode(&event, speaker->room);
    return sign(speaker, EVENT_COVERED);
}
