#include "protocol/time_message.h"

#include "base/reader.h"
#include "base/writer.h"
#include "protocol/signed_message.h"

static const char magic[] = "PCT1";

void time_message_encode(const struct time_message *time, uint8_t covered[TIME_COVERED])
{
    struct writer w = writer_into(covered, TIME_COVERED);
    magic_write(&w, magic);
    writer_bytes(&w, BYTES_OF(time->door8));
    writer_bytes(&w, BYTES_OF(time->key8));
    writer_bytes(&w, BYTES_OF(time->epoch_value));
    writer_u64(&w, time->unix_seconds);
    writer_u16(&w, (uint16_t)time->offset_minutes);
}

// C11 leaves the cast of a large uint16_t to int16_t to the compiler; this does not.
static int16_t from_twos_complement(uint16_t bits)
{
    return (int16_t)((int32_t)(bits ^ 0x8000U) - 0x8000);
}

bool time_message_decode(struct bytes message, struct time_message *out)
{
    struct reader r;
    if (!signed_message_open(message, TIME_SIZE, magic, &r)) {
        return false;
    }
    struct time_message read;
    reader_copy(&r, read.door8, sizeof(read.door8));
    reader_copy(&r, read.key8, sizeof(read.key8));
    reader_copy(&r, read.epoch_value, sizeof(read.epoch_value));
    read.unix_seconds = reader_u64(&r);
    read.offset_minutes = from_twos_complement(reader_u16(&r));
    if (!reader_finished(&r)) {
        return false;
    }
    *out = read;
    return true;
}
