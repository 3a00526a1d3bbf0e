// A home out of its backup: see backup.h.
#include "home/backup/backup.h"
#include "home/broker/configuration.h"
#include "home/folder/migrate.h"
#include "home/folder/place.h"
#include "home/page/page.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct bytes bytes_in(const struct archive *archive)
{
    return (struct bytes){archive->at, archive->count};
}

// The caller frees it with archive_free.
static bool read_sealed(const char *file, struct archive *out, struct failure *failure)
{
    struct bytes content;
    struct archive sealed = {malloc((size_t)SEALED_MOST + 1), 0};
    if (sealed.at == NULL) {
        return failure_say(failure, "cannot read %s into memory: there is none left; try again",
                           file);
    }
    if (!file_read(file, sealed.at, (size_t)SEALED_MOST + 1, &content, failure)) {
        archive_free(&sealed);
        return false;
    }
    sealed.count = content.count;
    *out = sealed;
    return true;
}

static bool place_allowed(const char *place, struct failure *failure)
{
    if (place_is_empty(place)) {
        return true;
    }
    return failure_say(failure,
                       "there is something at %s already, and a backup never replaces it; choose "
                       "another --home, or move that away",
                       place);
}

bool restore_allowed(const struct restore_request *request, time_t *made, struct failure *failure)
{
    struct archive sealed = {NULL, 0};
    if (!place_allowed(request->place, failure) || !read_sealed(request->file, &sealed, failure)) {
        return false;
    }
    const bool allowed = seal_look(bytes_in(&sealed), request->file, made, failure);
    archive_free(&sealed);
    return allowed;
}

static bool may_run_as(const char *name)
{
    const struct passwd *user = getpwnam(name);
    return user != NULL && (geteuid() == 0 || geteuid() == user->pw_uid);
}

// The user whom the broker ran as may not be here, or not be for us to choose.
static bool adopt(const char *folder, struct failure *failure)
{
    struct home home;
    if (!home_migrate(folder, failure) || !home_open(folder, &home, failure)) {
        return false;
    }
    if (may_run_as(home.settings.run_as)) {
        return true;
    }
    return broker_this_user(home.settings.run_as, sizeof(home.settings.run_as), failure) &&
           home_write_settings(folder, &home.settings, failure);
}

// What is left out of a backup, and yet must be there.
static bool make_state_folder(const char *folder, struct failure *failure)
{
    struct path broker;
    struct path state;
    return path_join(folder, "broker", &broker, failure) &&
           path_join(folder, "broker/data", &state, failure) &&
           (!file_exists(broker.text) || file_exists(state.text) ||
            folder_make(state.text, failure));
}

static bool unseal_into(const struct restore_request *request, const char *folder, time_t *made,
                        struct failure *failure)
{
    struct archive sealed = {NULL, 0};
    struct archive open = {NULL, 0};
    if (!read_sealed(request->file, &sealed, failure)) {
        return false;
    }
    const bool opened =
        seal_look(bytes_in(&sealed), request->file, made, failure) &&
        seal_open(bytes_in(&sealed), request->file, request->passphrase, &open, failure);
    archive_free(&sealed);
    if (!opened) {
        return false;
    }
    const bool unpacked = archive_unpack(bytes_in(&open), folder, failure);
    archive_free(&open);
    return unpacked && make_state_folder(folder, failure) && adopt(folder, failure);
}

// The broker's files name the place they stand at.
static bool settle(const char *place, time_t made, struct home *out, struct failure *failure)
{
    int lock = -1;
    if (!home_open(place, out, failure) || !home_lock(place, &lock, failure)) {
        return false;
    }
    const bool settled =
        broker_write(out, failure) && page_write(out, failure) && backup_note(out, made, failure);
    home_unlock(lock);
    return settled;
}

bool restore_make(const struct restore_request *request, struct home *out, struct failure *failure)
{
    struct path beside;
    time_t made = 0;
    int lock = -1;
    if (!place_allowed(request->place, failure) ||
        !place_begin(request->place, &beside, &lock, failure)) {
        return false;
    }
    const bool unpacked = unseal_into(request, beside.text, &made, failure);
    if (!place_end(&beside, request->place, unpacked, lock, failure)) {
        return false;
    }
    if (!settle(request->place, made, out, failure)) {
        // Half settled it would name the broker's files of another place.
        folder_remove(request->place);
        return false;
    }
    return true;
}
