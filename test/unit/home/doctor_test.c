// The doctor off line: each check finds the fault that is planted, and stays quiet without it. What he
// sees of a real broker and a real door: test/end_to_end/doctor_test.c.
#include "home/backup/backup.h"
#include "home/broker/configuration.h"
#include "home/doctor/checks.h"
#include "home/doctor/doctor.h"
#include "test/support/check.h"
#include "test/unit/home/diagnosis.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct patient patient;
static struct path listeners;

enum {
    DAY = 86400
};

static void examine_at(time_t now)
{
    patient = patient_of(&home, now);
    patient.offline = true;
    patient.proc_net[0] = listeners.text;
    patient.proc_net[1] = "/nonexistent";
    CHECK(check_that(doctor_examine(&patient, &failure), failure.text, __FILE__, __LINE__));
}

static void examine(void)
{
    examine_at(SCRATCH_NOW + DAY);
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
    CHECK(home_path(&home, name, &path, &failure));
    return path;
}

static void write_file(const char *name, const char *text)
{
    CHECK(file_write(in_home(name).text, bytes_of_text(text), &failure));
}

static void copy(const char *from, const char *to)
{
    uint8_t room[FILE_MOST];
    struct bytes content;
    CHECK(file_read(in_home(from).text, room, sizeof(room), &content, &failure) &&
          file_write(in_home(to).text, content, &failure));
}

static void a_home_just_made_has_nothing_bad(void)
{
    examine();
    CHECK_SAME(findings_of(&patient.diagnosis, FINDING_BAD), 0);
    // Its sheet lies there, twice, and it was never backed up.
    CHECK_SAME(findings_of(&patient.diagnosis, FINDING_WARNING), 3);
    CHECK(findings_of(&patient.diagnosis, FINDING_GOOD) > 8);
}

static void a_clock_that_cannot_be_right_is_found(void)
{
    examine_at(1000);
    CHECK(found("clock", FINDING_BAD, "cannot be right"));
    examine_at(SCRATCH_NOW - (time_t)10 * 3600);
    CHECK(found("clock", FINDING_BAD, "before the last roster"));
    examine();
    CHECK(is_quiet("clock"));
}

static void a_certificate_that_ends_is_found_in_time(void)
{
    const time_t end = SCRATCH_NOW + (time_t)5 * 365 * DAY;
    examine_at(end - (time_t)70 * DAY);
    CHECK(is_quiet("certificates"));
    examine_at(end - (time_t)30 * DAY);
    CHECK(found("certificates", FINDING_WARNING, "the broker's certificate ends in"));
    examine_at(end + (time_t)2 * DAY);
    CHECK(found("certificates", FINDING_BAD, "the broker's certificate ended"));
    examine_at(SCRATCH_NOW + (time_t)21 * 365 * DAY);
    CHECK(found("certificates", FINDING_BAD, "the intermediate's certificate ended"));
}

static void a_certificate_of_another_name_or_root_is_found(void)
{
    const struct home before = home;
    (void)snprintf(home.settings.broker_name, sizeof(home.settings.broker_name), "bank.local");
    examine();
    CHECK(found("certificates", FINDING_BAD, "does not say bank.local"));
    home = before;
    copy("authority/server-intermediate.crt", "kept");
    copy("authority/client-root.crt", "authority/server-intermediate.crt");
    examine();
    CHECK(found("certificates", FINDING_BAD, "does not lead to"));
    CHECK(rename(in_home("kept").text, in_home("authority/server-intermediate.crt").text) == 0);
    examine();
    CHECK(is_quiet("certificates"));
}

static void a_file_that_others_may_read_is_found(void)
{
    CHECK(chmod(in_home("keys/owner.key").text, 0640) == 0);
    CHECK(chmod(in_home("doors/garage").text, 0755) == 0);
    CHECK(symlink("/etc/hosts", in_home("link/hosts").text) == 0);
    examine();
    CHECK(found("files", FINDING_BAD, "keys/owner.key is of mode 0640; it should be 0600"));
    CHECK(found("files", FINDING_BAD, "doors/garage is of mode 0755; it should be 0700"));
    CHECK(found("files", FINDING_WARNING, "link/hosts is a link"));
    CHECK(chmod(in_home("keys/owner.key").text, 0600) == 0);
    CHECK(chmod(in_home("doors/garage").text, 0700) == 0);
    CHECK(unlink(in_home("link/hosts").text) == 0);
    examine();
    CHECK(is_quiet("files"));
}

