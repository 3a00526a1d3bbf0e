#include "door/boards/lm3s6965evb/entropy.h"

#include "base/crc32.h"
#include "base/reader.h"
#include "base/writer.h"
#include "door/boards/lm3s6965evb/eeprom.h"
#include "door/boards/lm3s6965evb/lm3s6965.h"
#include "door/boards/lm3s6965evb/ticks.h"
#include "door/seams/board.h"
#include "door/seams/crypto.h"

#include <string.h>

enum {
    RCGC1_UART2 = 1 << 2,
    RCGC2_PORT_G = 1 << 6,
    UART2_PINS = 3, // PG0, PG1
    BAUD_WHOLE = 27,
    BAUD_64THS = 8,
    DRAW = 32,      // bytes of the source for each time that it is asked
    PATIENCE = 500, // ms for that
    PATIENCE_AT_BOOT = 2000,
    // Of a source that works, a byte comes so often in a row once in 2^56 (SP 800-90B, 4.4.1).
    SAME_MOST = 8,
    SEEDS = 2,
    SEED_SIZE = 4 + HASH_SIZE + 4 // boot, seed, crc32
};

// There is one source.
static struct {
    uint8_t key[HASH_SIZE];
    uint32_t used; // how often something was drawn in this boot
    bool sound;
    bool refused; // when it was asked last: it was silent, or said the same again and again
} source;

static void uart_init(void)
{
    system_control.rcgc1 |= (uint32_t)RCGC1_UART2;
    system_control.rcgc2 |= (uint32_t)RCGC2_PORT_G;
    uart2.ctl = 0;
    uart2.ibrd = BAUD_WHOLE;
    uart2.fbrd = BAUD_64THS;
    uart2.lcrh = UART_LCRH_8_BITS_FIFO;
    uart2.ctl = UART_CTL_ON;
    port_g.afsel |= UART2_PINS;
    port_g.den |= UART2_PINS;
}

// False: too few came, or they are not random.
static bool draw(uint8_t room[DRAW], millis patience)
{
    const struct stopwatch since = stopwatch_started(ticks_now());
    size_t count = 0;
    size_t same = 0;
    while (count < DRAW) {
        if (stopwatch_reached(since, ticks_now(), patience)) {
            return false;
        }
        if ((uart2.fr & UART_FR_RXFE) != 0) {
            continue;
        }
        room[count] = (uint8_t)uart2.dr;
        same = count > 0 && room[count] == room[count - 1] ? same + 1 : 1;
        count++;
        if (same >= SAME_MOST) {
            return false;
        }
    }
    return true;
}

struct seed {
    uint32_t boot;
    uint8_t bytes[HASH_SIZE];
};

static bool read_seed(size_t which, struct seed *out)
{
    uint8_t room[SEED_SIZE];
    if (!eeprom_read(EEPROM_SEEDS + which * EEPROM_PAGE, room, sizeof(room))) {
        return false;
    }
    struct reader r = reader_over(BYTES_OF(room));
    const uint32_t boot = reader_u32(&r);
    const struct bytes bytes = reader_take(&r, HASH_SIZE);
    const uint32_t crc = reader_u32(&r);
    if (crc != crc32_of((struct bytes){room, SEED_SIZE - 4})) {
        return false;
    }
    out->boot = boot;
    memcpy(out->bytes, bytes.at, HASH_SIZE);
    return true;
}

static bool keep_seed(const struct seed *seed)
{
    uint8_t room[SEED_SIZE];
    struct writer w = writer_into(room, sizeof(room));
    writer_u32(&w, seed->boot);
    writer_bytes(&w, BYTES_OF(seed->bytes));
    writer_u32(&w, crc32_of((struct bytes){room, SEED_SIZE - 4}));
    struct seed read_back;
    return eeprom_write(EEPROM_SEEDS + seed->boot % SEEDS * EEPROM_PAGE, BYTES_OF(room)) &&
           read_seed(seed->boot % SEEDS, &read_back) && read_back.boot == seed->boot &&
           same_bytes(read_back.bytes, seed->bytes, HASH_SIZE);
}

// The later of the two that are whole; the first boot has none, and begins at 0.
static struct seed latest_seed(void)
{
    struct seed latest = {0};
    for (size_t which = 0; which < SEEDS; which++) {
        struct seed seed;
        if (read_seed(which, &seed) && seed.boot >= latest.boot) {
            latest = seed;
        }
    }
    return latest;
}

bool entropy_start(void)
{
    static const uint8_t to_be_kept[] = "the next seed";
    uint8_t fresh[DRAW];
    uart_init();
    source.sound = false;
    if (!draw(fresh, PATIENCE_AT_BOOT)) {
        wipe(fresh, sizeof(fresh));
        return false;
    }
    const struct seed old = latest_seed();
    uint8_t mixed[4 + HASH_SIZE] = {(uint8_t)(old.boot >> 24), (uint8_t)(old.boot >> 16),
                                    (uint8_t)(old.boot >> 8), (uint8_t)old.boot};
    memcpy(mixed + 4, old.bytes, HASH_SIZE);
    crypto_hmac_sha256(BYTES_OF(fresh), BYTES_OF(mixed), source.key);
    struct seed next = {.boot = old.boot + 1};
    crypto_hmac_sha256(BYTES_OF(source.key), BYTES_OF(to_be_kept), next.bytes);
    source.sound = keep_seed(&next);
    source.used = 0;
    wipe(fresh, sizeof(fresh));
    wipe(mixed, sizeof(mixed));
    wipe(&next, sizeof(next));
    return source.sound;
}

// Each time something is drawn anew, and the key goes on to another one: what was given out can not
// be told from what is there.
static bool give(uint8_t block[HASH_SIZE])
{
    static const uint8_t forward[] = "forward";
    uint8_t message[DRAW + 4];
    source.refused = !draw(message, PATIENCE);
    if (source.refused) {
        wipe(message, sizeof(message));
        return false;
    }
    source.used++;
    message[DRAW] = (uint8_t)(source.used >> 24);
    message[DRAW + 1] = (uint8_t)(source.used >> 16);
    message[DRAW + 2] = (uint8_t)(source.used >> 8);
    message[DRAW + 3] = (uint8_t)source.used;
    uint8_t next[HASH_SIZE];
    crypto_hmac_sha256(BYTES_OF(source.key), BYTES_OF(message), block);
    crypto_hmac_sha256(BYTES_OF(source.key), BYTES_OF(forward), next);
    for (size_t i = 0; i < HASH_SIZE; i++) {
        source.key[i] = (uint8_t)(next[i] ^ message[i]);
    }
    wipe(message, sizeof(message));
    wipe(next, sizeof(next));
    return true;
}

bool entropy_is_sound(void)
{
    return source.sound && !source.refused;
}

bool board_entropy(uint8_t *room, size_t count)
{
    uint8_t block[HASH_SIZE];
    bool given = source.sound;
    for (size_t done = 0; given && done < count; done += HASH_SIZE) {
        const size_t left = count - done;
        given = give(block);
        if (given) {
            memcpy(room + done, block, left < HASH_SIZE ? left : HASH_SIZE);
        }
    }
    wipe(block, sizeof(block)); // also of what was refused in the middle
    return given;
}
