#include "home/authority/root_keys.h"
#include "home/doctor/checks.h"

#include <ftw.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const char why_modes[] = "whoever may read these files may open the doors, or be the broker";
static const char why_broker[] = "mosquitto reads its configuration as root when it starts: "
                                 "whoever takes over the broker and may "
                                 "write there is root at its next start";

// nftw has no place for a context: what the walk is about.
static struct {
    struct patient *patient;
    uid_t owner;  // of the home
    uid_t run_as; // of its broker
    gid_t group;  // and his
    bool has_run_as;
    size_t found;
} walk;

// Behind the home's own path.
static const char *inner_of(const char *path)
{
    return path + strlen(walk.patient->home->folder.text);
}

// What mosquitto writes, and where.
static bool is_the_brokers_own(const char *path)
{
    const char *inner = inner_of(path);
    return strncmp(inner, "/broker/data", 12) == 0 && (inner[12] == '/' || inner[12] == '\0');
}

static bool is_below_broker(const char *path)
{
    const char *inner = inner_of(path);
    return strncmp(inner, "/broker", 7) == 0 && (inner[7] == '/' || inner[7] == '\0') &&
           !is_the_brokers_own(path);
}

static bool broker_is_another(void)
{
    return walk.has_run_as && walk.run_as != walk.owner;
}

static bool owner_is_right(const char *path, const struct stat *found)
{
    return found->st_uid == walk.owner ||
           (walk.has_run_as && found->st_uid == walk.run_as && is_the_brokers_own(path));
}

// The way through the home to broker/, where the broker is somebody else, and what he reads there.
static bool mode_is_for_the_broker(const char *path, const struct stat *found)
{
    const unsigned mode = found->st_mode & 07777;
    if (!broker_is_another()) {
        return false;
    }
    if (inner_of(path)[0] == '\0') {
        return mode == 0711;
    }
    return is_below_broker(path) && found->st_gid == walk.group &&
           mode == (S_ISDIR(found->st_mode) ? FOLDER_SHARED : FILE_SHARED);
}

// The way through the home to page/home.json, which the web server of a page reads, and everybody may.
static bool mode_is_for_the_page(const char *path, unsigned mode)
{
    const char *inner = inner_of(path);
    if (walk.patient->home->settings.page.host[0] == '\0') {
        return false;
    }
    return (inner[0] == '\0' && mode == 0711) ||
           (strcmp(inner, "/page") == 0 && mode == FOLDER_PUBLIC) ||
           (strcmp(inner, "/page/home.json") == 0 && mode == FILE_PUBLIC);
}

