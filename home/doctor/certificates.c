#include "home/authority/certificate.h"
#include "home/doctor/certificate_age.h"
#include "home/doctor/checks.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

enum {
    DAYS_TO_WARN = 60
};

static const char why_age[] =
    "doors and this command line do not believe a certificate past its end, and stay away";
static const char why_names[] =
    "doors and this command line believe the broker under that name alone";

// Days from now to the certificate's end; negative when that is past.
static bool days_left(const X509 *certificate, time_t now, long *out)
{
    ASN1_TIME *from = ASN1_TIME_set(NULL, now);
    int days = 0;
    int seconds = 0;
    const bool known =
        from != NULL && ASN1_TIME_diff(&days, &seconds, from, X509_get0_notAfter(certificate)) == 1;
    ASN1_TIME_free(from);
    *out = days > 0 || seconds >= 0 ? days : days - 1;
    if (days == 0 && seconds < 0) {
        *out = -1;
    }
    return known;
}

static X509 *load(struct patient *patient, const char *name)
{
    struct path path;
    struct failure failure;
    X509 *certificate = NULL;
    if (!home_path(patient->home, name, &path, &failure) ||
        !certificate_load(path.text, &certificate, &failure)) {
        finding_add(&patient->diagnosis, FINDING_BAD, why_age, "%s", failure.text);
        finding_mend(&patient->diagnosis, "portcullis restore FILE");
        return NULL;
    }
    return certificate;
}

void judge_certificate_age(struct patient *patient, const X509 *certificate, const char *whose,
                           const char *mend)
{
    struct diagnosis *diagnosis = &patient->diagnosis;
    long days = 0;
    if (!days_left(certificate, patient->now, &days)) {
        finding_add(diagnosis, FINDING_BAD, why_age, "%s certificate has no readable end", whose);
        finding_mend(diagnosis, "%s", mend);
    } else if (days < 0) {
        finding_add(diagnosis, FINDING_BAD, why_age, "%s certificate ended %ld days ago", whose,
                    -days);
        finding_mend(diagnosis, "%s", mend);
    } else if (days < DAYS_TO_WARN) {
        finding_add(diagnosis, FINDING_WARNING, why_age, "%s certificate ends in %ld days", whose,
                    days);
        finding_mend(diagnosis, "%s", mend);
    } else {
        finding_good(diagnosis, "%s certificate is good for %ld days", whose, days);
    }
}

static void judge_name(struct patient *patient, X509 *broker)
{
    const char *name = patient->home->settings.broker_name;
    if (X509_check_host(broker, name, 0, X509_CHECK_FLAG_NO_WILDCARDS, NULL) == 1) {
        finding_good(&patient->diagnosis, "the broker's certificate says %s", name);
        return;
    }
    finding_add(&patient->diagnosis, FINDING_BAD, why_names,
                "the broker's certificate does not say %s, as home.json does", name);
    finding_mend(&patient->diagnosis, "portcullis broker renew");
}

static void judge_signature(struct patient *patient, X509 *broker, X509 *intermediate, X509 *root)
{
    const bool leads = X509_verify(broker, X509_get0_pubkey(intermediate)) == 1 &&
                       X509_verify(intermediate, X509_get0_pubkey(root)) == 1;
    ERR_clear_error();
    if (!leads) {
        finding_add(&patient->diagnosis, FINDING_BAD,
                    "doors believe only what leads to the root they were given by cable",
                    "the broker's certificate does not lead to this home's root of servers");
        finding_mend(&patient->diagnosis, "portcullis broker renew");
    }
}

void check_certificates(struct patient *patient)
{
    // Somebody's own broker has its certificate itself; broker.c looks at what it shows.
    if (patient->home->settings.broker_foreign) {
        return;
    }
    X509 *broker = load(patient, "broker/broker.crt");
    X509 *intermediate = load(patient, "authority/server-intermediate.crt");
    X509 *root = load(patient, "authority/server-root.crt");
    if (broker != NULL && intermediate != NULL && root != NULL) {
        judge_certificate_age(patient, broker, "the broker's", "portcullis broker renew");
        judge_certificate_age(
            patient, intermediate, "the intermediate's",
            "portcullis restore FILE, of a home made later; or make the home anew");
        judge_name(patient, broker);
        judge_signature(patient, broker, intermediate, root);
    }
    X509_free(broker);
    X509_free(intermediate);
    X509_free(root);
}
