// The session against real brokers: mosquitto in both versions, and nats-server, which speaks 3.1.1
// only.
#include "test/support/check.h"
#include "test/support/mosquitto.h"
#include "test/unit/door/mqtt/pump.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char nats_server[] = "/usr/sbin/nats-server";
static struct mosquitto broker;

static struct mqtt_message message_of(const char *topic_name, struct bytes payload)
{
    return (struct mqtt_message){bytes_of_text(topic_name), payload, MQTT_AT_LEAST_ONCE, false};
}

static bool connected(struct pump *pump, uint16_t port, const char *name, enum mqtt_version version)
{
    pump_start(pump, port, name);
    if (!CHECK(pump_begin(pump))) {
        return false;
    }
    pump->session.refused_five = version == MQTT_3_1_1; // as if a broker had said so before
    pump->session.version = version;
    return CHECK(pump_until(pump, MQTT_SUBSCRIBED, 1)) && CHECK(pump->session.version == version);
}

// Sends itself one of each kind; the session's version is what it is.
static void talk(struct pump *pump)
{
    static uint8_t roster[3108];
    for (size_t i = 0; i < sizeof(roster); i++) {
        roster[i] = (uint8_t)(i * 13 >> 3);
    }
    struct mqtt_message message = message_of("base/one", bytes_of_text("hello"));
    CHECK(pump_publish(pump, &message));
    CHECK(pump_until(pump, MQTT_MESSAGE, 1));
    CHECK(pump_until(pump, MQTT_PUBLISHED, 1));
    CHECK_BYTES(((struct bytes){pump->payload, pump->payload_count}), message.payload);
    CHECK(pump->last[MQTT_MESSAGE].qos == MQTT_AT_LEAST_ONCE);
    message.qos = MQTT_AT_MOST_ONCE;
    CHECK(pump_publish(pump, &message));
    CHECK(pump_until(pump, MQTT_MESSAGE, 2));
    CHECK(pump->last[MQTT_MESSAGE].qos == MQTT_AT_MOST_ONCE);
    message = message_of("base/stream/it", BYTES_OF(roster));
    message.retain = true;
    CHECK(pump_publish(pump, &message));
    CHECK(pump_until(pump, MQTT_MESSAGE_ENDS, 1));
    CHECK_BYTES(((struct bytes){pump->payload, pump->payload_count}), message.payload);
    CHECK(pump->count[MQTT_MESSAGE_PIECE] > 1);
    // Longer than the receive room, and not streamed.
    message = message_of("base/long", BYTES_OF(roster));
    CHECK(pump_publish(pump, &message));
    CHECK(pump_until(pump, MQTT_MESSAGE_DROPPED, 1));
    message = message_of("base/two", bytes_of_text("still here"));
    CHECK(pump_publish(pump, &message));
    CHECK(pump_until(pump, MQTT_MESSAGE, 3));
    CHECK(pump_until(pump, MQTT_PUBLISHED, 4));
    CHECK_SAME(pump->count[MQTT_CLOSE_TRANSPORT], 0);
}

static void a_flood(struct pump *pump)
{
    const unsigned before = pump->count[MQTT_MESSAGE];
    for (unsigned i = 0; i < 500; i++) {
        uint8_t number[2] = {(uint8_t)(i >> 8), (uint8_t)i};
        const struct mqtt_message message = message_of("base/flood", BYTES_OF(number));
        CHECK(pump_publish(pump, &message));
    }
    CHECK(pump_until(pump, MQTT_MESSAGE, before + 500));
    CHECK(pump_until(pump, MQTT_PUBLISHED, 504));
    CHECK_SAME(pump->payload[0] << 8 | pump->payload[1], 499);
}

static void mosquitto_in_five(void)
{
    static struct pump pump;
    if (connected(&pump, broker.port, "five", MQTT_5)) {
        talk(&pump);
        a_flood(&pump);
        CHECK_SAME(pump.last[MQTT_PUBLISHED].reason_code, 0);
    }
    mqtt_session_disconnect(&pump.session);
    pump_for(&pump, 50);
    CHECK_SAME(pump.count[MQTT_CLOSE_TRANSPORT], 1);
    pump_cut(&pump);
}

static void mosquitto_in_3_1_1(void)
{
    static struct pump pump;
    if (connected(&pump, broker.port, "three", MQTT_3_1_1)) {
        // What the test before left behind is there, marked as old.
        CHECK(pump_until(&pump, MQTT_MESSAGE_ENDS, 1));
        CHECK(pump.last[MQTT_MESSAGE_BEGINS].retain);
        pump.count[MQTT_MESSAGE_ENDS] = 0;
        talk(&pump);
        a_flood(&pump);
    }
    pump_cut(&pump);
}

static void a_power_cut_publishes_the_will(void)
{
    static struct pump witness;
    static struct pump dying;
    CHECK(connected(&witness, broker.port, "witness", MQTT_5));
    pump_start(&dying, broker.port, "dying");
    dying.will = message_of("will/it", bytes_of_text("offline"));
    dying.will.retain = true;
    dying.settings.will = &dying.will;
    CHECK(pump_begin(&dying));
    CHECK(pump_until(&dying, MQTT_SUBSCRIBED, 1));
    pump_cut(&dying);
    CHECK(pump_until(&witness, MQTT_MESSAGE, 1));
    CHECK_BYTES(((struct bytes){witness.payload, witness.payload_count}), bytes_of_text("offline"));
    pump_cut(&witness);
}