// A name is shown, and stands in a command that is typed as root: the broker's user chooses none of it.
static bool has_plain_name(const char *path)
{
    const char *inner = inner_of(path);
    return strspn(inner, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") ==
           strlen(inner);
}

static void judge_brokers_grip(const char *path)
{
    walk.found++;
    finding_add(&walk.patient->diagnosis, FINDING_BAD, why_broker,
                "%s belongs to the broker's user, who may change it", path);
    finding_mend(&walk.patient->diagnosis, "sudo portcullis broker config --home %s",
                 walk.patient->home->folder.text);
}

static int judge_one(const char *path, const struct stat *found, int kind, struct FTW *where)
{
    struct diagnosis *diagnosis = &walk.patient->diagnosis;
    const unsigned mode = found->st_mode & 07777;
    const unsigned wanted = kind == FTW_D || kind == FTW_DNR ? 0700 : 0600;
    (void)where;
    if (!has_plain_name(path)) {
        walk.found++;
        finding_add(diagnosis, FINDING_WARNING, why_modes,
                    "a file in %s has a name that no file of a home has",
                    walk.patient->home->folder.text);
        finding_mend(diagnosis, "find %s -name '*[!A-Za-z0-9._-]*' -ls",
                     walk.patient->home->folder.text);
        return 0;
    }
    if (kind == FTW_SL || kind == FTW_SLN) {
        walk.found++;
        finding_add(diagnosis, FINDING_WARNING, why_modes, "%s is a link, and no file of a home is",
                    path);
        finding_mend(diagnosis, "rm %s", path);
        return 0;
    }
    if (is_below_broker(path) && broker_is_another() && found->st_uid == walk.run_as) {
        judge_brokers_grip(path);
        return 0;
    }
    if (!owner_is_right(path, found)) {
        walk.found++;
        finding_add(diagnosis, FINDING_BAD, why_modes, "%s belongs to user number %ld", path,
                    (long)found->st_uid);
        finding_mend(diagnosis, "sudo chown %ld %s", (long)walk.owner, path);
    }
    if ((mode & ~wanted) != 0 && strncmp(inner_of(path), "/broker/data/", 13) != 0 &&
        !mode_is_for_the_broker(path, found) && !mode_is_for_the_page(path, mode)) {
        walk.found++;
        finding_add(diagnosis, FINDING_BAD, why_modes, "%s is of mode %04o; it should be %04o",
                    path, mode, wanted);
        finding_mend(diagnosis, "chmod %04o %s", wanted, path);
    }
    return 0;
}

void check_modes(struct patient *patient)
{
    struct stat home;
    const char *folder = patient->home->folder.text;
    const struct passwd *user = getpwnam(patient->home->settings.run_as);
    if (stat(folder, &home) != 0) {
        finding_add(&patient->diagnosis, FINDING_BAD, why_modes, "%s cannot be looked at", folder);
        finding_mend(&patient->diagnosis, "ls -ld %s", folder);
        return;
    }
    walk.patient = patient;
    walk.owner = home.st_uid;
    walk.has_run_as = user != NULL;
    walk.run_as = user != NULL ? user->pw_uid : 0;
    walk.group = user != NULL ? user->pw_gid : 0;
    walk.found = 0;
    // What cannot be read is told by the mode of its folder.
    (void)nftw(folder, judge_one, 8, FTW_PHYS);
    if (walk.found == 0) {
        finding_good(&patient->diagnosis, "nobody else may read %s", folder);
    }
}

static bool first_line_says(const char *path, const char *words, bool *there)
{
    char line[128] = "";
    FILE *file = fopen(path, "r");
    *there = file != NULL;
    if (file == NULL) {
        return false;
    }
    const bool says = fgets(line, sizeof(line), file) != NULL && strstr(line, words) != NULL;
    (void)fclose(file); // was only read
    return says;
}

void check_keys(struct patient *patient)
{
    static const char *const locked[] = {"authority/server-root.key", "authority/client-root.key",
                                         "keys/admin.key"};
    size_t open = 0;
    for (size_t i = 0; i < sizeof(locked) / sizeof(locked[0]); i++) {
        struct path path;
        struct failure nobody_asks;
        bool there = false;
        if (!home_path(patient->home, locked[i], &path, &nobody_asks) ||
            first_line_says(path.text, "BEGIN ENCRYPTED PRIVATE KEY", &there) || !there) {
            continue;
        }
        open++;
        finding_add(&patient->diagnosis, FINDING_BAD,
                    "whoever copies it makes doors, rosters or a broker of his own",
                    "%s lies open, without a passphrase", locked[i]);
        finding_mend(&patient->diagnosis,
                     "openssl pkcs8 -topk8 -v2 aes-256-cbc -in %s -out new.key && mv new.key %s",
                     path.text, path.text);
    }
    if (!root_keys_have_copies(patient->home)) {
        finding_add(&patient->diagnosis, FINDING_WARNING,
                    "whoever forgets the passphrase makes no new doors with this home, recovery "
                    "sheet or not",
                    "the keys of the certificate authority have no copy under the recovery key");
        finding_mend(&patient->diagnosis,
                     "portcullis recover, with the passphrase that this home has now");
    }
    if (open == 0) {
        finding_good(&patient->diagnosis, "the keys that make doors and rosters are locked");
    }
}

void check_recovery_sheet(struct patient *patient)
{
    static const char *const sheets[] = {"recovery-sheet.txt", "recovery-sheet.html"};
    size_t left = 0;
    for (size_t i = 0; i < sizeof(sheets) / sizeof(sheets[0]); i++) {
        struct path path;
        struct failure nobody_asks;
        if (!home_path(patient->home, sheets[i], &path, &nobody_asks) || !file_exists(path.text)) {
            continue;
        }
        left++;
        finding_add(&patient->diagnosis, FINDING_WARNING,
                    "whoever reads it can take over who may open your doors; on paper it is safe, "
                    "and there when this disk is not",
                    "%s still lies in the home", sheets[i]);
        finding_mend(&patient->diagnosis, "print it, then shred -u %s", path.text);
    }
    if (left == 0) {
        finding_good(&patient->diagnosis, "the recovery sheet does not lie in the home");
    }
}

enum severity disk_severity(unsigned long long free_bytes, unsigned long long free_files)
{
    enum {
        MEGABYTE = 1024 * 1024,
        BAD_BELOW = 4 * MEGABYTE,
        WARN_BELOW = 64 * MEGABYTE,
        FILES_BAD_BELOW = 64,
        FILES_WARN_BELOW = 1024
    };
    if (free_bytes < BAD_BELOW || free_files < FILES_BAD_BELOW) {
        return FINDING_BAD;
    }
    return free_bytes < WARN_BELOW || free_files < FILES_WARN_BELOW ? FINDING_WARNING
                                                                    : FINDING_GOOD;
}

void check_disk(struct patient *patient)
{
    struct statvfs disk;
    const char *folder = patient->home->folder.text;
    if (statvfs(folder, &disk) != 0) {
        return; // a file system that does not count is never full
    }
    const unsigned long long bytes = (unsigned long long)disk.f_bavail * disk.f_frsize;
    // Some file systems have as many files as they like, and say 0 of 0.
    const unsigned long long files = disk.f_files == 0 ? ~0ULL : disk.f_favail;
    const enum severity severity = disk_severity(bytes, files);
    if (severity == FINDING_GOOD) {
        finding_good(&patient->diagnosis, "%llu MB are free", bytes / 1024 / 1024);
        return;
    }
    finding_add(&patient->diagnosis, severity,
                "on a full disk nobody can be revoked, and the broker forgets what it should keep",
                "only %llu KB and %llu files are free below %s", bytes / 1024, files, folder);
    finding_mend(&patient->diagnosis, "df -h %s", folder);
}
