#include "test/unit/home/refusing_broker.h"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static SSL_CTX *context_of(const struct home *home)
{
    struct failure failure;
    struct path key;
    struct path certificate;
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (context == NULL || !home_path(home, "broker/broker.key", &key, &failure) ||
        !home_path(home, "broker/broker.crt", &certificate, &failure) ||
        SSL_CTX_use_PrivateKey_file(context, key.text, SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_certificate_chain_file(context, certificate.text) != 1) {
        SSL_CTX_free(context);
        return NULL;
    }
    return context;
}

static int listener_on(uint16_t port)
{
    static const int yes = 1;
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons(port),
                                        .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
        bind(listener, (const struct sockaddr *)&address, sizeof(address)) != 0 ||
        listen(listener, 4) != 0) {
        return -1;
    }
    return listener;
}

static _Noreturn void refuse_all(int listener, SSL_CTX *context, uint8_t reason_code)
{
    const uint8_t connack[] = {0x20, 3, 0, reason_code, 0};
    uint8_t connect[1024];
    for (;;) {
        SSL *line = SSL_new(context);
        const int taken = accept(listener, NULL, NULL);
        if (line != NULL && SSL_set_fd(line, taken) == 1 && SSL_accept(line) == 1 &&
            SSL_read(line, connect, sizeof(connect)) > 0 &&
            SSL_write(line, connack, sizeof(connack)) > 0) {
            (void)SSL_read(line, connect, sizeof(connect)); // until he has gone
        }
        SSL_free(line);
        (void)close(taken); // he was told
    }
}

pid_t refusing_broker_start(const struct home *home, uint8_t reason_code)
{
    SSL_CTX *context = context_of(home);
    const int listener = context == NULL ? -1 : listener_on(home->settings.broker_port);
    const pid_t child = listener < 0 ? 0 : fork();
    if (listener >= 0 && child == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        refuse_all(listener, context, reason_code);
    }
    SSL_CTX_free(context);
    (void)close(listener); // the child has it
    return child > 0 ? child : 0;
}
