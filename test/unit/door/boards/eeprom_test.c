// The small board's EEPROM on a wire that fails.
#include "door/boards/lm3s6965evb/eeprom.h"
#include "door/boards/lm3s6965evb/i2c_bus.h"
#include "test/support/check.h"

#include <string.h>

enum {
    BUSY_FOR = 50 // transfers, while it writes a page: 5 ms
};

static struct {
    bool held;        // a wire
    bool is_away;     // the device
    unsigned refuses; // that many transfers more
    unsigned transfers;
} bus;

static bool carried(void)
{
    bus.transfers++;
    if (bus.refuses > 0) {
        bus.refuses--;
        return false;
    }
    return !bus.held && !bus.is_away;
}

bool i2c_write(uint8_t device, struct bytes first, struct bytes second)
{
    (void)device;
    const bool done = carried();
    if (done && second.count > 0) {
        bus.refuses = BUSY_FOR;
    }
    return done && first.count > 0;
}

bool i2c_read(uint8_t device, uint8_t *into, size_t count)
{
    (void)device;
    memset(into, 0x5a, count);
    return carried();
}

bool i2c_hangs(void)
{
    return bus.held;
}

static const uint8_t words[EEPROM_PAGE + 1] = {1};

static void a_device_that_writes_a_page_is_waited_for(void)
{
    memset(&bus, 0, sizeof(bus));
    CHECK(eeprom_write(0, BYTES_OF(words)));
    CHECK(bus.transfers > 2 * BUSY_FOR);
}

// Hundreds of tries of 100 us: less than the network floor may be held up.
static void a_device_that_is_away_is_given_up(void)
{
    uint8_t room[4];
    memset(&bus, 0, sizeof(bus));
    bus.is_away = true;
    CHECK(!eeprom_read(0, room, sizeof(room)));
    CHECK(!eeprom_write(0, BYTES_OF(words)));
    CHECK(bus.transfers > 2 * BUSY_FOR);
    CHECK(bus.transfers < 1000);
}

// Each try takes milliseconds then, and all that the network floor writes in one turn goes this way.
static void a_wire_that_is_held_is_not_tried_again(void)
{
    uint8_t room[4];
    memset(&bus, 0, sizeof(bus));
    bus.held = true;
    CHECK(!eeprom_read(0, room, sizeof(room)));
    CHECK_SAME(bus.transfers, 1);
    CHECK(!eeprom_write(0, BYTES_OF(words)));
    CHECK_SAME(bus.transfers, 2);
    const struct flash flash = eeprom_flash();
    CHECK(!flash.erase(flash.self, 0));
    CHECK_SAME(bus.transfers, 3);
}

int main(void)
{
    RUN(a_device_that_writes_a_page_is_waited_for);
    RUN(a_device_that_is_away_is_given_up);
    RUN(a_wire_that_is_held_is_not_tried_again);
    return check_verdict();
}
