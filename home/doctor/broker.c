#include "home/authority/certificate.h"
#include "home/broker/unit.h"
#include "home/doctor/certificate_age.h"
#include "home/doctor/checks.h"
#include "home/doctor/visitor.h"

#include <stdio.h>

static const char why_away[] = "no command reaches a door without it; the wall button does";
static const char why_old[] = "it shows what it read at its start, until it is told to read again";
static const char why_strangers[] =
    "whoever is let in sees who presses when, and may try to speak for others";

void mend_by_reload(struct patient *patient)
{
    if (patient->home->settings.broker_foreign) {
        finding_mend(&patient->diagnosis,
                     "portcullis broker acl, and give your broker what it prints");
        return;
    }
    finding_mend(&patient->diagnosis,
                 "portcullis broker config, then sudo systemctl reload " UNIT_NAME
                 ", or kill -HUP $(cat %s/broker/data/mosquitto.pid)",
                 patient->home->folder.text);
}

static struct visit visit_of(const struct patient *patient, enum visitor_kind kind, uint16_t port)
{
    return (struct visit){.home = patient->home, .kind = kind, .port = port, .mark = "doctor"};
}

// What it shows is what lies in broker/; of somebody's own broker, its age.
static void compare_certificates(struct patient *patient, struct visitor *visitor)
{
    struct path path;
    struct failure nobody_asks;
    X509 *ours = NULL;
    SSL *tls = mosquitto_ssl_get(visitor->client);
    X509 *shown = tls == NULL ? NULL : SSL_get1_peer_certificate(tls);
    if (shown != NULL && patient->home->settings.broker_foreign) {
        judge_certificate_age(patient, shown, "your broker's", "renew it as you made it");
    } else if (shown != NULL &&
               home_path(patient->home, "broker/broker.crt", &path, &nobody_asks) &&
               certificate_load(path.text, &ours, &nobody_asks) && X509_cmp(shown, ours) != 0) {
        finding_add(&patient->diagnosis, FINDING_BAD, why_old,
                    "the broker shows another certificate than broker/broker.crt");
        mend_by_reload(patient);
    }
    X509_free(shown);
    X509_free(ours);
}

void check_broker(struct patient *patient)
{
    static struct visitor visitor;
    struct failure failure;
    const struct home_settings *settings = &patient->home->settings;
    const struct visit visit = visit_of(patient, VISITOR_OWNER, settings->broker_port);
    patient->broker_answers = visitor_enters(&visitor, &visit, &failure);
    if (patient->broker_answers) {
        finding_good(&patient->diagnosis, "the broker at %s:%u is %s and lets us in",
                     settings->broker_address, (unsigned)settings->broker_port,
                     settings->broker_name);
        compare_certificates(patient, &visitor);
    } else {
        finding_add(&patient->diagnosis, FINDING_BAD, why_away, "%s", failure.text);
        finding_mend(&patient->diagnosis,
                     "portcullis broker config, which ends with how to start it");
    }
    visitor_leaves(&visitor);
}

struct stranger {
    enum visitor_kind kind;
    const char *who;
};

static const struct stranger strangers[] = {
    {VISITOR_STRANGER, "somebody without a certificate"},
    {VISITOR_FORGED, "somebody who signed his certificate himself"},
};

static void check_plain(struct patient *patient)
{
    static struct visitor visitor;
    struct failure nobody_asks;
    const char *address = patient->home->settings.broker_address;
    const unsigned port = patient->plain_port;
    if (port == patient->home->settings.broker_port ||
        !port_answers(address, patient->plain_port)) {
        finding_good(&patient->diagnosis, "port %u of %s, MQTT without TLS, is closed", port,
                     address);
        return;
    }
    const struct visit visit = visit_of(patient, VISITOR_PLAIN, patient->plain_port);
    const bool entered = visitor_enters(&visitor, &visit, &nobody_asks);
    visitor_leaves(&visitor);
    finding_add(&patient->diagnosis, entered ? FINDING_BAD : FINDING_WARNING, why_strangers,
                entered ? "%s:%u lets in anybody, without TLS"
                        : "%s:%u takes connections without TLS",
                address, port);
    finding_mend(&patient->diagnosis,
                 "take that listener out of the broker's configuration, or bind it to 127.0.0.1");
}

void check_strangers(struct patient *patient)
{
    static struct visitor visitor;
    struct failure nobody_asks;
    size_t let_in = 0;
    for (size_t i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++) {
        const struct visit visit =
            visit_of(patient, strangers[i].kind, patient->home->settings.broker_port);
        if (visitor_enters(&visitor, &visit, &nobody_asks)) {
            let_in++;
            finding_add(&patient->diagnosis, FINDING_BAD, why_strangers, "the broker lets in %s",
                        strangers[i].who);
            finding_mend(&patient->diagnosis,
                         "portcullis broker config, and start the broker with that file");
        }
        visitor_leaves(&visitor);
    }
    if (let_in == 0) {
        finding_good(&patient->diagnosis, "the broker refuses whoever has no certificate of ours");
    }
    check_plain(patient);
}
