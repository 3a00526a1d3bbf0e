// What people and a door say to each other over a scripted broker, in the door "garage" under the root
// "portcullis": commands signed and sent, and the door's own words found, verified and read.
#ifndef TEST_SUPPORT_OVER_BROKER_H
#define TEST_SUPPORT_OVER_BROKER_H

#include "protocol/epoch.h"
#include "test/support/people.h"
#include "test/support/scripted_broker.h"

// The latest Epoch; insists that it verifies. Zeroes: none has come.
struct epoch over_broker_epoch(const struct scripted_broker *broker);

// What somebody would sign now, seeing that Epoch: its value and sequence.
struct command over_broker_wish(const struct scripted_broker *broker, uint64_t nonce,
                                enum action action);

// Bytes on the command topic of that user.
void over_broker_sends(struct scripted_broker *broker, const char *user, struct bytes message,
                       bool retained);

// Signs it and sends it on the topic of that user. Gives its command8.
void over_broker_commands(struct scripted_broker *broker, enum test_key_owner who, const char *user,
                          const struct command *command, uint8_t command8[COMMAND8_SIZE]);

// command8 of a raw Command.
void over_broker_command8(struct bytes message, uint8_t command8[COMMAND8_SIZE]);

// The result of the latest Ack to that command among the messages from that one on (0: all); 0: there
// is none. Insists that it verifies.
uint8_t over_broker_result(const struct scripted_broker *broker, const char *user,
                           const uint8_t command8[COMMAND8_SIZE], size_t since);

// Whether a signed Event like this was told; key8 NULL: whosever.
bool over_broker_told(const struct scripted_broker *broker, enum what what, uint8_t result,
                      const uint8_t *key8);

// The latest mirror has this text in it.
bool over_broker_mirrors(const struct scripted_broker *broker, const char *text);

#endif
