// The whole door with all of its libraries, put together as on a chip with a radio: a timer's interrupt
// steps the door, a loop does everything else. Of the chip nothing is here (chip.h), so this is linked
// and weighed, and its loads are looked at; the unit tests are what runs on this processor.
#include "door/adapters/tcp_lwip.h"
#include "door/adapters/tls_bearssl.h"
#include "door/boards/esp8266/chip.h"
#include "door/boards/every/link.h"
#include "door/seams/board.h"

#include <lwip/dhcp.h>
#include <lwip/etharp.h>
#include <lwip/init.h>
#include <lwip/timeouts.h>
#include <netif/ethernet.h>

// There is one of each; static, for they are large.
static struct {
    struct image image;
    struct flash flash;
    struct door door;
    struct opener opener;
    struct link link;
    struct stream stream;
    struct tls tls;
    struct netif radio;
} board;

void on_timer(void); // whose interrupt it is says the chip

void on_timer(void)
{
    const struct door_inputs inputs = chip_inputs();
    chip_drive(door_tick(&board.door, &inputs, chip_now()));
}

static err_t send_frame(struct netif *radio, struct pbuf *frame)
{
    (void)radio;
    for (const struct pbuf *part = frame; part != NULL; part = part->next) {
        chip_frame_send((struct bytes){part->payload, part->len});
    }
    return ERR_OK;
}

static err_t start_radio(struct netif *radio)
{
    chip_frame_take(radio->hwaddr, ETH_HWADDR_LEN);
    radio->hwaddr_len = ETH_HWADDR_LEN;
    radio->mtu = 1500;
    radio->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET |
                   NETIF_FLAG_LINK_UP | NETIF_FLAG_IGMP;
    radio->output = etharp_output;
    radio->linkoutput = send_frame;
    return ERR_OK;
}

static void network_init(void)
{
    lwip_init();
    (void)netif_add_noaddr(&board.radio, NULL, start_radio, ethernet_input);
    netif_set_default(&board.radio);
    netif_set_up(&board.radio);
    // Without memory for it there is no network, and the door works by its buttons.
    (void)dhcp_start(&board.radio);
}

static void network_run(void)
{
    const size_t waiting = chip_frame_waiting();
    struct pbuf *frame =
        waiting > 0 ? pbuf_alloc(PBUF_RAW, (u16_t)waiting, PBUF_POOL) : NULL; // one part
    if (frame != NULL) {
        chip_frame_take(frame->payload, frame->len);
        if (board.radio.input(frame, &board.radio) != ERR_OK) {
            (void)pbuf_free(frame);
        }
    }
    sys_check_timeouts();
}

static void tell_notes(void)
{
    struct note note;
    while (opener_next_note(&board.opener, &note)) {
        chip_say(note.kind);
    }
}

// True: it connects. Without entropy or journal the door works by its buttons alone.
static bool start(void)
{
    const uint64_t clock = board_unix_seconds();
    board.flash = chip_flash();
    const struct floor_parts floor = {.image = &board.image,
                                      .flash = &board.flash,
                                      .door = &board.door,
                                      .unix_seconds = clock,
                                      .version = PORTCULLIS_VERSION};
    const struct link_parts parts = {.image = &board.image,
                                     .opener = &board.opener,
                                     .stream = &board.stream,
                                     .tls = &board.tls,
                                     .not_before =
                                         clock > PORTCULLIS_BUILT ? clock : PORTCULLIS_BUILT};
    const bool connects = opener_init(&board.opener, &floor, chip_now());
    link_init(&board.link, &parts);
    return connects;
}

int main(void)
{
    // Without identity a door listens on nothing and moves nothing.
    while (!image_decode(chip_image(), &board.image)) {
    }
    chip_say(start() ? 1 : 0);
    network_init(); // once: lwIP forgets nothing of an earlier life
    for (;;) {
        network_run();
        opener_run(&board.opener, chip_now());
        tell_notes();
        const bool moved = link_run(&board.link, chip_now());
        if (moved || board.link.news != LINK_NO_NEWS) { // a stream that failed has moved nothing
            chip_say(board.link.news);
        }
    }
}
