// Reader and writer, by induction: from any reader that stands in its bytes, any one call leads to a
// reader that stands in its bytes, and touches nothing else. So does any number of calls. The bytes end
// where their memory ends, so that one byte too far is seen.
#include "base/reader.h"

#include "base/writer.h"
#include "test/proof/any.h"
#include "test/proof/subjects.h"

enum {
    SIZE_MOST = 32
};

static void copy_some(struct reader *r)
{
    uint8_t into[SIZE_MOST];
    const size_t count = any_between(0, SIZE_MOST);
    //@ split count;
    reader_copy(r, into, count);
    //@ assert \initialized(into + (0 .. count - 1));
}

static void take_some(struct reader *r)
{
    struct bytes taken;
    const size_t count = any_between(0, SIZE_MOST);
    //@ split count;
    taken = reader_take(r, count);
    //@ assert taken.count == count || (taken.count == 0 && r->overrun);
    //@ assert taken.count == 0 || \initialized(taken.at + (0 .. taken.count - 1));
    (void)taken;
}

static void take_far_too_much(struct reader *r)
{
    const struct bytes taken = reader_take(r, any_between(SIZE_MOST + 1, UINT32_MAX));
    //@ assert taken.count == 0 && r->overrun;
    (void)taken;
}

static void read_something(struct reader *r)
{
    const uint32_t call = any_between(0, 7);
    //@ split call;
    switch (call) {
    case 0:
        (void)reader_u8(r);
        break;
    case 1:
        (void)reader_u16(r);
        break;
    case 2:
        (void)reader_u32(r);
        break;
    case 3:
        (void)reader_u64(r);
        break;
    case 4:
        copy_some(r);
        break;
    case 5:
        take_some(r);
        break;
    case 6:
        take_far_too_much(r);
        break;
    default:
        (void)reader_finished(r);
        break;
    }
}

static void any_read_from_anywhere(void)
{
    uint8_t body[SIZE_MOST];
    struct reader r;
    any_bytes(body, sizeof(body));
    r = reader_over(BYTES_OF(body));
    r.left = any_between(0, SIZE_MOST);
    r.overrun = any_bool();
    //@ split r.left;
    r.at = body + SIZE_MOST - r.left;
    //@ split r.overrun;
    read_something(&r);
    //@ assert stands: r.left <= SIZE_MOST && r.at == body + (SIZE_MOST - r.left);
}

static void nothing_is_read_from_nowhere(void)
{
    struct reader r = reader_over((struct bytes){NULL, 0});
    r.overrun = any_bool();
    //@ split r.overrun;
    read_something(&r);
    //@ assert stands: r.left == 0 && r.at == \null;
}

static void write_run(struct writer *w)
{
    uint8_t from[SIZE_MOST];
    any_bytes(from, sizeof(from));
    const size_t count = any_between(0, SIZE_MOST);
    //@ split count;
    writer_bytes(w, (struct bytes){from + SIZE_MOST - count, count});
}

static void write_zeroes(struct writer *w)
{
    const size_t count = any_between(0, SIZE_MOST);
    //@ split count;
    writer_zeroes(w, count);
}

static void write_something(struct writer *w)
{
    const uint32_t call = any_between(0, 5);
    //@ split call;
    switch (call) {
    case 0:
        writer_u8(w, any_u8());
        break;
    case 1:
        writer_u16(w, any_u16());
        break;
    case 2:
        writer_u32(w, any_u32());
        break;
    case 3:
        writer_u64(w, any_u64());
        break;
    case 4:
        write_run(w);
        break;
    default:
        write_zeroes(w);
        break;
    }
}

// The first bytes of the room are written already; none behind them is.
static void any_write_to_anywhere(void)
{
    uint8_t room[SIZE_MOST];
    struct writer w = writer_into(room, sizeof(room));
    struct bytes written;
    w.count = any_between(0, SIZE_MOST);
    w.overrun = any_bool();
    //@ split w.count;
    any_bytes(room, w.count);
    //@ split w.overrun;
    write_something(&w);
    //@ assert stands: w.start == (uint8_t *)room && w.room == SIZE_MOST && w.count <= SIZE_MOST;
    //@ split w.count;
    written = writer_written(&w);
    //@ assert written.count == 0 || \initialized(written.at + (0 .. written.count - 1));
    (void)written;
}

void prove_reader(void)
{
    any_read_from_anywhere();
    nothing_is_read_from_nowhere();
    any_write_to_anywhere();
}
