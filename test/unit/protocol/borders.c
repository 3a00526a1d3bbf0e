#include "test/unit/protocol/borders.h"

#include "protocol/words.h"
#include "test/support/check.h"

#include <stdlib.h>
#include <string.h>

enum {
    UNTOUCHED = 0xa5,
    OUT_MOST = 4096
};

// On the heap, at its exact size, so that the sanitizers see a read beyond its end.
static uint8_t *copy_of(struct bytes message, size_t count)
{
    uint8_t *copy = malloc(count > 0 ? count : 1);
    if (copy == NULL) {
        abort();
    }
    memcpy(copy, message.at, count < message.count ? count : message.count);
    return copy;
}

bool refuses(const struct decoder *decoder, struct bytes message)
{
    uint8_t *exact = copy_of(message, message.count);
    uint8_t *out = malloc(OUT_MOST);
    if (out == NULL) {
        abort();
    }
    memset(out, UNTOUCHED, OUT_MOST);
    bool refused = !decoder->decode((struct bytes){exact, message.count}, out);
    for (size_t i = 0; refused && i < decoder->out_size; i++) {
        refused = out[i] == UNTOUCHED;
    }
    free(out);
    free(exact);
    return refused;
}

void check_refused_with(const struct decoder *decoder, struct bytes message, size_t at,
                        uint8_t value)
{
    uint8_t *changed = copy_of(message, message.count);
    changed[at] = value;
    CHECK(refuses(decoder, (struct bytes){changed, message.count}));
    free(changed);
}

void check_borders(const struct decoder *decoder, struct bytes message, size_t magic_at)
{
    CHECK(!refuses(decoder, message));
    for (size_t cut = 0; cut < message.count; cut++) {
        CHECK(refuses(decoder, (struct bytes){message.at, cut}));
    }
    uint8_t *longer = copy_of(message, message.count + 1);
    longer[message.count] = 0;
    CHECK(refuses(decoder, (struct bytes){longer, message.count + 1}));
    free(longer);
    for (size_t i = 0; i < (size_t)MAGIC_SIZE * 8; i++) {
        const size_t at = magic_at + i / 8;
        check_refused_with(decoder, message, at, (uint8_t)(message.at[at] ^ 1U << i % 8));
    }
}
