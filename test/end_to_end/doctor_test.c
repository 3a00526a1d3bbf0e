// The doctor at a real broker with a real door: each check finds what is planted, and stays quiet
// without it. words[1] is portcullis, words[2] portcullis-door.
#include "home/doctor/doctor.h"
#include "home/link/session.h"
#include "test/end_to_end/house.h"
#include "test/support/check.h"
#include "test/unit/home/diagnosis.h"
#include "test/unit/home/speaker.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct house house;
static struct patient patient;
static struct failure failure;
static uint16_t plain_port;

static void examine(const char *door)
{
    patient = patient_of(&house.home, time(NULL));
    patient.only_door = door;
    patient.plain_port = plain_port;
    patient.listening = 1500;
    CHECK(check_that(doctor_examine(&patient, &failure), failure.text, __FILE__, __LINE__));
}

static bool found(const char *check, enum severity severity, const char *words)
{
    return diagnosis_has(&patient.diagnosis, check, severity, words);
}

static bool is_quiet(const char *check)
{
    return diagnosis_is_quiet(&patient.diagnosis, check);
}

static struct path in_home(const char *name)
{
    struct path path = {""};
    CHECK(home_path(&house.home, name, &path, &failure));
    return path;
}

static void copy(const char *from, const char *to)
{
    uint8_t room[FILE_MOST];
    struct bytes content;
    CHECK(file_read(in_home(from).text, room, sizeof(room), &content, &failure) &&
          file_write(in_home(to).text, content, &failure));
}

// A file of the broker with one line of it taken out or put otherwise, and text behind it.
static void edit(const char *name, const char *old, const char *new, const char *behind)
{
    static char room[FILE_MOST];
    static char edited[FILE_MOST + 1024];
    struct bytes content;
    CHECK(file_read(in_home(name).text, (uint8_t *)room, sizeof(room) - 1, &content, &failure));
    room[content.count] = '\0';
    const char *at = strstr(room, old);
    if (!CHECK(at != NULL)) {
        return;
    }
    (void)snprintf(edited, sizeof(edited), "%.*s%s%s%s", (int)(at - room), room, new,
                   at + strlen(old), behind);
    CHECK(file_write(in_home(name).text, bytes_of_text(edited), &failure));
}

static void broker_starts_anew(void)
{
    bench_stop(house.broker);
    house.broker = bench_start(&house.home);
}

static void everything_as_it_should_be_is_no_finding(void)
{
    static const char *const checks[] = {"broker", "strangers", "fences", "doors", "rules"};
    CHECK(house_is_fresh(&house, "closed"));
    examine(NULL);
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        check_context(checks[i]);
        CHECK(is_quiet(checks[i]));
    }
    check_context(NULL);
    CHECK(found("doors", FINDING_GOOD, "confirmed its roster, version 1"));
    CHECK(found("doors", FINDING_GOOD, "its clock is right"));
    CHECK(found("strangers", FINDING_GOOD, "MQTT without TLS, is closed"));
    CHECK_SAME(findings_of(&patient.diagnosis, FINDING_BAD), 0);
}

// What the door was asked meanwhile has moved nothing and cost it nothing.
static void the_door_goes_on_as_if_nobody_had_looked(void)
{
    CHECK(house_is_fresh(&house, "closed"));
    CHECK_SAME(house_does(&house, "identify", "garage", NULL), 0);
}

static void the_program_says_it_all_and_its_exit_code_too(void)
{
    const bool foreign = access("/proc/net/tcp", R_OK) == 0;
    CHECK(foreign);
    const int code = house_does(&house, "doctor", NULL);
    CHECK(house_said(&house, "warning  recovery: recovery-sheet.txt still lies in the home"));
    CHECK(house_said(&house, "mend: "));
    // Somebody's own broker may listen on port 1883 of this machine.
    const bool bad = strstr(house.run.text, "\n0 bad, ") == NULL;
    CHECK_SAME(code, bad ? 1 : 0);
    CHECK(!bad || strstr(house.run.text, "1883") != NULL);
    (void)house_does(&house, "doctor", "--offline", "--json", "garage", NULL);
    CHECK(house_said(&house, "{\"findings\":[{\"check\":\"clock\",\"severity\":\"good\""));
    CHECK(house_said(&house, "\"mend\":\"portcullis backup FILE, on another disk\""));
    CHECK_SAME(house_does(&house, "doctor", "--offline", "attic", NULL), 3);
    CHECK(chmod(in_home("keys/owner.key").text, 0644) == 0);
    CHECK_SAME(house_does(&house, "doctor", "--offline", NULL), 1);
    CHECK(house_said(&house, "bad      files: "));
    CHECK(chmod(in_home("keys/owner.key").text, 0600) == 0);
}

