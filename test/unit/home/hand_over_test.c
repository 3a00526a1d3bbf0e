// Root's home with a broker of another user: he reads his configuration and can change nothing of it, for
// mosquitto reads it as root when it starts. Needs root and a user mosquitto. That mosquitto starts so, and
// takes a SIGHUP: broker_test.c.
#include "home/broker/configuration.h"
#include "home/broker/reload.h"
#include "home/doctor/doctor.h"
#include "test/support/check.h"
#include "test/unit/home/broker_bench.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SKIPPED = 77 // ctest: SKIP_RETURN_CODE
};

static const char broker_user[] = "mosquitto";
static const char *const files[] = {"broker/mosquitto.conf", "broker/acl",
                                    "broker/passwords",      "broker/broker.crt",
                                    "broker/broker.key",     "broker/client-root.crt",
                                    "broker/crl.pem"};

enum {
    FILES = sizeof(files) / sizeof(files[0])
};

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct passwd user;

static struct path in_home(const char *name)
{
    struct path path = {""};
    CHECK(home_path(&home, name, &path, &failure));
    return path;
}

static bool opens(const char *path, int how)
{
    const int file = open(path, how | O_CLOEXEC, 0600);
    if (file >= 0) {
        (void)close(file); // nothing was written
    }
    return file >= 0;
}

static void judge_file(const char *name)
{
    const struct path path = in_home(name);
    const struct path planted = in_home("broker/data/planted");
    check_context(name);
    CHECK(opens(path.text, O_RDONLY));
    CHECK(!opens(path.text, O_WRONLY) && errno == EACCES);
    CHECK(chmod(path.text, 0660) != 0);
    CHECK(unlink(path.text) != 0);
    CHECK(opens(planted.text, O_WRONLY | O_CREAT));
    CHECK(rename(planted.text, path.text) != 0);
    check_context(NULL);
}

// What he tries whom the broker runs as.
static void as_the_brokers_user(void)
{
    CHECK(setgroups(0, NULL) == 0 && setgid(user.pw_gid) == 0 && setuid(user.pw_uid) == 0);
    for (size_t i = 0; i < FILES; i++) {
        judge_file(files[i]);
    }
    CHECK(!opens(in_home("broker/own.conf").text, O_WRONLY | O_CREAT));
    CHECK(!opens(in_home("portcullis-broker.service").text, O_RDONLY));
    CHECK(!opens(in_home("keys/admin.key").text, O_RDONLY));
}

