// A broker that its owner has already: a second mosquitto, configured by hand as he would, with his own
// authority, with passwords, and with the rows and lines that this home gives him.
#include "home/broker/configuration.h"
#include "home/broker/password.h"
#include "home/cli/household/foreign_broker.h"
#include "home/doctor/doctor.h"
#include "home/link/conversation.h"
#include "protocol/image.h"
#include "test/support/check.h"
#include "test/unit/home/his_broker.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct his_broker his;
static struct path password_file;

static const char alices_password[] = "chosen by Alice herself";

static bool write_in(const char *folder, const char *name, const char *text)
{
    struct path path;
    return path_join(folder, name, &path, &failure) &&
           file_write(path.text, bytes_of_text(text), &failure);
}

static bool make_home_for_him(void)
{
    char broker[64];
    struct home_request request = scratch_home_request(&scratch);
    request.settings.broker_name[0] = '\0';
    (void)snprintf(broker, sizeof(broker), "127.0.0.1:%u", (unsigned)his.home.settings.broker_port);
    (void)snprintf(request.settings.broker_name, sizeof(request.settings.broker_name),
                   "broker.example");
    const struct foreign_options options = {.broker = broker,
                                            .user = "alice-at-his",
                                            .password_file = password_file.text,
                                            .ca_file = his.ca.text};
    if (!foreign_broker_settle(&options, &request, &failure) ||
        !make_home(&request, scratch.sheet, &failure) ||
        !home_open(scratch.place.text, &home, &failure)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    const struct door_request barn = scratch_door_request(&scratch, &home, "barn");
    return make_door(&garage, &failure) && make_door(&barn, &failure);
}

// What he types: his own lines, our acl, and our passwords behind his.
static bool configure_by_hand(void)
{
    struct path ours;
    char login[LOGIN_MOST + 1];
    char text[4096];
    uint8_t room[2048];
    struct bytes content;
    const char *folder = his.home.folder.text;
    if (!home_path(&home, "broker/passwords", &ours, &failure) ||
        !file_read(ours.text, room, sizeof(room), &content, &failure) ||
        !password_hash(alices_password, login, &failure)) {
        return false;
    }
    (void)snprintf(text, sizeof(text), "alice-at-his:%s\n%.*s", login, (int)content.count,
                   (const char *)content.at);
    if (!his_broker_writes(&his, "passwords", text, &failure)) {
        return false;
    }
    (void)snprintf(text, sizeof(text),
                   "user %s\nallow_anonymous false\nset_tcp_nodelay true\nmax_packet_size 4096\n"
                   "check_retain_source true\nacl_file %s/broker/acl\n"
                   "password_file %.512s/passwords\nlistener %u 127.0.0.1\n"
                   "certfile %.512s/his.crt\nkeyfile %.512s/his.key\n"
                   "tls_version tlsv1.2\nlog_dest stderr\n",
                   home.settings.run_as, home.folder.text, folder,
                   (unsigned)his.home.settings.broker_port, folder, folder);
    return his_broker_writes(&his, "broker/mosquitto.conf", text, &failure);
}

static void nothing_of_ours_configures_him(void)
{
    struct path path;
    static const char *const files[] = {"broker/mosquitto.conf", "portcullis-broker.service"};
    for (size_t i = 0; i < 2; i++) {
        CHECK(home_path(&home, files[i], &path, &failure));
        CHECK(!file_exists(path.text));
    }
}

static struct image image;

// The door's own words of introduction, out of its image.
static bool read_image(char password[PASSWORD_DIGITS + 1])
{
    static uint8_t room[IMAGE_MOST + 1];
    struct path path;
    struct bytes content;
    CHECK(home_door_path(&home, "garage", "door.image", &path, &failure));
    CHECK(file_read(path.text, room, sizeof(room), &content, &failure));
    if (!check_that(image_decode(content, &image), "the image is sound", __FILE__, __LINE__)) {
        return false;
    }
    (void)snprintf(password, PASSWORD_DIGITS + 1, "%.*s", (int)image.password.count,
                   (const char *)image.password.at);
    return true;
}

static void the_doors_image_has_name_password_and_his_root(void)
{
    char password[PASSWORD_DIGITS + 1] = "";
    uint8_t point[POINT_SIZE];
    X509 *ca = NULL;
    CHECK(read_image(password));
    CHECK_BYTES(image.user, bytes_of_text("door-garage"));
    CHECK_SAME(strlen(password), PASSWORD_DIGITS);
    CHECK(certificate_load(his.ca.text, &ca, &failure));
    CHECK(key_point(X509_get0_pubkey(ca), point));
    CHECK(memcmp(point, image.roots[0].point, POINT_SIZE) == 0);
    X509_free(ca);
}

static void the_command_line_comes_by_its_password_and_no_other(void)
{
    struct conversation with;
    CHECK(check_that(conversation_open(&with, &home, "garage", &failure), failure.text, __FILE__,
                     __LINE__));
    conversation_close(&with);
    CHECK(write_in(home.folder.text, "link/password", "another\n"));
    CHECK(!conversation_open(&with, &home, "garage", &failure));
    conversation_close(&with);
    CHECK(write_in(home.folder.text, "link/password", alices_password));
}

static void doors_and_alice_hear_each_other_there_and_nobody_else_does(void)
{
    static struct peer peers[2];
    struct peer wrong;
    char password[PASSWORD_DIGITS + 1] = "";
    const uint16_t port = his.home.settings.broker_port;
    CHECK(read_image(password));
    CHECK(peer_begin_by_password(&peers[0], port, his.ca.text, "door-garage", password));
    CHECK(peer_begin_by_password(&peers[1], port, his.ca.text, "alice-at-his", alices_password));
    CHECK(!peer_begin_by_password(&wrong, port, his.ca.text, "door-barn", password));
    peer_end(&wrong);
    CHECK(!peer_begin_by_password(&wrong, port, his.ca.text, "door-garage", NULL));
    peer_end(&wrong);
    peer_publish(&peers[0], "portcullis/garage/epoch", "epoch", false);
    peer_publish(&peers[0], "portcullis/barn/epoch", "forged", false);
    peer_publish(&peers[1], "portcullis/garage/command/alice-laptop", "open", false);
    peer_publish(&peers[1], "portcullis/barn/command/alice-laptop", "open", false);
    peers_settle(peers, 2);
    CHECK(peer_has_heard(&peers[1], "portcullis/garage/epoch", "epoch"));
    CHECK(!peer_has_heard(&peers[1], "portcullis/barn/epoch", "forged"));
    CHECK(peer_has_heard(&peers[0], "portcullis/garage/command/alice-laptop", "open"));
    CHECK_SAME(peers[0].heard_count, 1);
    peer_end(&peers[0]);
    peer_end(&peers[1]);
}

static struct patient patient;

static void doctor_looks(void)
{
    patient = patient_of(&home, time(NULL));
    patient.plain_port = bench_free_port();
    patient.listening = 100;
    patient.only_door = "garage";
    CHECK(doctor_examine(&patient, &failure));
}

static bool has_found(const char *check, enum severity severity)
{
    for (size_t i = 0; i < patient.diagnosis.count; i++) {
        const struct finding *finding = &patient.diagnosis.at[i];
        if (strcmp(finding->check, check) == 0 && finding->severity == severity) {
            return true;
        }
    }
    return false;
}

static void the_doctor_sees_what_that_broker_really_enforces(void)
{
    static const char *const checks[] = {"broker", "strangers", "fences"};
    doctor_looks();
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        check_context(checks[i]);
        CHECK(has_found(checks[i], FINDING_GOOD) && !has_found(checks[i], FINDING_BAD));
    }
    check_context(NULL);
    CHECK(write_in(home.folder.text, "broker/acl", "pattern readwrite #\n"));
    his_broker_reads_again(&his);
    doctor_looks();
    CHECK(has_found("fences", FINDING_BAD));
    CHECK(broker_write(&home, &failure));
    his_broker_reads_again(&his);
    doctor_looks();
    CHECK(!has_found("fences", FINDING_BAD));
}

