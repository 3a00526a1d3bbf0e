// Somebody is removed: his certificate is refused by a real mosquitto after a SIGHUP, and where he is
// connected at that moment, he hears nothing more and nobody hears him.
#include "home/authority/crl.h"
#include "home/authority/renewal.h"
#include "home/broker/configuration.h"
#include "home/broker/reload.h"
#include "home/broker/revocation.h"
#include "test/support/check.h"
#include "test/unit/home/broker_bench.h"

#include <openssl/pem.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BOB,
    ALICE,
    DOOR,
    PEERS
};

static struct scratch scratch;
static struct failure failure;
static struct home home;
static pid_t broker;
static struct identity bobs;
static struct peer peers[PEERS];
static struct people people;

static void add_bob(void)
{
    const uint8_t point[POINT_SIZE] = {7};
    struct person bob = person_of("bob-laptop", ROLE_MEMBER, point);
    bobs = identity_issued(&scratch, &home, "bob-laptop");
    CHECK(certificate_serial(bobs.certificate, bob.certificate));
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(people_add(&people, &bob, &failure));
    CHECK(people_write(home.folder.text, &people, &failure));
    CHECK(broker_write(&home, &failure));
}

static void remove_bob(void)
{
    CHECK(people_read(home.folder.text, &people, &failure));
    const struct person *bob = people_find(&people, "bob-laptop");
    if (bob == NULL) {
        CHECK(bob != NULL);
        return;
    }
    CHECK(people_revoke(&people, (uint8_t)(bob - people.at), &failure));
    CHECK(people_write(home.folder.text, &people, &failure));
    CHECK(broker_revoke(&home, &people, &scratch.passphrase, SCRATCH_NOW, &failure));
    CHECK(broker_write(&home, &failure));
    CHECK(broker_reload(&home) == BROKER_TOLD);
    bench_pause(500);
}

static void all_connect(void)
{
    struct identity alice = identity_of_owner(&home);
    struct identity garage = identity_of_door(&home, "garage");
    CHECK(peer_begin(&peers[BOB], &home, &bobs));
    CHECK(peer_begin(&peers[ALICE], &home, &alice));
    CHECK(peer_begin(&peers[DOOR], &home, &garage));
    identity_free(&alice);
    identity_free(&garage);
}

static void bob_is_at_home(void)
{
    bool revoked = true;
    char serial[SERIAL_DIGITS_MOST + 1];
    CHECK(certificate_serial(bobs.certificate, serial));
    CHECK(crl_revokes(&home, serial, &revoked, &failure));
    CHECK(!revoked);
    peer_publish(&peers[DOOR], "portcullis/garage/event", "one", false);
    peer_publish(&peers[BOB], "portcullis/garage/command/bob-laptop", "open", false);
    peers_settle(peers, PEERS);
    CHECK(peer_has_heard(&peers[BOB], "portcullis/garage/event", "one"));
    CHECK(peer_has_heard(&peers[DOOR], "portcullis/garage/command/bob-laptop", "open"));
}

static void a_removed_user_who_is_connected_hears_nothing_and_is_not_heard(void)
{
    remove_bob();
    peer_publish(&peers[DOOR], "portcullis/garage/event", "two", false);
    peer_publish(&peers[DOOR], "portcullis/garage/ack/bob-laptop", "ack", false);
    (void)mosquitto_publish_v5(peers[BOB].client, NULL, "portcullis/garage/command/bob-laptop", 5,
                               "close", 1, false, NULL); // he may be out already
    peers_settle(peers, PEERS);
    CHECK(!peer_has_heard(&peers[BOB], "portcullis/garage/event", "two"));
    CHECK(!peer_has_heard(&peers[BOB], "portcullis/garage/ack/bob-laptop", "ack"));
    CHECK(!peer_has_heard(&peers[DOOR], "portcullis/garage/command/bob-laptop", "close"));
    (void)printf("a revoked client that is connected stays so: %s\n", peers[BOB].up ? "yes" : "no");
}

