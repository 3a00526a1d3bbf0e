#include "door/boards/lm3s6965evb/i2c_bus.h"

#include "door/boards/lm3s6965evb/lm3s6965.h"
#include "door/boards/lm3s6965evb/ticks.h"

enum {
    RCGC1_I2C0 = 1 << 12,
    RCGC2_PORT_B = 1 << 1,
    PIN_CLOCK = 1 << 2,
    PIN_DATA = 1 << 3,
    PINS = PIN_CLOCK | PIN_DATA,
    CLOCKS_MOST = 9, // a byte and its acknowledgement
    HALF_A_CLOCK = 5 * CLOCKS_OF_A_MICROSECOND,
    PERIOD_100_KHZ = 24,
    TRIES = 20000 // a byte takes 100 us, about 1,000 looks
};

static bool hangs; // there is one bus

static void wait_half_a_clock(void)
{
    const uint64_t since = ticks_clocks();
    while (ticks_clocks() - since < HALF_A_CLOCK) {
    }
}

// An output of 1 lets go of the wire, and its resistor raises it.
static void set_clock_wire(uint32_t level)
{
    port_b.data[PIN_CLOCK] = level;
    wait_half_a_clock();
}

// A reset in the middle of a byte stops the master, and not the device: it goes on holding the data wire
// until it has been clocked through, and no start is possible meanwhile (UM10204, 3.1.16). The power need
// not go for that. Behind it a stop.
static void free_wires(void)
{
    port_b.afsel &= ~(uint32_t)PINS;
    port_b.odr |= PINS;
    port_b.den |= PINS;
    port_b.dir |= PIN_CLOCK;
    port_b.data[PIN_CLOCK] = PIN_CLOCK;
    if (port_b.data[PIN_DATA] != 0) {
        return;
    }
    for (unsigned i = 0; i < CLOCKS_MOST && port_b.data[PIN_DATA] == 0; i++) {
        set_clock_wire(0);
        set_clock_wire(PIN_CLOCK);
    }
    set_clock_wire(0);
    port_b.dir |= PIN_DATA;
    port_b.data[PIN_DATA] = 0;
    set_clock_wire(PIN_CLOCK);
    port_b.data[PIN_DATA] = PIN_DATA;
    wait_half_a_clock();
}

void i2c_init(void)
{
    system_control.rcgc1 |= (uint32_t)RCGC1_I2C0;
    system_control.rcgc2 |= (uint32_t)RCGC2_PORT_B;
    free_wires();
    port_b.dir &= ~(uint32_t)PINS;
    port_b.afsel |= PINS;
    i2c0.mcr = I2C_MCR_MASTER;
    i2c0.mtpr = PERIOD_100_KHZ;
}

// Gives the master something to do, and waits for its end.
static bool carry_out(uint32_t what)
{
    i2c0.mcs = what;
    for (unsigned i = 0; i < TRIES; i++) {
        const uint32_t status = i2c0.mcs;
        hangs = (status & I2C_MCS_BUSY) != 0;
        if (!hangs) {
            return (status & (I2C_MCS_ERROR | I2C_MCS_ARBLST)) == 0;
        }
    }
    return false;
}

// After an error: there is nothing else to do. A wire that is held takes no stop either.
static void stop(void)
{
    if (!hangs) {
        (void)carry_out(I2C_MCS_STOP);
    }
}

bool i2c_hangs(void)
{
    return hangs;
}

bool i2c_write(uint8_t device, struct bytes first, struct bytes second)
{
    const size_t count = first.count + second.count;
    i2c0.msa = (uint32_t)device << 1;
    for (size_t i = 0; i < count; i++) {
        i2c0.mdr = i < first.count ? first.at[i] : second.at[i - first.count];
        const uint32_t start = i == 0 ? (uint32_t)I2C_MCS_START : 0;
        const uint32_t end = i + 1 == count ? (uint32_t)I2C_MCS_STOP : 0;
        if (!carry_out(I2C_MCS_RUN | start | end)) {
            stop();
            return false;
        }
    }
    return true;
}

bool i2c_read(uint8_t device, uint8_t *into, size_t count)
{
    i2c0.msa = (uint32_t)device << 1 | 1U;
    for (size_t i = 0; i < count; i++) {
        const uint32_t start = i == 0 ? (uint32_t)I2C_MCS_START : 0;
        const uint32_t end = i + 1 == count ? (uint32_t)I2C_MCS_STOP : (uint32_t)I2C_MCS_ACK;
        if (!carry_out(I2C_MCS_RUN | start | end)) {
            stop();
            return false;
        }
        into[i] = (uint8_t)i2c0.mdr;
    }
    return true;
}
