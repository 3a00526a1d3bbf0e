#include "home/link/conversation.h"
#include "protocol/event.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What a Time says: minutes east of Greenwich, from "+0130".
static int16_t minutes_east(time_t now)
{
    struct tm local;
    char zone[8] = "+0000";
    if (localtime_r(&now, &local) == NULL || strftime(zone, sizeof(zone), "%z", &local) != 5) {
        return 0;
    }
    const long digits = strtol(zone + 1, NULL, 10);
    const long minutes = digits / 100 * 60 + digits % 100;
    return (int16_t)(zone[0] == '-' ? -minutes : minutes);
}

bool conversation_sign_time(const struct door_view *view, EVP_PKEY *time_key, time_t now,
                            uint8_t message[TIME_SIZE])
{
    struct time_message time = {
        .unix_seconds = (uint64_t)now,
        .offset_minutes = minutes_east(now),
    };
    uint8_t point[POINT_SIZE];
    if (!key_point(time_key, point)) {
        return false;
    }
    key8_of(point, time.key8);
    memcpy(time.door8, view->door8, DOOR8_SIZE);
    memcpy(time.epoch_value, view->epoch.value, EPOCH_VALUE_SIZE);
    time_message_encode(&time, message);
    return key_sign(time_key, (struct bytes){message, TIME_COVERED}, message + TIME_COVERED);
}

static void topic_of(const struct conversation *with, const char *rest,
                     char topic[SESSION_TOPIC_ROOM])
{
    // Root of 64, door of 16 and the longest rest fit.
    (void)snprintf(topic, SESSION_TOPIC_ROOM, "%s/%s/%s", with->home->settings.topic_root,
                   with->door, rest);
}

static void take_event(struct conversation *with, struct bytes payload)
{
    struct event event;
    if (with->pending == NULL || !event_decode(payload, &event) || event.what != WHAT_GOAL_ENDED ||
        !pending_is_mine(with->pending, event.command8) ||
        memcmp(event.door8, with->view.door8, DOOR8_SIZE) != 0 ||
        !key_verify_message(with->identity, payload)) {
        return;
    }
    with->goal_ended = true;
    with->goal_result = event.result;
    with->goal_event = event.number;
}

static void take_ack(struct conversation *with, struct bytes payload)
{
    struct ack ack;
    if (with->pending == NULL || with->answered ||
        !pending_take_ack(with->pending, &with->view, payload, &ack)) {
        return;
    }
    with->answered = true;
    with->ack = ack;
}

// The topic is the broker's word, so it decides nothing: every kind has its own magic.
void conversation_take(struct conversation *with, const struct session_message *message)
{
    if (door_view_take(&with->view, message->payload) == EPOCH_TAKEN) {
        with->changed = true;
        with->retained = message->retained;
        return;
    }
    // An answer and an end are said once; what the broker remembered is none.
    if (!message->retained) {
        take_ack(with, message->payload);
        take_event(with, message->payload);
    }
}

static void receive(void *self, const struct session_message *message)
{
    conversation_take(self, message);
}

static bool load_keys(struct conversation *with, struct failure *failure)
{
    struct path path;
    if (!home_door_path(with->home, with->door, NULL, &path, failure)) {
        return false;
    }
    if (!file_exists(path.text)) {
        return failure_say(failure, "there is no door %s in %s; `portcullis door list` names them",
                           with->door, with->home->folder.text);
    }
    if (!home_door_path(with->home, with->door, "identity.pub", &path, failure) ||
        !key_load_public(path.text, &with->identity, failure)) {
        return false;
    }
    // Time is told from the owner's home.
    if (!with->home->settings.member && (!home_path(with->home, "keys/time.key", &path, failure) ||
                                         !key_load(path.text, NULL, &with->time_key, failure))) {
        return false;
    }
    return door_view_init(&with->view, with->identity) ||
           failure_say(failure,
                       "OpenSSL refused the identity of %s; put doors/%s back from a "
                       "backup",
                       with->door, with->door);
}

// Talking goes without it: who is asked about rosters says what is wrong with the file.
static void load_roster(struct conversation *with)
{
    struct failure ignored;
    with->has_roster = roster_load(with->home, with->door, "roster", &with->roster, &ignored) &&
                       signed_rosters_load(with->home, with->door, &with->signed_rosters, &ignored);
}

