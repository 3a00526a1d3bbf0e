#include "home/cli/household/make_home.h"
#include "home/authority/page_certificate.h"
#include "home/broker/configuration.h"
#include "home/cli/household/foreign_broker.h"
#include "home/folder/place.h"
#include "home/page/page.h"
#include "home/people/people.h"

#include <stdio.h>
#include <string.h>

static bool name_owner_is_free(const char *owner, struct failure *failure)
{
    static const char *const taken[] = {"admin", "timekeeper", "keeper", "enrol"};
    if (!name_is_plain(owner)) {
        return failure_say(failure,
                           "\"%s\" cannot be the owner's name: 1 to 16 of a-z, 0-9 and -; "
                           "say --owner alice-laptop",
                           owner);
    }
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        if (strcmp(owner, taken[i]) == 0) {
            return failure_say(failure, "\"%s\" is a name of the system; say --owner alice-laptop",
                               owner);
        }
    }
    if (strncmp(owner, "door-", 5) == 0) {
        return failure_say(failure,
                           "\"%s\" is a door's name at the broker; say --owner "
                           "alice-laptop",
                           owner);
    }
    return true;
}

// What the first people.json is made of: each key's file, and what its holder may do.
struct first_person {
    const char *file;
    const char *user; // NULL: the owner's
    enum role role;
    bool locked;
    const char *certificate; // his at the broker; NULL: he is not there
};

static const struct first_person first_people[] = {
    {"keys/admin.key", "admin", ROLE_ADMIN, true, NULL},
    {"keys/owner.key", NULL, ROLE_OWNER, false, "link/tls.crt"},
    {"keys/time.key", "timekeeper", ROLE_TIMEKEEPER, false, NULL},
};

// What his certificate is revoked by.
static bool note_serial(const char *folder, const char *name, struct person *person,
                        struct failure *failure)
{
    struct path path;
    X509 *certificate = NULL;
    if (!path_join(folder, name, &path, failure) ||
        !certificate_load(path.text, &certificate, failure)) {
        return false;
    }
    const bool known = certificate_serial(certificate, person->certificate);
    X509_free(certificate);
    return known ||
           failure_say(failure, "%s has no serial number; check that OpenSSL is whole", path.text);
}

static bool add_person(const char *folder, const struct home_request *request,
                       const struct first_person *person, struct people *people,
                       struct failure *failure)
{
    EVP_PKEY *key = NULL;
    struct path path;
    uint8_t point[POINT_SIZE];
    if (!path_join(folder, person->file, &path, failure) ||
        !key_load(path.text, person->locked ? request->passphrase : NULL, &key, failure)) {
        return false;
    }
    const bool known = key_point(key, point);
    EVP_PKEY_free(key);
    if (!known) {
        return failure_say(failure, "OpenSSL gave no point of %s; check that its library is whole",
                           path.text);
    }
    const char *user = person->user == NULL ? request->settings.owner : person->user;
    struct person added = person_of(user, person->role, point);
    return (person->certificate == NULL ||
            note_serial(folder, person->certificate, &added, failure)) &&
           people_add(people, &added, failure);
}

static bool make_people(const char *folder, const struct home_request *request,
                        struct failure *failure)
{
    struct people people = {.count = 0};
    for (size_t i = 0; i < sizeof(first_people) / sizeof(first_people[0]); i++) {
        if (!add_person(folder, request, &first_people[i], &people, failure)) {
            return false;
        }
    }
    return people_write(folder, &people, failure);
}

static bool write_sheet(const char *folder, const struct recovery_sheet *sheet,
                        char text[RECOVERY_SHEET_MOST], struct failure *failure)
{
    struct path path;
    char page[RECOVERY_SHEET_PAGE_MOST] = "";
    const bool written = recovery_sheet_print(sheet, text, RECOVERY_SHEET_MOST, failure) &&
                         path_join(folder, "recovery-sheet.txt", &path, failure) &&
                         file_write(path.text, bytes_of_text(text), failure) &&
                         recovery_sheet_print_page(sheet, page, sizeof(page), failure) &&
                         path_join(folder, "recovery-sheet.html", &path, failure) &&
                         file_write(path.text, bytes_of_text(page), failure);
    wipe(page, sizeof(page));
    return written;
}

