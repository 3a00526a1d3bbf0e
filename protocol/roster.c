#include "protocol/roster.h"

#include "base/insist.h"
#include "base/reader.h"
#include "base/writer.h"
#include "protocol/signed_message.h"

static const char magic[] = "PCR1";

size_t roster_size(uint8_t count)
{
    return ROSTER_FRAME_SIZE + (size_t)ROSTER_ENTRY_SIZE * count;
}

static void write_head(struct writer *w, const struct roster_head *head)
{
    magic_write(w, magic);
    writer_bytes(w, BYTES_OF(head->door8));
    writer_u32(w, head->version);
    writer_u64(w, head->made);
    writer_u8(w, head->policy);
    writer_u8(w, head->admins);
    writer_u8(w, head->count);
    writer_zeroes(w, 1);
    writer_bytes(w, BYTES_OF(head->origin));
}

static void write_entry(struct writer *w, const struct roster_entry *entry)
{
    writer_u8(w, entry->kind);
    writer_u8(w, entry->role);
    writer_u8(w, entry->flags);
    writer_u8(w, entry->uses);
    writer_bytes(w, BYTES_OF(entry->point));
    writer_u8(w, entry->days);
    writer_zeroes(w, 1);
    writer_u16(w, entry->from);
    writer_u16(w, entry->to);
    writer_u16(w, entry->last);
    writer_bytes(w, BYTES_OF(entry->user));
}

struct bytes roster_encode(const struct roster_head *head, const struct roster_entry *entries,
                           const uint8_t signer8[KEY8_SIZE], uint8_t *room)
{
    INSIST(201, head->count <= ROSTER_ENTRIES_MOST && head->admins <= head->count);
    struct writer w = writer_into(room, roster_size(head->count) - SIGNATURE_SIZE);
    write_head(&w, head);
    for (uint8_t i = 0; i < head->count; i++) {
        write_entry(&w, &entries[i]);
    }
    writer_bytes(&w, (struct bytes){signer8, KEY8_SIZE});
    return writer_written(&w);
}

static bool head_read(struct reader *r, struct roster_head *out)
{
    if (!magic_read(r, magic)) {
        return false;
    }
    reader_copy(r, out->door8, sizeof(out->door8));
    out->version = reader_u32(r);
    out->made = reader_u64(r);
    out->policy = reader_u8(r);
    out->admins = reader_u8(r);
    out->count = reader_u8(r);
    const uint8_t reserved = reader_u8(r);
    reader_copy(r, out->origin, sizeof(out->origin));
    return !r->overrun && out->count <= ROSTER_ENTRIES_MOST && out->admins <= out->count &&
           reserved == 0;
}

// Gives the entry's reserved byte too, which only roster_decode has an eye for.
static uint8_t read_entry(struct reader *r, struct roster_entry *out)
{
    out->kind = reader_u8(r);
    out->role = reader_u8(r);
    out->flags = reader_u8(r);
    out->uses = reader_u8(r);
    reader_copy(r, out->point, sizeof(out->point));
    out->days = reader_u8(r);
    const uint8_t reserved = reader_u8(r);
    out->from = reader_u16(r);
    out->to = reader_u16(r);
    out->last = reader_u16(r);
    reader_copy(r, out->user, sizeof(out->user));
    return reserved;
}

static bool entries_are_clean(struct bytes entries)
{
    struct reader r = reader_over(entries);
    while (r.left > 0) {
        struct roster_entry entry;
        if (read_entry(&r, &entry) != 0) {
            return false;
        }
    }
    return reader_finished(&r);
}

bool roster_decode(struct bytes message, struct roster_message *out)
{
    struct signed_message split;
    if (!signed_message_split(message, &split)) {
        return false;
    }
    struct reader r = reader_over(split.covered);
    struct roster_message read = {.covered = split.covered, .signature = split.signature};
    if (!head_read(&r, &read.head)) {
        return false;
    }
    read.entries = reader_take(&r, (size_t)ROSTER_ENTRY_SIZE * read.head.count);
    reader_copy(&r, read.signer8, sizeof(read.signer8));
    if (!reader_finished(&r) || !entries_are_clean(read.entries)) {
        return false;
    }
    *out = read;
    return true;
}

struct roster_entry roster_entry_at(const struct roster_message *roster, uint8_t index)
{
    INSIST(202, index < roster->head.count);
    struct reader r = reader_over(
        (struct bytes){roster->entries.at + (size_t)ROSTER_ENTRY_SIZE * index, ROSTER_ENTRY_SIZE});
    struct roster_entry entry;
    (void)read_entry(&r, &entry); // roster_decode has seen that it is zero
    return entry;
}
