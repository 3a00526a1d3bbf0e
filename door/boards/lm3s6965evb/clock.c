// The DS1338 on I2C, a clock with a battery.
#include "door/boards/lm3s6965evb/i2c_bus.h"
#include "door/seams/board.h"

enum {
    DEVICE = 0x68,
    REGISTERS = 7,
    SECONDS_STOPPED = 0x80, // the oscillator stands
    HOURS_OF_12 = 0x40,
    BAD = 255,
    FIRST_YEAR = 2000,
    DAYS_UNTIL_2000 = 10957, // since 1970
    DAYS_OF_A_YEAR = 365
};

static unsigned of_bcd(unsigned byte)
{
    const unsigned tens = byte >> 4;
    const unsigned ones = byte & 15U;
    return tens > 9 || ones > 9 ? BAD : tens * 10 + ones;
}

static unsigned days_before_month(unsigned month, bool leap)
{
    static const uint16_t days[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    return days[month - 1] + (leap && month > 2 ? 1U : 0U);
}

uint64_t board_unix_seconds(void)
{
    static const uint8_t first[] = {0};
    uint8_t registers[REGISTERS];
    if (!i2c_write(DEVICE, BYTES_OF(first), (struct bytes){NULL, 0}) ||
        !i2c_read(DEVICE, registers, sizeof(registers)) || (registers[0] & SECONDS_STOPPED) != 0 ||
        (registers[2] & HOURS_OF_12) != 0) {
        return 0;
    }
    const unsigned second = of_bcd(registers[0]);
    const unsigned minute = of_bcd(registers[1]);
    const unsigned hour = of_bcd(registers[2]);
    const unsigned day = of_bcd(registers[4]);
    const unsigned month = of_bcd(registers[5]);
    const unsigned year = of_bcd(registers[6]); // of this century, so every fourth is a leap year
    if (second > 59 || minute > 59 || hour > 23 || day < 1 || day > 31 || month < 1 || month > 12 ||
        year > 99) {
        return 0;
    }
    const bool leap = year % 4 == 0;
    const uint64_t days = DAYS_UNTIL_2000 + (uint64_t)year * DAYS_OF_A_YEAR + (year + 3) / 4 +
                          days_before_month(month, leap) + day - 1;
    return ((days * 24 + hour) * 60 + minute) * 60 + second;
}
