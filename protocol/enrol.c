#include "protocol/enrol.h"

#include "base/reader.h"
#include "base/writer.h"
#include "protocol/signed_message.h"

static const char magic[] = "PCJ1";

void enrol_encode(const struct enrol *enrol, uint8_t covered[ENROL_COVERED])
{
    struct writer w = writer_into(covered, ENROL_COVERED);
    magic_write(&w, magic);
    writer_bytes(&w, BYTES_OF(enrol->invite8));
    writer_u8(&w, enrol->kind);
    writer_bytes(&w, BYTES_OF(enrol->point));
    writer_bytes(&w, BYTES_OF(enrol->stop_point));
}

bool enrol_decode(struct bytes message, struct enrol *out)
{
    struct reader r;
    if (!signed_message_open(message, ENROL_SIZE, magic, &r)) {
        return false;
    }
    struct enrol read;
    reader_copy(&r, read.invite8, sizeof(read.invite8));
    read.kind = reader_u8(&r);
    reader_copy(&r, read.point, sizeof(read.point));
    reader_copy(&r, read.stop_point, sizeof(read.stop_point));
    if (!reader_finished(&r)) {
        return false;
    }
    *out = read;
    return true;
}

bool enrol_has_stop_point(const struct enrol *enrol)
{
    static const uint8_t none[POINT_SIZE];
    return !same_bytes(enrol->stop_point, none, POINT_SIZE);
}
