#include "door/boards/lm3s6965evb/i2c_bus.h"

#include "door/boards/lm3s6965evb/lm3s6965.h"

enum {
    RCGC1_I2C0 = 1 << 12,
    RCGC2_PORT_B = 1 << 1,
    PINS = 12, // PB2 clock, PB3 data
    PERIOD_100_KHZ = 24,
    TRIES = 20000 // a byte takes 100 us, about 1,000 looks
};

void i2c_init(void)
{
    system_control.rcgc1 |= (uint32_t)RCGC1_I2C0;
    system_control.rcgc2 |= (uint32_t)RCGC2_PORT_B;
    port_b.afsel |= PINS;
    port_b.odr |= PINS;
    port_b.den |= PINS;
    i2c0.mcr = I2C_MCR_MASTER;
    i2c0.mtpr = PERIOD_100_KHZ;
}

// Gives the master something to do, and waits for its end.
static bool carry_out(uint32_t what)
{
    i2c0.mcs = what;
    for (unsigned i = 0; i < TRIES; i++) {
        const uint32_t status = i2c0.mcs;
        if ((status & I2C_MCS_BUSY) == 0) {
            return (status & (I2C_MCS_ERROR | I2C_MCS_ARBLST)) == 0;
        }
    }
    return false;
}

static void stop(void)
{
    (void)carry_out(I2C_MCS_STOP); // after an error: there is nothing else to do
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
