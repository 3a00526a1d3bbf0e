#include "home/doctor/doctor.h"
#include "home/doctor/checks.h"

#include <string.h>

struct check {
    const char *name;
    bool online;
    void (*run)(struct patient *patient);
};

static const struct check checks[] = {
    {"clock", false, check_clock},
    {"certificates", false, check_certificates},
    {"files", false, check_modes},
    {"keys", false, check_keys},
    {"recovery", false, check_recovery_sheet},
    {"backup", false, check_backup},
    {"disk", false, check_disk},
    {"door files", false, check_door_files},
    {"rosters", false, check_rosters},
    {"rules", false, check_broker_files},
    {"revoked", false, check_revoked},
    {"units", false, check_units},
    {"page", false, check_page},
    {"ports", false, check_ports},
    {"broker", true, check_broker},
    {"strangers", true, check_strangers},
    {"fences", true, check_fences},
    {"doors", true, check_doors},
};

struct patient patient_of(const struct home *home, time_t now)
{
    return (struct patient){
        .home = home,
        .now = now,
        .plain_port = PLAIN_PORT,
        .listening = LISTENING,
        .units = "/etc/systemd/system",
        .proc_net = {"/proc/net/tcp", "/proc/net/tcp6"},
    };
}

static bool take_only_door(struct patient *patient, struct failure *failure)
{
    for (size_t i = 0; i < patient->doors.count; i++) {
        if (strcmp(patient->doors.name[i], patient->only_door) == 0) {
            memmove(patient->doors.name[0], patient->doors.name[i], sizeof(patient->doors.name[0]));
            patient->doors.count = 1;
            return true;
        }
    }
    return failure_say(failure, "there is no door %.32s in %s; `portcullis door list` names them",
                       patient->only_door, patient->home->folder.text);
}

bool doctor_examine(struct patient *patient, struct failure *failure)
{
    if (!doors_list(patient->home, &patient->doors, failure) ||
        (patient->only_door != NULL && !take_only_door(patient, failure))) {
        return false;
    }
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        // check_broker comes first of those that need one, and says whether there is any.
        const bool possible = checks[i].run == check_broker || patient->broker_answers;
        if (!checks[i].online || (!patient->offline && possible)) {
            patient->diagnosis.check = checks[i].name;
            checks[i].run(patient);
        }
    }
    return true;
}
