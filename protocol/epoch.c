#include "protocol/epoch.h"

#include "base/reader.h"
#include "base/writer.h"
#include "protocol/signed_message.h"

static const char magic[] = "PCE1";

void epoch_encode(const struct epoch *epoch, uint8_t covered[EPOCH_COVERED])
{
    struct writer w = writer_into(covered, EPOCH_COVERED);
    magic_write(&w, magic);
    writer_bytes(&w, BYTES_OF(epoch->door8));
    writer_u32(&w, epoch->boot);
    writer_u32(&w, epoch->turn);
    writer_bytes(&w, BYTES_OF(epoch->value));
    writer_u64(&w, epoch->unix_seconds);
    writer_u16(&w, epoch->sequence);
    writer_u8(&w, epoch->state);
    writer_u8(&w, epoch->position);
    writer_u8(&w, epoch->flags);
    writer_u32(&w, epoch->event_number);
    writer_u32(&w, epoch->roster_version);
    writer_bytes(&w, BYTES_OF(epoch->roster_hash8));
}

bool epoch_decode(struct bytes message, struct epoch *out)
{
    struct reader r;
    if (!signed_message_open(message, EPOCH_SIZE, magic, &r)) {
        return false;
    }
    struct epoch read;
    reader_copy(&r, read.door8, sizeof(read.door8));
    read.boot = reader_u32(&r);
    read.turn = reader_u32(&r);
    reader_copy(&r, read.value, sizeof(read.value));
    read.unix_seconds = reader_u64(&r);
    read.sequence = reader_u16(&r);
    read.state = reader_u8(&r);
    read.position = reader_u8(&r);
    read.flags = reader_u8(&r);
    read.event_number = reader_u32(&r);
    read.roster_version = reader_u32(&r);
    reader_copy(&r, read.roster_hash8, sizeof(read.roster_hash8));
    if (!reader_finished(&r)) {
        return false;
    }
    *out = read;
    return true;
}
