#include "test/end_to_end/phone.h"
#include "base/writer.h"
#include "home/link/session.h"
#include "protocol/ack.h"
#include "protocol/command.h"
#include "test/support/check.h"

#include <cjson/cJSON.h>
#include <mqtt_protocol.h>
#include <stdio.h>
#include <string.h>

enum {
    DER_MOST = 80,
    CLIENT_DATA_MOST = 300
};

bool phone_begins(struct phone *phone, const char *link, enum phone_kind kind, uint16_t port,
                  EVP_PKEY *identity)
{
    *phone = (struct phone){.kind = kind, .port = port, .identity = identity};
    if (!phone_reads(link, &phone->words) || !door_view_init(&phone->view, identity)) {
        return false;
    }
    memcpy(phone->user, phone->words.user, sizeof(phone->user));
    memcpy(phone->password, phone->words.password, sizeof(phone->words.password));
    if (phone->words.kind == 2) {
        phone->key = key_from_scalar(phone->words.key);
    }
    return phone->words.kind == 1 || phone->key != NULL;
}

void phone_ends(struct phone *phone)
{
    phone_leaves(phone);
    EVP_PKEY_free(phone->key);
    EVP_PKEY_free(phone->stop);
    EVP_PKEY_free(phone->identity);
    *phone = (struct phone){.port = 0};
}

struct enrol_topic phone_enrol_topic(const struct phone *phone)
{
    struct enrol_topic topic = {"enrol/"};
    uint8_t point[POINT_SIZE];
    uint8_t invite8[KEY8_SIZE] = {0};
    EVP_PKEY *invite = key_from_scalar(phone->words.key);
    if (CHECK(invite != NULL && key_point(invite, point))) {
        key8_of(point, invite8);
    }
    EVP_PKEY_free(invite);
    for (size_t i = 0; i < sizeof(invite8); i++) {
        (void)snprintf(topic.text + 6 + 2 * i, 3, "%02x", invite8[i]);
    }
    return topic;
}

static void subscribe(struct mosquitto *client, const char *topic)
{
    (void)mosquitto_subscribe_v5(client, NULL, topic, 1, 0, NULL); // what is not heard shows it
}

static void on_connect(struct mosquitto *client, void *self, int reason, int flags,
                       const mosquitto_property *properties)
{
    struct phone *phone = self;
    char topic[96];
    (void)flags;
    (void)properties;
    phone->refused = reason != 0;
    phone->up = reason == 0;
    if (reason != 0) {
        return;
    }
    (void)snprintf(topic, sizeof(topic), "portcullis/%s/login", phone_enrol_topic(phone).text);
    subscribe(client, topic);
    (void)snprintf(topic, sizeof(topic), "portcullis/+/ack/%s", phone->user);
    subscribe(client, topic);
    subscribe(client, "portcullis/+/epoch");
    subscribe(client, "portcullis/+/event");
    subscribe(client, "portcullis/+/roster");
}

static void on_disconnect(struct mosquitto *client, void *self, int reason,
                          const mosquitto_property *properties)
{
    struct phone *phone = self;
    (void)client;
    (void)reason;
    (void)properties;
    phone->up = false;
}

static void take_login(struct phone *phone, struct bytes payload)
{
    cJSON *root = cJSON_ParseWithLength((const char *)payload.at, payload.count);
    const char *user = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "user"));
    const char *password = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "password"));
    const cJSON *rosters = cJSON_GetObjectItemCaseSensitive(root, "rosters");
    if (user != NULL && password != NULL && cJSON_IsObject(rosters) && strlen(user) <= NAME_MOST &&
        strlen(password) < sizeof(phone->password)) {
        (void)snprintf(phone->user, sizeof(phone->user), "%s", user);
        (void)snprintf(phone->password, sizeof(phone->password), "%s", password);
        phone->took_login = true;
    }
    cJSON_Delete(root);
}

static void take_ack(struct phone *phone, struct bytes payload)
{
    struct ack ack;
    if (ack_decode(payload, &ack) && key_verify_message(phone->identity, payload) &&
        memcmp(ack.command8, phone->command8, COMMAND8_SIZE) == 0) {
        phone->answer = ack.result;
    }
}

static void on_message(struct mosquitto *client, void *self, const struct mosquitto_message *came,
                       const mosquitto_property *properties)
{
    struct phone *phone = self;
    const struct bytes payload = {came->payload, (size_t)came->payloadlen};
    const char *last = strrchr(came->topic, '/');
    (void)client;
    (void)properties;
    if (phone->topics_heard < 8 && !phone_has_heard(phone, came->topic)) {
        (void)snprintf(phone->topic_heard[phone->topics_heard++], 96, "%s", came->topic);
    }
    if (last != NULL && strcmp(last, "/login") == 0 && payload.count > 0) {
        take_login(phone, payload);
    } else if (last != NULL && strcmp(last, "/roster") == 0) {
        phone->roster_size = payload.count;
    } else if (door_view_take(&phone->view, payload) != EPOCH_TAKEN) {
        take_ack(phone, payload);
    }
}