static bool subscribe_all(struct conversation *with, struct failure *failure)
{
    char topic[SESSION_TOPIC_ROOM];
    char ack[32];
    (void)snprintf(ack, sizeof(ack), "ack/%s", with->home->settings.owner);
    const char *const rests[] = {ack, "event", "epoch"};
    for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++) {
        topic_of(with, rests[i], topic);
        if (!session_add_topic(&with->session, topic, failure)) {
            return false;
        }
    }
    return true;
}

bool conversation_open(struct conversation *with, const struct home *home, const char *door,
                       struct failure *failure)
{
    *with = (struct conversation){.home = home};
    if (!name_is_plain(door)) {
        return failure_say(failure,
                           "\"%.64s\" is no door's name; `portcullis door list` names "
                           "them",
                           door);
    }
    memcpy(with->door, door, strlen(door) + 1);
    with->session.receive = NULL;
    with->since_roster = stopwatch_stopped();
    if (!load_keys(with, failure)) {
        return false;
    }
    load_roster(with);
    if (!session_init(&with->session, home, failure)) {
        return false;
    }
    with->session.receive = receive;
    with->session.self = with;
    return subscribe_all(with, failure) && session_connect(&with->session, failure);
}

void conversation_tell_time(struct conversation *with)
{
    const time_t now = time(NULL);
    char topic[SESSION_TOPIC_ROOM];
    uint8_t message[TIME_SIZE];
    const struct epoch *epoch = &with->view.epoch;
    if (with->time_key == NULL || !with->view.known ||
        memcmp(with->time_told, epoch->value, EPOCH_VALUE_SIZE) == 0 ||
        !conversation_sign_time(&with->view, with->time_key, now, message)) {
        return;
    }
    topic_of(with, "time", topic);
    if (session_publish(&with->session, topic, BYTES_OF(message))) {
        memcpy(with->time_told, epoch->value, EPOCH_VALUE_SIZE);
    }
}

enum roster_standing conversation_roster(const struct conversation *with)
{
    const struct epoch *epoch = &with->view.epoch;
    if (!with->view.known || !with->has_roster) {
        return ROSTER_STANDING_UNKNOWN;
    }
    const uint32_t ours = with->roster.message.head.version;
    if (epoch->roster_version == ours &&
        memcmp(epoch->roster_hash8, with->roster.hash8, HASH8_SIZE) == 0) {
        return ROSTER_STANDING_IN_FORCE;
    }
    struct roster_mark name = {.version = epoch->roster_version};
    memcpy(name.hash8, epoch->roster_hash8, HASH8_SIZE);
    const bool may_be_ours =
        signed_rosters_origin(&with->signed_rosters, &name) != ROSTER_OF_ANOTHER;
    return epoch->roster_version < ours && may_be_ours ? ROSTER_STANDING_BEHIND
                                                       : ROSTER_STANDING_ANOTHERS;
}

void conversation_send_roster(struct conversation *with)
{
    char topic[SESSION_TOPIC_ROOM];
    const millis now = session_now();
    if (!with->has_roster ||
        (with->since_roster.running &&
         !stopwatch_reached(with->since_roster, now, ROSTER_SENT_AGAIN_AFTER))) {
        return;
    }
    topic_of(with, "roster", topic);
    if (session_publish_retained(&with->session, topic, with->roster.bytes)) {
        with->since_roster = stopwatch_started(now);
    }
}

static void look_after_door(struct conversation *with)
{
    if (with->view.known && epoch_wants_time(&with->view.epoch, time(NULL))) {
        conversation_tell_time(with);
    }
    if (conversation_roster(with) == ROSTER_STANDING_BEHIND) {
        conversation_send_roster(with);
    }
}

void conversation_wait(struct conversation *with, millis at_most)
{
    look_after_door(with);
    session_wait(&with->session, at_most);
    look_after_door(with);
}

bool conversation_command(struct conversation *with, struct bytes message)
{
    char topic[SESSION_TOPIC_ROOM];
    char rest[32];
    (void)snprintf(rest, sizeof(rest), "command/%s", with->home->settings.owner);
    topic_of(with, rest, topic);
    return session_publish(&with->session, topic, message);
}

void conversation_close(struct conversation *with)
{
    session_close(&with->session);
    EVP_PKEY_free(with->identity);
    EVP_PKEY_free(with->time_key);
    *with = (struct conversation){.home = NULL};
}
