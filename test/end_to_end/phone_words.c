#include "test/end_to_end/phone_words.h"
#include "base/reader.h"

#include <stdio.h>
#include <string.h>

enum {
    CONTENT_MOST = 320
};

static int digit64(char c)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *found = c == '\0' ? NULL : strchr(alphabet, c);
    return found == NULL ? -1 : (int)(found - alphabet);
}

static bool from_base64url(const char *text, uint8_t *room, size_t size, size_t *count)
{
    unsigned bits = 0;
    unsigned held = 0;
    *count = 0;
    for (; *text != '\0'; text++) {
        const int digit = digit64(*text);
        if (digit < 0) {
            return false;
        }
        bits = (bits << 6 | (unsigned)digit) & 0xfffff;
        held += 6;
        if (held >= 8) {
            held -= 8;
            if (*count == size) {
                return false;
            }
            room[(*count)++] = (uint8_t)(bits >> held);
        }
    }
    return true;
}

static bool read_name(struct reader *r, char name[NAME_MOST + 1])
{
    const uint8_t length = reader_u8(r);
    if (length < 1 || length > NAME_MOST) {
        return false;
    }
    reader_copy(r, (uint8_t *)name, length);
    name[length] = '\0';
    return true;
}

static bool read_content(struct bytes content, struct phone_words *words)
{
    struct reader r = reader_over(content);
    uint8_t password[16];
    words->version = reader_u8(&r);
    words->kind = reader_u8(&r);
    reader_copy(&r, words->key, sizeof(words->key));
    reader_copy(&r, words->point, sizeof(words->point));
    reader_copy(&r, password, sizeof(password));
    words->role = reader_u8(&r);
    words->expires = reader_u32(&r);
    words->days = reader_u8(&r);
    words->from = reader_u16(&r);
    words->to = reader_u16(&r);
    words->last = reader_u16(&r);
    words->uses = reader_u8(&r);
    for (size_t i = 0; i < sizeof(password); i++) {
        (void)snprintf(words->password + 2 * i, 3, "%02x", password[i]);
    }
    if (words->version != 1 || !read_name(&r, words->user)) {
        return false;
    }
    words->door_count = reader_u8(&r);
    for (uint8_t i = 0; i < words->door_count; i++) {
        if (i == PHONE_DOORS_MOST || !read_name(&r, words->door[i])) {
            return false;
        }
    }
    return reader_finished(&r);
}

bool phone_reads(const char *link, struct phone_words *out)
{
    uint8_t room[CONTENT_MOST];
    size_t count = 0;
    const char *mark = strstr(link, "/#");
    *out = (struct phone_words){.version = 0};
    if (mark == NULL || (size_t)(mark - link) >= sizeof(out->origin) ||
        !from_base64url(mark + 2, room, sizeof(room), &count)) {
        return false;
    }
    memcpy(out->origin, link, (size_t)(mark - link));
    return read_content((struct bytes){room, count}, out);
}
