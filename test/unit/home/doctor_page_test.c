// The doctor and the phones' page: each fault that is planted is found, and without it he is quiet.
#include "home/authority/page_certificate.h"
#include "home/doctor/checks.h"
#include "home/page/look.h"
#include "home/page/page.h"
#include "test/support/check.h"
#include "test/unit/home/diagnosis.h"
#include "test/unit/home/scratch.h"

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

static void a_certificate_without_its_key_is_found(void)
{
    const struct path key = in_home("authority/page.key");
    const struct path other = in_home("broker/broker.key");
    uint8_t room[4096];
    struct bytes content;
    CHECK(unlink(key.text) == 0);
    examine_at(SCRATCH_NOW + (time_t)827 * DAY);
    CHECK(found("authority/page.key is not there"));
    CHECK(file_read(other.text, room, sizeof(room), &content, &failure) &&
          file_write(key.text, content, &failure));
    examine_at(SCRATCH_NOW + (time_t)827 * DAY);
    CHECK(found("is the key of another certificate"));
    CHECK(unlink(key.text) == 0);
    CHECK(authority_certify_page(&home, SCRATCH_NOW + (time_t)826 * DAY, &failure));
}

// What `portcullis page` says of it.
static void a_certificate_that_has_ended_is_not_good(void)
{
    static struct page_look look;
    CHECK(page_look(&home, SCRATCH_NOW + (time_t)827 * DAY, &look, &failure));
    CHECK(look.has_certificate == PAGE_CERTIFICATE_GOOD && page_needs_nothing(&look));
    CHECK(page_look(&home, SCRATCH_NOW + (time_t)(826 + 825) * DAY, &look, &failure));
    CHECK(look.has_certificate == PAGE_CERTIFICATE_OVER && !page_needs_nothing(&look));
}

static SSL_CTX *tls_of_the_page(void)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    CHECK(SSL_CTX_use_certificate_chain_file(context, in_home("authority/page.crt").text) == 1);
    CHECK(SSL_CTX_use_PrivateKey_file(context, in_home("authority/page.key").text,
                                      SSL_FILETYPE_PEM) == 1);
    return context;
}

static void serve(int line, SSL_CTX *context)
{
    (void)signal(SIGPIPE, SIG_IGN); // a caller may be gone before the last of it is said
    for (;;) {
        SSL *tls = SSL_new(context);
        const int caller = accept(line, NULL, NULL);
        (void)SSL_set_fd(tls, caller);
        (void)SSL_accept(tls); // whoever goes away is not waited for
        SSL_free(tls);
        (void)close(caller);
    }
}

// A web server that has read the page's certificate, and keeps it until it is killed.
static pid_t start_web_server(uint16_t *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof(address);
    const int line = socket(AF_INET, SOCK_STREAM, 0);
    SSL_CTX *context = tls_of_the_page();
    CHECK(bind(line, (const struct sockaddr *)&address, sizeof(address)) == 0 &&
          listen(line, 8) == 0 && getsockname(line, (struct sockaddr *)&address, &size) == 0);
    *port = ntohs(address.sin_port);
    const pid_t child = fork();
    if (child == 0) {
        serve(line, context);
    }
    (void)close(line); // the child has it
    SSL_CTX_free(context);
    return child;
}

static size_t finds_online(enum severity severity, const char *words)
{
    patient = patient_of(&home, SCRATCH_NOW + (time_t)827 * DAY);
    patient.diagnosis.check = "page";
    check_page(&patient);
    return diagnosis_has(&patient.diagnosis, "page", severity, words) ? 1 : 0;
}

static void a_web_server_that_shows_the_old_certificate_is_found(void)
{
    uint16_t port = 0;
    const struct page_settings before = home.settings.page;
    const pid_t server = start_web_server(&port);
    home.settings.page.port = port;
    set_page();
    CHECK(finds_online(FINDING_GOOD, "shows the page's certificate"));
    CHECK(authority_certify_page(&home, SCRATCH_NOW + (time_t)826 * DAY, &failure));
    CHECK(finds_online(FINDING_BAD, "shows another certificate than"));
    CHECK(diagnosis_mends(&patient.diagnosis, "page", "systemctl reload nginx"));
    CHECK(kill(server, SIGKILL) == 0 && waitpid(server, NULL, 0) == server);
    CHECK(!finds_online(FINDING_BAD, "the web server")); // nobody is there
    home.settings.page = before;
    set_page();
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
    RUN(a_certificate_without_its_key_is_found);
    RUN(a_certificate_that_has_ended_is_not_good);
    RUN(a_web_server_that_shows_the_old_certificate_is_found);
    RUN(a_certificate_that_is_not_there_is_found);
    RUN(a_host_that_the_root_does_not_allow_gets_no_certificate);
    scratch_end(&scratch);
    return check_verdict();
}
