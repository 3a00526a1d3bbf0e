#include "door/boards/esp8266/chip.h"

#include "door/seams/board.h"

#include <lwip/sys.h>

static volatile uint32_t outside;
static const uint8_t *volatile memory_mapped;

millis chip_now(void)
{
    return outside;
}

u32_t sys_now(void)
{
    return chip_now();
}

uint32_t lwip_random(void)
{
    return outside;
}

uint64_t board_unix_seconds(void)
{
    return outside;
}

static void take(uint8_t *into, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        into[i] = (uint8_t)outside;
    }
}

static void give(struct bytes what)
{
    for (size_t i = 0; i < what.count; i++) {
        outside = what.at[i];
    }
}

bool board_entropy(uint8_t *room, size_t count)
{
    take(room, count);
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

struct bytes chip_image(void)
{
    return (struct bytes){memory_mapped, outside};
}

static bool flash_read(void *self, size_t address, uint8_t *into, size_t count)
{
    (void)self;
    outside = (uint32_t)address;
    take(into, count);
    return outside != 0;
}

static bool flash_program(void *self, size_t address, struct bytes what)
{
    (void)self;
    outside = (uint32_t)address;
    give(what);
    return outside != 0;
}

static bool flash_erase(void *self, size_t sector)
{
    (void)self;
    outside = (uint32_t)sector;
    return outside != 0;
}

struct flash chip_flash(void)
{
    return (struct flash){.sector_size = 4096,
                          .sectors = 8,
                          .read = flash_read,
                          .program = flash_program,
                          .erase = flash_erase};
}

struct door_inputs chip_inputs(void)
{
    const uint32_t pins = outside;
    return (struct door_inputs){.open_switch = (pins & 1U) != 0,
                                .closed_switch = (pins & 2U) != 0,
                                .wall_button = (pins & 4U) != 0,
                                .device_button = (pins & 8U) != 0,
                                .photo_eye = (pins & 16U) != 0,
                                .warning_dead = (pins & 32U) != 0};
}

void chip_drive(struct door_outputs outputs)
{
    outside = (outputs.relay ? 1U : 0U) | (outputs.lamp ? 2U : 0U) | (outputs.beeper ? 4U : 0U);
}

size_t chip_frame_waiting(void)
{
    return outside;
}

void chip_frame_take(uint8_t *into, size_t count)
{
    take(into, count);
}

void chip_frame_send(struct bytes part)
{
    give(part);
}

void chip_say(unsigned what)
{
    outside = what;
}
