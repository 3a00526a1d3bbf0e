#include "show/thief.h"

#include "home/authority/key.h"

#include <cjson/cJSON.h>
#include <mosquitto.h>
#include <stdio.h>
#include <string.h>

enum {
    KEEP_ALIVE = 60,
    JSON_MOST = 1024
};

static bool ends_with(const char *topic, const char *end)
{
    const size_t length = strlen(topic);
    const size_t wanted = strlen(end);
    return length >= wanted && strcmp(topic + length - wanted, end) == 0;
}

// What he has sent himself comes back to him, and teaches him nothing.
static void hear_command(struct thief *thief, const char *topic, struct bytes payload)
{
    struct overheard *heard = &thief->heard;
    const struct bytes sent = {thief->sent, thief->sent_size};
    if (payload.count == 0 || payload.count > sizeof(heard->command) ||
        strlen(topic) >= sizeof(heard->command_topic) || bytes_equal(payload, sent)) {
        return;
    }
    memcpy(heard->command, payload.at, payload.count);
    heard->command_size = payload.count;
    (void)snprintf(heard->command_topic, sizeof(heard->command_topic), "%s", topic);
    heard->commands++;
}

static void hear_mirror(struct overheard *heard, struct bytes payload)
{
    cJSON *mirror = cJSON_ParseWithLength((const char *)payload.at, payload.count);
    const cJSON *refused = cJSON_GetObjectItemCaseSensitive(mirror, "refused");
    if (cJSON_IsNumber(refused) && refused->valuedouble >= 0) {
        heard->refused = (uint32_t)refused->valuedouble;
    }
    cJSON_Delete(mirror);
}

static void hear(struct thief *thief, const struct mosquitto_message *message)
{
    struct overheard *heard = &thief->heard;
    const char *topic = message->topic;
    const struct bytes payload = {message->payload, (size_t)message->payloadlen};
    if (strstr(topic, "/command/") != NULL) {
        hear_command(thief, topic, payload);
        heard->retained_commands += message->retain;
    } else if (strstr(topic, "/ack/") != NULL) {
        heard->acks += ack_decode(payload, &heard->ack);
    } else if (ends_with(topic, "/epoch")) {
        const bool is_epoch = epoch_decode(payload, &heard->epoch);
        heard->has_epoch = heard->has_epoch || is_epoch;
        heard->live_epochs += is_epoch && !message->retain;
    } else if (ends_with(topic, "/state")) {
        hear_mirror(heard, payload);
    }
}

static void on_message(struct mosquitto *session, void *context,
                       const struct mosquitto_message *message)
{
    struct thief *thief = context;
    (void)session;
    if (message->payloadlen >= 0) {
        hear(thief, message);
    }
}

static void on_connect(struct mosquitto *session, void *context, int answer)
{
    (void)context;
    if (answer == 0) {
        // A failure shows in that nothing is overheard, which the story waits for.
        (void)mosquitto_subscribe(session, NULL, "#", 1);
    }
}

static bool session_failed(struct failure *failure, const char *what, int reason)
{
    return failure_say(failure, "the thief cannot %s: %s; look into broker.log", what,
                       mosquitto_strerror(reason));
}

bool thief_start(struct thief *thief, uint16_t port, struct failure *failure)
{
    *thief = (struct thief){.session = mosquitto_new("thief", true, thief)};
    if (thief->session == NULL) {
        return session_failed(failure, "begin", MOSQ_ERR_NOMEM);
    }
    mosquitto_connect_callback_set(thief->session, on_connect);
    mosquitto_message_callback_set(thief->session, on_message);
    const int reason = mosquitto_connect(thief->session, "127.0.0.1", port, KEEP_ALIVE);
    if (reason != MOSQ_ERR_SUCCESS) {
        thief_end(thief);
        return session_failed(failure, "connect to his own listener", reason);
    }
    return true;
}

void thief_end(struct thief *thief)
{
    if (thief->session != NULL) {
        mosquitto_destroy(thief->session);
        thief->session = NULL;
    }
}

bool thief_listen(struct thief *thief)
{
    return thief->session == NULL || mosquitto_loop(thief->session, 0, 1) == MOSQ_ERR_SUCCESS;
}

// At most COMMAND_MOST bytes.
static bool say(struct thief *thief, struct bytes payload, bool retained, struct failure *failure)
{
    memcpy(thief->sent, payload.at, payload.count);
    thief->sent_size = payload.count;
    const int reason = mosquitto_publish(thief->session, NULL, thief->heard.command_topic,
                                         (int)payload.count, payload.at, 1, retained);
    return reason == MOSQ_ERR_SUCCESS || session_failed(failure, "publish", reason);
}

bool thief_replay(struct thief *thief, bool retained, struct failure *failure)
{
    const struct bytes command = {thief->heard.command, thief->heard.command_size};
    return say(thief, command, retained, failure);
}

bool thief_clear(struct thief *thief, struct failure *failure)
{
    const uint8_t nothing[1] = {0};
    return say(thief, (struct bytes){nothing, 0}, true, failure);
}

static bool sign(EVP_PKEY *key, uint8_t message[COMMAND_RAW_SIZE])
{
    return key_sign(key, (struct bytes){message, COMMAND_RAW_COVERED},
                    message + COMMAND_RAW_COVERED);
}

static bool forge_with(struct thief *thief, EVP_PKEY *key, enum forgery forgery,
                       struct failure *failure)
{
    const struct overheard *heard = &thief->heard;
    struct command_message overheard;
    uint8_t point[POINT_SIZE];
    uint8_t message[COMMAND_RAW_SIZE];
    if (!key_point(key, point) ||
        !command_decode((struct bytes){heard->command, heard->command_size}, &overheard)) {
        return failure_say(failure,
                           "the thief has no command to learn from; nothing was overheard");
    }
    struct command command = overheard.command;
    memcpy(command.epoch_value, heard->epoch.value, sizeof(command.epoch_value));
    command.sequence = heard->epoch.sequence;
    command.action = ACTION_OPEN;
    command.nonce += 1000;
    if (forgery == FORGERY_OWN_KEY) {
        key8_of(point, command.key8);
    }
    command_encode_raw(&command, message);
    if (!sign(key, message)) {
        return failure_say(failure, "OpenSSL refused to sign; check that its library is whole");
    }
    return say(thief, BYTES_OF(message), false, failure);
}

bool thief_forge(struct thief *thief, enum forgery forgery, struct failure *failure)
{
    EVP_PKEY *key = NULL;
    if (!key_generate(&key, failure)) {
        return false;
    }
    const bool forged = forge_with(thief, key, forgery, failure);
    EVP_PKEY_free(key);
    return forged;
}