static void a_broker_that_is_away_is_found(void)
{
    bench_stop(house.broker);
    examine(NULL);
    CHECK(found("broker", FINDING_BAD, "no broker answers"));
    CHECK(found("files", FINDING_GOOD, "")); // the rest was looked at all the same
    house.broker = bench_start(&house.home);
}

static void a_broker_that_shows_an_old_certificate_is_found(void)
{
    bench_pause(1000); // mosquitto listens first, and reads its certificate then
    copy("broker/broker.crt", "kept");
    copy("authority/server-root.crt", "broker/broker.crt");
    examine(NULL);
    CHECK(found("broker", FINDING_BAD, "shows another certificate"));
    CHECK(rename(in_home("kept").text, in_home("broker/broker.crt").text) == 0);
    examine(NULL);
    CHECK(is_quiet("broker"));
}

// Who cannot come as a door is not sent to the broker for it.
static void a_door_without_its_image_is_sent_to_a_backup(void)
{
    CHECK(rename(in_home("doors/garage/door.image").text, in_home("kept").text) == 0);
    examine("garage");
    CHECK(found("fences", FINDING_BAD, "as the door garage: cannot read"));
    CHECK(diagnosis_mends(&patient.diagnosis, "fences", "of a backup, and copy doors/garage"));
    CHECK(rename(in_home("kept").text, in_home("doors/garage/door.image").text) == 0);
}

static void a_hole_in_the_rules_is_found(void)
{
    copy("broker/acl", "kept");
    edit("broker/acl", "user alice-laptop\n", "user alice-laptop\ntopic readwrite #\n", "");
    broker_starts_anew();
    examine(NULL);
    CHECK(found("fences", FINDING_BAD,
                "what the owner says on portcullis/garage/epoch reaches the owner"));
    CHECK(found("fences", FINDING_BAD,
                "what the owner says on portcullis/garage/command/doctor reaches the owner"));
    CHECK(found("fences", FINDING_BAD, "portcullis-doctor/elsewhere reaches"));
    CHECK(found("rules", FINDING_BAD, "broker/acl"));
    copy("kept", "broker/acl");
    edit("broker/acl", "user door-garage\n", "user door-garage\ntopic readwrite #\n", "");
    broker_starts_anew();
    examine(NULL);
    CHECK(found("fences", FINDING_BAD,
                "what the door says on portcullis/garage/command/alice-laptop reaches the door"));
    CHECK(rename(in_home("kept").text, in_home("broker/acl").text) == 0);
    broker_starts_anew();
    examine(NULL);
    CHECK(is_quiet("fences"));
}

static void a_broker_that_lets_in_strangers_is_found(void)
{
    copy("broker/mosquitto.conf", "kept");
    edit("broker/mosquitto.conf", "require_certificate true", "require_certificate false", "");
    edit("broker/mosquitto.conf", "use_identity_as_username true", "", "");
    edit("broker/mosquitto.conf", "allow_anonymous false", "allow_anonymous true", "");
    broker_starts_anew();
    examine(NULL);
    CHECK(found("strangers", FINDING_BAD, "lets in somebody without a certificate"));
    CHECK(rename(in_home("kept").text, in_home("broker/mosquitto.conf").text) == 0);
    broker_starts_anew();
    examine(NULL);
    CHECK(is_quiet("strangers"));
}

static void mqtt_without_tls_beside_is_found(void)
{
    copy("broker/mosquitto.conf", "kept");
    char listener[64];
    (void)snprintf(listener, sizeof(listener), "\nlistener %u 127.0.0.1\n", (unsigned)plain_port);
    edit("broker/mosquitto.conf", "allow_anonymous false", "allow_anonymous false", listener);
    broker_starts_anew();
    examine(NULL);
    CHECK(found("strangers", FINDING_WARNING, "takes connections without TLS"));
    edit("broker/mosquitto.conf", "allow_anonymous false", "allow_anonymous true", "");
    broker_starts_anew();
    examine(NULL);
    CHECK(found("strangers", FINDING_BAD, "lets in anybody, without TLS"));
    CHECK(rename(in_home("kept").text, in_home("broker/mosquitto.conf").text) == 0);
    broker_starts_anew();
    examine(NULL);
    CHECK(is_quiet("strangers"));
}

static void a_retained_command_is_found_and_removed(void)
{
    static struct peer peer;
    struct identity owner = identity_of_owner(&house.home);
    CHECK(peer_begin(&peer, &house.home, &owner));
    peer_publish(&peer, "portcullis/garage/command/bob-phone", "left behind", true);
    peers_settle(&peer, 1);
    peer_end(&peer);
    identity_free(&owner);
    examine(NULL);
    CHECK(found("fences", FINDING_WARNING,
                "a message retained on portcullis/garage/command/bob-phone"));
    CHECK_SAME(patient.retained_count, 1);
    (void)house_does(&house, "doctor", "--fix", "--json", NULL); // its words tell
    CHECK(house_said(&house, "1 retained commands removed"));
    // It is removed before it is told.
    CHECK(house_said(&house, "command/bob-phone\",\"mended\":true"));
    CHECK(house_said(&house, "\"warnings\":3}")); // its sheet twice, and no backup
    examine(NULL);
    CHECK_SAME(patient.retained_count, 0);
    CHECK(is_quiet("fences"));
}

