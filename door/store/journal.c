#include "door/store/journal.h"

#include "base/crc32.h"
#include "base/reader.h"
#include "base/writer.h"

#include <string.h>

static const uint8_t magic[4] = {'P', 'C', 'J', '1'};

enum {
    ERASED = 0xff,
    ALIGNMENT = 4,
    CHECKSUM_SIZE = 4,
    CHUNK = 32
};

static size_t half_size(const struct journal *journal)
{
    return journal->half_sectors * journal->flash->sector_size;
}

static size_t address_in(const struct journal *journal, uint8_t half, size_t offset)
{
    return half * half_size(journal) + offset;
}

static bool read_at(const struct journal *journal, uint8_t half, size_t offset, uint8_t *into,
                    size_t count)
{
    const struct flash *flash = journal->flash;
    return flash->read(flash->self, address_in(journal, half, offset), into, count);
}

// As much of what is left as goes through a chunk.
static size_t chunk_of(size_t left)
{
    return left < CHUNK ? left : CHUNK;
}

// Programs and reads back: a cell that is stuck says nothing by itself.
static bool program_at(const struct journal *journal, uint8_t half, size_t offset,
                       struct bytes what)
{
    const struct flash *flash = journal->flash;
    if (!flash->program(flash->self, address_in(journal, half, offset), what)) {
        return false;
    }
    uint8_t seen[CHUNK];
    for (size_t at = 0; at < what.count; at += CHUNK) {
        const size_t count = chunk_of(what.count - at);
        if (!read_at(journal, half, offset + at, seen, count) ||
            !same_bytes(what.at + at, seen, count)) {
            return false;
        }
    }
    return true;
}

static bool is_erased(const uint8_t *at, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (at[i] != ERASED) {
            return false;
        }
    }
    return true;
}

static bool rest_is_erased(const struct journal *journal, uint8_t half, size_t from)
{
    uint8_t chunk[CHUNK];
    for (size_t at = from; at < half_size(journal); at += CHUNK) {
        const size_t count = chunk_of(half_size(journal) - at);
        //@ split count;
        if (!read_at(journal, half, at, chunk, count) || !is_erased(chunk, count)) {
            return false;
        }
    }
    return true;
}

static void head_encode(uint32_t generation, uint8_t head[JOURNAL_HEAD_SIZE])
{
    struct writer w = writer_into(head, JOURNAL_HEAD_SIZE);
    writer_bytes(&w, BYTES_OF(magic));
    writer_u32(&w, generation);
    writer_u32(&w, crc32_of(writer_written(&w)));
}

// 0: the head does not count.
static uint32_t head_generation(const uint8_t head[JOURNAL_HEAD_SIZE])
{
    struct reader r = reader_over((struct bytes){head, JOURNAL_HEAD_SIZE});
    (void)reader_take(&r, sizeof(magic));
    const uint32_t generation = reader_u32(&r);
    uint8_t expected[JOURNAL_HEAD_SIZE];
    head_encode(generation, expected);
    return memcmp(head, expected, sizeof(expected)) == 0 ? generation : 0;
}

// Programming only clears bits: what a cut left of the very first head still has all bits of it.
static bool is_torn_first_head(const uint8_t head[JOURNAL_HEAD_SIZE])
{
    uint8_t first[JOURNAL_HEAD_SIZE];
    head_encode(1, first);
    for (size_t i = 0; i < sizeof(first); i++) {
        if ((head[i] & first[i]) != first[i]) {
            return false;
        }
    }
    return true;
}

