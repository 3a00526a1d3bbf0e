#include "protocol/ack.h"

#include "base/reader.h"
#include "base/writer.h"
#include "protocol/signed_message.h"

static const char magic[] = "PCA1";

void ack_encode(const struct ack *ack, uint8_t covered[ACK_COVERED])
{
    struct writer w = writer_into(covered, ACK_COVERED);
    magic_write(&w, magic);
    writer_bytes(&w, BYTES_OF(ack->door8));
    writer_bytes(&w, BYTES_OF(ack->command8));
    writer_u8(&w, ack->result);
    writer_u16(&w, ack->sequence);
    writer_u8(&w, ack->state);
    writer_u8(&w, ack->position);
}

bool ack_decode(struct bytes message, struct ack *out)
{
    struct reader r;
    if (!signed_message_open(message, ACK_SIZE, magic, &r)) {
        return false;
    }
    struct ack read;
    reader_copy(&r, read.door8, sizeof(read.door8));
    reader_copy(&r, read.command8, sizeof(read.command8));
    read.result = reader_u8(&r);
    read.sequence = reader_u16(&r);
    read.state = reader_u8(&r);
    read.position = reader_u8(&r);
    if (!reader_finished(&r)) {
        return false;
    }
    *out = read;
    return true;
}