static void a_broker_that_was_not_told_of_a_door_is_found(void)
{
    const struct door_request request = scratch_door_request(&house.scratch, &house.home, "attic");
    CHECK(make_door(&request, &failure));
    examine("attic");
    CHECK(found("fences", FINDING_BAD, "portcullis/attic/event does not reach the owner"));
    CHECK(found("rules", FINDING_GOOD, "")); // its files are right; it has not read them
    CHECK(kill(house.broker, SIGHUP) == 0);
    bench_pause(500);
    examine("attic");
    CHECK(is_quiet("fences"));
    CHECK(found("doors", FINDING_BAD, "attic has never spoken"));
}

// The attic's identity becomes the double's, so that it may say what no real door says now.
static void speak_as_the_attic(struct speaker *speaker, struct epoch epoch, int times)
{
    static struct peer peer;
    struct identity attic = identity_of_door(&house.home, "attic");
    struct path path;
    CHECK(peer_begin(&peer, &house.home, &attic));
    CHECK(home_door_path(&house.home, "attic", "identity.pub", &path, &failure));
    CHECK(key_save_public(speaker->identity, path.text, &failure));
    for (int said = 0; said < times; said++) {
        epoch.turn++;
        const struct bytes message = speaker_epoch(speaker, epoch);
        CHECK(mosquitto_publish_v5(peer.client, NULL, "portcullis/attic/epoch", (int)message.count,
                                   message.at, 1, true, NULL) == 0);
        for (int i = 0; i < 20; i++) {
            (void)mosquitto_loop(peer.client, 10, 10); // what is lost is not heard
        }
    }
    peer_end(&peer);
    identity_free(&attic);
}

static void a_door_that_was_heard_long_ago_is_found(void)
{
    struct speaker speaker;
    speaker_begin(&speaker);
    const struct epoch epoch = {
        .boot = 1, .turn = 1, .state = DOOR_CLOSED, .unix_seconds = (uint64_t)time(NULL) - 7200};
    speak_as_the_attic(&speaker, epoch, 1);
    examine("attic");
    CHECK(found("doors", FINDING_BAD, "attic is silent since 120 minutes"));
    // And what it confirmed is not what was signed.
    CHECK(found("doors", FINDING_BAD, "version 1 is signed, version 0 is in force"));
    speaker_end(&speaker);
}

static void examine_while_it_says(uint64_t clock)
{
    struct speaker speaker;
    speaker_begin(&speaker);
    const struct epoch epoch = {
        .boot = clock == 0 ? 3 : 2, .turn = 1, .state = DOOR_CLOSED, .unix_seconds = clock};
    const pid_t child = fork();
    if (child == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        speak_as_the_attic(&speaker, epoch, 1000);
        _exit(0);
    }
    CHECK(child > 0);
    bench_pause(1000);
    examine("attic");
    CHECK(kill(child, SIGKILL) == 0);
    CHECK(waitpid(child, NULL, 0) == child);
    speaker_end(&speaker);
}

static void a_door_whose_clock_is_wrong_is_found(void)
{
    examine_while_it_says((uint64_t)time(NULL) + 1000);
    CHECK(found("doors", FINDING_WARNING, "the clock of attic is"));
    examine_while_it_says(0);
    CHECK(found("doors", FINDING_WARNING, "attic does not know the time, and took it from nobody"));
    examine("garage");
    CHECK(is_quiet("doors"));
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fputs("usage: doctor_test PORTCULLIS PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    if (CHECK(house_begins(&house, words[1], words[2]))) {
        plain_port = bench_free_port();
        RUN(everything_as_it_should_be_is_no_finding);
        RUN(the_door_goes_on_as_if_nobody_had_looked);
        RUN(the_program_says_it_all_and_its_exit_code_too);
        RUN(a_broker_that_is_away_is_found);
        RUN(a_broker_that_shows_an_old_certificate_is_found);
        RUN(a_door_without_its_image_is_sent_to_a_backup);
        RUN(a_hole_in_the_rules_is_found);
        RUN(a_broker_that_lets_in_strangers_is_found);
        RUN(mqtt_without_tls_beside_is_found);
        RUN(a_retained_command_is_found_and_removed);
        RUN(a_broker_that_was_not_told_of_a_door_is_found);
        RUN(a_door_that_was_heard_long_ago_is_found);
        RUN(a_door_whose_clock_is_wrong_is_found);
    }
    house_ends(&house);
    return check_verdict();
}
