#include "home/broker/password.h"
#include "home/cli/invitations/making.h"

_Static_assert(sizeof(struct password) == PHONE_PASSWORD_DIGITS + 1, "a link has room for it");

// A wrong passphrase is told now, and not when somebody waits to be let in.
static bool passphrase_is_right(struct making *making)
{
    struct path path;
    EVP_PKEY *admin = NULL;
    const bool right = home_path(making->request->home, "keys/admin.key", &path, making->failure) &&
                       key_load(path.text, making->request->passphrase, &admin, making->failure);
    EVP_PKEY_free(admin);
    return right;
}

// At the broker: a guest by his name for good, the others as their invitation until they have joined.
static bool fill_link(struct making *making, const struct password *password)
{
    const struct invitation_request *request = making->request;
    const bool guest = making_is_for_guest(making);
    char *hash = guest ? making->invitation.person.login : making->invitation.login;
    uint8_t scalar[PRIVATE_KEY_SIZE] = {0};
    uint8_t point[POINT_SIZE] = {0};
    const struct page_origin origin = page_origin_of(&request->home->settings.page);
    const struct phone_grant grant = {
        .origin = origin.text,
        .person = &making->invitation.person,
        .key = scalar,
        .point = point,
        .password = password->text,
        .expires = guest ? request->person.expires : request->expires,
    };
    const bool filled = ((key_scalar(making->key, scalar) && key_point(making->key, point)) ||
                         key_refused(making->failure)) &&
                        password_hash(password->text, hash, making->failure) &&
                        phone_link_make(&grant, request->link, making->failure);
    wipe(scalar, sizeof(scalar));
    return filled;
}

bool phone_part_make(struct making *making)
{
    struct password password;
    const bool made = passphrase_is_right(making) && password_draw(&password, making->failure) &&
                      fill_link(making, &password);
    wipe(&password, sizeof(password));
    return made;
}