static size_t record_size(size_t count)
{
    const size_t framed = count + JOURNAL_FRAME_SIZE;
    return (framed + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

// The size of the record that begins so; 0: none does, or it would not fit into what is left.
static size_t size_of_record(const uint8_t start[ALIGNMENT], size_t left)
{
    const uint8_t type = start[0];
    const uint8_t count = start[1];
    if (type == 0 || type == ERASED || count > JOURNAL_PAYLOAD_MOST || record_size(count) > left) {
        return 0;
    }
    return record_size(count);
}

static bool checksum_holds(const uint8_t *raw, size_t size)
{
    struct reader r = reader_over((struct bytes){raw, size});
    const struct bytes covered = reader_take(&r, size - CHECKSUM_SIZE);
    return reader_u32(&r) == crc32_of(covered);
}

// Reads the record at the offset; its size, or 0 when there is no whole record. Each byte is read once:
// what the checksum covers is what is given.
static size_t record_read(const struct journal *journal, size_t offset, struct journal_record *out)
{
    uint8_t raw[JOURNAL_RECORD_MOST];
    const size_t left = half_size(journal) - offset;
    if (left < ALIGNMENT || !read_at(journal, journal->half, offset, raw, ALIGNMENT)) {
        return 0;
    }
    // For the proof, here and above: one length at a time (docs/proof.md).
    //@ split raw[1];
    const size_t size = size_of_record(raw, left);
    if (size == 0 ||
        !read_at(journal, journal->half, offset + ALIGNMENT, raw + ALIGNMENT, size - ALIGNMENT) ||
        !checksum_holds(raw, size)) {
        return 0;
    }
    *out = (struct journal_record){.type = raw[0], .count = raw[1]};
    memcpy(out->payload, raw + 2, out->count);
    return size;
}

bool journal_next(const struct journal *journal, size_t *at, struct journal_record *out)
{
    if (*at >= journal->tail) {
        return false;
    }
    const size_t size = record_read(journal, *at, out);
    if (size == 0) {
        return false;
    }
    *at += size;
    return true;
}

// Behind the last whole record: nothing, or one record the power did not let finish. A whole record
// further on, or bytes where no single record reaches, mean that something written was lost.
static bool ends_as_a_cut_leaves_it(const struct journal *journal, size_t end)
{
    struct journal_record record;
    const size_t reach = end + JOURNAL_RECORD_MOST;
    for (size_t at = end; at < reach && at < half_size(journal); at += ALIGNMENT) {
        if (record_read(journal, at, &record) != 0) {
            return false;
        }
    }
    return reach >= half_size(journal) || rest_is_erased(journal, journal->half, reach);
}

static bool find_tail(struct journal *journal)
{
    struct journal_record record;
    size_t end = JOURNAL_HEAD_SIZE;
    size_t size = record_read(journal, end, &record);
    while (size != 0) {
        end += size;
        size = record_read(journal, end, &record);
    }
    journal->tail = end;
    journal->spoiled = !rest_is_erased(journal, journal->half, end);
    return !journal->spoiled || ends_as_a_cut_leaves_it(journal, end);
}

enum journal_state journal_mount(struct journal *journal, const struct flash *flash,
                                 size_t half_sectors)
{
    *journal = (struct journal){
        .flash = flash, .half_sectors = half_sectors, .tail = JOURNAL_HEAD_SIZE, .spoiled = true};
    uint8_t heads[2][JOURNAL_HEAD_SIZE];
    if (!read_at(journal, 0, 0, heads[0], JOURNAL_HEAD_SIZE) ||
        !read_at(journal, 1, 0, heads[1], JOURNAL_HEAD_SIZE)) {
        return JOURNAL_DAMAGED;
    }
    const uint32_t generations[2] = {head_generation(heads[0]), head_generation(heads[1])};
    if (generations[0] == 0 && generations[1] == 0) {
        // In force is then "the second half, generation 0": the first copy goes to the first half.
        journal->half = 1;
        return is_torn_first_head(heads[0]) && is_erased(heads[1], JOURNAL_HEAD_SIZE)
                   ? JOURNAL_BLANK
                   : JOURNAL_DAMAGED;
    }
    journal->half = generations[1] > generations[0] ? 1 : 0;
    journal->generation = generations[journal->half];
    journal->unfinished = generations[0] != 0 && generations[1] != 0;
    return find_tail(journal) ? JOURNAL_SOUND : JOURNAL_DAMAGED;
}

bool journal_has_room(const struct journal *journal, size_t count)
{
    return !journal->spoiled && record_size(count) <= half_size(journal) - journal->tail;
}

// Writes a record at *tail and moves it on. This stands on the deepest stack the door has.
static bool write_record(const struct journal *journal, uint8_t half, size_t *tail, uint8_t type,
                         struct bytes payload)
{
    uint8_t raw[JOURNAL_RECORD_MOST];
    const size_t size = record_size(payload.count);
    if (payload.count > JOURNAL_PAYLOAD_MOST || size > half_size(journal) - *tail) {
        return false;
    }
    struct writer w = writer_into(raw, size);
    writer_u8(&w, type);
    writer_u8(&w, (uint8_t)payload.count);
    writer_bytes(&w, payload);
    writer_zeroes(&w, size - payload.count - JOURNAL_FRAME_SIZE);
    writer_u32(&w, crc32_of(writer_written(&w)));
    if (!program_at(journal, half, *tail, writer_written(&w))) {
        return false;
    }
    *tail += size;
    return true;
}

bool journal_append(struct journal *journal, uint8_t type, struct bytes payload)
{
    if (!journal_has_room(journal, payload.count)) {
        return false;
    }
    if (!write_record(journal, journal->half, &journal->tail, type, payload)) {
        journal->spoiled = true;
        return false;
    }
    return true;
}

bool journal_copy_begin(struct journal *journal)
{
    const uint8_t other = journal->half ^ 1U;
    const struct flash *flash = journal->flash;
    journal->copy_tail = JOURNAL_HEAD_SIZE;
    for (size_t i = 0; i < journal->half_sectors; i++) {
        if (!flash->erase(flash->self, other * journal->half_sectors + i)) {
            return false;
        }
    }
    if (!rest_is_erased(journal, other, 0)) {
        return false;
    }
    // The head that was still to be retired is gone with the rest.
    journal->unfinished = false;
    return true;
}

bool journal_copy(struct journal *journal, uint8_t type, struct bytes payload)
{
    return write_record(journal, journal->half ^ 1U, &journal->copy_tail, type, payload);
}

bool journal_copy_end(struct journal *journal)
{
    uint8_t head[JOURNAL_HEAD_SIZE];
    head_encode(journal->generation + 1, head);
    if (!program_at(journal, journal->half ^ 1U, 0, BYTES_OF(head))) {
        // It may count after a restart all the same: nothing may be added to the old half now.
        journal->spoiled = true;
        return false;
    }
    journal->half ^= 1U;
    journal->generation++;
    journal->tail = journal->copy_tail;
    journal->spoiled = false;
    journal->unfinished = true;
    return true;
}

void journal_retire_old(struct journal *journal)
{
    static const uint8_t zeroes[JOURNAL_HEAD_SIZE] = {0};
    if (journal->unfinished) {
        journal->unfinished = !program_at(journal, journal->half ^ 1U, 0, BYTES_OF(zeroes));
    }
}