bool phone_enters(struct phone *phone, const char *user, const char *password)
{
    static unsigned number;
    char id[32];
    (void)snprintf(id, sizeof(id), "phone-%u", number++);
    phone_leaves(phone);
    phone->refused = false;
    phone->client = mosquitto_new(id, true, phone);
    (void)mosquitto_int_option(phone->client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    (void)mosquitto_username_pw_set(phone->client, user, password);
    mosquitto_connect_v5_callback_set(phone->client, on_connect);
    mosquitto_disconnect_v5_callback_set(phone->client, on_disconnect);
    mosquitto_message_v5_callback_set(phone->client, on_message);
    int answer = mosquitto_connect(phone->client, "127.0.0.1", phone->port, 60);
    const struct stopwatch since = stopwatch_started(session_now());
    while (answer == 0 && !phone->up && !phone->refused &&
           !stopwatch_reached(since, session_now(), 30000)) {
        answer = mosquitto_loop(phone->client, 20, 1);
    }
    return phone->up;
}

bool phone_enters_in_time(struct phone *phone, const char *user, const char *password)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!phone_enters(phone, user, password)) {
        if (stopwatch_reached(since, session_now(), 30000)) {
            return false;
        }
        const struct timespec pause = {.tv_nsec = 100L * 1000 * 1000};
        (void)nanosleep(&pause, NULL); // woken early, it knocks early
    }
    return true;
}

void phone_leaves(struct phone *phone)
{
    if (phone->client != NULL) {
        (void)mosquitto_disconnect(phone->client); // heard or not, it is gone
        mosquitto_destroy(phone->client);
    }
    phone->client = NULL;
    phone->up = false;
}

void phone_listens(struct phone *phone, unsigned ms)
{
    const struct stopwatch since = stopwatch_started(session_now());
    do {
        (void)mosquitto_loop(phone->client, 20, 1); // one that was thrown out hears nothing
    } while (!stopwatch_reached(since, session_now(), ms));
}

bool phone_publishes(struct phone *phone, const char *topic, struct bytes payload, bool retained)
{
    char whole[96];
    (void)snprintf(whole, sizeof(whole), "portcullis/%s", topic);
    return mosquitto_publish_v5(phone->client, NULL, whole, (int)payload.count, payload.at, 1,
                                retained, NULL) == 0;
}

bool phone_has_heard(const struct phone *phone, const char *topic)
{
    for (size_t i = 0; i < phone->topics_heard; i++) {
        if (strcmp(phone->topic_heard[i], topic) == 0) {
            return true;
        }
    }
    return false;
}

static bool make_enrol(struct phone *phone)
{
    struct enrol enrol = {.kind = phone->kind == PHONE_RAW ? KEY_RAW : KEY_PASSKEY};
    struct failure failure;
    uint8_t point[POINT_SIZE];
    EVP_PKEY *invite = key_from_scalar(phone->words.key);
    bool made = invite != NULL && key_generate(&phone->key, &failure) &&
                key_point(phone->key, enrol.point) && key_point(invite, point);
    if (made && phone->kind == PHONE_PASSKEY) {
        made = key_generate(&phone->stop, &failure) && key_point(phone->stop, enrol.stop_point);
    }
    if (made) {
        key8_of(point, enrol.invite8);
        enrol_encode(&enrol, phone->enrol);
        made = key_sign(invite, (struct bytes){phone->enrol, ENROL_COVERED},
                        phone->enrol + ENROL_COVERED);
    }
    EVP_PKEY_free(invite);
    return made;
}

bool phone_asks(struct phone *phone)
{
    char name[40];
    const struct enrol_topic topic = phone_enrol_topic(phone);
    (void)snprintf(name, sizeof(name), "invite-%s", topic.text + 6);
    if (!make_enrol(phone) || !phone_enters_in_time(phone, name, phone->words.password) ||
        !phone_publishes(phone, topic.text, BYTES_OF(phone->enrol), true)) {
        return false;
    }
    phone_listens(phone, 300);
    return true;
}

bool phone_joins(struct phone *phone, unsigned ms)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!phone->took_login && !stopwatch_reached(since, session_now(), ms)) {
        phone_listens(phone, 50);
    }
    if (!phone->took_login ||
        !phone_publishes(phone, phone_enrol_topic(phone).text, (struct bytes){NULL, 0}, true)) {
        return false;
    }
    phone_listens(phone, 300);
    return phone_enters_in_time(phone, phone->user, phone->password);
}

static bool to_der(EVP_PKEY *key, struct bytes covered, uint8_t der[DER_MOST], size_t *size)
{
    EVP_MD_CTX *signing = EVP_MD_CTX_new();
    *size = DER_MOST;
    const bool made = signing != NULL &&
                      EVP_DigestSignInit(signing, NULL, EVP_sha256(), NULL, key) == 1 &&
                      EVP_DigestSign(signing, der, size, covered.at, covered.count) == 1;
    EVP_MD_CTX_free(signing);
    return made;
}

