// What lies in doors/, and in people.json of doors: whole, of one door each, and nothing that a cut off
// `door rename`, `door replace` or `door remove` has left.
#include "home/doctor/checks.h"
#include "home/doors/door_image.h"
#include "home/people/people.h"

#include <dirent.h>
#include <string.h>

static const char why_files[] =
    "a door's files are its identity: without them it gets no new settings, name or roster";
static const char why_cut[] = "until it is finished, the old controller keeps its place at the "
                              "broker, or the new one has none";
static const char why_left[] = "whoever reads it has the keys of a door";
static const char why_nowhere[] =
    "a door that is made under that name later would let him in at once";

// The certificate in the image is one that people.json calls revoked: so far such a run had come.
static bool is_revoked(const struct door_image *opened, const struct people *people)
{
    char serial[SERIAL_MOST + 1];
    struct failure ignored; // an image without a certificate has none that is revoked
    if (!door_image_serial(opened, serial, sizeof(serial), &ignored)) {
        return false;
    }
    for (size_t i = 0; i < people_revoked_count(people); i++) {
        if (strcmp(people_revoked_serial(people, i), serial) == 0) {
            return true;
        }
    }
    return false;
}

static void judge_image(struct patient *patient, const char *door, const struct door_image *opened,
                        const struct people *people)
{
    struct diagnosis *diagnosis = &patient->diagnosis;
    const struct bytes name = opened->image.door_name;
    if (opened->half_replaced) {
        finding_add(diagnosis, FINDING_BAD, why_cut, "a `door replace` of %s was cut off", door);
        finding_mend(diagnosis, "portcullis door replace %s", door);
    } else if (!bytes_equal(name, bytes_of_text(door))) {
        finding_add(diagnosis, FINDING_BAD, why_cut, "the image of %s says that it is %.*s", door,
                    (int)name.count, (const char *)name.at);
        finding_mend(diagnosis, "portcullis door rename %s %.*s", door, (int)name.count,
                     (const char *)name.at);
    } else if (is_revoked(opened, people)) {
        finding_add(diagnosis, FINDING_BAD, why_cut,
                    "the certificate of %s is revoked: a `door rename`, `door replace` or `door "
                    "remove` was cut off",
                    door);
        finding_mend(diagnosis, "give that command again; or portcullis door replace %s", door);
    }
}

static void judge_door(struct patient *patient, const char *door, const struct people *people)
{
    static struct door_image opened; // large, and there is one
    struct failure failure;
    if (door_image_open_any(patient->home, door, &opened, &failure)) {
        judge_image(patient, door, &opened, people);
        door_image_close(&opened);
        return;
    }
    finding_add(&patient->diagnosis, FINDING_BAD, why_files, "%s", failure.text);
    finding_mend(&patient->diagnosis, DOOR_FILES_MEND, door);
}

static bool ends_with(const char *name, const char *end)
{
    const size_t length = strlen(name);
    return length > strlen(end) && strcmp(name + length - strlen(end), end) == 0;
}

static void look_for_leftovers(struct patient *patient)
{
    struct path path;
    struct failure ignored; // that there is no such folder was said before
    DIR *folder = home_path(patient->home, "doors", &path, &ignored) ? opendir(path.text) : NULL;
    if (folder == NULL) {
        return;
    }
    for (const struct dirent *one = readdir(folder); one != NULL; one = readdir(folder)) {
        if (ends_with(one->d_name, ".removed") || ends_with(one->d_name, ".unfinished")) {
            finding_add(&patient->diagnosis, FINDING_WARNING, why_left,
                        "doors/%s was left by a command that was cut off", one->d_name);
            finding_mend(&patient->diagnosis, "rm -r %s/%s", path.text, one->d_name);
        }
    }
    (void)closedir(folder); // was only read
}

static void judge_person(struct patient *patient, const struct person *person)
{
    for (uint8_t i = 0; i < person->door_count; i++) {
        if (!doors_have(&patient->doors, person->door[i])) {
            finding_add(&patient->diagnosis, FINDING_BAD, why_nowhere,
                        "%s may at %s, and there is no such door", person_user(person).text,
                        person->door[i]);
            finding_mend(&patient->diagnosis,
                         "portcullis door rename DOOR %s, where that was cut off; else portcullis "
                         "user remove %s",
                         person->door[i], person_user(person).text);
        }
    }
}

void check_door_files(struct patient *patient)
{
    static struct people people; // large, and there is one
    struct failure failure;
    const size_t before = patient->diagnosis.count;
    if (!people_read(patient->home->folder.text, &people, &failure)) {
        return; // rosters.c says so
    }
    for (size_t i = 0; i < patient->doors.count; i++) {
        judge_door(patient, patient->doors.name[i], &people);
    }
    look_for_leftovers(patient);
    for (uint8_t i = 0; patient->only_door == NULL && i < people.count; i++) {
        judge_person(patient, &people.at[i]);
    }
    if (patient->diagnosis.count == before) {
        finding_good(&patient->diagnosis, "the files of every door are whole");
    }
}