static void what_no_door_could_believe_is_refused(void)
{
    struct home_request request = scratch_home_request(&scratch);
    const struct foreign_options address = {.broker = "192.0.2.7:8883"};
    (void)snprintf(request.settings.broker_name, sizeof(request.settings.broker_name),
                   "mqtt.local");
    CHECK(!foreign_broker_settle(&address, &request, &failure));
    CHECK(strstr(failure.text, "--broker-name") != NULL);
    static const char *const wrong[] = {"", ":8883", "host:0", "host:65536", "host:", "a b:1"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const struct foreign_options options = {.broker = wrong[i]};
        check_context(wrong[i]);
        CHECK(!foreign_broker_settle(&options, &request, &failure));
    }
    check_context(NULL);
    const struct foreign_options half = {.broker = "host:1", .user = "alice"};
    CHECK(!foreign_broker_settle(&half, &request, &failure));
    const struct foreign_options alone = {.user = "alice", .password_file = "x"};
    CHECK(!foreign_broker_settle(&alone, &request, &failure));
}

static bool make_all(void)
{
    return his_broker_begins(&his, &scratch, &failure) &&
           path_join(his.home.folder.text, "alice", &password_file, &failure) &&
           his_broker_writes(&his, "alice", alices_password, &failure) &&
           his_broker_certificates(&his, &failure) && make_home_for_him() && configure_by_hand();
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    (void)mosquitto_lib_init(); // never refused
    scratch_begin(&scratch);
    if (check_that(make_all(), failure.text, __FILE__, __LINE__)) {
        his.process = bench_start(&his.home);
    }
    if (his.process > 0) {
        RUN(nothing_of_ours_configures_him);
        RUN(the_doors_image_has_name_password_and_his_root);
        RUN(the_command_line_comes_by_its_password_and_no_other);
        RUN(doors_and_alice_hear_each_other_there_and_nobody_else_does);
        RUN(the_doctor_sees_what_that_broker_really_enforces);
        RUN(what_no_door_could_believe_is_refused);
        bench_stop(his.process);
    }
    scratch_end(&scratch);
    return check_verdict();
}
