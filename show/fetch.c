#include "show/fetch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int connect_to(uint16_t port)
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons(port),
                                        .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    const struct timeval limit = {.tv_sec = 10};
    const int line = socket(AF_INET, SOCK_STREAM, 0);
    if (line < 0) {
        return -1;
    }
    if (setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) != 0 ||
        connect(line, (const struct sockaddr *)&address, sizeof(address)) != 0) {
        (void)close(line); // nothing was written
        return -1;
    }
    return line;
}

// Until the other side ends; what is longer than the room is left away.
static bool read_all(int line, char room[FETCHED_MOST])
{
    size_t filled = 0;
    while (filled < FETCHED_MOST - 1) {
        const ssize_t came = recv(line, room + filled, FETCHED_MOST - 1 - filled, 0);
        if (came <= 0) {
            break;
        }
        filled += (size_t)came;
    }
    room[filled] = '\0';
    return filled > 0;
}

bool fetch(uint16_t port, const char *path, const char *more, char room[FETCHED_MOST])
{
    char request[1024];
    const int length = snprintf(request, sizeof(request),
                                "GET %s HTTP/1.1\r\nHost: localhost:%u\r\nConnection: close\r\n"
                                "%s\r\n",
                                path, (unsigned)port, more);
    const int line = connect_to(port);
    if (line < 0) {
        return false;
    }
    const bool answered = length > 0 && (size_t)length < sizeof(request) &&
                          send(line, request, (size_t)length, MSG_NOSIGNAL) == length &&
                          read_all(line, room);
    (void)close(line); // all was read that was wanted
    return answered;
}
