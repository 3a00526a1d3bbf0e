// An image is taken whole or not at all, and what is taken comes out again byte for byte. The first
// byte chooses: odd, and the rest stands for the fields of a frame whose length and checksum are
// right; even, and it is the image as it is.
#include "protocol/image.h"

#include "base/crc32.h"
#include "base/insist.h"
#include "base/writer.h"
#include "test/fuzz/harness.h"

#include <string.h>

enum {
    FRAME_BEFORE = MAGIC_SIZE + 2,
    CRC_SIZE = 4,
    FIELDS_MOST = UINT16_MAX - CRC_SIZE,
    UNTOUCHED = 0x5a
};

static bool lies_in(struct bytes part, struct bytes whole)
{
    return part.count == 0 || (part.at >= whole.at && part.count <= whole.count &&
                               (size_t)(part.at - whole.at) <= whole.count - part.count);
}

static void check_parts(const struct image *image, struct bytes whole)
{
    INSIST(960, lies_in(image->door_name, whole) && lies_in(image->topic_root, whole) &&
                    lies_in(image->broker_host, whole) && lies_in(image->broker_address, whole) &&
                    lies_in(image->user, whole) && lies_in(image->password, whole) &&
                    lies_in(image->first_roster, whole));
    INSIST(961, image->chain_count <= IMAGE_CHAIN_MOST && image->root_count <= IMAGE_ROOTS_MOST);
    for (size_t i = 0; i < image->chain_count; i++) {
        INSIST(962, lies_in(image->chain[i], whole));
    }
    for (size_t i = 0; i < image->root_count; i++) {
        INSIST(963, lies_in(image->roots[i].distinguished_name, whole));
    }
    INSIST(964, operator_settings_sound(&image->operator_settings));
}

static void try_image(struct bytes whole)
{
    static uint8_t room[IMAGE_MOST];
    struct image image;
    memset(&image, UNTOUCHED, sizeof(image));
    struct image before;
    memset(&before, UNTOUCHED, sizeof(before));
    if (!image_decode(whole, &image)) {
        const uint8_t *left = (const uint8_t *)&image;
        INSIST(965, same_bytes(left, (const uint8_t *)&before, sizeof(image)));
        return;
    }
    check_parts(&image, whole);
    const struct bytes again = image_encode(&image, room, sizeof(room));
    INSIST(966, bytes_equal(again, whole));
}

static void try_input(struct bytes input)
{
    static uint8_t room[FRAME_BEFORE + FIELDS_MOST + CRC_SIZE];
    if (input.count == 0 || input.count - 1 > FIELDS_MOST) {
        return;
    }
    const struct bytes rest = {input.at + 1, input.count - 1};
    if (input.at[0] % 2 == 0) {
        try_image(rest);
        return;
    }
    struct writer w = writer_into(room, sizeof(room));
    writer_bytes(&w, bytes_of_text("PCI1"));
    writer_u16(&w, (uint16_t)(rest.count + CRC_SIZE));
    writer_bytes(&w, rest);
    writer_u32(&w, crc32_of(writer_written(&w)));
    // At the room's end, so that a sanitizer sees a byte too far.
    const size_t count = writer_written(&w).count;
    uint8_t *at = room + sizeof(room) - count;
    memmove(at, room, count);
    try_image((struct bytes){at, count});
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    try_input((struct bytes){input, size});
    return 0;
}
