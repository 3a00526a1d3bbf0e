// The broker's certificate made anew, and the page's kind of certificate.
#include "home/authority/authority.h"
#include "home/authority/renewal.h"
#include "home/broker/time_unit.h"
#include "home/broker/unit.h"
#include "home/people/people.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DAY   ((time_t)86400)
#define YEAR  (365 * DAY)
#define LATER (SCRATCH_NOW + 4 * YEAR)

static struct scratch scratch;
static struct failure failure;
static struct home home;

static X509 *load(const char *name)
{
    struct path path;
    X509 *certificate = NULL;
    CHECK(home_path(&home, name, &path, &failure));
    CHECK(certificate_load(path.text, &certificate, &failure));
    return certificate;
}

static void a_new_certificate_has_the_old_ones_key_names_and_first_day(void)
{
    struct broker_names names;
    time_t end = 0;
    time_t begin = 0;
    X509 *old = load("broker/broker.crt");
    const struct renewal renewal = {.home = &home, .now = LATER};
    CHECK(authority_renew_broker(&renewal, &failure));
    CHECK(authority_broker_certificate(&home, &names, &end, &failure));
    CHECK_SAME(names.count, 2);
    CHECK(strcmp(names.name[0], "mqtt.local") == 0 && strcmp(names.name[1], "localhost") == 0);
    CHECK_SAME(end, LATER - LATER % DAY + 5 * YEAR - 1);
    X509 *made = load("broker/broker.crt");
    CHECK(certificate_begin(made, &begin));
    CHECK_SAME(begin, SCRATCH_NOW - SCRATCH_NOW % DAY);
    CHECK(EVP_PKEY_eq(X509_get0_pubkey(old), X509_get0_pubkey(made)) == 1);
    CHECK(X509_cmp(old, made) != 0);
    X509_free(old);
    X509_free(made);
}

static void a_further_name_is_added_once(void)
{
    static const char *const more[] = {"garage.local", "mqtt.local"};
    struct broker_names names;
    time_t end = 0;
    const struct renewal renewal = {.home = &home, .now = LATER, .more_count = 2, .more = more};
    CHECK(authority_renew_broker(&renewal, &failure));
    CHECK(authority_broker_certificate(&home, &names, &end, &failure));
    CHECK_SAME(names.count, 3);
    CHECK(strcmp(names.name[2], "garage.local") == 0);
}

static void a_name_the_root_does_not_allow_changes_nothing(void)
{
    static const char *const more[] = {"bank.example"};
    X509 *before = load("broker/broker.crt");
    const struct renewal renewal = {.home = &home, .now = LATER, .more_count = 1, .more = more};
    CHECK(!authority_renew_broker(&renewal, &failure));
    CHECK(strstr(failure.text, "no client would believe") != NULL);
    X509 *after = load("broker/broker.crt");
    CHECK(X509_cmp(before, after) == 0);
    X509_free(before);
    X509_free(after);
}

static void a_clock_of_1970_renews_nothing(void)
{
    const struct renewal renewal = {.home = &home, .now = 0};
    CHECK(!authority_renew_broker(&renewal, &failure));
    CHECK(strstr(failure.text, "1970-01-01") != NULL);
}

static struct certificate_request page_of(int days, EVP_PKEY *key)
{
    return (struct certificate_request){.kind = CERTIFICATE_PAGE,
                                        .organisation = home.settings.organisation,
                                        .common_name = "garage.home.arpa",
                                        .key = key,
                                        .issuer_key = key,
                                        .begin = LATER,
                                        .days = days,
                                        .name_count = 1,
                                        .names = {"garage.home.arpa"}};
}

