#include "door/boards/lm3s6965evb/console.h"

#include "door/boards/lm3s6965evb/lm3s6965.h"

#include <string.h>

enum {
    // 50 MHz / (16 * 115200) = 27 + 8/64
    BAUD_WHOLE = 27,
    BAUD_64THS = 8,
    UART0_PINS = 3, // PA0, PA1
    DIGITS_MOST = 10
};

void console_init(void)
{
    system_control.rcgc1 |= 1U; // UART0
    system_control.rcgc2 |= 1U; // port A
    uart0.ctl = 0;
    uart0.ibrd = BAUD_WHOLE;
    uart0.fbrd = BAUD_64THS;
    uart0.lcrh = UART_LCRH_8_BITS_FIFO;
    uart0.ctl = UART_CTL_ON;
    port_a.afsel |= UART0_PINS;
    port_a.den |= UART0_PINS;
}

void console_put(struct bytes what)
{
    for (size_t i = 0; i < what.count; i++) {
        while ((uart0.fr & UART_FR_TXFF) != 0) {
        }
        uart0.dr = what.at[i];
    }
}

void console_text(const char *text)
{
    console_put((struct bytes){(const uint8_t *)text, strlen(text)});
}

void console_number(uint32_t number)
{
    uint8_t digits[DIGITS_MOST];
    size_t at = DIGITS_MOST;
    do {
        at--;
        digits[at] = (uint8_t)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    console_put((struct bytes){digits + at, DIGITS_MOST - at});
}

void console_drain(void)
{
    while ((uart0.fr & UART_FR_BUSY) != 0) {
    }
}
