#include "test/end_to_end/intruder.h"

#include <mosquitto.h>
#include <stddef.h>
#include <time.h>

static struct mosquitto *client;
static void (*hears_all)(const char *topic, struct bytes payload, bool retained);

static void on_message(struct mosquitto *from, void *nothing,
                       const struct mosquitto_message *message)
{
    (void)from;
    (void)nothing;
    const struct bytes payload = {message->payload, (size_t)message->payloadlen};
    hears_all(message->topic, payload, message->retain);
}

static void on_connect(struct mosquitto *from, void *nothing, int code)
{
    (void)nothing;
    if (code == 0) {
        (void)mosquitto_subscribe(from, NULL, "#", 1); // without it the test hears nothing
    }
}

bool intruder_enters(uint16_t port,
                     void (*hears)(const char *topic, struct bytes payload, bool retained))
{
    if (mosquitto_lib_init() != MOSQ_ERR_SUCCESS) {
        return false;
    }
    hears_all = hears;
    client = mosquitto_new(NULL, true, NULL);
    if (client == NULL) {
        return false;
    }
    mosquitto_message_callback_set(client, on_message);
    mosquitto_connect_callback_set(client, on_connect);
    // A broker that is starting opens one listener after the other.
    int code = MOSQ_ERR_ERRNO;
    for (int tries = 0; tries < 100 && code != MOSQ_ERR_SUCCESS; tries++) {
        const struct timespec pause = {.tv_nsec = 20000000};
        code = mosquitto_connect(client, "127.0.0.1", port, 60);
        (void)nanosleep(&pause, NULL); // a shorter one does no harm
    }
    return code == MOSQ_ERR_SUCCESS;
}

bool intruder_says(const char *topic, struct bytes payload, bool retained)
{
    return mosquitto_publish(client, NULL, topic, (int)payload.count, payload.at, 1, retained) ==
           MOSQ_ERR_SUCCESS;
}

void intruder_runs(void)
{
    (void)mosquitto_loop(client, 1, 1); // what fails is heard of by silence
}

void intruder_leaves(void)
{
    mosquitto_destroy(client);
    client = NULL;
    (void)mosquitto_lib_cleanup(); // nothing follows
}
