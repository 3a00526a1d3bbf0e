#include "door/boards/lm3s6965evb/ethernet.h"

#include "door/boards/lm3s6965evb/lm3s6965.h"
#include "door/boards/lm3s6965evb/ticks.h"
#include "door/seams/board.h"

#include <lwip/dhcp.h>
#include <lwip/etharp.h>
#include <lwip/init.h>
#include <lwip/netif.h>
#include <lwip/sys.h>
#include <lwip/timeouts.h>
#include <netif/ethernet.h>
#include <string.h>

enum {
    RCGC2_ETHERNET = 1 << 28 | 1 << 30, // MAC and PHY
    RCGC2_PORT_F = 1 << 5,
    PINS = 12, // PF2, PF3: the two lights of the socket
    WORD = 4,
    LENGTH_SIZE = 2, // in front of every frame
    CHECK_SIZE = 4,  // behind a received one
    HEADER_SIZE = 14,
    FRAME_MOST = 1518,
    FRAMES_AT_ONCE = 8,
    MDC_DIVIDER = 9, // 50 MHz / (2 * (9 + 1)) = 2.5 MHz
    SEND_TRIES = 100000
};

// There is one interface, and lwIP wants a place for it.
static struct {
    struct netif netif;
    uint32_t lost;
} network;

u32_t sys_now(void)
{
    return ticks_now();
}

// Copies a whole frame, length in front, into the FIFO word by word.
struct fifo {
    uint32_t word;
    unsigned count; // bytes in it
};

static void fifo_put(struct fifo *fifo, uint8_t byte)
{
    fifo->word |= (uint32_t)byte << 8 * fifo->count;
    fifo->count++;
    if (fifo->count == WORD) {
        ethernet0.data = fifo->word;
        *fifo = (struct fifo){0};
    }
}

static bool sender_is_free(void)
{
    for (unsigned i = 0; i < SEND_TRIES; i++) {
        if ((ethernet0.tr & ETHERNET_TR_NEWTX) == 0) {
            return true;
        }
    }
    return false;
}

static err_t send_frame(struct netif *netif, struct pbuf *frame)
{
    (void)netif;
    if (frame->tot_len < HEADER_SIZE || !sender_is_free()) {
        return ERR_IF;
    }
    // The length counts what stands behind the header (15.3.1.2).
    const uint32_t length = (uint32_t)frame->tot_len - HEADER_SIZE;
    struct fifo fifo = {0};
    fifo_put(&fifo, (uint8_t)length);
    fifo_put(&fifo, (uint8_t)(length >> 8));
    for (const struct pbuf *part = frame; part != NULL; part = part->next) {
        const uint8_t *bytes = part->payload;
        for (size_t i = 0; i < part->len; i++) {
            fifo_put(&fifo, bytes[i]);
        }
    }
    while (fifo.count != 0) {
        fifo_put(&fifo, 0);
    }
    ethernet0.tr = ETHERNET_TR_NEWTX;
    return ERR_OK;
}

// What stays of a frame's words behind the bytes that are wanted is read and dropped.
static void drop_words(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        (void)ethernet0.data;
    }
}

static struct pbuf *receive_frame(void)
{
    uint32_t word = ethernet0.data;
    const size_t whole = word & 0xffffU; // with the length itself and the check at the end
    const size_t words = (whole + WORD - 1) / WORD;
    if (whole < LENGTH_SIZE + HEADER_SIZE + CHECK_SIZE || whole > LENGTH_SIZE + FRAME_MOST) {
        drop_words(words > 0 ? words - 1 : 0);
        return NULL;
    }
    const size_t count = whole - LENGTH_SIZE - CHECK_SIZE;
    struct pbuf *frame = pbuf_alloc(PBUF_RAW, (u16_t)count, PBUF_POOL);
    if (frame == NULL) {
        network.lost++;
        drop_words(words - 1);
        return NULL;
    }
    // A pool's buffer takes a whole frame, so there is one part.
    uint8_t *into = frame->payload;
    size_t at = LENGTH_SIZE;
    for (size_t i = 0; i < count; i++) {
        into[i] = (uint8_t)(word >> 8 * (at % WORD));
        at++;
        if (at % WORD == 0) {
            word = ethernet0.data;
        }
    }
    drop_words(words - 1 - at / WORD);
    return frame;
}

static err_t start_interface(struct netif *netif)
{
    const uint32_t user0 = system_control.user0;
    const uint32_t user1 = system_control.user1;
    const uint8_t address[ETH_HWADDR_LEN] = {(uint8_t)user0,         (uint8_t)(user0 >> 8),
                                             (uint8_t)(user0 >> 16), (uint8_t)user1,
                                             (uint8_t)(user1 >> 8),  (uint8_t)(user1 >> 16)};
    memcpy(netif->hwaddr, address, sizeof(address));
    netif->hwaddr_len = ETH_HWADDR_LEN;
    netif->mtu = 1500;
    netif->name[0] = 'e';
    netif->name[1] = 'n';
    netif->flags =
        NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP;
    netif->output = etharp_output;
    netif->linkoutput = send_frame;
    ethernet0.im = 0;
    ethernet0.mdv = MDC_DIVIDER;
    ethernet0.ia0 = (uint32_t)address[0] | (uint32_t)address[1] << 8 | (uint32_t)address[2] << 16 |
                    (uint32_t)address[3] << 24;
    ethernet0.ia1 = (uint32_t)address[4] | (uint32_t)address[5] << 8;
    ethernet0.tctl =
        ETHERNET_TCTL_DUPLEX | ETHERNET_TCTL_CRC | ETHERNET_TCTL_PADEN | ETHERNET_TCTL_TXEN;
    ethernet0.rctl = ETHERNET_RCTL_RSTFIFO;
    ethernet0.rctl = ETHERNET_RCTL_BADCRC | ETHERNET_RCTL_RXEN;
    return ERR_OK;
}

void network_init(void)
{
    system_control.rcgc2 |= (uint32_t)(RCGC2_ETHERNET | RCGC2_PORT_F);
    port_f.afsel |= PINS;
    port_f.den |= PINS;
    lwip_init();
    (void)netif_add_noaddr(&network.netif, NULL, start_interface, ethernet_input);
    netif_set_default(&network.netif);
    netif_set_up(&network.netif);
    // Without memory for it there is no network, and the door works by its buttons.
    (void)dhcp_start(&network.netif);
}

bool network_run(void)
{
    bool came = false;
    for (unsigned i = 0; i < FRAMES_AT_ONCE && ethernet0.np != 0; i++) {
        struct pbuf *frame = receive_frame();
        came = true;
        if (frame != NULL && network.netif.input(frame, &network.netif) != ERR_OK) {
            (void)pbuf_free(frame);
        }
    }
    sys_check_timeouts();
    return came;
}

uint32_t network_lost(void)
{
    return network.lost;
}

uint32_t network_address(void)
{
    return lwip_ntohl(ip4_addr_get_u32(netif_ip4_addr(&network.netif)));
}

// For ports and the numbers of questions. Without entropy there is no remote operation, and nothing to
// guess.
uint32_t lwip_random(void)
{
    uint8_t drawn[4];
    if (!board_entropy(drawn, sizeof(drawn))) {
        return ticks_now();
    }
    return (uint32_t)drawn[0] << 24 | (uint32_t)drawn[1] << 16 | (uint32_t)drawn[2] << 8 | drawn[3];
}
