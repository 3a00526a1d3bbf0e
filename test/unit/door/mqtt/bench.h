// A session on the bench: a server made of hexadecimal text on one side, and on the other a caller
// that writes down every event and every byte that was to be sent.
//
//     struct bench b;
//     bench_start(&b, 0);
//     bench_connect(&b, MQTT_5);
//     bench_hear(&b, "30 05 0001 61 00 21");
//     CHECK(bench_said(&b, "message a [21]\n"));
#ifndef TEST_UNIT_DOOR_MQTT_BENCH_H
#define TEST_UNIT_DOOR_MQTT_BENCH_H

#include "door/mqtt/session.h"

// A room just large enough for small messages, so that tests reach its border with few bytes.
#define BENCH_RECEIVE_SIZE 64U
#define BENCH_SEND_SIZE    128U

#define BENCH_KEEP_ALIVE 30U
#define BENCH_TRANSPORT  ((millis)20000)
#define BENCH_CONNACK    ((millis)5000)
#define BENCH_ANSWER     ((millis)8000)

struct bench {
    struct mqtt_session session;
    struct mqtt_settings settings;
    uint8_t receive_room[BENCH_RECEIVE_SIZE];
    uint8_t send_room[BENCH_SEND_SIZE];
    char log[8192]; // events, one a line; pieces of one message are put together
    size_t logged;
    uint8_t sent[4096]; // what was pending, taken at once
    size_t sent_count;
    millis now;
    bool in_piece;
    bool holds_back; // messages are not acknowledged
    bool stuck;      // nothing pending is taken
    bool greets;     // publishes "hi" to "t" as soon as it is subscribed
    size_t tail;     // bytes offered last that were not taken
};

// Two subscriptions: "a/+" and, streamed, "s". Without a will, user name or password.
void bench_start(struct bench *b, millis now);

// As bench_start, with settings the test has put into b->settings meanwhile. False: not valid.
bool bench_restart(struct bench *b);

// Waits for MQTT_OPEN_TRANSPORT and reports the transport as open.
void bench_open(struct bench *b);

// Hears CONNACK and SUBACK of the version it speaks; then forgets what was said and sent.
void bench_welcome(struct bench *b);

// Opens, and hears CONNACK and SUBACK of that version; then forgets what was said and sent.
void bench_connect(struct bench *b, enum mqtt_version version);

// The transport ends; the shortest wait is drawn.
void bench_close(struct bench *b);

// A server's side of a whole conversation, from CONNACK on, with a bench that greets: messages of all
// kinds, a streamed one, one too long, a PUBACK and, in MQTT 5, DISCONNECT. Opened before.
struct bytes bench_conversation(enum mqtt_version version, uint8_t *room, size_t size);

// The server's bytes, whole or in parts; events and pending bytes are taken in between.
void bench_hear(struct bench *b, const char *hex);
void bench_hear_bytes(struct bench *b, struct bytes bytes);

// So much time passes at once.
void bench_pass(struct bench *b, millis time);

// Events till there is none, and pending bytes.
void bench_turn(struct bench *b);

// Everything said, or sent, since this was last asked is exactly that. Shows it when not.
bool bench_said(struct bench *b, const char *log);
bool bench_sent(struct bench *b, const char *hex);

// The server says this to a session that is connected, and is left for it with that reason: in MQTT 5
// with a DISCONNECT that names it, in 3.1.1 without a word.
void bench_check_left(enum mqtt_version version, const char *hex, unsigned reason_code);
void bench_check_left_by_both(const char *hex, unsigned reason_code);

// The same, when it is the first that the server says.
void bench_check_connack_left(enum mqtt_version version, const char *hex, unsigned reason_code);

#endif
