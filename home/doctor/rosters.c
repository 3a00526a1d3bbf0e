#include "home/doctor/checks.h"
#include "home/people/issue_rosters.h"

static const char why[] =
    "a door goes by its roster and not by people.json: whoever was taken out there still may";

void check_rosters(struct patient *patient)
{
    static struct people people;
    struct doors behind;
    struct failure failure;
    const char *folder = patient->home->folder.text;
    if (!people_read(folder, &people, &failure) ||
        !rosters_behind(patient->home, &people, &behind, &failure)) {
        finding_add(&patient->diagnosis, FINDING_BAD, why, "%s", failure.text);
        finding_mend(&patient->diagnosis, "portcullis restore FILE");
        return;
    }
    for (size_t i = 0; i < behind.count; i++) {
        finding_add(&patient->diagnosis, FINDING_BAD, why,
                    "the roster of %s does not say what people.json says", behind.name[i]);
        finding_mend(&patient->diagnosis, "portcullis roster sign");
    }
    if (behind.count == 0) {
        finding_good(&patient->diagnosis, "every roster says what people.json says");
    }
}
