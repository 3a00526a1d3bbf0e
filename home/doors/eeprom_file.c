#include "home/doors/eeprom_file.h"

#include "home/folder/file.h"
#include "protocol/eeprom.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

// One more than there may be, so that a longer file is seen to be longer.
struct eeprom_room {
    uint8_t bytes[EEPROM_SIZE + 1];
};

// The emulator keeps a lock on its EEPROM and would write on over ours.
static bool is_held(const char *file)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    const int opened = open(file, O_RDWR | O_CLOEXEC);
    const bool held = opened >= 0 && fcntl(opened, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    if (opened >= 0) {
        (void)close(opened); // nothing was written
    }
    return held;
}

static bool is_erased(const uint8_t *eeprom)
{
    for (size_t i = 0; i < EEPROM_SEEDS; i++) {
        if (eeprom[i] != 0xff) {
            return false;
        }
    }
    return !eeprom_is_used(eeprom);
}

// An update takes over what that door remembers.
static bool is_of_same_door(const char *file, const struct bytes before, const struct bytes image,
                            struct failure *failure)
{
    struct image was;
    struct image is;
    if (before.count == 0) {
        return failure_say(failure, "no door is in %s yet; leave --update away", file);
    }
    if (!image_decode(before, &was)) {
        return failure_say(
            failure,
            "the image in %s is damaged, and does not say of which door the rest is; "
            "read the board's EEPROM once more, or say --blank, or another --out",
            file);
    }
    return (image_decode(image, &is) &&
            memcmp(was.identity_point, is.identity_point, POINT_SIZE) == 0) ||
           failure_say(failure,
                       "%s is of another door, or this one was replaced: what that one "
                       "remembers is not for this one; say --blank, or another --out",
                       file);
}

// What stands at the file's place, and what the wish makes of it.
static enum eeprom_answer judge(const char *file, const struct bytes content,
                                const struct bytes image, enum eeprom_wish wish,
                                struct failure *failure)
{
    if (content.count != EEPROM_SIZE ||
        (eeprom_image(content.at).count == 0 && !is_erased(content.at))) {
        (void)failure_say(failure, "%s is there, and is no EEPROM of a door; say another --out",
                          file);
        return EEPROM_FILE_REFUSED;
    }
    if (wish == EEPROM_WISH_NEW && eeprom_is_used(content.at)) {
        (void)failure_say(failure,
                          "a door has written to %s: its roster, its journal and its boots are in "
                          "it; say --update for other settings of the same door, or --blank for "
                          "one that begins anew",
                          file);
        return EEPROM_FILE_REFUSED;
    }
    const bool fits = wish != EEPROM_WISH_UPDATE ||
                      is_of_same_door(file, eeprom_image(content.at), image, failure);
    return fits ? EEPROM_FILE_WRITTEN : EEPROM_FILE_REFUSED;
}

static enum eeprom_answer prepare(const char *file, struct eeprom_room *room,
                                  const struct bytes image, enum eeprom_wish wish,
                                  struct failure *failure)
{
    struct bytes content;
    if (!file_exists(file) && wish == EEPROM_WISH_UPDATE) {
        (void)failure_say(failure,
                          "%s is not there to be updated; without --update it is made anew, and of "
                          "that only the first 8 KB are for a board that has been in use: head -c "
                          "8192",
                          file);
        return EEPROM_FILE_REFUSED;
    }
    if (!file_exists(file)) {
        eeprom_blank(room->bytes);
        return EEPROM_FILE_WRITTEN;
    }
    if (is_held(file)) {
        (void)failure_say(
            failure, "a program has %s open, as an emulated board has its EEPROM; end it first",
            file);
        return EEPROM_FILE_REFUSED;
    }
    if (!file_read_regular(file, room->bytes, sizeof(room->bytes), &content, failure)) {
        return EEPROM_FILE_FAILED;
    }
    const enum eeprom_answer answer = judge(file, content, image, wish, failure);
    if (answer == EEPROM_FILE_WRITTEN && wish == EEPROM_WISH_BLANK) {
        eeprom_blank(room->bytes);
    }
    return answer;
}

enum eeprom_answer eeprom_file_write(const char *file, struct bytes image, enum eeprom_wish wish,
                                     struct failure *failure)
{
    static struct eeprom_room room; // large, and there is one
    enum eeprom_answer answer = prepare(file, &room, image, wish, failure);
    if (answer == EEPROM_FILE_WRITTEN &&
        (!eeprom_put_image(room.bytes, image) ||
         !file_write(file, (struct bytes){room.bytes, EEPROM_SIZE}, failure))) {
        answer = EEPROM_FILE_FAILED;
    }
    wipe(&room, sizeof(room));
    return answer;
}
