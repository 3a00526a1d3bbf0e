#include "home/authority/certificate.h"
#include "home/doctor/certificate_age.h"
#include "home/doctor/checks.h"
#include "home/doctor/web.h"
#include "home/page/look.h"

static const char why_files[] =
    "phones know doors and their keys by it; without it they believe nothing "
    "that a door says";
static const char why_certificate[] =
    "browsers refuse passkeys, and all else, under a certificate that they do not believe";

// Whoever made it makes it anew.
static void mend_certificate(struct patient *patient)
{
    if (patient->home->settings.page.certificate[0] == '\0') {
        finding_mend(&patient->diagnosis,
                     "portcullis page certificate; sudo systemctl reload nginx");
    } else {
        finding_mend(&patient->diagnosis, "sudo certbot renew, or what else made it: docs/page.md");
    }
}

static void judge_age(struct patient *patient, const struct page_look *look)
{
    struct failure failure;
    X509 *certificate = NULL;
    const bool own = patient->home->settings.page.certificate[0] == '\0';
    if (certificate_load(look->certificate.text, &certificate, &failure)) {
        judge_certificate_age(patient, certificate, "the page's",
                              own ? "portcullis page certificate; sudo systemctl reload nginx"
                                  : "sudo certbot renew, or what else made it: docs/page.md");
    }
    X509_free(certificate);
}

// It reads its certificate when it starts, and when it is told to.
static void judge_shown(struct patient *patient, const struct page_look *look)
{
    struct failure unread; // of the file, which was judged
    X509 *ours = NULL;
    X509 *shown = NULL;
    if (!patient->offline && web_certificate(&patient->home->settings.page, &shown) &&
        certificate_load(look->certificate.text, &ours, &unread)) {
        if (X509_cmp(shown, ours) == 0) {
            finding_good(&patient->diagnosis, "the web server shows the page's certificate");
        } else {
            finding_add(&patient->diagnosis, FINDING_BAD,
                        "it shows what it read before the certificate was made anew, and that "
                        "one ends",
                        "the web server shows another certificate than %s", look->certificate.text);
            finding_mend(&patient->diagnosis, "sudo systemctl reload nginx");
        }
    }
    X509_free(ours);
    X509_free(shown);
}

static void judge_certificate(struct patient *patient, const struct page_look *look)
{
    switch (look->has_certificate) {
    case PAGE_CERTIFICATE_NEEDLESS:
        return;
    case PAGE_CERTIFICATE_GOOD:
    case PAGE_CERTIFICATE_OVER:
        judge_age(patient, look);
        judge_shown(patient, look);
        return;
    case PAGE_CERTIFICATE_HIDDEN:
        finding_good(&patient->diagnosis,
                     "the page's certificate is root's to read: sudo portcullis doctor judges it");
        return;
    case PAGE_CERTIFICATE_MISSING:
    case PAGE_CERTIFICATE_WITHOUT_KEY:
    case PAGE_CERTIFICATE_OF_ANOTHER:
        finding_add(&patient->diagnosis, FINDING_BAD, why_certificate,
                    "the page has no certificate: %s", look->certificate_failure.text);
        mend_certificate(patient);
        return;
    }
}

static void judge_files(struct patient *patient, const struct page_look *look)
{
    struct diagnosis *diagnosis = &patient->diagnosis;
    if (!look->has_own_file || !look->is_written) {
        finding_add(diagnosis, FINDING_BAD, why_files,
                    "%s is not what the home says now; it is older, or was edited by hand",
                    look->has_own_file ? "page/nginx.conf" : "page/home.json");
        finding_mend(diagnosis, "portcullis page");
    }
    if (!look->has_files) {
        finding_add(diagnosis, FINDING_BAD, "a phone that opens the page finds nothing",
                    "the page's files are missing: there is no %s/index.html", look->files.text);
        finding_mend(diagnosis, "portcullis page set --files DIR, where they are");
    }
    if (look->shut.text[0] != '\0') {
        finding_add(diagnosis, FINDING_WARNING, why_files,
                    "a web server of another user cannot walk through %s to page/home.json",
                    look->shut.text);
        finding_mend(diagnosis, "chmod o+x %s", look->shut.text);
    }
}

void check_page(struct patient *patient)
{
    static struct page_look look; // large, and there is one
    struct failure failure;
    const size_t before = patient->diagnosis.count;
    if (patient->home->settings.page.host[0] == '\0') {
        return;
    }
    if (!page_look(patient->home, patient->now, &look, &failure)) {
        finding_add(&patient->diagnosis, FINDING_BAD, why_files, "%s", failure.text);
        finding_mend(&patient->diagnosis, "portcullis restore FILE");
        return;
    }
    judge_files(patient, &look);
    if (patient->diagnosis.count == before) {
        finding_good(&patient->diagnosis, "the page's files are there, and are what the home says");
    }
    judge_certificate(patient, &look);
}