static void a_quiet_connection_stays(void)
{
    static struct pump pump;
    pump_start(&pump, broker.port, "quiet");
    pump.settings.keep_alive_seconds = 1; // mosquitto would close after one and a half
    CHECK(pump_begin(&pump));
    CHECK(pump_until(&pump, MQTT_SUBSCRIBED, 1));
    pump_for(&pump, 4000);
    CHECK_SAME(pump.count[MQTT_OPEN_TRANSPORT], 1);
    CHECK(pump.session.state == MQTT_SESSION_CONNECTED);
    pump_cut(&pump);
}

static void a_broker_that_goes_and_comes_is_found_again(void)
{
    static struct pump pump;
    if (connected(&pump, broker.port, "patient", MQTT_5)) {
        mosquitto_stop(&broker);
        pump_for(&pump, 500);
        CHECK(pump.session.state != MQTT_SESSION_CONNECTED);
        CHECK(mosquitto_start(&broker, "allow_anonymous true\n"));
        CHECK(pump_until(&pump, MQTT_SUBSCRIBED, 2));
    }
    pump_cut(&pump);
}

static void a_refused_client_is_told_why(void)
{
    mosquitto_stop(&broker);
    CHECK(mosquitto_start(&broker, "allow_anonymous false\n"));
    static struct pump pump;
    pump_start(&pump, broker.port, "stranger");
    CHECK(pump_begin(&pump));
    CHECK(pump_until(&pump, MQTT_CLOSE_TRANSPORT, 1));
    CHECK(pump.last[MQTT_CLOSE_TRANSPORT].closing == MQTT_CLOSING_CONNECT_REFUSED);
    CHECK_SAME(pump.last[MQTT_CLOSE_TRANSPORT].reason_code, 0x87);
    pump_cut(&pump);
}

static bool nats_configured(const struct mosquitto *folder, const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return false;
    }
    const bool written = fprintf(file,
                                 "host: 127.0.0.1\nport: -1\nserver_name: test\n"
                                 "jetstream { store_dir: \"%s/jetstream\" }\n"
                                 "mqtt { host: 127.0.0.1, port: %u }\nlog_file: \"%s/log\"\n",
                                 folder->folder, (unsigned)folder->port, folder->folder) > 0;
    return fclose(file) == 0 && written;
}

static pid_t nats_started(const char *path)
{
    const pid_t process = fork();
    if (process == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM); // a test that crashes takes it along
        (void)execl(nats_server, nats_server, "-c", path, (char *)NULL);
        _exit(127); // it cannot be run
    }
    return process;
}

// nats-server makes folders in it.
static void remove_folder(const char *folder)
{
    const pid_t process = fork();
    if (process == 0) {
        (void)execl("/bin/rm", "rm", "-rf", folder, (char *)NULL);
        _exit(127); // it cannot be run
    }
    int status = 1;
    CHECK(process > 0 && waitpid(process, &status, 0) == process && status == 0);
}

static void nats_gets_3_1_1(void)
{
    static struct mosquitto folder; // only its folder and its free port
    static struct pump pump;
    char path[MOSQUITTO_PATH_SIZE];
    if (!CHECK(mosquitto_prepare(&folder))) {
        return;
    }
    mosquitto_path(&folder, "nats.conf", path);
    CHECK(nats_configured(&folder, path));
    const pid_t process = nats_started(path);
    pump_start(&pump, folder.port, "nats");
    CHECK(pump_begin(&pump));
    // It is started while the session already tries.
    if (CHECK(pump_until(&pump, MQTT_SUBSCRIBED, 1))) {
        CHECK(pump.session.version == MQTT_3_1_1);
        CHECK_SAME(pump.count[MQTT_CLOSE_TRANSPORT], 1);
        CHECK(pump.last[MQTT_CLOSE_TRANSPORT].closing == MQTT_CLOSING_VERSION_REFUSED);
        pump.count[MQTT_CLOSE_TRANSPORT] = 0;
        talk(&pump);
        a_flood(&pump);
    }
    pump_cut(&pump);
    if (process > 0) {
        (void)kill(process, SIGTERM);    // one that is gone needs none
        (void)waitpid(process, NULL, 0); // likewise
    }
    remove_folder(folder.folder);
}

static int with_mosquitto(void)
{
    if (!mosquitto_installed()) {
        printf("skipped: mosquitto is not installed\n");
        return 77;
    }
    if (!mosquitto_prepare(&broker) || !mosquitto_start(&broker, "allow_anonymous true\n")) {
        printf("mosquitto does not start\n");
        return 1;
    }
    RUN(mosquitto_in_five);
    RUN(mosquitto_in_3_1_1);
    RUN(a_power_cut_publishes_the_will);
    RUN(a_quiet_connection_stays);
    RUN(a_broker_that_goes_and_comes_is_found_again);
    RUN(a_refused_client_is_told_why);
    mosquitto_remove(&broker);
    return check_verdict();
}

static int with_nats(void)
{
    if (access(nats_server, X_OK) != 0) {
        printf("skipped: nats-server is not installed\n");
        return 77;
    }
    RUN(nats_gets_3_1_1);
    return check_verdict();
}

int main(int count, char **words)
{
    if (count != 2 || (strcmp(words[1], "mosquitto") != 0 && strcmp(words[1], "nats") != 0)) {
        (void)fputs("usage: brokers_test mosquitto|nats\n", stderr);
        return 2;
    }
    return strcmp(words[1], "nats") == 0 ? with_nats() : with_mosquitto();
}
