#include "home/people/phone_link.h"
#include "base/writer.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

enum {
    VERSION = 1,
    KIND_INVITED = 1,
    KIND_GUEST = 2,
    CONTENT_MOST = 127 + (1 + USER_SIZE) + 1 + PERSON_DOORS_MOST * (1 + NAME_MOST),
    DIGITS_MOST = (CONTENT_MOST + 2) / 3 * 4
};

static bool digit_value(char digit, unsigned *out)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = digit == '\0' ? NULL : strchr(digits, digit);
    if (found == NULL) {
        return false;
    }
    *out = (unsigned)(found - digits);
    return true;
}

static bool password_bytes(const char *password, uint8_t bytes[PHONE_PASSWORD_SIZE])
{
    if (strlen(password) != PHONE_PASSWORD_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < PHONE_PASSWORD_SIZE; i++) {
        unsigned high = 0;
        unsigned low = 0;
        if (!digit_value(password[2 * i], &high) || !digit_value(password[2 * i + 1], &low)) {
            return false;
        }
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static void write_name(struct writer *w, const char *name)
{
    writer_u8(w, (uint8_t)strlen(name));
    writer_bytes(w, bytes_of_text(name));
}

static struct bytes write_content(const struct phone_grant *grant,
                                  const uint8_t password[PHONE_PASSWORD_SIZE],
                                  uint8_t room[CONTENT_MOST])
{
    const struct person *person = grant->person;
    const struct roster_entry *entry = &person->entry;
    struct writer w = writer_into(room, CONTENT_MOST);
    writer_u8(&w, VERSION);
    writer_u8(&w, entry->role == ROLE_GUEST ? KIND_GUEST : KIND_INVITED);
    writer_bytes(&w, (struct bytes){grant->key, PRIVATE_KEY_SIZE});
    writer_bytes(&w, (struct bytes){grant->point, POINT_SIZE});
    writer_bytes(&w, (struct bytes){password, PHONE_PASSWORD_SIZE});
    writer_u8(&w, entry->role);
    writer_u32(&w, (uint32_t)grant->expires);
    writer_u8(&w, entry->days);
    writer_u16(&w, entry->from);
    writer_u16(&w, entry->to);
    writer_u16(&w, entry->last);
    writer_u8(&w, entry->uses);
    write_name(&w, person_user(person).text);
    writer_u8(&w, person->door_count);
    for (uint8_t i = 0; i < person->door_count; i++) {
        write_name(&w, person->door[i]);
    }
    return writer_written(&w);
}

// RFC 4648, 5, without padding.
static void to_base64url(struct bytes content, char text[DIGITS_MOST + 1])
{
    (void)EVP_EncodeBlock((uint8_t *)text, content.at, (int)content.count); // fits, and ends it
    for (char *at = text; *at != '\0'; at++) {
        if (*at == '+') {
            *at = '-';
        } else if (*at == '/') {
            *at = '_';
        } else if (*at == '=') {
            *at = '\0';
            return;
        }
    }
}

bool phone_link_make(const struct phone_grant *grant, struct phone_link *out,
                     struct failure *failure)
{
    uint8_t password[PHONE_PASSWORD_SIZE];
    uint8_t room[CONTENT_MOST];
    char digits[DIGITS_MOST + 1];
    if (!password_bytes(grant->password, password)) {
        return failure_say(failure, "the password drawn for the link is none; try again");
    }
    if (grant->expires < 0 || grant->expires > (time_t)UINT32_MAX) {
        return failure_say(failure, "that is too far away for a link: say a day before 2106");
    }
    if (grant->origin[0] == '\0' || strlen(grant->origin) > ORIGIN_SIZE) {
        return failure_say(failure, "\"%.80s\" is no origin of a page; look at home.json",
                           grant->origin);
    }
    to_base64url(write_content(grant, password, room), digits);
    (void)snprintf(out->text, sizeof(out->text), "%s/#%s", grant->origin, digits);
    wipe(password, sizeof(password));
    wipe(room, sizeof(room));
    wipe(digits, sizeof(digits));
    return true;
}
