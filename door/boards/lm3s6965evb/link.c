#include "door/boards/lm3s6965evb/link.h"

#include "door/boards/lm3s6965evb/clock.h"
#include "door/boards/lm3s6965evb/ethernet.h"
#include "door/boards/lm3s6965evb/log.h"
#include "door/seams/board.h"

void link_init(struct link *link, const struct image *image, struct opener *opener, uint64_t clock)
{
    link->state = LINK_DOWN;
    link->image = image;
    link->opener = opener;
    link->clock = clock;
    stream_init(&link->stream);
}

// The latest of the board's own clock, the day this was built, and the making of the roster.
static uint64_t certificate_time(const struct link *link)
{
    const uint64_t clock = clock_unix_seconds();
    uint64_t latest = clock > link->clock ? clock : link->clock;
    const uint64_t made = opener_roster_made(link->opener);
    const uint64_t built = PORTCULLIS_BUILT;
    latest = built > latest ? built : latest;
    return made > latest ? made : latest;
}

static void down(struct link *link, millis now)
{
    stream_close(&link->stream);
    link->state = LINK_DOWN;
    opener_transport_closed(link->opener, now);
}

// Without an address of its own a board can call nobody; it has one a second after the cable is in.
static void begin(struct link *link, millis now)
{
    if (network_address() == 0) {
        link->state = LINK_WAITING;
        return;
    }
    const struct image *image = link->image;
    const bool by_address = image->broker_address.count > 0;
    const struct bytes host = by_address ? image->broker_address : image->broker_host;
    if (!stream_open(&link->stream, host, image->broker_port)) {
        log_link("tcp", stream_error(&link->stream), 0);
        down(link, now);
        return;
    }
    link->state = LINK_CONNECTING;
}

static void shake_hands(struct link *link, millis now)
{
    uint8_t entropy[TLS_ENTROPY_LEAST];
    const bool drawn = board_entropy(entropy, sizeof(entropy));
    const struct bytes given = drawn ? BYTES_OF(entropy) : (struct bytes){NULL, 0};
    const bool started = tls_start(&link->tls, link->image, certificate_time(link), given);
    wipe(entropy, sizeof(entropy));
    if (!started) {
        log_link("tls", tls_error_text(tls_error(&link->tls)), tls_error_number(&link->tls));
        down(link, now);
        return;
    }
    link->state = LINK_SHAKING;
}

static bool carry_out(struct link *link)
{
    bool moved = false;
    struct bytes pending = tls_pending(&link->tls);
    while (pending.count > 0) {
        const size_t sent = stream_send(&link->stream, pending);
        if (sent == 0) {
            break;
        }
        tls_sent(&link->tls, sent);
        moved = true;
        pending = tls_pending(&link->tls);
    }
    return moved;
}

static bool carry_in(struct link *link)
{
    const struct bytes waiting = stream_received(&link->stream);
    const size_t taken = waiting.count > 0 ? tls_received(&link->tls, waiting) : 0;
    stream_taken(&link->stream, taken);
    return taken > 0;
}

static bool carry_to_opener(struct link *link, millis now)
{
    const struct bytes plain = tls_read(&link->tls);
    if (plain.count == 0) {
        return false;
    }
    const size_t taken = opener_receive(link->opener, plain, now);
    tls_read_taken(&link->tls, taken);
    return taken > 0;
}

static bool carry_from_opener(struct link *link)
{
    const struct bytes plain = opener_pending(link->opener);
    if (plain.count == 0) {
        return false;
    }
    const size_t taken = tls_write(&link->tls, plain);
    opener_sent(link->opener, taken);
    tls_flush(&link->tls);
    return taken > 0;
}

// A last word, if it needs no waiting.
static void end(struct link *link, millis now)
{
    if (link->state == LINK_UP) {
        (void)carry_from_opener(link);
        tls_close(&link->tls);
        (void)carry_out(link);
    }
    down(link, now);
}

static void look_at_tls(struct link *link, millis now)
{
    const enum tls_state state = tls_state(&link->tls);
    if (link->state == LINK_SHAKING && state == TLS_OPEN) {
        link->state = LINK_UP;
        log_number("tls-open", "suite", tls_suite(&link->tls));
        opener_transport_opened(link->opener, tls_certificate_end(&link->tls), now);
    } else if (state == TLS_FAILED || state == TLS_CLOSED) {
        (void)carry_out(link); // an alert
        log_link("tls", tls_error_text(tls_error(&link->tls)), tls_error_number(&link->tls));
        down(link, now);
    }
}

static void look_at_tcp(struct link *link, millis now)
{
    switch (stream_state(&link->stream)) {
    case STREAM_FAILED:
        log_link("tcp", stream_error(&link->stream), 0);
        down(link, now);
        break;
    case STREAM_CLOSED:
    case STREAM_ENDED:
        if (stream_received(&link->stream).count == 0) {
            log_link("tcp", "closed by the broker", 0);
            down(link, now);
        }
        break;
    case STREAM_OPEN:
        if (link->state == LINK_CONNECTING) {
            shake_hands(link, now);
        }
        break;
    case STREAM_RESOLVING:
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
    switch (opener_transport(link->opener)) {
    case OPENER_TRANSPORT_OPEN:
        begin(link, now);
        break;
    case OPENER_TRANSPORT_CLOSE:
        end(link, now);
        break;
    case OPENER_TRANSPORT_AS_IT_IS:
        break;
    }
    if (link->state == LINK_WAITING) {
        begin(link, now);
        return false;
    }
    bool moved = false;
    if (link->state == LINK_SHAKING || link->state == LINK_UP) {
        moved = carry(link, now);
        look_at_tls(link, now);
    }
    if (link->state != LINK_DOWN && !moved) {
        look_at_tcp(link, now);
    }
    return moved;
}
