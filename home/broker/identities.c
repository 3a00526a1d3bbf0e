#include "home/broker/identities.h"

#include <stdio.h>
#include <string.h>

bool door_login_write(const char *folder, const struct door_login *login, struct failure *failure)
{
    struct path path;
    char text[sizeof(*login) + 2];
    (void)snprintf(text, sizeof(text), "%s:%s", login->user, login->hash);
    return path_join(folder, "login", &path, failure) &&
           file_write(path.text, bytes_of_text(text), failure);
}

static bool read_login(const struct home *home, const char *door, struct door_login *out,
                       struct failure *failure)
{
    struct path path;
    uint8_t room[sizeof(*out)];
    char text[sizeof(room) + 1];
    struct bytes content;
    (void)snprintf(out->user, sizeof(out->user), "door-%s", door);
    out->hash[0] = '\0';
    if (!home_door_path(home, door, "login", &path, failure)) {
        return false;
    }
    if (!file_exists(path.text)) {
        return true;
    }
    if (!file_read(path.text, room, sizeof(room), &content, failure)) {
        return false;
    }
    memcpy(text, content.at, content.count);
    text[content.count] = '\0';
    const size_t length = strcspn(text, ":");
    if (length > DOOR_USER_MOST || text[length] == '\0' || strlen(text + length + 1) > LOGIN_MOST) {
        return failure_say(failure, "%s is damaged; put it back from a backup", path.text);
    }
    text[length] = '\0';
    memcpy(out->user, text, length + 1);
    memcpy(out->hash, text + length + 1, strlen(text + length + 1) + 1);
    return true;
}

static bool read_logins(const struct home *home, struct identities *out, struct failure *failure)
{
    for (size_t i = 0; i < out->doors.count; i++) {
        if (!read_login(home, out->doors.name[i], &out->door_login[i], failure)) {
            return false;
        }
    }
    return true;
}

bool identities_read(const struct home *home, struct identities *out, struct failure *failure)
{
    const char *folder = home->folder.text;
    out->now = time(NULL);
    return doors_list(home, &out->doors, failure) && read_logins(home, out, failure) &&
           people_read(folder, &out->people, failure) &&
           invitations_read(folder, &out->invitations, failure);
}
