#include "home/authority/crl.h"
#include "home/broker/acl.h"
#include "home/broker/configuration.h"
#include "home/broker/password.h"
#include "home/broker/unit.h"
#include "home/doctor/checks.h"

#include <stdlib.h>
#include <string.h>

static const char why[] =
    "the broker's rules are made from people and doors; these may let in who was revoked, or shut "
    "out who was added";

// What stands there is what would be written now. text is freed.
static void compare(struct patient *patient, const char *name, char *text, size_t *different)
{
    struct path path;
    struct failure failure;
    static uint8_t room[1024 * 1024];
    struct bytes content;
    if (text == NULL) {
        return;
    }
    const bool read = home_path(patient->home, name, &path, &failure) &&
                      file_read(path.text, room, sizeof(room), &content, &failure);
    if (!read || !bytes_equal(content, bytes_of_text(text))) {
        (*different)++;
        finding_add(&patient->diagnosis, FINDING_BAD, why,
                    "%s is not what the home says now; it is older, or was edited by hand", name);
        finding_mend(&patient->diagnosis, "portcullis broker config");
    }
    free(text);
}

// Homes of before the unit lay in the home have it where the broker's user may have changed it.
static void look_for_old_unit(struct patient *patient, size_t *different)
{
    struct path old;
    struct failure ignored; // a path that is too long leads to nothing
    const char *folder = patient->home->folder.text;
    if (!home_path(patient->home, "broker/" UNIT_NAME ".service", &old, &ignored) ||
        !file_exists(old.text)) {
        return;
    }
    (*different)++;
    finding_add(
        &patient->diagnosis, FINDING_BAD,
        "systemd does as root what a unit says, and whoever takes over the broker may write "
        "there",
        "broker/" UNIT_NAME ".service is of an older portcullis; the unit lies in the home now");
    finding_mend(&patient->diagnosis,
                 "portcullis broker config; sudo install -m 644 %s/" UNIT_NAME
                 ".service /etc/systemd/system/ && sudo systemctl daemon-reload && sudo rm %s",
                 folder, old.text);
}

void check_broker_files(struct patient *patient)
{
    static struct identities identities;
    const struct home_settings *settings = &patient->home->settings;
    struct path crl;
    struct failure failure;
    size_t different = 0;
    if (!home_path(patient->home, "broker/crl.pem", &crl, &failure) ||
        !identities_read(patient->home, &identities, &failure)) {
        finding_add(&patient->diagnosis, FINDING_BAD, why, "%s", failure.text);
        finding_mend(&patient->diagnosis, "portcullis restore FILE");
        return;
    }
    compare(patient, "broker/acl", acl_text(settings, &identities), &different);
    compare(patient, "broker/passwords", passwords_text(settings, &identities), &different);
    if (!settings->broker_foreign) {
        const char *folder = patient->home->folder.text;
        compare(patient, "broker/mosquitto.conf",
                configuration_text(folder, settings, file_exists(crl.text)), &different);
        compare(patient, UNIT_NAME ".service", unit_text(folder, settings), &different);
        look_for_old_unit(patient, &different);
    }
    if (different == 0) {
        finding_good(&patient->diagnosis, "the broker's files are what the home says");
    }
}

void check_revoked(struct patient *patient)
{
    static struct people people; // large, and there is one
    struct failure failure;
    size_t missing = 0;
    if (!people_read(patient->home->folder.text, &people, &failure)) {
        return; // rosters.c says so
    }
    const size_t count = people_revoked_count(&people);
    for (size_t i = 0; i < count; i++) {
        bool on_it = false;
        missing +=
            crl_revokes(patient->home, people_revoked_serial(&people, i), &on_it, &failure) && on_it
                ? 0
                : 1;
    }
    if (missing == 0) {
        finding_good(&patient->diagnosis,
                     "%zu certificates are revoked, and the broker's list has "
                     "them all",
                     count);
        return;
    }
    finding_add(&patient->diagnosis, FINDING_WARNING,
                "whoever has one of them is still let in; he may nothing there until his name has "
                "rows again, as after `door add` of a door that was removed",
                "%zu of %zu revoked certificates are not on the broker's list, broker/crl.pem",
                missing, count);
    finding_mend(&patient->diagnosis, "portcullis roster sign");
}
