// The whole portable door as a firmware, without TLS and IP: everything that a board calls is called.
// It is linked and weighed, never run.
#include "bench/firmware/whole.h"

#include "bench/firmware/board.h"
#include "door/opener.h"

static struct {
    struct image image;
    struct flash flash;
    struct door door;
    struct opener opener;
} whole;

void whole_tick(void)
{
    const struct door_inputs inputs = board_inputs();
    board_drive(door_tick(&whole.door, &inputs, board_now()));
}

static void carry(struct opener *opener, millis now)
{
    switch (opener_transport(opener)) {
    case OPENER_TRANSPORT_OPEN:
        opener_transport_opened(opener, opener_roster_made(opener), now);
        break;
    case OPENER_TRANSPORT_CLOSE:
        opener_transport_closed(opener, now);
        break;
    case OPENER_TRANSPORT_AS_IT_IS:
        break;
    }
    board_say((unsigned)opener_receive(opener, board_arrived(), now));
    opener_sent(opener, board_send(opener_pending(opener)));
}

static void tell(struct opener *opener)
{
    struct note note;
    while (opener_next_note(opener, &note)) {
        board_say(note.kind);
    }
}

bool whole_start(void)
{
    if (!image_decode(board_image(), &whole.image)) {
        return false;
    }
    whole.flash = board_flash();
    const struct floor_parts parts = {.image = &whole.image,
                                      .flash = &whole.flash,
                                      .door = &whole.door,
                                      .unix_seconds = board_now(),
                                      .version = "0"};
    return opener_init(&whole.opener, &parts, board_now());
}

void whole_step(void)
{
    const millis now = board_now();
    opener_run(&whole.opener, now);
    carry(&whole.opener, now);
    tell(&whole.opener);
    board_sleep(opener_next_wake(&whole.opener, now));
}
