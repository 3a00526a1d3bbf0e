#include "home/broker/acl.h"
#include "home/broker/configuration.h"
#include "home/broker/password.h"
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
    }
    if (different == 0) {
        finding_good(&patient->diagnosis, "the broker's files are what the home says");
    }
}
