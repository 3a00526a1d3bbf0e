#include "test/unit/home/websocket.h"
#include "base/bytes.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
    ROOM = 512,
    BINARY_FRAME = 0x82, // the last of its message
    MASKED = 0x80,
    CONNECT = 0x10,
    CONNACK = 0x20,
    FLAG_USER = 0x80,
    FLAG_PASSWORD = 0x40,
    FLAG_CLEAN = 0x02
};

struct text {
    size_t count;
    uint8_t at[ROOM];
};

static void put(struct text *text, const void *bytes, size_t count)
{
    if (text->count + count <= sizeof(text->at)) {
        memcpy(text->at + text->count, bytes, count);
        text->count += count;
    }
}

static void put_byte(struct text *text, unsigned byte)
{
    const uint8_t one = (uint8_t)byte;
    put(text, &one, 1);
}

static void put_string(struct text *text, const char *string)
{
    put_byte(text, (unsigned)strlen(string) >> 8);
    put_byte(text, (unsigned)strlen(string) & 0xff);
    put(text, string, strlen(string));
}

// MQTT 3.1.1, 3.1.
static struct text connect_packet(const char *user, const char *password)
{
    struct text body = {.count = 0};
    struct text packet = {.count = 0};
    put_string(&body, "MQTT");
    put_byte(&body, 4);
    put_byte(&body, FLAG_CLEAN | (user == NULL ? 0U : FLAG_USER) |
                        (password == NULL ? 0U : FLAG_PASSWORD));
    put_byte(&body, 0);
    put_byte(&body, 60);
    put_string(&body, "phone");
    if (user != NULL) {
        put_string(&body, user);
    }
    if (password != NULL) {
        put_string(&body, password);
    }
    put_byte(&packet, CONNECT);
    put_byte(&packet, (unsigned)body.count); // below 128: one byte
    put(&packet, body.at, body.count);
    return packet;
}

// A client masks what it says (RFC 6455, 5.3).
static struct text frame_of(const struct text *payload)
{
    static const uint8_t mask[4] = {0x5a, 0xc3, 0x17, 0x88};
    struct text frame = {.count = 0};
    put_byte(&frame, BINARY_FRAME);
    put_byte(&frame, MASKED | (unsigned)payload->count); // below 126
    put(&frame, mask, sizeof(mask));
    for (size_t i = 0; i < payload->count; i++) {
        put_byte(&frame, payload->at[i] ^ mask[i % 4]);
    }
    return frame;
}

static int open_socket(uint16_t port)
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons(port),
                                        .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    const struct timeval limit = {.tv_sec = 5};
    const int file = socket(AF_INET, SOCK_STREAM, 0);
    if (setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) != 0 ||
        connect(file, (const struct sockaddr *)&address, sizeof(address)) != 0) {
        (void)close(file); // nothing was written
        return -1;
    }
    return file;
}

// Reads until there are that many bytes, or the empty line that ends a header where count is 0.
static size_t read_some(int file, char *room, size_t size, size_t count)
{
    size_t filled = 0;
    room[0] = '\0';
    while (filled + 1 < size && (count == 0 ? strstr(room, "\r\n\r\n") == NULL : filled < count)) {
        const ssize_t came = recv(file, room + filled, 1, 0);
        if (came != 1) {
            break;
        }
        filled++;
        room[filled] = '\0';
    }
    return filled;
}

static int talk(int file, const char *user, const char *password)
{
    static const char hello[] = "GET /mqtt HTTP/1.1\r\n"
                                "Host: localhost\r\n"
                                "Upgrade: websocket\r\n"
                                "Connection: Upgrade\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                "Sec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Protocol: mqtt\r\n\r\n";
    char room[ROOM];
    if (send(file, hello, sizeof(hello) - 1, MSG_NOSIGNAL) != (ssize_t)sizeof(hello) - 1 ||
        read_some(file, room, sizeof(room), 0) == 0 || strstr(room, " 101 ") == NULL) {
        return LOGIN_NO_ANSWER;
    }
    const struct text packet = connect_packet(user, password);
    const struct text frame = frame_of(&packet);
    if (send(file, frame.at, frame.count, MSG_NOSIGNAL) != (ssize_t)frame.count ||
        read_some(file, room, sizeof(room), 6) != 6) {
        return LOGIN_NO_ANSWER;
    }
    // The frame's two bytes, then CONNACK: its own two, flags, code.
    return (uint8_t)room[0] == BINARY_FRAME && room[2] == CONNACK ? room[5] : LOGIN_NO_ANSWER;
}

int websocket_login(uint16_t port, const char *user, const char *password)
{
    const int file = open_socket(port);
    if (file < 0) {
        return LOGIN_NO_ANSWER;
    }
    const int answer = talk(file, user, password);
    (void)close(file); // it was only asked
    return answer;
}
