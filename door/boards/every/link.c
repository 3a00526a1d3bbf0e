#include "door/boards/every/link.h"

#include "door/seams/board.h"

void link_init(struct link *link, const struct link_parts *parts)
{
    link->state = LINK_DOWN;
    link->news = LINK_NO_NEWS;
    link->parts = *parts;
    stream_init(parts->stream);
}

static uint64_t later_of(uint64_t one, uint64_t other)
{
    return one > other ? one : other;
}

// The latest of the board's own clock, the day this was built, and the making of the roster.
static uint64_t certificate_time(const struct link *link)
{
    const uint64_t made = opener_roster_made(link->parts.opener);
    return later_of(later_of(board_unix_seconds(), made), link->parts.not_before);
}

static void down(struct link *link, enum link_news news, millis now)
{
    stream_close(link->parts.stream);
    link->state = LINK_DOWN;
    link->news = news;
    opener_transport_closed(link->parts.opener, now);
}

static void begin(struct link *link, millis now)
{
    const struct image *image = link->parts.image;
    const bool by_address = image->broker_address.count > 0;
    const struct bytes host = by_address ? image->broker_address : image->broker_host;
    if (!stream_open(link->parts.stream, host, image->broker_port)) {
        down(link, LINK_STREAM_FAILED, now);
        return;
    }
    link->state = LINK_CONNECTING;
}

static void shake_hands(struct link *link, millis now)
{
    uint8_t entropy[TLS_ENTROPY_LEAST];
    const bool drawn = board_entropy(entropy, sizeof(entropy));
    const struct bytes given = drawn ? BYTES_OF(entropy) : (struct bytes){NULL, 0};
    const bool started =
        tls_start(link->parts.tls, link->parts.image, certificate_time(link), given);
    wipe(entropy, sizeof(entropy));
    if (!started) {
        down(link, LINK_TLS_ENDED, now);
        return;
    }
    link->state = LINK_SHAKING;
}

static bool carry_out(struct link *link)
{
    struct tls *tls = link->parts.tls;
    bool moved = false;
    struct bytes pending = tls_pending(tls);
    while (pending.count > 0) {
        const size_t sent = stream_send(link->parts.stream, pending);
        if (sent == 0) {
            break;
        }
        tls_sent(tls, sent);
        moved = true;
        pending = tls_pending(tls);
    }
    return moved;
}

static bool carry_in(struct link *link)
{
    const struct bytes waiting = stream_received(link->parts.stream);
    const size_t taken = waiting.count > 0 ? tls_received(link->parts.tls, waiting) : 0;
    stream_taken(link->parts.stream, taken);
    return taken > 0;
}

static bool carry_to_opener(struct link *link, millis now)
{
    const struct bytes plain = tls_read(link->parts.tls);
    if (plain.count == 0) {
        return false;
    }
    const size_t taken = opener_receive(link->parts.opener, plain, now);
    tls_read_taken(link->parts.tls, taken);
    return taken > 0;
}

static bool carry_from_opener(struct link *link)
{
    const struct bytes plain = opener_pending(link->parts.opener);
    if (plain.count == 0) {
        return false;
    }
    const size_t taken = tls_write(link->parts.tls, plain);
    opener_sent(link->parts.opener, taken);
    tls_flush(link->parts.tls);
    return taken > 0;
}

// A last word, if it needs no waiting.
static void end(struct link *link, millis now)
{
    if (link->state == LINK_UP) {
        (void)carry_from_opener(link);
        tls_close(link->parts.tls);
        (void)carry_out(link);
    }
    down(link, LINK_NO_NEWS, now);
}

static void look_at_tls(struct link *link, millis now)
{
    struct tls *tls = link->parts.tls;
    const enum tls_state state = tls_state(tls);
    if (link->state == LINK_SHAKING && state == TLS_OPEN) {
        link->state = LINK_UP;
        link->news = LINK_TLS_OPEN;
        opener_transport_opened(link->parts.opener, tls_certificate_end(tls), now);
    } else if (state == TLS_FAILED || state == TLS_CLOSED) {
        (void)carry_out(link); // an alert
        down(link, LINK_TLS_ENDED, now);
    }
}

static void look_at_stream(struct link *link, millis now)
{
    switch (stream_state(link->parts.stream)) {
    case STREAM_FAILED:
        down(link, LINK_STREAM_FAILED, now);
        break;
    case STREAM_CLOSED:
    case STREAM_ENDED:
        if (stream_received(link->parts.stream).count == 0) {
            down(link, LINK_STREAM_ENDED, now);
        }
        break;
    case STREAM_OPEN:
        if (link->state == LINK_CONNECTING) {
            shake_hands(link, now);
        }
        break;
    case STREAM_CONNECTING:
        break;
    }
}

static bool carry(struct link *link, millis now)
{
    bool moved = carry_in(link);
    if (link->state == LINK_UP) {
        moved = carry_to_opener(link, now) || moved;
        moved = carry_from_opener(link) || moved;
    }
    return carry_out(link) || moved;
}

bool link_run(struct link *link, millis now)
{
    link->news = LINK_NO_NEWS;
    switch (opener_transport(link->parts.opener)) {
    case OPENER_TRANSPORT_OPEN:
        begin(link, now);
        break;
    case OPENER_TRANSPORT_CLOSE:
        end(link, now);
        break;
    case OPENER_TRANSPORT_AS_IT_IS:
        break;
    }
    bool moved = false;
    if (link->state == LINK_SHAKING || link->state == LINK_UP) {
        moved = carry(link, now);
        look_at_tls(link, now);
    }
    // One piece of news at a time.
    if (link->state != LINK_DOWN && !moved && link->news == LINK_NO_NEWS) {
        look_at_stream(link, now);
    }
    return moved;
}

bool link_has_to_send(struct link *link)
{
    switch (link->state) {
    case LINK_CONNECTING:
        return true;
    case LINK_SHAKING:
    case LINK_UP:
        return tls_pending(link->parts.tls).count > 0;
    case LINK_DOWN:
        break;
    }
    return false;
}