static void a_name_that_is_a_command_is_not_shown(void)
{
    const struct path trap = in_home("broker/data/x;reboot\x1b[2J");
    CHECK(symlink("/etc/hosts", trap.text) == 0);
    examine();
    CHECK(found("files", FINDING_WARNING, "has a name that no file of a home has"));
    CHECK(!found("files", FINDING_WARNING, "reboot"));
    CHECK(unlink(trap.text) == 0);
    examine();
    CHECK(is_quiet("files"));
}

static void a_file_of_somebody_else_is_found(void)
{
    if (geteuid() != 0) {
        (void)printf("skipped: giving a file away needs root\n");
        return;
    }
    CHECK(chown(in_home("keys/owner.key").text, 65534, 65534) == 0);
    examine();
    CHECK(found("files", FINDING_BAD, "keys/owner.key belongs to user number 65534"));
    CHECK(chown(in_home("keys/owner.key").text, 0, 0) == 0);
    examine();
    CHECK(is_quiet("files"));
}

static void a_key_without_its_passphrase_is_found(void)
{
    EVP_PKEY *key = NULL;
    copy("keys/admin.key", "kept");
    CHECK(key_load(in_home("keys/admin.key").text, &scratch.passphrase, &key, &failure));
    CHECK(key_save(key, in_home("keys/admin.key").text, NULL, &failure));
    EVP_PKEY_free(key);
    examine();
    CHECK(found("keys", FINDING_BAD, "keys/admin.key lies open"));
    CHECK(rename(in_home("kept").text, in_home("keys/admin.key").text) == 0);
    examine();
    CHECK(is_quiet("keys"));
}

static void roots_without_a_copy_are_found(void)
{
    const struct path copy = in_home("authority/client-root.recovery");
    CHECK(rename(copy.text, in_home("kept").text) == 0);
    examine();
    CHECK(found("keys", FINDING_WARNING, "have no copy under the recovery key"));
    CHECK(rename(in_home("kept").text, copy.text) == 0);
    examine();
    CHECK(is_quiet("keys"));
}

static void a_recovery_sheet_left_behind_is_found(void)
{
    CHECK(found("recovery", FINDING_WARNING, "recovery-sheet.txt still lies in the home"));
    CHECK(found("recovery", FINDING_WARNING, "recovery-sheet.html still lies in the home"));
    CHECK(unlink(in_home("recovery-sheet.txt").text) == 0);
    CHECK(unlink(in_home("recovery-sheet.html").text) == 0);
    examine();
    CHECK(is_quiet("recovery"));
}

static void a_home_that_was_not_backed_up_is_found(void)
{
    struct path file;
    bool noted = false;
    CHECK(found("backup", FINDING_WARNING, "never backed up"));
    CHECK(path_join(scratch.folder.text, "home.backup", &file, &failure));
    const struct backup_request request = {.home = &home,
                                           .file = file.text,
                                           .passphrase = &scratch.passphrase,
                                           .cost = SEAL_COST_LEAST,
                                           .now = SCRATCH_NOW};
    CHECK(backup_make(&request, &noted, &failure) && noted);
    examine();
    CHECK(found("backup", FINDING_GOOD, "1 days ago"));
    write_file("remark", "new");
    examine();
    CHECK(found("backup", FINDING_WARNING, "has changed since its last backup"));
    CHECK(unlink(in_home("remark").text) == 0);
    examine();
    CHECK(is_quiet("backup"));
}

static void rules_that_are_not_the_homes_are_found(void)
{
    write_file("broker/acl", "topic readwrite #\n");
    examine();
    CHECK(found("rules", FINDING_BAD, "broker/acl is not what the home says"));
    write_file("broker/mosquitto.conf", "allow_anonymous true\n");
    examine();
    CHECK(found("rules", FINDING_BAD, "broker/mosquitto.conf is not"));
    CHECK(unlink(in_home("broker/passwords").text) == 0);
    examine();
    CHECK(found("rules", FINDING_BAD, "broker/passwords is not"));
    CHECK(broker_write(&home, &failure));
    examine();
    CHECK(is_quiet("rules"));
}

