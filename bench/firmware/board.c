#include "bench/firmware/board.h"

#include "base/insist.h"
#include "door/seams/board.h"
#include "door/seams/crypto.h"

#include <string.h>

// The world: a register that says anything at any time, so that no compiler can know the answers.
static volatile uint32_t outside;
static const uint8_t *volatile memory_mapped;

_Noreturn void insist_failed(unsigned number)
{
    outside = number;
    for (;;) {
    }
}

static void fill(uint8_t *room, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        room[i] = (uint8_t)outside;
    }
}

static void look_at(struct bytes what)
{
    for (size_t i = 0; i < what.count; i++) {
        outside = what.at[i];
    }
}

struct bytes board_image(void)
{
    return (struct bytes){memory_mapped, outside};
}

millis board_now(void)
{
    return outside;
}

struct door_inputs board_inputs(void)
{
    const uint32_t pins = outside;
    return (struct door_inputs){.open_switch = (pins & 1U) != 0,
                                .closed_switch = (pins & 2U) != 0,
                                .wall_button = (pins & 4U) != 0,
                                .device_button = (pins & 8U) != 0,
                                .photo_eye = (pins & 16U) != 0,
                                .warning_dead = (pins & 32U) != 0};
}

void board_drive(struct door_outputs outputs)
{
    outside = (outputs.relay ? 1U : 0U) | (outputs.lamp ? 2U : 0U) | (outputs.beeper ? 4U : 0U);
}

struct bytes board_arrived(void)
{
    return (struct bytes){memory_mapped, outside};
}

size_t board_send(struct bytes what)
{
    look_at(what);
    return what.count;
}

void board_sleep(millis most)
{
    outside = most;
}

void board_say(unsigned what)
{
    outside = what;
}

bool board_entropy(uint8_t *room, size_t count)
{
    fill(room, count);
    return outside != 0;
}

void board_floor_enter(void)
{
    outside = 1;
}

void board_floor_leave(void)
{
    outside = 0;
}

static bool flash_read(void *self, size_t address, uint8_t *into, size_t count)
{
    (void)self;
    outside = (uint32_t)address;
    fill(into, count);
    return outside != 0;
}

static bool flash_program(void *self, size_t address, struct bytes what)
{
    (void)self;
    outside = (uint32_t)address;
    look_at(what);
    return outside != 0;
}

static bool flash_erase(void *self, size_t sector)
{
    (void)self;
    outside = (uint32_t)sector;
    return outside != 0;
}

struct flash board_flash(void)
{
    return (struct flash){.sector_size = 4096,
                          .sectors = 8,
                          .read = flash_read,
                          .program = flash_program,
                          .erase = flash_erase};
}

void crypto_sha256(struct bytes message, uint8_t hash[HASH_SIZE])
{
    look_at(message);
    fill(hash, HASH_SIZE);
}

void crypto_sha256_of_two(struct bytes first, struct bytes second, uint8_t hash[HASH_SIZE])
{
    look_at(first);
    crypto_sha256(second, hash);
}

void crypto_hmac_sha256(struct bytes key, struct bytes message, uint8_t mac[HASH_SIZE])
{
    look_at(key);
    crypto_sha256(message, mac);
}

bool crypto_verify(const uint8_t point[POINT_SIZE], const uint8_t hash[HASH_SIZE],
                   const uint8_t signature[SIGNATURE_SIZE])
{
    look_at((struct bytes){point, POINT_SIZE});
    look_at((struct bytes){hash, HASH_SIZE});
    look_at((struct bytes){signature, SIGNATURE_SIZE});
    return outside != 0;
}

bool crypto_verify_der(const uint8_t point[POINT_SIZE], const uint8_t hash[HASH_SIZE],
                       struct bytes signature)
{
    look_at((struct bytes){point, POINT_SIZE});
    look_at((struct bytes){hash, HASH_SIZE});
    look_at(signature);
    return outside != 0;
}

bool crypto_sign(const uint8_t key[PRIVATE_KEY_SIZE], const uint8_t hash[HASH_SIZE],
                 uint8_t signature[SIGNATURE_SIZE])
{
    look_at((struct bytes){key, PRIVATE_KEY_SIZE});
    look_at((struct bytes){hash, HASH_SIZE});
    fill(signature, SIGNATURE_SIZE);
    return outside != 0;
}

void crypto_key8(const uint8_t point[POINT_SIZE], uint8_t key8[KEY8_SIZE])
{
    look_at((struct bytes){point, POINT_SIZE});
    fill(key8, KEY8_SIZE);
}
