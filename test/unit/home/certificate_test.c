// The certificates of a whole home, read back by OpenSSL.
#include "home/authority/authority.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

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

static bool is_critical(const X509 *certificate, int nid)
{
    const int at = X509_get_ext_by_NID(certificate, nid, -1);
    return check_that(at >= 0, OBJ_nid2sn(nid), __FILE__, __LINE__) &&
           X509_EXTENSION_get_critical(X509_get_ext(certificate, at)) == 1;
}

// Verifies leaf against root, by way of between, as OpenSSL would for purpose; its error code.
static int verdict(X509 *leaf, X509 *between, X509 *root, int purpose, const char *host)
{
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    STACK_OF(X509) *untrusted = sk_X509_new_null();
    CHECK(X509_STORE_add_cert(store, root) == 1);
    if (between != NULL) {
        CHECK(sk_X509_push(untrusted, between) == 1);
    }
    CHECK(X509_STORE_CTX_init(context, store, leaf, untrusted) == 1);
    X509_VERIFY_PARAM *wanted = X509_STORE_CTX_get0_param(context);
    CHECK(X509_VERIFY_PARAM_set_purpose(wanted, purpose) == 1);
    X509_VERIFY_PARAM_set_time(wanted, SCRATCH_NOW);
    CHECK(X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_X509_STRICT) == 1);
    if (host != NULL) {
        CHECK(X509_VERIFY_PARAM_set1_host(wanted, host, 0) == 1);
    }
    (void)X509_verify_cert(context); // its error is what is asked for
    const int error = X509_STORE_CTX_get_error(context);
    X509_STORE_CTX_free(context);
    sk_X509_free(untrusted);
    X509_STORE_free(store);
    return error;
}

static int servers_verdict(const char *leaf_name, const char *host)
{
    X509 *leaf = load(leaf_name);
    X509 *between = load("authority/server-intermediate.crt");
    X509 *root = load("authority/server-root.crt");
    const int answer = verdict(leaf, between, root, X509_PURPOSE_SSL_SERVER, host);
    X509_free(leaf);
    X509_free(between);
    X509_free(root);
    return answer;
}

static int clients_verdict(const char *leaf_name)
{
    X509 *leaf = load(leaf_name);
    X509 *root = load("authority/client-root.crt");
    const int answer = verdict(leaf, NULL, root, X509_PURPOSE_SSL_CLIENT, NULL);
    X509_free(leaf);
    X509_free(root);
    return answer;
}

static void the_broker_is_believed_under_its_names_alone(void)
{
    CHECK_SAME(servers_verdict("broker/broker.crt", "mqtt.local"), X509_V_OK);
    CHECK_SAME(servers_verdict("broker/broker.crt", "localhost"), X509_V_OK);
    CHECK_SAME(servers_verdict("broker/broker.crt", "other.local"), X509_V_ERR_HOSTNAME_MISMATCH);
}

static void a_client_plays_no_broker_and_a_broker_no_client(void)
{
    CHECK_SAME(clients_verdict("link/tls.crt"), X509_V_OK);
    CHECK(servers_verdict("link/tls.crt", NULL) != X509_V_OK);
    CHECK(clients_verdict("broker/broker.crt") != X509_V_OK);
}

static void constraints_are_critical_in_roots_and_not_below(void)
{
    X509 *root = load("authority/server-root.crt");
    X509 *clients = load("authority/client-root.crt");
    X509 *between = load("authority/server-intermediate.crt");
    CHECK(is_critical(root, NID_name_constraints));
    CHECK(is_critical(clients, NID_name_constraints));
    CHECK(!is_critical(between, NID_name_constraints));
    X509_free(root);
    X509_free(clients);
    X509_free(between);
}

static bool begins_on_the_day(const X509 *certificate)
{
    // 2026-03-01 00:00 UTC.
    const time_t midnight = SCRATCH_NOW - SCRATCH_NOW % 86400;
    return ASN1_TIME_cmp_time_t(X509_get0_notBefore(certificate), midnight) == 0;
}

static void everything_begins_at_midnight_of_the_roots_day(void)
{
    static const char *const names[] = {"authority/server-root.crt",
                                        "authority/server-intermediate.crt", "broker/broker.crt",
                                        "authority/client-root.crt", "link/tls.crt"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        X509 *certificate = load(names[i]);
        check_context(names[i]);
        CHECK(begins_on_the_day(certificate));
        X509_free(certificate);
    }
    check_context(NULL);
}

static bool has_no_end(const X509 *certificate)
{
    const ASN1_TIME *end = X509_get0_notAfter(certificate);
    return strcmp((const char *)ASN1_STRING_get0_data(end), "99991231235959Z") == 0;
}

static void roots_and_clients_have_no_end_and_the_broker_has(void)
{
    X509 *root = load("authority/server-root.crt");
    X509 *clients = load("authority/client-root.crt");
    X509 *owner = load("link/tls.crt");
    X509 *broker = load("broker/broker.crt");
    CHECK(has_no_end(root));
    CHECK(has_no_end(clients));
    CHECK(has_no_end(owner));
    CHECK(!has_no_end(broker));
    X509_free(root);
    X509_free(clients);
    X509_free(owner);
    X509_free(broker);
}

