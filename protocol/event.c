#include "protocol/event.h"

#include "base/reader.h"
#include "base/writer.h"
#include "protocol/signed_message.h"

static const char magic[] = "PCV1";

void event_encode(const struct event *event, uint8_t covered[EVENT_COVERED])
{
    struct writer w = writer_into(covered, EVENT_COVERED);
    magic_write(&w, magic);
    writer_bytes(&w, BYTES_OF(event->door8));
    writer_u32(&w, event->boot);
    writer_u32(&w, event->number);
    writer_u32(&w, event->uptime);
    writer_u64(&w, event->unix_seconds);
    writer_u8(&w, event->what);
    writer_u8(&w, event->result);
    writer_bytes(&w, BYTES_OF(event->key8));
    writer_bytes(&w, BYTES_OF(event->command8));
}

bool event_decode(struct bytes message, struct event *out)
{
    struct reader r;
    if (!signed_message_open(message, EVENT_SIZE, magic, &r)) {
        return false;
    }
    struct event read;
    reader_copy(&r, read.door8, sizeof(read.door8));
    read.boot = reader_u32(&r);
    read.number = reader_u32(&r);
    read.uptime = reader_u32(&r);
    read.unix_seconds = reader_u64(&r);
    read.what = reader_u8(&r);
    read.result = reader_u8(&r);
    reader_copy(&r, read.key8, sizeof(read.key8));
    reader_copy(&r, read.command8, sizeof(read.command8));
    if (!reader_finished(&r)) {
        return false;
    }
    *out = read;
    return true;
}
