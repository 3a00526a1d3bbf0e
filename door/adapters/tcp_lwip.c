#include "door/adapters/tcp_lwip.h"

#include <lwip/dns.h>
#include <lwip/netif.h>
#include <lwip/tcp.h>
#include <string.h>

_Static_assert(STREAM_RING == TCP_WND, "what may come finds room, and no more may come");

void stream_init(struct stream *stream)
{
    memset(stream, 0, sizeof(*stream));
}

static void fail(struct stream *stream, const char *why)
{
    stream->state = STREAM_FAILED;
    stream->error = why;
}

// lwIP has given up, and the connection's block is gone already.
static void on_error(void *self, err_t error)
{
    struct stream *stream = self;
    stream->pcb = NULL;
    fail(stream, error == ERR_RST ? "refused or reset by the broker" : "no answer from the broker");
}

static void keep(struct stream *stream, struct pbuf *what)
{
    const size_t to = ((size_t)stream->from + stream->count) % STREAM_RING;
    const size_t until_end = STREAM_RING - to;
    const size_t first = what->tot_len < until_end ? what->tot_len : until_end;
    (void)pbuf_copy_partial(what, stream->ring + to, (u16_t)first, 0);
    (void)pbuf_copy_partial(what, stream->ring, (u16_t)(what->tot_len - first), (u16_t)first);
    stream->count = (uint16_t)(stream->count + what->tot_len);
}

static err_t on_received(void *self, struct tcp_pcb *pcb, struct pbuf *what, err_t error)
{
    (void)pcb;
    (void)error; // always ERR_OK, says lwIP
    struct stream *stream = self;
    if (what == NULL) {
        stream->state = STREAM_ENDED;
        return ERR_OK;
    }
    if (what->tot_len > STREAM_RING - (size_t)stream->count) {
        return ERR_MEM; // more than its window: lwIP offers it again
    }
    keep(stream, what);
    (void)pbuf_free(what);
    return ERR_OK;
}

static err_t on_connected(void *self, struct tcp_pcb *pcb, err_t error)
{
    (void)pcb;
    (void)error; // always ERR_OK, says lwIP
    struct stream *stream = self;
    stream->state = STREAM_OPEN;
    return ERR_OK;
}

static void connect_to(struct stream *stream, const ip_addr_t *address)
{
    stream->pcb = tcp_new_ip_type(IPADDR_TYPE_V4);
    if (stream->pcb == NULL) {
        fail(stream, "no memory for a connection");
        return;
    }
    tcp_arg(stream->pcb, stream);
    tcp_recv(stream->pcb, on_received);
    tcp_err(stream->pcb, on_error);
    tcp_nagle_disable(stream->pcb);
    if (tcp_connect(stream->pcb, address, stream->port, on_connected) != ERR_OK) {
        stream_close(stream);
        fail(stream, "no way to the broker");
    }
}

// An answer that comes after the connection was given up is of no use to anybody.
static void on_resolved(const char *name, const ip_addr_t *address, void *self)
{
    struct stream *stream = self;
    if (stream->state != STREAM_CONNECTING || !stream->asked || stream->pcb != NULL ||
        strcmp(name, stream->host) != 0) {
        return;
    }
    if (address == NULL) {
        fail(stream, "the broker's name is not known");
        return;
    }
    connect_to(stream, address);
}

static bool has_address(void)
{
    return netif_default != NULL && !ip4_addr_isany(netif_ip4_addr(netif_default));
}

static void ask_for_host(struct stream *stream)
{
    ip_addr_t address;
    stream->asked = true;
    const err_t asked = dns_gethostbyname(stream->host, &address, on_resolved, stream);
    if (asked == ERR_OK) {
        connect_to(stream, &address);
    } else if (asked != ERR_INPROGRESS) {
        fail(stream, "there is nobody to ask for the broker's address");
    }
}

bool stream_open(struct stream *stream, struct bytes host, uint16_t port)
{
    stream_close(stream);
    stream->port = port;
    stream->from = 0;
    stream->count = 0;
    if (host.count == 0 || host.count >= STREAM_HOST_SIZE) {
        fail(stream, "the broker's name can not be used");
        return false;
    }
    memcpy(stream->host, host.at, host.count);
    stream->host[host.count] = '\0';
    stream->asked = false;
    stream->state = STREAM_CONNECTING;
    return stream_state(stream) != STREAM_FAILED;
}

enum stream_state stream_state(struct stream *stream)
{
    if (stream->state == STREAM_CONNECTING && !stream->asked && has_address()) {
        ask_for_host(stream);
    }
    return stream->state;
}

const char *stream_error(const struct stream *stream)
{
    return stream->error == NULL ? "no error" : stream->error;
}

struct bytes stream_received(struct stream *stream)
{
    const size_t until_end = STREAM_RING - (size_t)stream->from;
    return (struct bytes){stream->ring + stream->from,
                          stream->count < until_end ? stream->count : until_end};
}

void stream_taken(struct stream *stream, size_t count)
{
    stream->from = (uint16_t)((stream->from + count) % STREAM_RING);
    stream->count = (uint16_t)(stream->count - count);
    if (stream->pcb != NULL && count > 0) {
        tcp_recved(stream->pcb, (u16_t)count); // at most a window
    }
}

size_t stream_send(struct stream *stream, struct bytes what)
{
    if (stream->state != STREAM_OPEN || stream->pcb == NULL) {
        return 0;
    }
    const size_t room = tcp_sndbuf(stream->pcb);
    const size_t count = what.count < room ? what.count : room;
    if (count == 0 ||
        tcp_write(stream->pcb, what.at, (u16_t)count, TCP_WRITE_FLAG_COPY) != ERR_OK) {
        return 0;
    }
    // What it can not send now it sends with the next acknowledgement.
    (void)tcp_output(stream->pcb);
    return count;
}

void stream_close(struct stream *stream)
{
    struct tcp_pcb *pcb = stream->pcb;
    stream->pcb = NULL;
    stream->state = STREAM_CLOSED;
    if (pcb == NULL) {
        return;
    }
    tcp_arg(pcb, NULL);
    tcp_recv(pcb, NULL);
    tcp_err(pcb, NULL);
    if (tcp_close(pcb) != ERR_OK) {
        tcp_abort(pcb);
    }
}
