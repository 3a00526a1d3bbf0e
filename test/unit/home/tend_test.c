// What a home needs every hour: each step stands for itself, a broker that was not told is told the next
// time, and the timer's unit starts nothing that somebody else could put there.
#include "home/authority/renewal.h"
#include "home/broker/configuration.h"
#include "home/broker/reload.h"
#include "home/broker/time_unit.h"
#include "home/broker/unit.h"
#include "home/cli/commands.h"
#include "home/cli/household/tend_home.h"
#include "home/doctor/checks.h"
#include "test/support/check.h"
#include "test/unit/home/diagnosis.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY ((time_t)86400)

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct tended tended;

static struct path in_home(const char *name)
{
    struct path path = {""};
    CHECK(home_path(&home, name, &path, &failure));
    return path;
}

static void damage(const char *name)
{
    CHECK(file_write(in_home(name).text, bytes_of_text("damaged"), &failure));
}

static void nothing_is_to_be_done_in_a_new_home(void)
{
    tend_home(&home, SCRATCH_NOW, &tended);
    CHECK_SAME(tended.failure_count, 0);
    CHECK(!tended.rules && !tended.broker_certificate && !tended.page_certificate);
}

static void what_is_changed_is_untold_until_the_broker_reads_it(void)
{
    CHECK(unlink(in_home("broker/untold").text) == 0);
    CHECK(!broker_is_untold(&home));
    CHECK(broker_write(&home, &failure));
    CHECK(broker_is_untold(&home));
    CHECK(broker_reload(&home) == BROKER_NOT_TOLD); // none runs
    CHECK(broker_is_untold(&home));
    CHECK(unlink(in_home("broker/untold").text) == 0);
    damage("broker/acl");
    tend_home(&home, SCRATCH_NOW, &tended);
    CHECK(tended.rules && broker_is_untold(&home));
    CHECK(unlink(in_home("broker/untold").text) == 0);
    tend_home(&home, SCRATCH_NOW + (time_t)5 * 365 * DAY, &tended);
    CHECK(tended.broker_certificate && broker_is_untold(&home));
}

static void a_certificate_that_cannot_be_renewed_keeps_no_rules_from_being_settled(void)
{
    damage("broker/broker.crt");
    damage("broker/acl");
    tend_home(&home, SCRATCH_NOW, &tended);
    CHECK(tended.rules && !tended.broker_certificate);
    CHECK_SAME(tended.failure_count, 1);
    CHECK(strstr(tended.failure[0].text, "broker/broker.crt") != NULL);
}

// The broker's rules do not wait for a roster: whoever is over is shut out.
static void a_roster_that_cannot_be_settled_keeps_no_rules_from_being_settled(void)
{
    damage("broker/acl");
    CHECK(folder_make(in_home("doors/garage/roster.next").text, &failure)); // nothing unlinks it
    tend_home(&home, SCRATCH_NOW, &tended);
    CHECK(tended.rules);
    CHECK_SAME(tended.failure_count, 2); // and the certificate of above
    CHECK(rmdir(in_home("doors/garage/roster.next").text) == 0);
}

// No broker runs: every door is told of, what is wrong is said at the end, and the broker stays untold.
static void what_fails_is_said_at_the_end_with_its_exit_code(void)
{
    char line[PATH_ROOM + 64];
    char *words[] = {line, NULL, NULL};
    (void)snprintf(line, sizeof(line), "--home");
    words[1] = home.folder.text;
    CHECK_SAME(cli_time(2, words), CLI_ENVIRONMENT);
    CHECK(broker_is_untold(&home));
}

static bool unit_of(const char *program)
{
    return time_unit_write(&home, program, &failure);
}

