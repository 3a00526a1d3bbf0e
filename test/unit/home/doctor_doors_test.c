// The doctor off line, at the files of doors and of what is made from them: each check finds the fault that
// is planted, and stays quiet without it.
#include "home/broker/configuration.h"
#include "home/doctor/doctor.h"
#include "home/doors/door_image.h"
#include "home/people/people.h"
#include "test/support/check.h"
#include "test/unit/home/diagnosis.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct patient patient;

static void examine(void)
{
    patient = patient_of(&home, SCRATCH_NOW);
    patient.offline = true;
    CHECK(check_that(doctor_examine(&patient, &failure), failure.text, __FILE__, __LINE__));
}

static bool found(const char *check, enum severity severity, const char *words)
{
    return diagnosis_has(&patient.diagnosis, check, severity, words);
}

static bool is_quiet(const char *check)
{
    return diagnosis_is_quiet(&patient.diagnosis, check);
}

static bool mend_says(const char *check, const char *words)
{
    return diagnosis_mends(&patient.diagnosis, check, words);
}

static struct path in_home(const char *name)
{
    struct path path = {""};
    CHECK(home_path(&home, name, &path, &failure));
    return path;
}

static void copy(const char *from, const char *to)
{
    uint8_t room[FILE_MOST];
    struct bytes content;
    CHECK(file_read(in_home(from).text, room, sizeof(room), &content, &failure) &&
          file_write(in_home(to).text, content, &failure));
}

static void a_door_whose_image_is_missing_comes_back_from_a_backup(void)
{
    const struct path image = in_home("doors/garage/door.image");
    CHECK(rename(image.text, in_home("kept").text) == 0);
    examine();
    CHECK(found("door files", FINDING_BAD, "doors/garage/door.image: No such file"));
    CHECK(mend_says("door files", "of a backup, and copy doors/garage out of it"));
    CHECK(rename(in_home("kept").text, image.text) == 0);
    examine();
    CHECK(is_quiet("door files"));
}

// Whoever may at no door but one that is not there, and what a removed door has left.
static void what_doors_leave_behind_is_found(void)
{
    static struct people people;
    struct person *alice = NULL;
    copy("people.json", "kept");
    CHECK(people_read(home.folder.text, &people, &failure));
    alice = people_find(&people, "alice-laptop");
    if (alice == NULL) {
        CHECK(alice != NULL);
        return;
    }
    alice->door_count = 1;
    (void)snprintf(alice->door[0], sizeof(alice->door[0]), "street");
    CHECK(people_write(home.folder.text, &people, &failure));
    CHECK(mkdir(in_home("doors/old.removed").text, 0700) == 0);
    examine();
    CHECK(
        found("door files", FINDING_BAD, "alice-laptop may at street, and there is no such door"));
    CHECK(found("door files", FINDING_WARNING, "doors/old.removed was left"));
    CHECK(rmdir(in_home("doors/old.removed").text) == 0);
    CHECK(rename(in_home("kept").text, in_home("people.json").text) == 0);
    examine();
    CHECK(is_quiet("door files"));
}

static void a_revoked_certificate_that_the_broker_does_not_know_is_found(void)
{
    static struct people people;
    copy("people.json", "kept");
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(people_revoke_serial(&people, "4D", &failure));
    CHECK(people_write(home.folder.text, &people, &failure));
    examine();
    CHECK(found("revoked", FINDING_WARNING,
                "1 of 1 revoked certificates are not on the broker's list"));
    CHECK(mend_says("revoked", "portcullis roster sign"));
    CHECK(rename(in_home("kept").text, in_home("people.json").text) == 0);
    examine();
    CHECK(is_quiet("revoked"));
}

// The image is of one door, roster and identity are of another; or all are, under the wrong name.
static void files_of_another_door_are_found(void)
{
    static const char *const files[] = {"roster", "identity.pub", "door.image"};
    const struct door_request barn = scratch_door_request(&scratch, &home, "barn");
    CHECK(make_door(&barn, &failure));
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char from[64];
        char to[64];
        (void)snprintf(from, sizeof(from), "doors/barn/%s", files[i]);
        (void)snprintf(to, sizeof(to), "doors/garage/%s", files[i]);
        examine();
        CHECK(i == 0 ? is_quiet("door files")
                     : found("door files", FINDING_BAD, "a `door replace` of garage was cut off"));
        copy(from, to);
    }
    examine();
    CHECK(found("door files", FINDING_BAD, "the image of garage says that it is barn"));
    CHECK(mend_says("door files", "portcullis door rename garage barn"));
}

// So far a `door rename`, `replace` or `remove` had come.
static void a_door_that_still_has_its_revoked_certificate_is_found(void)
{
    static struct people people;
    static struct door_image opened;
    char serial[SERIAL_MOST + 1] = "";
    CHECK(door_image_open(&home, "garage", &opened, &failure));
    CHECK(door_image_serial(&opened, serial, sizeof(serial), &failure));
    door_image_close(&opened);
    copy("people.json", "kept");
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(people_revoke_serial(&people, serial, &failure));
    CHECK(people_write(home.folder.text, &people, &failure));
    examine();
    CHECK(found("door files", FINDING_BAD, "the certificate of garage is revoked"));
    CHECK(mend_says("door files", "give that command again"));
    CHECK(rename(in_home("kept").text, in_home("people.json").text) == 0);
    examine();
    CHECK(is_quiet("door files"));
}

static void a_unit_of_an_older_home_is_found(void)
{
    copy("portcullis-broker.service", "broker/portcullis-broker.service");
    examine();
    CHECK(
        found("rules", FINDING_BAD, "broker/portcullis-broker.service is of an older portcullis"));
    CHECK(mend_says("rules", "sudo install -m 644"));
    CHECK(unlink(in_home("broker/portcullis-broker.service").text) == 0);
    CHECK(file_write(in_home("portcullis-broker.service").text,
                     bytes_of_text("[Service]\nExecStart=/bin/sh\n"), &failure));
    examine();
    CHECK(found("rules", FINDING_BAD, "portcullis-broker.service is not what the home says"));
    CHECK(broker_write(&home, &failure));
    examine();
    CHECK(is_quiet("rules"));
}

int main(void)
{
    scratch_begin(&scratch);
    if (CHECK(scratch_home(&scratch, &home))) {
        const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
        CHECK(make_door(&garage, &failure));
        RUN(a_door_whose_image_is_missing_comes_back_from_a_backup);
        RUN(what_doors_leave_behind_is_found);
        RUN(a_revoked_certificate_that_the_broker_does_not_know_is_found);
        RUN(a_door_that_still_has_its_revoked_certificate_is_found);
        RUN(a_unit_of_an_older_home_is_found);
        RUN(files_of_another_door_are_found);
    }
    scratch_end(&scratch);
    return check_verdict();
}
