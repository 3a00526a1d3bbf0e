#include "home/cli/invitations/make_member.h"
#include "home/folder/place.h"
#include "home/people/enrolment.h"

static bool make_folder(const char *folder, const char *name, struct path *out,
                        struct failure *failure)
{
    return path_join(folder, name, out, failure) && folder_make(out->text, failure);
}

static bool write_text(const char *folder, const char *name, const char *text,
                       struct failure *failure)
{
    struct path path;
    return path_join(folder, name, &path, failure) &&
           file_write(path.text, bytes_of_text(text), failure);
}

// What he asks with; kept, so that asking again is asking the same.
static bool write_enrol(const char *folder, const struct invitation_file *invitation, EVP_PKEY *own,
                        struct failure *failure)
{
    struct path path;
    uint8_t point[POINT_SIZE];
    uint8_t enrol[ENROL_SIZE];
    EVP_PKEY *invite = key_from_scalar(invitation->key);
    const bool signed_it =
        invite != NULL && key_point(own, point) && enrolment_sign(invite, point, enrol);
    EVP_PKEY_free(invite);
    if (!signed_it) {
        return key_refused(failure);
    }
    return path_join(folder, "enrol", &path, failure) &&
           file_write(path.text, BYTES_OF(enrol), failure);
}

static bool write_own_key(const char *folder, const struct invitation_file *invitation,
                          struct failure *failure)
{
    struct path keys;
    struct path path;
    EVP_PKEY *own = NULL;
    const bool guest = invitation->role == ROLE_GUEST;
    if (guest) {
        own = key_from_scalar(invitation->key);
    } else if (!key_generate(&own, failure)) {
        return false;
    }
    if (own == NULL) {
        return key_refused(failure);
    }
    const bool written = make_folder(folder, "keys", &keys, failure) &&
                         path_join(keys.text, "owner.key", &path, failure) &&
                         key_save(own, path.text, NULL, failure) &&
                         (guest || write_enrol(folder, invitation, own, failure));
    EVP_PKEY_free(own);
    return written;
}

static bool write_link(const char *folder, const struct invitation_file *invitation,
                       struct failure *failure)
{
    struct path link;
    struct path path;
    EVP_PKEY *tls = key_from_scalar(invitation->tls_key);
    if (tls == NULL) {
        return key_refused(failure);
    }
    const bool written =
        make_folder(folder, "link", &link, failure) &&
        path_join(folder, "link/tls.key", &path, failure) &&
        key_save(tls, path.text, NULL, failure) &&
        write_text(folder, "link/tls.crt", invitation->certificate.text, failure) &&
        (invitation->password[0] == '\0' ||
         write_text(folder, "link/password", invitation->password, failure));
    EVP_PKEY_free(tls);
    return written;
}

static bool write_door(const char *doors, const struct invited_door *door, struct failure *failure)
{
    struct path folder;
    struct path path;
    EVP_PKEY *identity = key_from_point(door->point);
    if (identity == NULL) {
        return key_refused(failure);
    }
    const bool written = make_folder(doors, door->name, &folder, failure) &&
                         path_join(folder.text, "identity.pub", &path, failure) &&
                         key_save_public(identity, path.text, failure);
    EVP_PKEY_free(identity);
    return written;
}

static bool write_doors(const char *folder, const struct invitation_file *invitation,
                        struct failure *failure)
{
    struct path doors;
    bool written = make_folder(folder, "doors", &doors, failure);
    for (size_t i = 0; written && i < invitation->door_count; i++) {
        written = write_door(doors.text, &invitation->door[i], failure);
    }
    return written;
}

static bool fill(const char *folder, const struct invitation_file *invitation,
                 struct failure *failure)
{
    struct path authority;
    return make_folder(folder, "authority", &authority, failure) &&
           write_text(authority.text, "server-root.crt", invitation->server_root.text, failure) &&
           write_own_key(folder, invitation, failure) && write_link(folder, invitation, failure) &&
           write_doors(folder, invitation, failure) &&
           home_write_settings(folder, &invitation->settings, failure);
}

bool make_member(const char *place, const struct invitation_file *invitation,
                 struct failure *failure)
{
    struct path beside;
    int lock = -1;
    if (!place_is_free(place, failure) || !place_begin(place, &beside, &lock, failure)) {
        return false;
    }
    const bool made = fill(beside.text, invitation, failure);
    return place_end(&beside, place, made, lock, failure);
}
