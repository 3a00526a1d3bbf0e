// door add, rename, replace and remove, cut off at every call that changes the disk: the same command given
// again finishes what was begun; and what is not finished by that, the doctor names, with the command that
// does it.
#include "home/authority/crl.h"
#include "home/broker/configuration.h"
#include "home/broker/revocation.h"
#include "home/cli/doors/move_door.h"
#include "home/doctor/doctor.h"
#include "home/people/people.h"
#include "test/support/check.h"
#include "test/unit/home/cut_off.h"
#include "test/unit/home/rows.h"
#include "test/unit/home/scratch.h"

#include <string.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct door_image opened;

static void begin(void)
{
    folder_remove(scratch.place.text);
    const struct home_request request = scratch_home_request(&scratch);
    CHECK(make_home(&request, scratch.sheet, &failure));
    CHECK(home_open(scratch.place.text, &home, &failure));
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    CHECK(make_door(&garage, &failure));
}

static bool rename_it(void)
{
    const struct door_request request = scratch_door_request(&scratch, &home, "street");
    return door_image_open_to_rename(&home, "garage", &opened, &failure) &&
           rename_door(&request, "garage", &opened, &failure);
}

static bool replace_it(void)
{
    const struct door_request request = scratch_door_request(&scratch, &home, "garage");
    return door_image_open_any(&home, "garage", &opened, &failure) &&
           replace_door(&request, &opened, &failure);
}

static bool remove_it(void)
{
    return door_image_open(&home, "garage", &opened, &failure) &&
           remove_door(&home, "garage", &opened, &failure);
}

static bool is_there(const char *door)
{
    struct path path;
    return home_door_path(&home, door, NULL, &path, &failure) && file_exists(path.text);
}

static void is_whole(const char *door)
{
    CHECK(door_image_open(&home, door, &opened, &failure));
    CHECK(opened.image.door_name.count == strlen(door) &&
          memcmp(opened.image.door_name.at, door, strlen(door)) == 0);
    door_image_close(&opened);
}

// What the doctor names of it, and how often he did in all runs.
static struct {
    size_t door_files;
    size_t rules;
    size_t revoked;
} named;

static bool is_named(void)
{
    static struct patient patient;
    bool any = false;
    patient = patient_of(&home, SCRATCH_NOW);
    patient.offline = true;
    CHECK(doctor_examine(&patient, &failure));
    for (size_t i = 0; i < patient.diagnosis.count; i++) {
        const struct finding *finding = &patient.diagnosis.at[i];
        const bool is_door = strcmp(finding->check, "door files") == 0;
        const bool is_rule = strcmp(finding->check, "rules") == 0;
        const bool is_revoked = strcmp(finding->check, "revoked") == 0;
        if (finding->severity == FINDING_GOOD || (!is_door && !is_rule && !is_revoked)) {
            continue;
        }
        any = true;
        named.door_files += is_door ? 1 : 0;
        named.rules += is_rule ? 1 : 0;
        named.revoked += is_revoked ? 1 : 0;
        CHECK(!is_rule || strcmp(finding->mend, "portcullis broker config") == 0);
        CHECK(!is_revoked || strcmp(finding->mend, "portcullis roster sign") == 0);
    }
    return any;
}

// The broker's files say what people.json and doors/ say.
static bool broker_is_told(const char *user, bool has_rows)
{
    return rows_shut_out_the_revoked(&home) && rows_has(&home, user) == has_rows;
}

static bool is_begun(void)
{
    static struct people people;
    return people_read(home.folder.text, &people, &failure) && people_revoked_count(&people) > 0;
}

// What the doctor's three commands do, and after them he is quiet.
static void he_is_followed(void)
{
    static struct people people;
    struct path left;
    CHECK(home_door_path(&home, "garage.removed", NULL, &left, &failure));
    folder_remove(left.text);
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(broker_write(&home, &failure));
    CHECK(broker_revoke(&home, &people, &scratch.passphrase, SCRATCH_NOW, &failure));
    CHECK(!is_named());
}

static unsigned half_renamed; // in all runs

