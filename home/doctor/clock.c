#include "home/authority/authority.h"
#include "home/doctor/checks.h"
#include "protocol/roster.h"

static const char why[] = "certificates, guests' hours and \"fresh\" are judged by this clock";

// The latest day that something of this home was made on: no clock that is right is before it.
static uint64_t latest_roster(const struct patient *patient)
{
    uint64_t latest = 0;
    for (size_t i = 0; i < patient->doors.count; i++) {
        struct path path;
        struct failure nobody_asks;
        uint8_t room[ROSTER_MOST + 1];
        struct bytes content;
        struct roster_message roster;
        if (home_door_path(patient->home, patient->doors.name[i], "roster", &path, &nobody_asks) &&
            file_read(path.text, room, sizeof(room), &content, &nobody_asks) &&
            roster_decode(content, &roster) && roster.head.made > latest) {
            latest = roster.head.made;
        }
    }
    return latest;
}

void check_clock(struct patient *patient)
{
    struct diagnosis *diagnosis = &patient->diagnosis;
    struct failure failure;
    enum {
        AN_HOUR = 3600
    };
    if (!clock_is_plausible(patient->now, &failure)) {
        finding_add(diagnosis, FINDING_BAD, why, "this machine's clock cannot be right: %s",
                    failure.text);
        finding_mend(diagnosis, "timedatectl set-ntp true");
        return;
    }
    const uint64_t latest = latest_roster(patient);
    if ((uint64_t)patient->now + AN_HOUR < latest) {
        finding_add(diagnosis, FINDING_BAD, why,
                    "this machine's clock is %llu hours before the last roster that it signed",
                    (unsigned long long)(latest - (uint64_t)patient->now) / AN_HOUR);
        finding_mend(diagnosis, "timedatectl set-ntp true");
        return;
    }
    finding_good(diagnosis, "this machine's clock is plausible");
}
