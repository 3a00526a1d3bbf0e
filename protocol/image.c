#include "protocol/image.h"

#include "base/crc32.h"
#include "base/reader.h"
#include "base/writer.h"
#include "protocol/roster.h"
#include "protocol/signed_message.h"

#include <string.h>

static const char magic[] = "PCI1";

enum {
    LENGTH_SIZE = 2,
    CRC_SIZE = 4,
    TOPIC_ROOT_MOST = 64,
    HOST_MOST = 63,
    USER_NAME_MOST = 255,
    PASSWORD_MOST = 255
};

static bool all_of(struct bytes text, bool (*allowed)(uint8_t))
{
    for (size_t i = 0; i < text.count; i++) {
        if (!allowed(text.at[i])) {
            return false;
        }
    }
    return true;
}

static bool is_between(uint8_t c, char first, char last)
{
    return c >= (uint8_t)first && c <= (uint8_t)last;
}

static bool of_a_door_name(uint8_t c)
{
    return is_between(c, 'a', 'z') || is_between(c, '0', '9') || c == '-';
}

static bool of_a_host(uint8_t c)
{
    return of_a_door_name(c) || is_between(c, 'A', 'Z') || c == '.';
}

static bool printable(uint8_t c)
{
    return is_between(c, '!', '~');
}

// + and # would be wildcards: [MQTT-4.7.1-1].
static bool of_a_topic(uint8_t c)
{
    return printable(c) && c != '+' && c != '#';
}

static bool has_size(struct bytes field, size_t least, size_t most)
{
    return field.count >= least && field.count <= most;
}

static bool door_name_is_sound(struct bytes name)
{
    return has_size(name, 1, DOOR_NAME_MOST) && all_of(name, of_a_door_name) &&
           !bytes_equal(name, bytes_of_text("keeper")) &&
           !bytes_equal(name, bytes_of_text("enrol"));
}

// A leading $ belongs to the broker: [MQTT-4.7.2-1]. A slash at an end would make an empty level.
static bool topic_root_is_sound(struct bytes root)
{
    return has_size(root, 1, TOPIC_ROOT_MOST) && all_of(root, of_a_topic) && root.at[0] != '$' &&
           root.at[0] != '/' && root.at[root.count - 1] != '/';
}

static bool broker_is_sound(const struct image *image)
{
    return has_size(image->broker_host, 1, HOST_MOST) && all_of(image->broker_host, of_a_host) &&
           has_size(image->broker_address, 0, HOST_MOST) &&
           all_of(image->broker_address, printable) && image->broker_port != 0;
}

// A password without a user name cannot be said in MQTT 3.1.1: [MQTT-3.1.2-22].
static bool login_is_sound(const struct image *image)
{
    return has_size(image->user, 0, USER_NAME_MOST) && all_of(image->user, printable) &&
           has_size(image->password, 0, PASSWORD_MOST) &&
           (image->user.count > 0 || image->password.count == 0);
}

static bool certificates_are_sound(const struct image *image)
{
    if (image->chain_count > IMAGE_CHAIN_MOST || image->root_count == 0 ||
        image->root_count > IMAGE_ROOTS_MOST) {
        return false;
    }
    for (uint8_t i = 0; i < image->chain_count; i++) {
        if (!has_size(image->chain[i], 1, IMAGE_MOST)) {
            return false;
        }
    }
    for (uint8_t i = 0; i < image->root_count; i++) {
        if (!has_size(image->roots[i].distinguished_name, 1, IMAGE_MOST)) {
            return false;
        }
    }
    return true;
}

static bool image_is_sound(const struct image *image)
{
    struct roster_message roster;
    return door_name_is_sound(image->door_name) && topic_root_is_sound(image->topic_root) &&
           broker_is_sound(image) && login_is_sound(image) && certificates_are_sound(image) &&
           operator_settings_sound(&image->operator_settings) &&
           roster_decode(image->first_roster, &roster);
}

static void write_short(struct writer *w, struct bytes field)
{
    writer_u8(w, (uint8_t)field.count);
    writer_bytes(w, field);
}

static void write_long(struct writer *w, struct bytes field)
{
    writer_u16(w, (uint16_t)field.count);
    writer_bytes(w, field);
}

