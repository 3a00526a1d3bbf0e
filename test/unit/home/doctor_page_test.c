// The doctor and the phones' page: each fault that is planted is found, and without it he is quiet.
#include "home/authority/page_certificate.h"
#include "home/doctor/doctor.h"
#include "home/page/page.h"
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

enum {
    DAY = 86400
};

static void examine_at(time_t now)
{
    patient = patient_of(&home, now);
    patient.offline = true;
    patient.proc_net[0] = "/nonexistent";
    patient.proc_net[1] = "/nonexistent";
    CHECK(check_that(doctor_examine(&patient, &failure), failure.text, __FILE__, __LINE__));
}

static void examine(void)
{
    examine_at(SCRATCH_NOW + DAY);
}

static bool found(const char *words)
{
    return diagnosis_has(&patient.diagnosis, "page", FINDING_BAD, words);
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

static void set_page(void)
{
    CHECK(home_write_settings(home.folder.text, &home.settings, &failure));
    CHECK(page_write(&home, &failure));
}

static void make_home_with_a_page(void)
{
    struct home_request request = scratch_home_request(&scratch);
    request.settings.websockets_port = 28083;
    CHECK(page_settings_name(&request.settings.page, "garage.home.arpa", 0, &failure));
    CHECK(make_home(&request, scratch.sheet, &failure));
    CHECK(home_open(scratch.place.text, &home, &failure));
    CHECK(chmod(scratch.folder.text, 0711) == 0);
    (void)snprintf(home.settings.page.files, sizeof(home.settings.page.files), "%.200s/page",
                   scratch.folder.text);
    CHECK(folder_make(home.settings.page.files, &failure));
    struct path index;
    CHECK(path_join(home.settings.page.files, "index.html", &index, &failure));
    CHECK(file_write(index.text, bytes_of_text("page"), &failure));
    set_page();
}

static void a_home_with_a_page_is_in_order(void)
{
    make_home_with_a_page();
    examine();
    CHECK(diagnosis_is_quiet(&patient.diagnosis, "page"));
    CHECK(diagnosis_is_quiet(&patient.diagnosis, "files"));
}

static void files_that_were_edited_are_found(void)
{
    write_file("page/nginx.conf", "server { listen 80; }");
    examine();
    CHECK(found("page/nginx.conf is not what the home says now"));
    CHECK(diagnosis_mends(&patient.diagnosis, "page", "portcullis page"));
    write_file("page/home.json", "{}");
    examine();
    CHECK(found("page/home.json is not what the home says now"));
    set_page();
}

static void a_file_of_the_page_that_everybody_may_write_is_found(void)
{
    CHECK(chmod(in_home("page/home.json").text, 0666) == 0);
    examine();
    CHECK(
        diagnosis_has(&patient.diagnosis, "files", FINDING_BAD, "page/home.json is of mode 0666"));
    CHECK(chmod(in_home("page/home.json").text, 0644) == 0);
    CHECK(chmod(in_home("page/nginx.conf").text, 0644) == 0);
    examine();
    CHECK(
        diagnosis_has(&patient.diagnosis, "files", FINDING_BAD, "page/nginx.conf is of mode 0644"));
    CHECK(chmod(in_home("page/nginx.conf").text, 0600) == 0);
}

static void missing_files_of_the_page_are_found(void)
{
    struct path index;
    CHECK(path_join(home.settings.page.files, "index.html", &index, &failure));
    CHECK(unlink(index.text) == 0);
    examine();
    CHECK(found("the page's files are missing"));
    CHECK(file_write(index.text, bytes_of_text("page"), &failure));
}

static void a_way_that_is_shut_is_found(void)
{
    CHECK(chmod(scratch.folder.text, 0700) == 0);
    examine();
    CHECK(diagnosis_has(&patient.diagnosis, "page", FINDING_WARNING, "cannot walk through"));
    CHECK(diagnosis_mends(&patient.diagnosis, "page", "chmod o+x"));
    CHECK(chmod(scratch.folder.text, 0711) == 0);
}

// 825 days: from the day it was made, and not a day longer.
static void a_certificate_that_ends_is_found_before_and_after(void)
{
    examine_at(SCRATCH_NOW + (time_t)764 * DAY);
    CHECK(diagnosis_is_quiet(&patient.diagnosis, "page"));
    examine_at(SCRATCH_NOW + (time_t)766 * DAY);
    CHECK(diagnosis_has(&patient.diagnosis, "page", FINDING_WARNING,
                        "the page's certificate ends in 58 days"));
    examine_at(SCRATCH_NOW + (time_t)826 * DAY);
    CHECK(found("the page's certificate ended"));
    CHECK(diagnosis_mends(&patient.diagnosis, "page", "portcullis page certificate"));
    CHECK(authority_certify_page(&home, SCRATCH_NOW + (time_t)826 * DAY, &failure));
    examine_at(SCRATCH_NOW + (time_t)827 * DAY);
    CHECK(diagnosis_is_quiet(&patient.diagnosis, "page"));
}

static void a_certificate_of_another_host_is_found(void)
{
    CHECK(page_settings_name(&home.settings.page, "hub.local", 0, &failure));
    set_page();
    examine_at(SCRATCH_NOW + (time_t)827 * DAY);
    CHECK(found("is not of hub.local"));
    CHECK(authority_certify_page(&home, SCRATCH_NOW + (time_t)826 * DAY, &failure));
    examine_at(SCRATCH_NOW + (time_t)827 * DAY);
    CHECK(diagnosis_is_quiet(&patient.diagnosis, "page"));
}

static void a_certificate_that_is_not_there_is_found(void)
{
    CHECK(unlink(in_home("authority/page.crt").text) == 0);
    examine();
    CHECK(found("the page has no certificate"));
}

// A public name is not one of those that the root of this home allows.
static void a_host_that_the_root_does_not_allow_gets_no_certificate(void)
{
    CHECK(page_settings_name(&home.settings.page, "garage.example.org", 0, &failure));
    CHECK(!authority_certify_page(&home, SCRATCH_NOW + DAY, &failure));
    CHECK(!file_exists(in_home("authority/page.crt").text));
    CHECK(strstr(failure.text, "permitted subtree") != NULL);
}

int main(void)
{
    scratch_begin(&scratch);
    RUN(a_home_with_a_page_is_in_order);
    RUN(files_that_were_edited_are_found);
    RUN(a_file_of_the_page_that_everybody_may_write_is_found);
    RUN(missing_files_of_the_page_are_found);
    RUN(a_way_that_is_shut_is_found);
    RUN(a_certificate_that_ends_is_found_before_and_after);
    RUN(a_certificate_of_another_host_is_found);
    RUN(a_certificate_that_is_not_there_is_found);
    RUN(a_host_that_the_root_does_not_allow_gets_no_certificate);
    scratch_end(&scratch);
    return check_verdict();
}