static void a_roster_that_people_json_has_left_behind_is_found(void)
{
    static struct people people;
    CHECK(people_read(home.folder.text, &people, &failure));
    copy("people.json", "kept");
    people_remove(&people, (uint8_t)(people.count - 1));
    CHECK(people_write(home.folder.text, &people, &failure));
    examine();
    CHECK(found("rosters", FINDING_BAD, "the roster of garage does not say"));
    CHECK(rename(in_home("kept").text, in_home("people.json").text) == 0);
    examine();
    CHECK(is_quiet("rosters"));
}

#define HEAD "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"

static void listens(const char *lines)
{
    CHECK(file_write(listeners.text, bytes_of_text(lines), &failure));
    examine();
}

static void a_port_that_listens_to_the_network_is_found(void)
{
    // 1883 is 075B, 28883 is 70D3.
    listens(HEAD "   0: 00000000:075B 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0\n");
    CHECK(found("ports", FINDING_BAD, "port 1883 of this machine listens to the network"));
    listens(HEAD "   0: 00000000000000000000000000000000:075B "
                 "00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000\n");
    CHECK(found("ports", FINDING_BAD, "port 1883"));
    listens(HEAD "   0: 00000000:70D3 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0\n");
    CHECK(found("ports", FINDING_WARNING, "28883 listens to the network, and home.json says 127"));
    home.settings.websockets_port = 0x70d4;
    listens(HEAD "   0: 0200A8C0:70D4 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0\n");
    CHECK(found("ports", FINDING_BAD, "the websockets for phones"));
    home.settings.websockets_port = 0;
}

static void what_listens_where_it_may_is_no_finding(void)
{
    listens(HEAD "   0: 0100007F:075B 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0\n"
                 "   1: 00000000000000000000000001000000:075B "
                 "00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000\n"
                 "   2: 0000000000000000FFFF00000100007F:075B "
                 "00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000\n"
                 "   3: 0100007F:70D3 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0\n"
                 "   4: 00000000:075B 00000000:0000 01 00000000:00000000 00:00000000 00000000 0\n"
                 "   5: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0\n"
                 "garbage\n");
    CHECK(is_quiet("ports"));
}

static void a_disk_that_is_nearly_full_is_judged(void)
{
    CHECK_SAME(disk_severity(1ULL << 30, 100000), FINDING_GOOD);
    CHECK_SAME(disk_severity(32ULL << 20, 100000), FINDING_WARNING);
    CHECK_SAME(disk_severity(1ULL << 20, 100000), FINDING_BAD);
    CHECK_SAME(disk_severity(1ULL << 30, 500), FINDING_WARNING);
    CHECK_SAME(disk_severity(1ULL << 30, 3), FINDING_BAD);
    examine();
    CHECK(is_quiet("disk"));
}

static void a_door_that_is_not_there_is_told(void)
{
    patient = patient_of(&home, SCRATCH_NOW);
    patient.offline = true;
    patient.only_door = "attic";
    CHECK(!doctor_examine(&patient, &failure));
    CHECK(strstr(failure.text, "there is no door attic") != NULL);
}

static bool make_all(void)
{
    if (!scratch_home(&scratch, &home)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    return make_door(&garage, &failure) &&
           path_join(scratch.folder.text, "listeners", &listeners, &failure) &&
           file_write(listeners.text, bytes_of_text(HEAD), &failure);
}

int main(void)
{
    scratch_begin(&scratch);
    if (check_that(make_all(), failure.text, __FILE__, __LINE__)) {
        RUN(a_home_just_made_has_nothing_bad);
        RUN(a_clock_that_cannot_be_right_is_found);
        RUN(a_certificate_that_ends_is_found_in_time);
        RUN(a_certificate_of_another_name_or_root_is_found);
        RUN(a_file_that_others_may_read_is_found);
        RUN(a_name_that_is_a_command_is_not_shown);
        RUN(a_file_of_somebody_else_is_found);
        RUN(a_key_without_its_passphrase_is_found);
        RUN(roots_without_a_copy_are_found);
        RUN(a_recovery_sheet_left_behind_is_found);
        RUN(a_home_that_was_not_backed_up_is_found);
        RUN(rules_that_are_not_the_homes_are_found);
        RUN(a_roster_that_people_json_has_left_behind_is_found);
        RUN(a_port_that_listens_to_the_network_is_found);
        RUN(what_listens_where_it_may_is_no_finding);
        RUN(a_disk_that_is_nearly_full_is_judged);
        RUN(a_door_that_is_not_there_is_told);
    }
    scratch_end(&scratch);
    return check_verdict();
}