static void the_pages_certificate_begins_on_its_own_day_and_phones_accept_its_life(void)
{
    EVP_PKEY *key = NULL;
    X509 *page = NULL;
    time_t begin = 0;
    time_t end = 0;
    CHECK(key_generate(&key, &failure));
    struct certificate_request request = page_of(825, key);
    CHECK(certificate_issue(&request, &page, &failure));
    CHECK(certificate_begin(page, &begin) && certificate_end(page, &end));
    CHECK_SAME(begin, LATER - LATER % DAY);
    CHECK_SAME(end, begin + 825 * DAY - 1);
    CHECK(X509_check_host(page, "garage.home.arpa", 0, 0, NULL) == 1);
    X509_free(page);
    static const int refused[] = {826, CERTIFICATE_NO_END};
    for (size_t i = 0; i < 2; i++) {
        request = page_of(refused[i], key);
        CHECK(!certificate_issue(&request, &page, &failure));
        CHECK(strstr(failure.text, "825") != NULL);
    }
    EVP_PKEY_free(key);
}

static void the_owners_certificate_is_known_by_its_serial_number(void)
{
    static struct people people;
    char serial[SERIAL_DIGITS_MOST + 1];
    X509 *own = load("link/tls.crt");
    CHECK(certificate_serial(own, serial));
    CHECK_SAME(strlen(serial), 32);
    X509_free(own);
    CHECK(people_read(home.folder.text, &people, &failure));
    const struct person *owner = people_find(&people, "alice-laptop");
    CHECK(owner != NULL && strcmp(owner->certificate, serial) == 0);
}

// 127: there is no systemd-analyze here.
static int systemd_says(const char *unit)
{
    const pid_t child = fork();
    if (child == 0) {
        (void)execlp("systemd-analyze", "systemd-analyze", "verify", "--recursive-errors=one",
                     "--man=no", unit, (char *)NULL);
        _exit(127);
    }
    int status = 1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
    if (WEXITSTATUS(status) == 127) {
        (void)printf("skipped: there is no systemd-analyze here\n");
        return 0;
    }
    return WEXITSTATUS(status);
}

static void systemd_has_nothing_to_say_against_the_unit(void)
{
    struct path path;
    // broker/ may belong to the broker's user, who is not to write what systemd does as root.
    CHECK(home_path(&home, "broker/" UNIT_NAME ".service", &path, &failure));
    CHECK(!file_exists(path.text));
    CHECK(home_path(&home, UNIT_NAME ".service", &path, &failure));
    CHECK(file_exists(path.text));
    CHECK_SAME(systemd_says(path.text), 0);
}

static void systemd_has_nothing_to_say_against_the_timer(void)
{
    static char text[4096];
    struct path path;
    struct bytes content;
    CHECK(check_that(time_unit_write(&home, "/usr/bin/true", &failure), failure.text, __FILE__,
                     __LINE__));
    CHECK(home_path(&home, TIME_UNIT_NAME ".timer", &path, &failure));
    CHECK_SAME(systemd_says(path.text), 0);
    CHECK(home_path(&home, TIME_UNIT_NAME ".service", &path, &failure));
    CHECK_SAME(systemd_says(path.text), 0);
    CHECK(file_read(path.text, (uint8_t *)text, sizeof(text) - 1, &content, &failure));
    text[content.count] = '\0';
    char line[2 * PATH_ROOM];
    (void)snprintf(line, sizeof(line), "ExecStart=/usr/bin/true time --home %s\n",
                   home.folder.text);
    CHECK(strstr(text, line) != NULL);
    CHECK(!time_unit_write(&home, "/opt/a b/portcullis", &failure));
}

int main(void)
{
    scratch_begin(&scratch);
    if (scratch_home(&scratch, &home)) {
        RUN(a_new_certificate_has_the_old_ones_key_names_and_first_day);
        RUN(a_further_name_is_added_once);
        RUN(a_name_the_root_does_not_allow_changes_nothing);
        RUN(a_clock_of_1970_renews_nothing);
        RUN(the_pages_certificate_begins_on_its_own_day_and_phones_accept_its_life);
        RUN(the_owners_certificate_is_known_by_its_serial_number);
        RUN(systemd_has_nothing_to_say_against_the_unit);
        RUN(systemd_has_nothing_to_say_against_the_timer);
    }
    scratch_end(&scratch);
    return check_verdict();
}