// No other command takes it for the door that it was.
static void it_is_refused_while_it_is_half_renamed(void)
{
    const bool half = is_there("garage") &&
                      door_image_open_any(&home, "garage", &opened, &failure) &&
                      !bytes_equal(opened.image.door_name, bytes_of_text("garage"));
    door_image_close(&opened);
    if (half) {
        half_renamed++;
        CHECK(!door_image_open(&home, "garage", &opened, &failure));
        CHECK(strstr(failure.text, "`portcullis door rename garage street` was cut off") != NULL);
    }
}

static void it_is_street(void)
{
    const bool done = is_there("street") && broker_is_told("door-street", true);
    CHECK(!is_begun() || done || is_named());
    bool changed = false;
    CHECK(broker_settle(&home, &changed, &failure));
    CHECK(!rows_has(&home, "door-street") || broker_is_told("door-street", true));
    it_is_refused_while_it_is_half_renamed();
    CHECK(!is_there("garage") || rename_it());
    CHECK(!is_there("garage"));
    is_whole("street");
    he_is_followed();
}

static void a_rename_that_was_cut_off_is_finished_by_the_next(void)
{
    const struct trial trial = {
        .prepare = begin, .what = rename_it, .then = it_is_street, .calls = 5};
    cut_everywhere(&trial);
    CHECK(half_renamed > 0);
}

static bool is_replaced(void)
{
    char serial[SERIAL_MOST + 1] = "";
    bool revoked = true;
    const bool whole = door_image_open(&home, "garage", &opened, &failure) &&
                       door_image_serial(&opened, serial, sizeof(serial), &failure);
    door_image_close(&opened);
    return whole && broker_is_told("door-garage", true) &&
           crl_revokes(&home, serial, &revoked, &failure) && !revoked;
}

static void it_is_garage(void)
{
    CHECK(!is_begun() || is_replaced() || is_named());
    CHECK(replace_it());
    is_whole("garage");
    he_is_followed();
}

static void a_replacement_that_was_cut_off_is_finished_by_the_next(void)
{
    const struct trial trial = {
        .prepare = begin, .what = replace_it, .then = it_is_garage, .calls = 5};
    cut_everywhere(&trial);
}

static void it_is_gone(void)
{
    static struct people people;
    CHECK(!is_begun() || is_named()); // the list of revoked ones is left to who has the passphrase
    CHECK(!is_there("garage") || remove_it());
    CHECK(!is_there("garage"));
    he_is_followed();
    CHECK(people_read(home.folder.text, &people, &failure) && people_revoked_count(&people) == 1);
}

static void a_removal_that_was_cut_off_is_finished_by_the_next(void)
{
    const struct trial trial = {
        .prepare = begin, .what = remove_it, .then = it_is_gone, .calls = 5};
    cut_everywhere(&trial);
}

static bool add_it(void)
{
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    return make_door(&garage, &failure);
}

static void begin_with_one_removed(void)
{
    begin();
    CHECK(remove_it());
}

// Who was removed does not come in under the name of who is added, whatever has written the rules.
static void it_is_garage_alone(void)
{
    bool changed = false;
    CHECK(broker_settle(&home, &changed, &failure));
    CHECK(!rows_has(&home, "door-garage") || broker_is_told("door-garage", true));
    CHECK(is_there("garage") || add_it());
    is_whole("garage");
    he_is_followed();
}

static void a_door_that_is_added_under_an_old_name_is_alone_wherever_it_is_cut_off(void)
{
    const struct trial trial = {
        .prepare = begin_with_one_removed, .what = add_it, .then = it_is_garage_alone, .calls = 5};
    cut_everywhere(&trial);
}

int main(void)
{
    scratch_begin(&scratch);
    scratch.passphrase.rounds = 1;
    RUN(a_rename_that_was_cut_off_is_finished_by_the_next);
    RUN(a_replacement_that_was_cut_off_is_finished_by_the_next);
    RUN(a_door_that_is_added_under_an_old_name_is_alone_wherever_it_is_cut_off);
    RUN(a_removal_that_was_cut_off_is_finished_by_the_next);
    CHECK(named.door_files > 10 && named.rules > 4 && named.revoked > 10);
    scratch_end(&scratch);
    return check_verdict();
}