static void everybody_else_stays_connected(void)
{
    CHECK(peers[ALICE].up && peers[DOOR].up);
    CHECK(peer_has_heard(&peers[ALICE], "portcullis/garage/event", "two"));
}

static void the_certificate_of_a_removed_user_is_refused(void)
{
    struct peer again;
    bool revoked = false;
    char serial[SERIAL_DIGITS_MOST + 1];
    CHECK(certificate_serial(bobs.certificate, serial));
    CHECK(crl_revokes(&home, serial, &revoked, &failure));
    CHECK(revoked);
    CHECK(!peer_begin(&again, &home, &bobs));
    peer_end(&again);
}

static void the_others_certificates_are_not(void)
{
    struct peer again;
    struct identity alice = identity_of_owner(&home);
    CHECK(peer_begin(&again, &home, &alice));
    peer_end(&again);
    identity_free(&alice);
}

// The serial number of the certificate that the broker shows.
static void shown_serial(char serial[SERIAL_DIGITS_MOST + 1])
{
    struct identity alice = identity_of_owner(&home);
    SSL_CTX *tls = bench_tls(&home, &alice);
    BIO *connection = BIO_new_ssl_connect(tls);
    SSL *ssl = NULL;
    char where[32];
    (void)snprintf(where, sizeof(where), "127.0.0.1:%u", (unsigned)home.settings.broker_port);
    CHECK(BIO_get_ssl(connection, &ssl) == 1 && BIO_set_conn_hostname(connection, where) == 1);
    CHECK(BIO_do_connect(connection) == 1);
    CHECK(certificate_serial(SSL_get0_peer_certificate(ssl), serial));
    BIO_free_all(connection);
    SSL_CTX_free(tls);
    identity_free(&alice);
}

static void a_renewed_certificate_is_shown_after_a_sighup(void)
{
    char before[SERIAL_DIGITS_MOST + 1] = "";
    char after[SERIAL_DIGITS_MOST + 1] = "";
    const struct renewal renewal = {.home = &home, .now = time(NULL)};
    shown_serial(before);
    CHECK(authority_renew_broker(&renewal, &failure));
    shown_serial(after);
    CHECK(strcmp(before, after) == 0);
    CHECK(broker_reload(&home) == BROKER_TOLD);
    bench_pause(500);
    shown_serial(after);
    CHECK(strcmp(before, after) != 0);
    CHECK(peers[ALICE].up);
}

static volatile sig_atomic_t hung_up;

static void on_hangup(int signal_number)
{
    (void)signal_number;
    hung_up = 1;
}

// What hears a SIGHUP, as this test does, is not yet a mosquitto.
static void only_a_running_mosquitto_is_told(void)
{
    struct path path;
    char ourselves[32];
    struct home lost = home; // whose broker nobody finds but by its pid file
    (void)snprintf(lost.settings.run_as, sizeof(lost.settings.run_as), "nobody-here");
    const struct sigaction hearing = {.sa_handler = on_hangup};
    CHECK(sigaction(SIGHUP, &hearing, NULL) == 0);
    CHECK(home_path(&home, "broker/data/mosquitto.pid", &path, &failure));
    (void)snprintf(ourselves, sizeof(ourselves), "%ld\n", (long)getpid());
    CHECK(file_write(path.text, bytes_of_text(ourselves), &failure));
    CHECK(broker_reload(&lost) == BROKER_NOT_TOLD);
    CHECK(file_write(path.text, bytes_of_text("-1\n"), &failure));
    CHECK(broker_reload(&lost) == BROKER_NOT_TOLD);
    CHECK(hung_up == 0);
    CHECK(broker_reload(&home) == BROKER_TOLD); // it runs, whatever its file says
    // The folder is the broker's: it keeps nobody waiting with a pipe.
    CHECK(unlink(path.text) == 0 && mkfifo(path.text, 0600) == 0);
    (void)alarm(5);
    CHECK(broker_reload(&lost) == BROKER_NOT_TOLD);
    (void)alarm(0);
    CHECK(unlink(path.text) == 0);
    struct home elsewhere = home;
    elsewhere.settings.broker_foreign = true;
    CHECK(broker_reload(&elsewhere) == BROKER_FOREIGN);
}

