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

static void shake_hands(struct tls_line *line)
{
    line->context = SSL_CTX_new(TLS_server_method());
    must(line->context != NULL, "context");
    must(SSL_CTX_use_certificate(line->context, line->certificate->certificate) == 1 &&
             SSL_CTX_use_PrivateKey(line->context, line->certificate->key) == 1,
         "certificate");
    line->ssl = SSL_new(line->context);
    line->out = BIO_new(BIO_s_mem());
    BIO *in = BIO_new_socket(line->connection, BIO_NOCLOSE);
    must(line->ssl != NULL && line->out != NULL && in != NULL, "memory");
    SSL_set_bio(line->ssl, in, line->out);
    SSL_set_accept_state(line->ssl);
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