// Opens one of the home's authorities and signs what it should never sign.
static X509 *sign_with(const char *authority, enum certificate_kind kind, const char *organisation,
                       const char *name)
{
    struct path path;
    char file[64];
    EVP_PKEY *key = NULL;
    EVP_PKEY *issuer_key = NULL;
    X509 *out = NULL;
    (void)snprintf(file, sizeof(file), "%s.crt", authority);
    X509 *issuer = load(file);
    (void)snprintf(file, sizeof(file), "%s.key", authority);
    const struct passphrase *under = strstr(authority, "root") != NULL ? &scratch.passphrase : NULL;
    CHECK(home_path(&home, file, &path, &failure));
    CHECK(key_load(path.text, under, &issuer_key, &failure));
    CHECK(key_generate(&key, &failure));
    const struct certificate_request request = {
        .kind = kind,
        .organisation = organisation,
        .common_name = name,
        .key = key,
        .issuer = issuer,
        .issuer_key = issuer_key,
        .begin = SCRATCH_NOW,
        .days = 10,
        .name_count = 1,
        .names = {name},
    };
    CHECK(certificate_issue(&request, &out, &failure));
    EVP_PKEY_free(key);
    EVP_PKEY_free(issuer_key);
    X509_free(issuer);
    return out;
}

static void a_stolen_intermediate_is_believed_about_no_public_name(void)
{
    X509 *forged = sign_with("authority/server-intermediate", CERTIFICATE_SERVER,
                             home.settings.organisation, "bank.example");
    X509 *between = load("authority/server-intermediate.crt");
    X509 *root = load("authority/server-root.crt");
    CHECK_SAME(verdict(forged, between, root, X509_PURPOSE_SSL_SERVER, "bank.example"),
               X509_V_ERR_PERMITTED_VIOLATION);
    X509_free(forged);
    forged = sign_with("authority/server-intermediate", CERTIFICATE_SERVER,
                       home.settings.organisation, "pages.home.arpa");
    CHECK_SAME(verdict(forged, between, root, X509_PURPOSE_SSL_SERVER, "pages.home.arpa"),
               X509_V_OK);
    X509_free(forged);
    X509_free(between);
    X509_free(root);
}

static void the_clients_root_is_believed_about_no_server_and_no_stranger(void)
{
    X509 *root = load("authority/client-root.crt");
    X509 *server = sign_with("authority/client-root", CERTIFICATE_SERVER,
                             home.settings.organisation, "mqtt.local");
    X509 *stranger =
        sign_with("authority/client-root", CERTIFICATE_CLIENT, "Another home", "alice-laptop");
    CHECK(verdict(server, NULL, root, X509_PURPOSE_SSL_SERVER, "mqtt.local") != X509_V_OK);
    CHECK_SAME(verdict(stranger, NULL, root, X509_PURPOSE_SSL_CLIENT, NULL),
               X509_V_ERR_PERMITTED_VIOLATION);
    X509_free(server);
    X509_free(stranger);
    X509_free(root);
}

static void the_broker_shows_its_own_certificate_first_and_no_root(void)
{
    struct path path;
    CHECK(home_path(&home, "broker/broker.crt", &path, &failure));
    BIO *file = BIO_new_file(path.text, "r");
    X509 *first = PEM_read_bio_X509(file, NULL, NULL, NULL);
    X509 *second = PEM_read_bio_X509(file, NULL, NULL, NULL);
    CHECK(first != NULL && X509_check_host(first, "mqtt.local", 0, 0, NULL) == 1);
    CHECK(second != NULL && X509_check_ca(second) == 1);
    CHECK(second != NULL && X509_self_signed(second, 0) == 0);
    CHECK(PEM_read_bio_X509(file, NULL, NULL, NULL) == NULL);
    X509_free(first);
    X509_free(second);
    BIO_free(file);
}

static void a_clock_of_1970_makes_no_certificates(void)
{
    CHECK(!clock_is_plausible(0, &failure));
    CHECK(strstr(failure.text, "1970-01-01") != NULL);
    CHECK(!clock_is_plausible(1704067199, &failure));
    CHECK(clock_is_plausible(1704067200, &failure));
}

int main(void)
{
    scratch_begin(&scratch);
    if (scratch_home(&scratch, &home)) {
        RUN(the_broker_is_believed_under_its_names_alone);
        RUN(a_client_plays_no_broker_and_a_broker_no_client);
        RUN(constraints_are_critical_in_roots_and_not_below);
        RUN(everything_begins_at_midnight_of_the_roots_day);
        RUN(roots_and_clients_have_no_end_and_the_broker_has);
        RUN(a_stolen_intermediate_is_believed_about_no_public_name);
        RUN(the_clients_root_is_believed_about_no_server_and_no_stranger);
        RUN(the_broker_shows_its_own_certificate_first_and_no_root);
        RUN(a_clock_of_1970_makes_no_certificates);
    }
    scratch_end(&scratch);
    return check_verdict();
}
