#include "home/broker/hand_over.h"

#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// What is written anew with every change needs no handing over: see configuration.c.
// The root comes from where the broker's user never could write: whose certificates it lets in is
// nothing to take from him.
static const struct {
    const char *name;
    const char *from;
} lasting[] = {{"broker/broker.crt", "broker/broker.crt"},
               {"broker/broker.key", "broker/broker.key"},
               {"broker/client-root.crt", "authority/client-root.crt"},
               {"broker/crl.pem", "broker/crl.pem"}};

bool broker_is_handed_over(const struct home *home)
{
    struct stat folder;
    const struct passwd *user = getpwnam(home->settings.run_as);
    return geteuid() == 0 && user != NULL && user->pw_uid != 0 &&
           stat(home->folder.text, &folder) == 0 && folder.st_uid == 0;
}

static bool give(const char *folder, const char *name, uid_t user, gid_t group,
                 struct failure *failure)
{
    struct path path;
    if (!path_join(folder, name, &path, failure)) {
        return false;
    }
    return lchown(path.text, user, group) == 0 ||
           failure_of_system(failure, "change the owner of", path.text);
}

static bool set_mode(const char *path, mode_t mode, struct failure *failure)
{
    return chmod(path, mode) == 0 || failure_of_system(failure, "change the mode of", path);
}

static bool is_shared_already(const char *path, gid_t group)
{
    struct stat found;
    return lstat(path, &found) == 0 && S_ISREG(found.st_mode) && found.st_uid == 0 &&
           found.st_gid == group && (found.st_mode & 07777) == FILE_SHARED && found.st_nlink == 1;
}

// As a new file: whoever has the old one open, or another name of it, has nothing of this one.
static bool write_anew(const char *folder, const char *name, const char *from, gid_t group,
                       struct failure *failure)
{
    struct path path;
    struct path source;
    uint8_t room[FILE_MOST];
    struct bytes content;
    if (!path_join(folder, name, &path, failure) || !path_join(folder, from, &source, failure)) {
        return false;
    }
    if (!file_exists(path.text) ||
        (strcmp(name, from) == 0 && is_shared_already(path.text, group))) {
        return true;
    }
    const bool written = file_read_regular(source.text, room, sizeof(room), &content, failure) &&
                         file_write(path.text, content, failure);
    wipe(room, sizeof(room));
    return written;
}

static bool share(const char *folder, const struct passwd *user, struct failure *failure)
{
    struct path broker;
    // Nobody but root puts anything there from the first of these lines on.
    if (!path_join(folder, "broker", &broker, failure) ||
        !give(folder, "broker", 0, user->pw_gid, failure) ||
        !set_mode(broker.text, FOLDER_SHARED, failure) ||
        !give(folder, "broker/data", user->pw_uid, user->pw_gid, failure)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(lasting) / sizeof(lasting[0]); i++) {
        if (!write_anew(folder, lasting[i].name, lasting[i].from, user->pw_gid, failure)) {
            return false;
        }
    }
    return true;
}

bool broker_hand_over(const char *folder, const struct home_settings *settings,
                      struct failure *failure)
{
    const struct passwd *user = getpwnam(settings->run_as);
    if (user == NULL) {
        return failure_say(failure,
                           "there is no user %s to run the broker as; choose another "
                           "--run-as, or install mosquitto first",
                           settings->run_as);
    }
    if (user->pw_uid == geteuid()) {
        return true;
    }
    if (geteuid() != 0) {
        return failure_say(failure,
                           "only root can make a home whose broker runs as %s; leave "
                           "--run-as away, or use sudo",
                           settings->run_as);
    }
    // He has to walk through the home to broker/, and sees nothing on the way.
    return share(folder, user, failure) && set_mode(folder, 0711, failure);
}
