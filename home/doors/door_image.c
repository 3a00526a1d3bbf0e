#include "home/doors/door_image.h"
#include "home/authority/key.h"

#include <openssl/bn.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>

static bool is_there(const struct home *home, const char *door, struct failure *failure)
{
    struct path path;
    if (!name_is_plain(door) || !home_door_path(home, door, NULL, &path, failure) ||
        !file_exists(path.text)) {
        return failure_say(failure,
                           "there is no door %.32s in %s; `portcullis door list` names them", door,
                           home->folder.text);
    }
    return true;
}

static bool is_damaged(const struct home *home, const char *door, const char *file,
                       struct failure *failure)
{
    return failure_say(failure, "%s/doors/%s/%s is damaged; put it back from a backup",
                       home->folder.text, door, file);
}

static bool read_image(const struct home *home, const char *door, struct door_image *out,
                       struct failure *failure)
{
    struct path path;
    struct bytes content;
    if (!home_door_path(home, door, "door.image", &path, failure) ||
        !file_read(path.text, out->image_room, sizeof(out->image_room), &content, failure)) {
        return false;
    }
    if (!image_decode(content, &out->image)) {
        return is_damaged(home, door, "door.image", failure);
    }
    out->half_renamed = !bytes_equal(out->image.door_name, bytes_of_text(door));
    return true;
}

static bool read_roster(const struct home *home, const char *door, struct door_image *out,
                        struct failure *failure)
{
    struct path path;
    struct roster_message roster;
    uint8_t door8[DOOR8_SIZE];
    if (!home_door_path(home, door, "roster", &path, failure) ||
        !file_read(path.text, out->roster_room, sizeof(out->roster_room), &out->roster, failure)) {
        return false;
    }
    if (!roster_decode(out->roster, &roster)) {
        return is_damaged(home, door, "roster", failure);
    }
    key8_of(out->image.identity_point, door8);
    out->half_replaced = memcmp(door8, roster.head.door8, DOOR8_SIZE) != 0;
    out->head = roster.head;
    return true;
}

static bool read_identity(const struct home *home, const char *door, struct door_image *out,
                          struct failure *failure)
{
    struct path path;
    uint8_t point[POINT_SIZE];
    EVP_PKEY *identity = NULL;
    if (!home_door_path(home, door, "identity.pub", &path, failure) ||
        !key_load_public(path.text, &identity, failure)) {
        return false;
    }
    const bool same =
        key_point(identity, point) && memcmp(point, out->image.identity_point, POINT_SIZE) == 0;
    out->half_replaced = out->half_replaced || !same;
    EVP_PKEY_free(identity);
    return true;
}

bool door_image_open_any(const struct home *home, const char *door, struct door_image *out,
                         struct failure *failure)
{
    if (is_there(home, door, failure) && read_image(home, door, out, failure) &&
        read_roster(home, door, out, failure) && read_identity(home, door, out, failure)) {
        return true;
    }
    door_image_close(out);
    return false;
}

bool door_image_open_to_rename(const struct home *home, const char *door, struct door_image *out,
                               struct failure *failure)
{
    if (!door_image_open_any(home, door, out, failure)) {
        return false;
    }
    if (!out->half_replaced) {
        return true;
    }
    door_image_close(out);
    return failure_say(failure,
                       "%s/doors/%s holds files of two different doors: `portcullis door replace "
                       "%s` was cut off; give it again, or put the door back from a backup",
                       home->folder.text, door, door);
}

bool door_image_open(const struct home *home, const char *door, struct door_image *out,
                     struct failure *failure)
{
    if (!door_image_open_to_rename(home, door, out, failure)) {
        return false;
    }
    if (!out->half_renamed) {
        return true;
    }
    (void)failure_say(failure,
                      "the image in %s/doors/%s says that it is %.*s: `portcullis door rename %s "
                      "%.*s` was cut off; give it again",
                      home->folder.text, door, (int)out->image.door_name.count,
                      (const char *)out->image.door_name.at, door, (int)out->image.door_name.count,
                      (const char *)out->image.door_name.at);
    door_image_close(out); // its name is said
    return false;
}

struct bytes door_image_encode(struct door_image *opened, uint8_t room[IMAGE_MOST],
                               struct failure *failure)
{
    opened->image.first_roster = opened->roster;
    const struct bytes encoded = image_encode(&opened->image, room, IMAGE_MOST);
    if (encoded.count == 0) {
        (void)failure_say(failure, "these settings make no image for a door: a name, an address "
                                   "or a number is out of range; `portcullis door add --help` "
                                   "says what fits");
    }
    return encoded;
}

bool door_image_write(const struct home *home, const char *door, struct door_image *opened,
                      struct failure *failure)
{
    struct path path;
    uint8_t room[IMAGE_MOST];
    const struct bytes encoded = door_image_encode(opened, room, failure);
    const bool written = encoded.count > 0 &&
                         home_door_path(home, door, "door.image", &path, failure) &&
                         file_write(path.text, encoded, failure);
    wipe(room, sizeof(room));
    return written;
}

void door_image_close(struct door_image *opened)
{
    wipe(opened, sizeof(*opened));
}

bool door_image_serial(const struct door_image *opened, char *room, size_t size,
                       struct failure *failure)
{
    const struct bytes der = opened->image.chain[0];
    const uint8_t *at = der.at;
    X509 *certificate = opened->image.chain_count > 0 ? d2i_X509(NULL, &at, (long)der.count) : NULL;
    BIGNUM *number =
        certificate == NULL ? NULL : ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), NULL);
    char *text = number == NULL ? NULL : BN_bn2hex(number);
    const bool fits = text != NULL && strlen(text) < size;
    if (fits) {
        (void)snprintf(room, size, "%s", text);
    }
    OPENSSL_free(text);
    BN_free(number);
    X509_free(certificate);
    return fits || failure_say(failure, "the certificate in door.image is damaged; put the door "
                                        "back from a backup, or make it anew");
}
