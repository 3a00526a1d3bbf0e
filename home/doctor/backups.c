#include "home/backup/backup.h"
#include "home/doctor/checks.h"

static const char why[] =
    "without the home nobody can be added or revoked, and every door needs its cable again";

void check_backup(struct patient *patient)
{
    struct diagnosis *diagnosis = &patient->diagnosis;
    struct backup_state state;
    struct failure failure;
    enum {
        A_DAY = 86400
    };
    if (!backup_look(patient->home, &state, &failure)) {
        finding_add(diagnosis, FINDING_WARNING, why, "no backup could be made now: %s",
                    failure.text);
        finding_mend(diagnosis, "put that right");
        return;
    }
    if (!state.known) {
        finding_add(diagnosis, FINDING_WARNING, why, "the home was never backed up");
        finding_mend(diagnosis, "portcullis backup FILE, on another disk");
        return;
    }
    const long days = (long)((patient->now - state.made) / A_DAY);
    if (!state.current) {
        finding_add(diagnosis, FINDING_WARNING, why,
                    "the home has changed since its last backup, %ld days ago", days);
        finding_mend(diagnosis, "portcullis backup FILE, on another disk");
        return;
    }
    finding_good(diagnosis, "the home is as it was backed up %ld days ago", days);
}
