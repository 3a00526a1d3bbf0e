#include "home/doctor/web.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
    WITHIN_SECONDS = 3
};

// Where it listens; all addresses are met at this one.
static struct addrinfo *address_of(const struct page_settings *page)
{
    static const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                          .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char port[8];
    char address[HOST_MOST + 1];
    const char *listen = page->listen[0] == '\0' ? "127.0.0.1" : page->listen;
    const size_t bracket = listen[0] == '[' ? 1 : 0;
    (void)snprintf(address, sizeof(address), "%.*s", (int)strcspn(listen + bracket, "]"),
                   listen + bracket);
    (void)snprintf(port, sizeof(port), "%u", (unsigned)page->port);
    return getaddrinfo(address, port, &hints, &found) == 0 ? found : NULL;
}

// -1: nobody is there.
static int connect_to(const struct addrinfo *address)
{
    const struct timeval within = {.tv_sec = WITHIN_SECONDS}; // connect takes the one for sending
    const int line = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (line < 0) {
        return -1;
    }
    if (setsockopt(line, SOL_SOCKET, SO_SNDTIMEO, &within, sizeof(within)) != 0 ||
        setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &within, sizeof(within)) != 0 ||
        connect(line, address->ai_addr, address->ai_addrlen) != 0) {
        (void)close(line); // nothing was said on it
        return -1;
    }
    return line;
}

static X509 *shown_on(int line, const char *host)
{
    X509 *shown = NULL;
    char name[HOST_MOST + 1]; // OpenSSL's macro takes none that is const
    (void)snprintf(name, sizeof(name), "%s", host);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL *tls = context == NULL ? NULL : SSL_new(context);
    if (tls != NULL && SSL_set_fd(tls, line) == 1 && SSL_set_tlsext_host_name(tls, name) == 1 &&
        SSL_connect(tls) == 1) {
        shown = SSL_get1_peer_certificate(tls);
    }
    SSL_free(tls);
    SSL_CTX_free(context);
    ERR_clear_error();
    return shown;
}

bool web_certificate(const struct page_settings *page, X509 **out)
{
    struct addrinfo *address = address_of(page);
    const int line = address == NULL ? -1 : connect_to(address);
    *out = line < 0 ? NULL : shown_on(line, page->host);
    if (line >= 0) {
        (void)close(line); // what was asked for is known
    }
    if (address != NULL) {
        freeaddrinfo(address);
    }
    return *out != NULL;
}
