// Speaks as a door would: Epochs, Acks and Events signed by an identity key. It proves nothing about
// doors; it feeds what listens to them.
#ifndef TEST_UNIT_HOME_SPEAKER_H
#define TEST_UNIT_HOME_SPEAKER_H

#include "home/authority/key.h"
#include "protocol/ack.h"
#include "protocol/epoch.h"
#include "protocol/event.h"

struct speaker {
    EVP_PKEY *identity;
    uint8_t door8[DOOR8_SIZE];
    uint8_t room[256];
};

void speaker_begin(struct speaker *speaker);
void speaker_end(struct speaker *speaker);

// Each is signed, and borrowed until the speaker speaks again; door8 is the speaker's.
struct bytes speaker_epoch(struct speaker *speaker, struct epoch epoch);
struct bytes speaker_ack(struct speaker *speaker, struct ack ack);
struct bytes speaker_event(struct speaker *speaker, struct event event);

#endif