static bool make_sheet(const char *folder, const struct home_request *request,
                       const uint8_t scalar[PRIVATE_KEY_SIZE], char text[RECOVERY_SHEET_MOST],
                       struct failure *failure)
{
    struct path path;
    EVP_PKEY *recovery = NULL;
    uint8_t point[POINT_SIZE];
    char day[16] = "";
    struct tm broken_down;
    struct recovery_sheet sheet = {.organisation = request->settings.organisation, .made = day};
    if (!path_join(folder, "keys/recovery.pub", &path, failure) ||
        !key_load_public(path.text, &recovery, failure)) {
        return false;
    }
    bool made = key_point(recovery, point) && gmtime_r(&request->now, &broken_down) != NULL &&
                strftime(day, sizeof(day), "%Y-%m-%d", &broken_down) > 0;
    EVP_PKEY_free(recovery);
    if (!made) {
        return failure_say(failure, "the clock says no day for the recovery sheet; set it and try "
                                    "again");
    }
    key8_of(point, sheet.key8);
    memcpy(sheet.scalar, scalar, PRIVATE_KEY_SIZE);
    made = write_sheet(folder, &sheet, text, failure);
    wipe(&sheet, sizeof(sheet));
    return made;
}

static bool make_page(const char *folder, const struct home_request *request,
                      struct failure *failure)
{
    struct home home = {.settings = request->settings};
    (void)snprintf(home.folder.text, sizeof(home.folder.text), "%s", folder);
    if (home.settings.page.host[0] == '\0') {
        return true;
    }
    return (page_is_local(&home.settings.page) ||
            authority_certify_page(&home, request->now, failure)) &&
           page_make(&home, request->place, failure);
}

static bool fill(const char *folder, const struct home_request *request,
                 char sheet[RECOVERY_SHEET_MOST], struct failure *failure)
{
    const struct authority_request authority = {
        .settings = &request->settings,
        .passphrase = request->passphrase,
        .now = request->now,
        .extra_name_count = request->extra_name_count,
        .extra_names = {request->extra_names[0], request->extra_names[1], request->extra_names[2],
                        request->extra_names[3], request->extra_names[4]},
    };
    uint8_t recovery[PRIVATE_KEY_SIZE] = {0};
    struct path broker;
    struct path doors;
    bool made = path_join(folder, "broker", &broker, failure) &&
                folder_make(broker.text, failure) && path_join(folder, "doors", &doors, failure) &&
                folder_make(doors.text, failure) &&
                authority_make(folder, &authority, recovery, failure) &&
                foreign_broker_write(folder, request, failure);
    made = made && make_sheet(folder, request, recovery, sheet, failure);
    wipe(recovery, sizeof(recovery));
    return made && make_people(folder, request, failure) &&
           broker_make(folder, request->place, &request->settings, failure) &&
           make_page(folder, request, failure) &&
           home_write_settings(folder, &request->settings, failure);
}

bool make_home_allowed(const char *place, const struct home_request *request,
                       struct failure *failure)
{
    return clock_is_plausible(request->now, failure) &&
           name_owner_is_free(request->settings.owner, failure) && place_is_free(place, failure) &&
           (request->settings.page.host[0] == '\0' ||
            page_fits_nginx(place, &request->settings.page, failure));
}

bool make_home(const struct home_request *request, char sheet[RECOVERY_SHEET_MOST],
               struct failure *failure)
{
    struct home_request ours = *request;
    struct path beside;
    uint8_t tag[4];
    int lock = -1;
    if (!make_home_allowed(ours.place, &ours, failure) || !random_fill(tag, sizeof(tag), failure)) {
        return false;
    }
    (void)snprintf(ours.settings.organisation, sizeof(ours.settings.organisation),
                   "Portcullis %02x%02x%02x%02x", tag[0], tag[1], tag[2], tag[3]);
    if (!place_begin(ours.place, &beside, &lock, failure)) {
        return false;
    }
    const bool made = fill(beside.text, &ours, sheet, failure);
    return place_end(&beside, ours.place, made, lock, failure);
}
