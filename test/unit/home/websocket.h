// A phone's way in, from the outside: a websocket (RFC 6455) that says one MQTT CONNECT.
#ifndef TEST_UNIT_HOME_WEBSOCKET_H
#define TEST_UNIT_HOME_WEBSOCKET_H

#include <stdint.h>

enum {
    LOGIN_TAKEN = 0,
    LOGIN_REFUSED = 5,     // not authorized (MQTT 3.1.1, 3.2.2.3)
    LOGIN_NO_ANSWER = 1000 // no websocket, or nothing came over it
};

// Knocks at a port of 127.0.0.1 with that name and password, each NULL for none; the CONNACK's code.
int websocket_login(uint16_t port, const char *user, const char *password);

#endif
