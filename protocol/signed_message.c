#include "protocol/signed_message.h"

bool signed_message_split(struct bytes message, struct signed_message *out)
{
    if (message.count < MAGIC_SIZE + SIGNATURE_SIZE) {
        return false;
    }
    const size_t covered = message.count - SIGNATURE_SIZE;
    out->covered = (struct bytes){message.at, covered};
    out->signature = message.at + covered;
    return true;
}

bool magic_read(struct reader *r, const char *magic)
{
    return bytes_equal(reader_take(r, MAGIC_SIZE), bytes_of_text(magic));
}

void magic_write(struct writer *w, const char *magic)
{
    writer_bytes(w, bytes_of_text(magic));
}

bool signed_message_open(struct bytes message, size_t size, const char *magic,
                         struct reader *fields)
{
    struct signed_message split;
    if (message.count != size || !signed_message_split(message, &split)) {
        return false;
    }
    struct reader r = reader_over(split.covered);
    if (!magic_read(&r, magic)) {
        return false;
    }
    *fields = r;
    return true;
}