static void write_fields(struct writer *w, const struct image *image)
{
    write_short(w, image->door_name);
    write_short(w, image->topic_root);
    write_short(w, image->broker_host);
    write_short(w, image->broker_address);
    writer_u16(w, image->broker_port);
    writer_bytes(w, BYTES_OF(image->client_id));
    write_short(w, image->user);
    write_short(w, image->password);
    writer_bytes(w, BYTES_OF(image->identity_key));
    writer_bytes(w, BYTES_OF(image->identity_point));
    writer_bytes(w, BYTES_OF(image->secret));
    writer_bytes(w, BYTES_OF(image->recovery_point));
    writer_bytes(w, BYTES_OF(image->tls_key));
    writer_u8(w, image->chain_count);
    for (uint8_t i = 0; i < image->chain_count; i++) {
        write_long(w, image->chain[i]);
    }
    writer_u8(w, image->root_count);
    for (uint8_t i = 0; i < image->root_count; i++) {
        write_long(w, image->roots[i].distinguished_name);
        writer_bytes(w, BYTES_OF(image->roots[i].point));
    }
    operator_settings_write(w, &image->operator_settings);
    write_long(w, image->first_roster);
}

// The length is known last, and the crc covers it.
static struct bytes close_image(struct writer *w, uint8_t *room)
{
    const size_t length = w->count + CRC_SIZE - MAGIC_SIZE - LENGTH_SIZE;
    if (w->overrun || w->count + CRC_SIZE > IMAGE_MOST) {
        return (struct bytes){NULL, 0};
    }
    struct writer place = writer_into(room + MAGIC_SIZE, LENGTH_SIZE);
    writer_u16(&place, (uint16_t)length);
    writer_u32(w, crc32_of((struct bytes){room, w->count}));
    return writer_written(w);
}

struct bytes image_encode(const struct image *image, uint8_t *room, size_t size)
{
    if (!image_is_sound(image)) {
        return (struct bytes){NULL, 0};
    }
    struct writer w = writer_into(room, size);
    magic_write(&w, magic);
    writer_zeroes(&w, LENGTH_SIZE);
    write_fields(&w, image);
    return close_image(&w, room);
}

static struct bytes take_short(struct reader *r)
{
    const uint8_t count = reader_u8(r);
    return reader_take(r, count);
}

static struct bytes take_long(struct reader *r)
{
    const uint16_t count = reader_u16(r);
    return reader_take(r, count);
}

static void read_names_and_keys(struct reader *r, struct image *read)
{
    read->door_name = take_short(r);
    read->topic_root = take_short(r);
    read->broker_host = take_short(r);
    read->broker_address = take_short(r);
    read->broker_port = reader_u16(r);
    reader_copy(r, read->client_id, sizeof(read->client_id));
    read->user = take_short(r);
    read->password = take_short(r);
    reader_copy(r, read->identity_key, sizeof(read->identity_key));
    reader_copy(r, read->identity_point, sizeof(read->identity_point));
    reader_copy(r, read->secret, sizeof(read->secret));
    reader_copy(r, read->recovery_point, sizeof(read->recovery_point));
    reader_copy(r, read->tls_key, sizeof(read->tls_key));
}

static bool certificates_read(struct reader *r, struct image *read)
{
    read->chain_count = reader_u8(r);
    if (read->chain_count > IMAGE_CHAIN_MOST) {
        return false;
    }
    for (uint8_t i = 0; i < read->chain_count; i++) {
        read->chain[i] = take_long(r);
    }
    read->root_count = reader_u8(r);
    if (read->root_count > IMAGE_ROOTS_MOST) {
        return false;
    }
    for (uint8_t i = 0; i < read->root_count; i++) {
        read->roots[i].distinguished_name = take_long(r);
        reader_copy(r, read->roots[i].point, sizeof(read->roots[i].point));
    }
    return true;
}

// Magic, length and checksum hold; *fields is what stands between length and checksum.
static bool envelope_opened(struct bytes message, struct reader *fields)
{
    if (message.count < MAGIC_SIZE + LENGTH_SIZE + CRC_SIZE || message.count > IMAGE_MOST) {
        return false;
    }
    const struct bytes covered = {message.at, message.count - CRC_SIZE};
    struct reader crc = reader_over((struct bytes){message.at + covered.count, CRC_SIZE});
    struct reader r = reader_over(covered);
    if (!magic_read(&r, magic) || reader_u16(&r) != r.left + CRC_SIZE ||
        reader_u32(&crc) != crc32_of(covered)) {
        return false;
    }
    *fields = r;
    return true;
}

bool image_decode(struct bytes message, struct image *out)
{
    struct reader r;
    if (!envelope_opened(message, &r)) {
        return false;
    }
    struct image read;
    memset(&read, 0, sizeof(read));
    read_names_and_keys(&r, &read);
    if (!certificates_read(&r, &read) || !operator_settings_read(&r, &read.operator_settings)) {
        return false;
    }
    read.first_roster = take_long(&r);
    if (!reader_finished(&r) || !image_is_sound(&read)) {
        return false;
    }
    *out = read;
    return true;
}
