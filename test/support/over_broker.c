#include "test/support/over_broker.h"

#include "base/insist.h"
#include "door/seams/crypto.h"
#include "protocol/ack.h"
#include "protocol/event.h"

#include <stdio.h>
#include <string.h>

static void topic_with(char *topic, size_t size, const char *level, const char *user)
{
    (void)snprintf(topic, size, "portcullis/garage/%s/%s", level, user);
}

static struct bytes bytes_of(const struct broker_message *message)
{
    return (struct bytes){message->payload, message->count};
}

struct epoch over_broker_epoch(const struct scripted_broker *broker)
{
    const struct broker_message *message = broker_latest(broker, "portcullis/garage/epoch");
    struct epoch epoch = {0};
    if (message != NULL) {
        INSIST(906, person_signed(KEY_OF_IDENTITY, bytes_of(message)) &&
                        epoch_decode(bytes_of(message), &epoch));
    }
    return epoch;
}

struct command over_broker_wish(const struct scripted_broker *broker, uint64_t nonce,
                                enum action action)
{
    const struct epoch epoch = over_broker_epoch(broker);
    struct command command = {
        .nonce = nonce, .action = (uint8_t)action, .sequence = epoch.sequence};
    memcpy(command.epoch_value, epoch.value, EPOCH_VALUE_SIZE);
    return command;
}

void over_broker_sends(struct scripted_broker *broker, const char *user, struct bytes message,
                       bool retained)
{
    char topic[BROKER_TOPIC_MOST];
    topic_with(topic, sizeof(topic), "command", user);
    (void)broker_sends(broker, topic, message, retained); // a door that is away hears nothing
}

void over_broker_command8(struct bytes message, uint8_t command8[COMMAND8_SIZE])
{
    uint8_t hash[HASH_SIZE];
    crypto_sha256((struct bytes){message.at + 1, COMMAND_M_SIZE}, hash);
    memcpy(command8, hash, COMMAND8_SIZE);
}

void over_broker_commands(struct scripted_broker *broker, enum test_key_owner who, const char *user,
                          const struct command *command, uint8_t command8[COMMAND8_SIZE])
{
    uint8_t room[COMMAND_RAW_SIZE];
    const struct bytes message = person_signs_command(who, command, room);
    over_broker_command8(message, command8);
    over_broker_sends(broker, user, message, false);
}

uint8_t over_broker_result(const struct scripted_broker *broker, const char *user,
                           const uint8_t command8[COMMAND8_SIZE], size_t since)
{
    char topic[BROKER_TOPIC_MOST];
    topic_with(topic, sizeof(topic), "ack", user);
    for (size_t i = broker->message_count; i > since; i--) {
        const struct broker_message *message = broker_at(broker, i - 1);
        struct ack ack;
        if (message == NULL) {
            break;
        }
        if (strcmp(message->topic, topic) != 0 || !ack_decode(bytes_of(message), &ack) ||
            !same_bytes(ack.command8, command8, COMMAND8_SIZE)) {
            continue;
        }
        INSIST(907, person_signed(KEY_OF_IDENTITY, bytes_of(message)));
        return ack.result;
    }
    return 0;
}

bool over_broker_told(const struct scripted_broker *broker, enum what what, uint8_t result,
                      const uint8_t *key8)
{
    for (size_t i = broker->message_count; i > 0; i--) {
        const struct broker_message *message = broker_at(broker, i - 1);
        struct event event;
        if (message == NULL) {
            break;
        }
        if (strcmp(message->topic, "portcullis/garage/event") == 0 &&
            event_decode(bytes_of(message), &event) && event.what == what &&
            event.result == result && (key8 == NULL || same_bytes(event.key8, key8, KEY8_SIZE))) {
            return person_signed(KEY_OF_IDENTITY, bytes_of(message));
        }
    }
    return false;
}

bool over_broker_mirrors(const struct scripted_broker *broker, const char *text)
{
    const struct broker_message *state = broker_latest(broker, "portcullis/garage/state");
    const size_t length = strlen(text);
    for (size_t i = 0; state != NULL && i + length <= state->count; i++) {
        if (memcmp(state->payload + i, text, length) == 0) {
            return true;
        }
    }
    return false;
}