// RFC 4648, 5: of 32 bytes, without padding.
static void challenge_of(const uint8_t hash[HASH_SIZE], char text[48])
{
    (void)EVP_EncodeBlock((uint8_t *)text, hash, HASH_SIZE);
    for (size_t i = 0; i < 43; i++) {
        if (text[i] == '+') {
            text[i] = '-';
        } else if (text[i] == '/') {
            text[i] = '_';
        }
    }
    text[43] = '\0';
}

static struct bytes host_of(const char *origin)
{
    const char *host = strstr(origin, "//") + 2;
    return (struct bytes){(const uint8_t *)host, strcspn(host, ":")};
}

// What an authenticator with a fingerprint says, and a browser around it (WebAuthn, 6.1 and 5.8.1).
static size_t sign_by_passkey(const struct phone *phone, const uint8_t m[COMMAND_M_SIZE],
                              uint8_t room[COMMAND_MOST])
{
    uint8_t signed_bytes[37 + HASH_SIZE] = {0};
    uint8_t hash[HASH_SIZE];
    uint8_t der[DER_MOST];
    size_t der_size = 0;
    char challenge[48];
    char client_data[CLIENT_DATA_MOST];
    sha256_of((struct bytes){m, COMMAND_M_SIZE}, hash);
    challenge_of(hash, challenge);
    (void)snprintf(client_data, sizeof(client_data),
                   "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"%s\","
                   "\"crossOrigin\":false}",
                   challenge, phone->words.origin);
    sha256_of(host_of(phone->words.origin), signed_bytes);
    signed_bytes[HASH_SIZE] = 0x05; // present, verified
    sha256_of(bytes_of_text(client_data), signed_bytes + 37);
    if (!to_der(phone->key, BYTES_OF(signed_bytes), der, &der_size)) {
        return 0;
    }
    struct writer w = writer_into(room, COMMAND_MOST);
    writer_u8(&w, KEY_PASSKEY);
    writer_bytes(&w, (struct bytes){m, COMMAND_M_SIZE});
    writer_u8(&w, 37);
    writer_bytes(&w, (struct bytes){signed_bytes, 37});
    writer_u16(&w, (uint16_t)strlen(client_data));
    writer_bytes(&w, bytes_of_text(client_data));
    writer_u8(&w, (uint8_t)der_size);
    writer_bytes(&w, (struct bytes){der, der_size});
    return writer_written(&w).count;
}

static size_t sign(const struct phone *phone, const struct command *command, EVP_PKEY *key,
                   uint8_t room[COMMAND_MOST])
{
    uint8_t m[COMMAND_M_SIZE];
    if (key == phone->key && phone->kind != PHONE_RAW && phone->words.kind == 1) {
        command_encode_m(command, m);
        return sign_by_passkey(phone, m, room);
    }
    command_encode_raw(command, room);
    return key_sign(key, (struct bytes){room, COMMAND_RAW_COVERED}, room + COMMAND_RAW_COVERED)
               ? COMMAND_RAW_SIZE
               : 0;
}

static bool sees_the_door(struct phone *phone)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!phone->view.known && !stopwatch_reached(since, session_now(), 20000)) {
        phone_listens(phone, 50);
    }
    return phone->view.known;
}

uint8_t phone_commands(struct phone *phone, uint8_t action, bool by_stop_key, unsigned ms)
{
    EVP_PKEY *key = by_stop_key ? phone->stop : phone->key;
    uint8_t point[POINT_SIZE];
    uint8_t hash[HASH_SIZE];
    uint8_t message[COMMAND_MOST];
    char topic[64];
    if (!CHECK(key != NULL && key_point(key, point) && sees_the_door(phone))) {
        return 0;
    }
    if (action != ACTION_STOP) {
        phone_listens(phone, 1200); // a door tells its Epoch at most once a second
    }
    struct command command = {.nonce = (uint64_t)time(NULL) * 1000 + phone->nonce++,
                              .action = action,
                              .sequence = phone->view.epoch.sequence};
    memcpy(command.door8, phone->view.door8, DOOR8_SIZE);
    memcpy(command.epoch_value, phone->view.epoch.value, EPOCH_VALUE_SIZE);
    key8_of(point, command.key8);
    const size_t size = sign(phone, &command, key, message);
    sha256_of((struct bytes){message + 1, COMMAND_M_SIZE}, hash);
    memcpy(phone->command8, hash, COMMAND8_SIZE);
    phone->answer = 0;
    (void)snprintf(topic, sizeof(topic), "garage/command/%s", phone->user);
    CHECK(size > 0 && phone_publishes(phone, topic, (struct bytes){message, size}, false));
    const struct stopwatch since = stopwatch_started(session_now());
    while (phone->answer == 0 && !stopwatch_reached(since, session_now(), ms)) {
        phone_listens(phone, 20);
    }
    return phone->answer;
}
