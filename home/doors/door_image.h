// doors/NAME/door.image, opened to be looked at or changed. Whoever holds its bytes is the door, so
// they are wiped when it is closed.
#ifndef HOME_DOORS_DOOR_IMAGE_H
#define HOME_DOORS_DOOR_IMAGE_H

#include "home/folder/home.h"
#include "protocol/image.h"
#include "protocol/roster.h"

// It may not move in memory while it is open: image borrows from its rooms.
struct door_image {
    struct image image;
    uint8_t image_room[IMAGE_MOST + 1];
    uint8_t roster_room[ROSTER_MOST + 1];
    struct bytes roster; // doors/NAME/roster: the last one signed for this door
    struct roster_head head;
    bool half_replaced; // a `door replace` was cut off: the files are of two doors
    bool
        half_renamed; // a `door rename` was cut off: the image has the new name, the folder the old
};

// Refuses a door that is not there, and files that are damaged, of two different doors or of two names.
MUST_USE bool door_image_open(const struct home *home, const char *door, struct door_image *out,
                              struct failure *failure);

// The same, and takes a door that is half renamed: for who renames it.
MUST_USE bool door_image_open_to_rename(const struct home *home, const char *door,
                                        struct door_image *out, struct failure *failure);

// The same, and takes one that is half replaced too: for who replaces it.
MUST_USE bool door_image_open_any(const struct home *home, const char *door, struct door_image *out,
                                  struct failure *failure);

// Replaces the file as a whole. The newest roster goes along, so that a controller whose memory was
// lost does not begin with people who were removed since.
MUST_USE bool door_image_write(const struct home *home, const char *door, struct door_image *opened,
                               struct failure *failure);

// The bytes of it, as door_image_write writes them. Empty, and failure says why: it makes no image.
struct bytes door_image_encode(struct door_image *opened, uint8_t room[IMAGE_MOST],
                               struct failure *failure);

void door_image_close(struct door_image *opened);

// The serial number of the door's client certificate, in hexadecimal as OpenSSL prints it.
MUST_USE bool door_image_serial(const struct door_image *opened, char *room, size_t size,
                                struct failure *failure);

#endif
