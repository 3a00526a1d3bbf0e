#include "test/end_to_end/tls_line.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    HELLO_MOST = 1024
};

// A broker that can not be set up has nothing to show.
static void must(bool condition, const char *what)
{
    if (!condition) {
        (void)fprintf(stderr, "cannot set up the broker's line: %s\n", what);
        abort();
    }
}

bool tls_line_listen(struct tls_line *line)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);
    memset(line, 0, sizeof(*line));
    line->connection = -1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    line->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (line->listener < 0 ||
        bind(line->listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        listen(line->listener, 4) != 0 ||
        getsockname(line->listener, (struct sockaddr *)&address, &size) != 0) {
        return false;
    }
    line->port = ntohs(address.sin_port);
    return true;
}

void tls_line_wait(const struct tls_line *line, int ms)
{
    const bool busy = line->connection >= 0;
    struct pollfd one = {.fd = busy ? line->connection : line->listener, .events = POLLIN};
    (void)poll(&one, 1, ms); // whoever waited looks for himself
}

// Waits for a whole record, five seconds at most; its length, 0: none came.
static size_t take_record(int connection, uint8_t room[HELLO_MOST])
{
    for (int i = 0; i < 500; i++) {
        struct pollfd one = {.fd = connection, .events = POLLIN};
        (void)poll(&one, 1, 10);
        const ssize_t there = recv(connection, room, HELLO_MOST, MSG_PEEK | MSG_DONTWAIT);
        const size_t whole = there >= 5 ? 5U + ((size_t)room[3] << 8 | room[4]) : 0;
        if (whole > 0 && (size_t)there >= whole) {
            return recv(connection, room, whole, 0) == (ssize_t)whole ? whole : 0;
        }
    }
    return 0;
}

static void take_off(uint8_t *length, size_t count)
{
    const size_t less = ((size_t)length[0] << 8 | length[1]) - count;
    length[0] = (uint8_t)(less >> 8);
    length[1] = (uint8_t)less;
}

// As somebody on the way would: the extension (RFC 6066, 4) goes, and all lengths are made to fit.
static BIO *stripped_hello(int connection)
{
    uint8_t room[HELLO_MOST];
    size_t count = take_record(connection, room);
    BIO *hello = BIO_new(BIO_s_mem());
    must(hello != NULL, "memory");
    // Record and handshake headers, version and random; then three lists of other lengths.
    size_t at = 5 + 4 + 2 + 32;
    must(count > at + 1, "a hello");
    at += 1U + room[at];
    at += 2U + ((size_t)room[at] << 8 | room[at + 1]);
    at += 1U + room[at];
    uint8_t *extensions = room + at;
    for (at += 2; at + 4 <= count; at += 4U + ((size_t)room[at + 2] << 8 | room[at + 3])) {
        if (room[at] == 0 && room[at + 1] == 1) {
            memmove(room + at, room + at + 5, count - at - 5);
            count -= 5;
            take_off(extensions, 5);
            take_off(room + 3, 5);
            take_off(room + 7, 5);
            break;
        }
    }
    must(BIO_write(hello, room, (int)count) == (int)count, "memory");
    (void)BIO_set_mem_eof_return(hello, -1); // more will come
    return hello;
}

// Begins with the hello that was stripped, and goes on with what comes behind it.
static void meet_stripped(struct tls_line *line)
{
    SSL_set_bio(line->ssl, stripped_hello(line->connection), line->out);
    (void)SSL_accept(line->ssl); // it wants more
    ERR_clear_error();
    BIO *in = BIO_new_socket(line->connection, BIO_NOCLOSE);
    must(in != NULL, "memory");
    SSL_set0_rbio(line->ssl, in);
}

static void shake_hands(struct tls_line *line)
{
    line->context = SSL_CTX_new(TLS_server_method());
    must(line->context != NULL, "context");
    must(SSL_CTX_use_certificate(line->context, line->certificate->certificate) == 1 &&
             SSL_CTX_use_PrivateKey(line->context, line->certificate->key) == 1,
         "certificate");
    line->ssl = SSL_new(line->context);
    line->out = BIO_new(BIO_s_mem());
    must(line->ssl != NULL && line->out != NULL, "memory");
    SSL_set_accept_state(line->ssl);
    if (line->strips) {
        meet_stripped(line);
        return;
    }
    BIO *in = BIO_new_socket(line->connection, BIO_NOCLOSE);
    must(in != NULL, "memory");
    SSL_set_bio(line->ssl, in, line->out);
}

bool tls_line_takes_call(struct tls_line *line)
{
    struct pollfd one = {.fd = line->listener, .events = POLLIN};
    if (line->connection >= 0 || poll(&one, 1, 0) != 1) {
        return false;
    }
    line->connection = accept(line->listener, NULL, NULL);
    if (line->connection < 0 || fcntl(line->connection, F_SETFL, O_NONBLOCK) != 0) {
        return false;
    }
    line->calls++;
    line->held_count = 0;
    shake_hands(line);
    return true;
}

size_t tls_line_read(struct tls_line *line, uint8_t *room, size_t size)
{
    if (line->connection < 0) {
        return 0;
    }
    const int count = SSL_read(line->ssl, room, (int)size);
    if (count > 0) {
        return (size_t)count;
    }
    const int why = SSL_get_error(line->ssl, count);
    ERR_clear_error(); // a door that hangs up is no error here
    if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) {
        tls_line_run(line); // an alert, perhaps
        tls_line_hang_up(line);
    }
    return 0;
}

bool tls_line_write(struct tls_line *line, struct bytes plain)
{
    return line->connection >= 0 && SSL_is_init_finished(line->ssl) == 1 &&
           SSL_write(line->ssl, plain.at, (int)plain.count) == (int)plain.count;
}

static void hold(struct tls_line *line)
{
    const size_t room = sizeof(line->held) - line->held_count;
    const int count = BIO_read(line->out, line->held + line->held_count, (int)room);
    line->held_count += count > 0 ? (size_t)count : 0;
}

void tls_line_run(struct tls_line *line)
{
    if (line->connection < 0) {
        return;
    }
    hold(line);
    size_t count = line->held_count;
    if (line->portion > 0 && line->portion < count) {
        count = line->portion;
    }
    const ssize_t sent = send(line->connection, line->held, count, MSG_NOSIGNAL);
    if (sent > 0) {
        line->held_count -= (size_t)sent;
        memmove(line->held, line->held + sent, line->held_count);
    } else if (sent < 0 && errno != EAGAIN) {
        tls_line_hang_up(line);
    }
}

bool tls_line_is_empty(const struct tls_line *line)
{
    return line->connection < 0 || (line->held_count == 0 && BIO_ctrl_pending(line->out) == 0);
}

void tls_line_interrupt(struct tls_line *line, struct bytes raw)
{
    must(raw.count <= sizeof(line->held) - line->held_count, "room");
    memcpy(line->held + line->held_count, raw.at, raw.count);
    line->held_count += raw.count;
}

void tls_line_hang_up(struct tls_line *line)
{
    if (line->connection >= 0) {
        SSL_free(line->ssl);
        SSL_CTX_free(line->context);
        (void)close(line->connection); // nothing is expected of it any more
        line->connection = -1;
    }
}

void tls_line_end(struct tls_line *line)
{
    tls_line_hang_up(line);
    (void)close(line->listener);
}