// Its end is never, and its first day is the root's: a broker whose clock is wrong refuses nobody for it.
static void the_list_does_not_run_out(void)
{
    struct path path;
    CHECK(home_path(&home, "broker/crl.pem", &path, &failure));
    BIO *file = BIO_new_file(path.text, "r");
    X509_CRL *crl = PEM_read_bio_X509_CRL(file, NULL, NULL, NULL);
    // 2026-03-01 00:00 UTC, and RFC 5280's "no end".
    ASN1_TIME *never = ASN1_TIME_new();
    CHECK(ASN1_TIME_set_string_X509(never, "99991231235959Z") == 1);
    CHECK_SAME(ASN1_TIME_cmp_time_t(X509_CRL_get0_lastUpdate(crl), SCRATCH_NOW - 45296), 0);
    CHECK_SAME(ASN1_TIME_compare(X509_CRL_get0_nextUpdate(crl), never), 0);
    ASN1_TIME_free(never);
    X509_CRL_free(crl);
    BIO_free(file);
}

// Somebody whose time was over went into the list before people.json said so; then one more is revoked.
static void a_list_that_lacks_any_of_them_is_written_anew(void)
{
    bool revoked = false;
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(people_revoke_serial(&people, "0A", &failure));
    CHECK(broker_revoke(&home, &people, &scratch.passphrase, SCRATCH_NOW, &failure));
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(people_revoke_serial(&people, "0B", &failure));
    CHECK(people_revoke_serial(&people, "0A", &failure));
    CHECK(broker_revoke(&home, &people, &scratch.passphrase, SCRATCH_NOW, &failure));
    CHECK(crl_revokes(&home, "0A", &revoked, &failure) && revoked);
    CHECK(crl_revokes(&home, "0B", &revoked, &failure) && revoked);
}

static void a_list_of_another_home_is_none(void)
{
    bool revoked = false;
    struct path path;
    CHECK(home_path(&home, "broker/crl.pem", &path, &failure));
    CHECK(file_write(path.text, bytes_of_text("no list\n"), &failure));
    CHECK(!crl_revokes(&home, "01", &revoked, &failure));
    CHECK(strstr(failure.text, "clients' root") != NULL);
}

static bool make_all(void)
{
    struct home_request request = scratch_home_request(&scratch);
    request.settings.broker_port = bench_free_port();
    if (!make_home(&request, scratch.sheet, &failure) ||
        !home_open(scratch.place.text, &home, &failure)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    return make_door(&garage, &failure);
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    (void)mosquitto_lib_init(); // never refused
    scratch_begin(&scratch);
    if (check_that(make_all(), failure.text, __FILE__, __LINE__)) {
        add_bob();
        broker = bench_start(&home);
    }
    if (broker > 0) {
        all_connect();
        RUN(bob_is_at_home);
        RUN(a_removed_user_who_is_connected_hears_nothing_and_is_not_heard);
        RUN(everybody_else_stays_connected);
        RUN(the_certificate_of_a_removed_user_is_refused);
        RUN(the_others_certificates_are_not);
        RUN(the_list_does_not_run_out);
        RUN(a_renewed_certificate_is_shown_after_a_sighup);
        RUN(only_a_running_mosquitto_is_told);
        RUN(a_list_that_lacks_any_of_them_is_written_anew);
        RUN(a_list_of_another_home_is_none);
        for (size_t i = 0; i < PEERS; i++) {
            peer_end(&peers[i]);
        }
        identity_free(&bobs);
        bench_stop(broker);
    }
    scratch_end(&scratch);
    return check_verdict();
}