static void he_reads_and_changes_nothing(void)
{
    int status = 1;
    const pid_t child = fork();
    if (child == 0) {
        RUN(as_the_brokers_user);
        _exit(check_verdict());
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK_SAME(status, 0);
    CHECK(unlink(in_home("broker/data/planted").text) == 0);
}

static void the_brokers_user_reads_his_files_and_changes_none(void)
{
    he_reads_and_changes_nothing();
}

// With a change of people or doors they are all written again.
static void so_it_stays_when_they_are_written_again(void)
{
    const struct door_request barn = scratch_door_request(&scratch, &home, "barn");
    CHECK(check_that(make_door(&barn, &failure), failure.text, __FILE__, __LINE__));
    he_reads_and_changes_nothing();
}

// A home of an older portcullis: all of broker/ was his.
static void make_it_old(void)
{
    for (size_t i = 0; i < FILES; i++) {
        const struct path path = in_home(files[i]);
        CHECK(chown(path.text, user.pw_uid, user.pw_gid) == 0 && chmod(path.text, 0600) == 0);
    }
    const struct path broker = in_home("broker");
    CHECK(chown(broker.text, user.pw_uid, user.pw_gid) == 0 && chmod(broker.text, 0700) == 0);
}

static size_t grips_found(void)
{
    static struct patient patient;
    size_t found = 0;
    patient = patient_of(&home, SCRATCH_NOW);
    patient.offline = true;
    CHECK(doctor_examine(&patient, &failure));
    for (size_t i = 0; i < patient.diagnosis.count; i++) {
        const struct finding *finding = &patient.diagnosis.at[i];
        const bool is_one = strstr(finding->what, "belongs to the broker's user") != NULL;
        CHECK(!is_one || strstr(finding->mend, "sudo portcullis broker config") != NULL);
        found += is_one ? 1 : 0;
        CHECK(strcmp(finding->check, "files") != 0 || is_one || finding->severity == FINDING_GOOD);
    }
    return found;
}

static void an_older_home_is_found_and_mended_by_broker_config(void)
{
    struct stat before;
    struct stat after;
    CHECK_SAME(grips_found(), 0);
    make_it_old();
    CHECK_SAME(grips_found(), FILES + 1);
    CHECK(stat(in_home("broker/broker.key").text, &before) == 0);
    CHECK(check_that(broker_write(&home, &failure), failure.text, __FILE__, __LINE__));
    CHECK_SAME(grips_found(), 0);
    // Whoever has the old file open has nothing of the new one.
    CHECK(stat(in_home("broker/broker.key").text, &after) == 0);
    CHECK(before.st_ino != after.st_ino);
    he_reads_and_changes_nothing();
}

// Another root in the broker's own copy would let in whoever he likes.
static void a_root_that_he_has_planted_is_gone(void)
{
    static uint8_t rooms[2][FILE_MOST];
    struct bytes root;
    struct bytes of_broker;
    const struct path copy = in_home("broker/client-root.crt");
    CHECK(
        file_read(in_home("authority/client-root.crt").text, rooms[0], FILE_MOST, &root, &failure));
    make_it_old();
    CHECK(file_write(copy.text, bytes_of_text("-----BEGIN CERTIFICATE-----\n"), &failure));
    CHECK(broker_write(&home, &failure));
    CHECK(file_read(copy.text, rooms[1], FILE_MOST, &of_broker, &failure));
    CHECK_BYTES(of_broker, root);
    he_reads_and_changes_nothing();
}

static void a_link_that_he_has_planted_leads_nowhere(void)
{
    const struct path crl = in_home("broker/crl.pem");
    const struct path kept = in_home("kept");
    const struct path target = in_home("keys/owner.key");
    struct stat found;
    make_it_old();
    CHECK(rename(crl.text, kept.text) == 0 && symlink(target.text, crl.text) == 0);
    CHECK(!broker_write(&home, &failure));
    CHECK(strstr(failure.text, "broker/crl.pem") != NULL);
    CHECK(stat(target.text, &found) == 0 && found.st_uid == 0 && (found.st_mode & 07777) == 0600);
    CHECK(unlink(crl.text) == 0 && rename(kept.text, crl.text) == 0);
    CHECK(broker_write(&home, &failure));
    he_reads_and_changes_nothing();
}

// Alice's home stays hers when root writes in it, and so does what her broker reads.
static void a_home_of_somebody_else_is_not_taken_from_him(void)
{
    struct stat found;
    const struct path broker = in_home("broker");
    CHECK(chown(scratch.place.text, 65534, 65534) == 0 && chown(broker.text, 65534, 65534) == 0 &&
          chmod(broker.text, 0700) == 0);
    CHECK(broker_write(&home, &failure));
    CHECK(stat(broker.text, &found) == 0 && found.st_uid == 65534 &&
          (found.st_mode & 07777) == 0700);
    CHECK(stat(in_home("broker/acl").text, &found) == 0 && found.st_uid == 65534 &&
          (found.st_mode & 07777) == 0600);
}

// The powers of portcullis-time.service, and no more.
static bool keeps_two_powers(void)
{
    const struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    const uint32_t powers = 1U << CAP_KILL | 1U << CAP_CHOWN;
    const struct __user_cap_data_struct data[2] = {{.effective = powers, .permitted = powers}};
    return syscall(SYS_capset, &header, data) == 0;
}

// data/, with the pid file in it, is mosquitto's and shut.
static void the_timer_of_roots_home_finds_the_broker_with_two_powers(void)
{
    int status = 1;
    const pid_t broker = bench_start(&home);
    CHECK(broker_write(&home, &failure) && broker_is_untold(&home));
    const pid_t child = fork();
    if (child == 0) {
        struct path pid;
        const bool shut = home_path(&home, "broker/data/mosquitto.pid", &pid, &failure) &&
                          keeps_two_powers() && access(pid.text, R_OK) != 0;
        _exit(shut && broker_reload(&home) == BROKER_TOLD ? 0 : 1);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK_SAME(status, 0);
    CHECK(!broker_is_untold(&home));
    bench_stop(broker);
}

static bool make_all(void)
{
    struct home_request request = scratch_home_request(&scratch);
    request.settings.broker_port = bench_free_port();
    (void)snprintf(request.settings.run_as, sizeof(request.settings.run_as), "%s", broker_user);
    if (!make_home(&request, scratch.sheet, &failure) ||
        !home_open(scratch.place.text, &home, &failure)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    return make_door(&garage, &failure);
}

int main(void)
{
    const struct passwd *found = getpwnam(broker_user);
    if (geteuid() != 0 || found == NULL) {
        (void)printf("skipped: giving files to the broker's user needs root and that user\n");
        return SKIPPED;
    }
    user = *found;
    scratch_begin(&scratch);
    // He has to walk through the test's folder too.
    CHECK(chmod(scratch.folder.text, 0711) == 0);
    if (check_that(make_all(), failure.text, __FILE__, __LINE__)) {
        RUN(the_brokers_user_reads_his_files_and_changes_none);
        RUN(so_it_stays_when_they_are_written_again);
        RUN(the_timer_of_roots_home_finds_the_broker_with_two_powers);
        RUN(an_older_home_is_found_and_mended_by_broker_config);
        RUN(a_root_that_he_has_planted_is_gone);
        RUN(a_link_that_he_has_planted_leads_nowhere);
        RUN(a_home_of_somebody_else_is_not_taken_from_him);
    }
    scratch_end(&scratch);
    return check_verdict();
}
