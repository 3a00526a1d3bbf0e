#include "test/board/cable.h"

#include "test/board/neighbour.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    LENGTH_SIZE = 4,
    FIRST_PLACE = 16
};

bool cable_make(struct cable *cable, int theirs[MACHINE_CABLE_ENDS])
{
    memset(cable, 0, sizeof(*cable));
    const char *wish = getenv("PORTCULLIS_CABLE");
    cable->moves = wish != NULL && strcmp(wish, "moves") == 0;
    cable->place = FIRST_PLACE;
    for (size_t i = 0; i < MACHINE_CABLE_ENDS; i++) {
        int ends[2];
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
            return false;
        }
        cable->ends[i] = ends[0];
        theirs[i] = ends[1];
    }
    return true;
}

static void send_frame(int end, struct bytes frame)
{
    const uint8_t length[LENGTH_SIZE] = {0, 0, (uint8_t)(frame.count >> 8), (uint8_t)frame.count};
    // An emulator that takes nothing has ended; the next step hears of it.
    (void)send(end, length, sizeof(length), MSG_NOSIGNAL | MSG_MORE);
    (void)send(end, frame.at, frame.count, MSG_NOSIGNAL);
}

static void carry_from_board(struct cable *cable, struct bytes frame)
{
    uint8_t room[CABLE_FRAME_MOST];
    struct bytes answer;
    if (!neighbour_hears_question(frame, &cable->asked, room, &answer)) {
        send_frame(cable->ends[MACHINE_TO_NETWORK], frame);
    } else if (answer.count > 0) {
        send_frame(cable->ends[MACHINE_TO_BOARD], answer);
    }
}

static void carry_from_network(struct cable *cable, struct bytes frame)
{
    uint8_t room[CABLE_FRAME_MOST];
    if (cable->moves && frame.count <= sizeof(room)) {
        memcpy(room, frame.at, frame.count);
        neighbour_moves_address(room, frame.count, &cable->place);
        frame.at = room;
    }
    send_frame(cable->ends[MACHINE_TO_BOARD], frame);
}

static void carry_frames(struct cable *cable, struct cable_stream *stream,
                         void (*carry)(struct cable *cable, struct bytes frame))
{
    size_t at = 0;
    while (stream->count - at >= LENGTH_SIZE) {
        const uint8_t *length = stream->room + at;
        const size_t count = (size_t)length[2] << 8 | length[3];
        if (stream->count - at - LENGTH_SIZE < count) {
            break;
        }
        if (!cable->cut) {
            carry(cable, (struct bytes){stream->room + at + LENGTH_SIZE, count});
        }
        at += LENGTH_SIZE + count;
    }
    stream->count -= at;
    memmove(stream->room, stream->room + at, stream->count);
}

static void hear(struct cable_stream *stream, int end)
{
    const size_t room = sizeof(stream->room) - stream->count;
    const ssize_t count = recv(end, stream->room + stream->count, room, MSG_DONTWAIT);
    stream->count += count > 0 ? (size_t)count : 0;
}

void cable_run(struct cable *cable)
{
    hear(&cable->from_board, cable->ends[MACHINE_FROM_BOARD]);
    carry_frames(cable, &cable->from_board, carry_from_board);
    hear(&cable->from_network, cable->ends[MACHINE_FROM_NETWORK]);
    carry_frames(cable, &cable->from_network, carry_from_network);
}

void cable_close(struct cable *cable)
{
    for (size_t i = 0; i < MACHINE_CABLE_ENDS; i++) {
        (void)close(cable->ends[i]); // nobody waits for what it still holds
    }
}
