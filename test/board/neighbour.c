#include "test/board/neighbour.h"

#include "base/reader.h"
#include "base/writer.h"
#include "test/board/cable.h"

#include <string.h>

enum {
    ETHERNET_SIZE = 14,
    IP_SIZE = 20, // without options: nobody here sends any
    UDP_SIZE = 8,
    UDP_AT = ETHERNET_SIZE + IP_SIZE,
    BODY_AT = UDP_AT + UDP_SIZE,
    DNS_SIZE = 12, // in front of the question
    PORT_DNS = 53,
    PORT_MDNS = 5353,
    PORT_DHCP = 67,
    TYPE_A = 1,
    CLASS_IN = 1,
    NAME_MOST = 64,
    // DHCP, RFC 2131
    YIADDR_AT = 16,
    OPTIONS_AT = 240,
    OPTION_LEASE = 51,
    OPTION_KIND = 53,
    OPTION_PAD = 0,
    OPTION_END = 255,
    KIND_ACK = 5,
    LEASE = 120 // s
};

// The emulator's name for this machine, and its way there.
static const uint8_t there[] = {10, 0, 2, 2};
static const uint8_t there_ethernet[] = {0x52, 0x55, 10, 0, 2, 2};

static unsigned u16_at(const uint8_t *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

static bool is_udp(struct bytes frame)
{
    return frame.count >= BODY_AT && u16_at(frame.at + 12) == 0x0800 &&
           frame.at[ETHERNET_SIZE] == 0x45 && frame.at[ETHERNET_SIZE + 9] == 17;
}

// The first question's name with dots; where the question ends. False: there is no such question.
static bool read_question(struct bytes body, char name[NAME_MOST], size_t *end)
{
    struct reader r = reader_over(body);
    (void)reader_take(&r, DNS_SIZE);
    size_t count = 0;
    uint8_t label = reader_u8(&r);
    while (label != 0 && label < NAME_MOST) {
        const struct bytes text = reader_take(&r, label);
        if (text.count != label || count + label + 2 > NAME_MOST) {
            return false;
        }
        if (count > 0) {
            name[count++] = '.';
        }
        memcpy(name + count, text.at, label);
        count += label;
        label = reader_u8(&r);
    }
    name[count] = '\0';
    const bool address = reader_u16(&r) == TYPE_A;
    (void)reader_u16(&r); // class, and a wish for an answer to the one who asks
    *end = body.count - r.left;
    return address && count > 0 && label == 0;
}

static bool ends_in(const char *name, const char *end)
{
    const size_t count = strlen(name);
    const size_t wanted = strlen(end);
    return count > wanted && strcmp(name + count - wanted, end) == 0;
}

enum knowledge {
    SAYS_NOTHING,
    KNOWS_NO_SUCH_NAME,
    KNOWS
};

static enum knowledge look_up(const char *name, unsigned port, unsigned asked)
{
    if (port == PORT_MDNS) {
        return ends_in(name, ".local") ? KNOWS : SAYS_NOTHING;
    }
    if (strcmp(name, "late.test") == 0) {
        return asked > 2 ? KNOWS : KNOWS_NO_SUCH_NAME;
    }
    if (strcmp(name, "quiet.test") == 0) {
        return asked > 5 ? KNOWS : SAYS_NOTHING;
    }
    return KNOWS_NO_SUCH_NAME;
}

static unsigned checksum_of(const uint8_t *at, size_t count)
{
    uint32_t sum = 0;
    for (size_t i = 0; i + 1 < count; i += 2) {
        sum += u16_at(at + i);
    }
    while (sum >> 16 != 0) {
        sum = (sum & 0xffffU) + (sum >> 16);
    }
    return ~sum & 0xffffU;
}

static void write_headers(struct writer *w, struct bytes frame, size_t body, unsigned port)
{
    const uint8_t *asker = frame.at + ETHERNET_SIZE + 12;
    writer_bytes(w, (struct bytes){frame.at + 6, 6});
    writer_bytes(w, BYTES_OF(there_ethernet));
    writer_u16(w, 0x0800);
    uint8_t head[IP_SIZE] = {0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17};
    const size_t total = IP_SIZE + UDP_SIZE + body;
    head[2] = (uint8_t)(total >> 8);
    head[3] = (uint8_t)total;
    // Whom the question was for answers it; for all of them, the one who knows.
    const bool for_all = port == PORT_MDNS;
    memcpy(head + 12, for_all ? there : frame.at + ETHERNET_SIZE + 16, 4);
    memcpy(head + 16, asker, 4);
    const unsigned sum = checksum_of(head, sizeof(head));
    head[10] = (uint8_t)(sum >> 8);
    head[11] = (uint8_t)sum;
    writer_bytes(w, BYTES_OF(head));
    writer_u16(w, (uint16_t)port);
    writer_bytes(w, (struct bytes){frame.at + UDP_AT, 2});
    writer_u16(w, (uint16_t)(UDP_SIZE + body));
    writer_u16(w, 0); // no sum: RFC 768 allows it
}

static struct bytes write_answer(struct bytes frame, struct bytes question, bool known,
                                 uint8_t *room)
{
    const unsigned port = u16_at(frame.at + UDP_AT + 2);
    struct writer w = writer_into(room, CABLE_FRAME_MOST);
    write_headers(&w, frame, question.count + (known ? 16 : 0), port);
    writer_bytes(&w, (struct bytes){question.at, 2});
    writer_u16(&w, known ? 0x8580 : 0x8583); // an answer; there is no such name
    writer_u16(&w, 1);
    writer_u16(&w, known ? 1 : 0);
    writer_u32(&w, 0);
    writer_bytes(&w, (struct bytes){question.at + DNS_SIZE, question.count - DNS_SIZE});
    if (known) {
        writer_u16(&w, 0xc000 | DNS_SIZE); // the name in the question
        writer_u16(&w, TYPE_A);
        writer_u16(&w, CLASS_IN);
        writer_u32(&w, 60); // s
        writer_u16(&w, sizeof(there));
        writer_bytes(&w, BYTES_OF(there));
    }
    return writer_written(&w);
}

bool neighbour_hears_question(struct bytes frame, unsigned *asked, uint8_t *room,
                              struct bytes *answer)
{
    char name[NAME_MOST];
    size_t end = 0;
    *answer = (struct bytes){NULL, 0};
    const unsigned port = is_udp(frame) ? u16_at(frame.at + UDP_AT + 2) : 0;
    if (port != PORT_DNS && port != PORT_MDNS) {
        return false;
    }
    const struct bytes body = {frame.at + BODY_AT, frame.count - BODY_AT};
    if (!read_question(body, name, &end)) {
        return true;
    }
    (*asked)++;
    const enum knowledge it = look_up(name, port, *asked);
    if (it != SAYS_NOTHING) {
        *answer = write_answer(frame, (struct bytes){body.at, end}, it == KNOWS, room);
    }
    return true;
}

void neighbour_moves_address(uint8_t *frame, size_t count, uint8_t *place)
{
    if (!is_udp((struct bytes){frame, count}) || u16_at(frame + UDP_AT) != PORT_DHCP ||
        count < BODY_AT + OPTIONS_AT) {
        return;
    }
    uint8_t *body = frame + BODY_AT;
    const size_t size = count - BODY_AT;
    bool taken = false;
    body[YIADDR_AT + 3] = *place;
    memset(frame + UDP_AT + 6, 0, 2); // no sum
    for (size_t at = OPTIONS_AT; at + 2 < size && body[at] != OPTION_END;) {
        if (body[at] == OPTION_LEASE && at + 6 <= size) {
            memset(body + at + 2, 0, 4);
            body[at + 5] = LEASE;
        }
        taken = taken || (body[at] == OPTION_KIND && body[at + 2] == KIND_ACK);
        at += body[at] == OPTION_PAD ? 1U : 2U + body[at + 1];
    }
    *place = (uint8_t)(*place + (taken ? 1 : 0));
}
