// The checks, one file a group. Each adds what it finds to the patient's diagnosis, and says a good
// word where all is well, so that one sees what was looked at.
#ifndef HOME_DOCTOR_CHECKS_H
#define HOME_DOCTOR_CHECKS_H

#include "home/doctor/doctor.h"

// certificates.c: age of the broker's certificate and of what signed it, and its names.
void check_certificates(struct patient *patient);
// clock.c: this machine's.
void check_clock(struct patient *patient);
// files.c: modes and owners, keys without a passphrase, the recovery sheet, room on the disk.
void check_modes(struct patient *patient);
void check_keys(struct patient *patient);
void check_recovery_sheet(struct patient *patient);
void check_disk(struct patient *patient);
// backups.c
void check_backup(struct patient *patient);
// door_files.c: images, and what doors that come and go have left. The mend of a door's files wants its
// name.
#define DOOR_FILES_MEND                                                                            \
    "portcullis restore FILE --home DIR, of a backup, and copy doors/%s out of it"
void check_door_files(struct patient *patient);
// rosters.c: those signed, against people.json.
void check_rosters(struct patient *patient);
// broker_files.c: what portcullis would write now, and who may change it.
void check_broker_files(struct patient *patient);
void check_revoked(struct patient *patient);
// units.c: what systemd has of them, against what would be written now.
void check_units(struct patient *patient);
// page.c: the phones' page, where the home has one.
void check_page(struct patient *patient);
// ports.c: what listens on this machine.
void check_ports(struct patient *patient);
// broker.c: it answers, shows the right certificate, and lets in nobody else.
void check_broker(struct patient *patient);
void check_strangers(struct patient *patient);
// fences.c: who hears whom, by delivery; and what is retained on command topics.
void check_fences(struct patient *patient);
// door_words.c: silence, clock and roster of each door.
void check_doors(struct patient *patient);

// How a running broker is made to read its rules again, as the mend of the last finding.
void mend_by_reload(struct patient *patient);

// Free bytes and inodes of so many, judged.
enum severity disk_severity(unsigned long long free_bytes, unsigned long long free_files);

#endif