static void the_timer_starts_no_program_that_somebody_else_may_replace(void)
{
    struct path folder;
    struct path program;
    CHECK(path_join(scratch.folder.text, "bin", &folder, &failure) &&
          path_join(folder.text, "portcullis", &program, &failure) &&
          folder_make(folder.text, &failure) &&
          file_write(program.text, bytes_of_text("a program"), &failure));
    CHECK(check_that(unit_of(program.text), failure.text, __FILE__, __LINE__));
    CHECK(chmod(program.text, 0757) == 0 && !unit_of(program.text));
    CHECK(strstr(failure.text, "/usr/local/bin") != NULL);
    CHECK(chmod(program.text, 0755) == 0 && chmod(folder.text, 0777) == 0);
    CHECK(!unit_of(program.text));
    CHECK(chmod(folder.text, 0755) == 0 && unit_of(program.text));
    if (geteuid() == 0) {
        CHECK(chown(folder.text, 65534, 0) == 0 && !unit_of(program.text));
        CHECK(chown(folder.text, 0, 65534) == 0 && chmod(folder.text, 0775) == 0);
        CHECK(!unit_of(program.text));
    }
    CHECK(!unit_of("/nowhere/portcullis") && !unit_of("portcullis"));
}

static void install(const char *folder, const char *name, const char *from, const char *to)
{
    static char text[8192];
    struct path path;
    struct bytes content = {NULL, 0};
    CHECK(file_read(in_home(name).text, (uint8_t *)text, sizeof(text) - 1, &content, &failure));
    text[content.count] = '\0';
    char *at = strstr(text, from);
    CHECK(at != NULL && strlen(from) == strlen(to));
    if (at != NULL) {
        memcpy(at, to, strlen(to));
    }
    CHECK(path_join(folder, name, &path, &failure) &&
          file_write(path.text, bytes_of_text(text), &failure));
}

static bool doctor_finds(const char *folder, const char *words)
{
    static struct patient patient;
    patient = patient_of(&home, SCRATCH_NOW);
    patient.units = folder;
    patient.diagnosis.check = "units";
    check_units(&patient);
    return words == NULL ? diagnosis_is_quiet(&patient.diagnosis, "units")
                         : diagnosis_has(&patient.diagnosis, "units", FINDING_BAD, words);
}

static void an_older_unit_that_is_installed_is_found(void)
{
    struct path folder;
    CHECK(path_join(scratch.folder.text, "systemd", &folder, &failure) &&
          folder_make(folder.text, &failure) && unit_of("/usr/bin/true"));
    CHECK(doctor_finds(folder.text, NULL)); // none is installed
    install(folder.text, UNIT_NAME ".service", "User=", "User=");
    install(folder.text, TIME_UNIT_NAME ".service", "User=", "User=");
    install(folder.text, TIME_UNIT_NAME ".timer", "hourly", "hourly");
    CHECK(doctor_finds(folder.text, NULL));
    install(folder.text, UNIT_NAME ".service", "NoNewPrivileges=true", "NoNewPrivileges=fals");
    CHECK(doctor_finds(folder.text, UNIT_NAME ".service is not what this home would install"));
    install(folder.text, UNIT_NAME ".service", "User=", "User=");
    install(folder.text, TIME_UNIT_NAME ".service", "CAP_CHOWN", "CAP_FOWNE");
    CHECK(doctor_finds(folder.text, TIME_UNIT_NAME ".service is not"));
    install(folder.text, TIME_UNIT_NAME ".service", "User=", "User=");
    install(folder.text, TIME_UNIT_NAME ".timer", "hourly", "weekly");
    CHECK(doctor_finds(folder.text, TIME_UNIT_NAME ".timer is not"));
    // Another home's is none of ours.
    install(folder.text, TIME_UNIT_NAME ".service", " --home ", " --hume ");
    CHECK(doctor_finds(folder.text, NULL));
}

static bool home_is_made(void)
{
    if (!scratch_home(&scratch, &home)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    return make_door(&garage, &failure);
}

int main(void)
{
    scratch_begin(&scratch);
    if (check_that(home_is_made(), failure.text, __FILE__, __LINE__)) {
        RUN(nothing_is_to_be_done_in_a_new_home);
        RUN(what_is_changed_is_untold_until_the_broker_reads_it);
        RUN(a_certificate_that_cannot_be_renewed_keeps_no_rules_from_being_settled);
        RUN(a_roster_that_cannot_be_settled_keeps_no_rules_from_being_settled);
        RUN(what_fails_is_said_at_the_end_with_its_exit_code);
        RUN(the_timer_starts_no_program_that_somebody_else_may_replace);
        RUN(an_older_unit_that_is_installed_is_found);
    }
    scratch_end(&scratch);
    return check_verdict();
}
