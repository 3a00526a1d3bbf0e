// The registers of the LM3S6965 that we use, by the names of its data sheet. The linker script says
// where each peripheral stands.
#ifndef DOOR_BOARDS_LM3S6965EVB_LM3S6965_H
#define DOOR_BOARDS_LM3S6965EVB_LM3S6965_H

#include <stdint.h>

// What set_clock of start.c makes of the crystal: 50 MHz.
enum {
    CLOCKS_OF_A_MICROSECOND = 50,
    CLOCKS_OF_A_MILLISECOND = 50000
};

// Interrupts (chapter 2); in the table of vectors they stand behind the core's own exceptions.
enum {
    CORE_EXCEPTIONS = 16,
    INTERRUPT_WATCHDOG = 18,
    INTERRUPT_TIMER0 = 19,
    INTERRUPT_TIMER1 = 21,
    INTERRUPTS = 44
};

// GPIO (chapter 8). data[mask]: only the pins in the mask are read or written.
struct gpio {
    uint32_t data[256];
    uint32_t dir;
    uint32_t is;
    uint32_t ibe;
    uint32_t iev;
    uint32_t im;
    uint32_t ris;
    uint32_t mis;
    uint32_t icr;
    uint32_t afsel;
    uint32_t reserved[55];
    uint32_t dr2r;
    uint32_t dr4r;
    uint32_t dr8r;
    uint32_t odr;
    uint32_t pur;
    uint32_t pdr;
    uint32_t slr;
    uint32_t den;
};

// UART (chapter 12).
struct uart {
    uint32_t dr;
    uint32_t rsr;
    uint32_t reserved[4];
    uint32_t fr;
    uint32_t reserved2[2];
    uint32_t ibrd;
    uint32_t fbrd;
    uint32_t lcrh;
    uint32_t ctl;
};

enum {
    UART_FR_RXFE = 1 << 4, // nothing received
    UART_FR_TXFF = 1 << 5, // no room to send
    UART_FR_BUSY = 1 << 3,
    UART_LCRH_8_BITS_FIFO = 0x70,
    UART_CTL_ON = 0x301
};

// I2C master (chapter 14).
struct i2c {
    uint32_t msa;
    uint32_t mcs;
    uint32_t mdr;
    uint32_t mtpr;
    uint32_t mimr;
    uint32_t mris;
    uint32_t mmis;
    uint32_t micr;
    uint32_t mcr;
};

enum {
    I2C_MCS_RUN = 1,
    I2C_MCS_START = 2,
    I2C_MCS_STOP = 4,
    I2C_MCS_ACK = 8,
    I2C_MCS_BUSY = 1,
    I2C_MCS_ERROR = 2,
    I2C_MCS_ARBLST = 16,
    I2C_MCR_MASTER = 16
};

// General-purpose timer (chapter 10), as one of 32 bits.
struct timer {
    uint32_t cfg;
    uint32_t tamr;
    uint32_t tbmr;
    uint32_t ctl;
    uint32_t reserved[2];
    uint32_t imr;
    uint32_t ris;
    uint32_t mis;
    uint32_t icr;
    uint32_t tailr;
};

enum {
    TIMER_CTL_ENABLE_A = 1,
    TIMER_TAMR_ONCE = 1,
    TIMER_TAMR_PERIODIC = 2,
    TIMER_A_TIMEOUT = 1
};

// Watchdog (chapter 11).
struct watchdog {
    uint32_t load;
    uint32_t value;
    uint32_t ctl;
    uint32_t icr;
    uint32_t ris;
    uint32_t mis;
    uint32_t reserved[762];
    uint32_t lock;
};

enum {
    WATCHDOG_UNLOCK = 0x1acce551,
    WATCHDOG_CTL_INTERRUPT_AND_RESET = 3
};

// Ethernet controller (chapter 15).
struct ethernet {
    uint32_t iack; // read: RIS
    uint32_t im;
    uint32_t rctl;
    uint32_t tctl;
    uint32_t data;
    uint32_t ia0;
    uint32_t ia1;
    uint32_t thr;
    uint32_t mctl;
    uint32_t mdv;
    uint32_t reserved;
    uint32_t mtxd;
    uint32_t mrxd;
    uint32_t np;
    uint32_t tr;
};

enum {
    ETHERNET_RCTL_RXEN = 1,
    ETHERNET_RCTL_BADCRC = 8,
    ETHERNET_RCTL_RSTFIFO = 16,
    ETHERNET_TCTL_TXEN = 1,
    ETHERNET_TCTL_PADEN = 2,
    ETHERNET_TCTL_CRC = 4,
    ETHERNET_TCTL_DUPLEX = 16,
    ETHERNET_TR_NEWTX = 1
};

// System control (chapter 6).
struct system_control {
    uint32_t did0;
    uint32_t reserved[19];
    uint32_t ris; // 0x050
    uint32_t reserved2[2];
    uint32_t resc; // 0x05c
    uint32_t rcc;  // 0x060
    uint32_t reserved3[39];
    uint32_t rcgc0; // 0x100
    uint32_t rcgc1;
    uint32_t rcgc2;
    uint32_t reserved4[53];
    uint32_t user0; // 0x1e0: the MAC address
    uint32_t user1;
};

enum {
    SYSTEM_RIS_PLL_LOCKED = 1 << 6,
    RCC_MOSCDIS = 1 << 0,
    RCC_IOSCDIS = 1 << 1,
    RCC_OSCSRC = 3 << 4,
    RCC_XTAL = 15 << 6,
    RCC_XTAL_8_MHZ = 14 << 6,
    RCC_BYPASS = 1 << 11,
    RCC_PWRDN = 1 << 13,
    RCC_USESYSDIV = 1 << 22,
    RCC_SYSDIV = 15 << 23,
    RCC_SYSDIV_BY_4 = 3 << 23 // 200 MHz by 4
};

// The core's own (ARMv7-M Architecture Reference Manual, B3).
struct systick {
    uint32_t ctrl;
    uint32_t load;
    uint32_t val;
};

enum {
    SYSTICK_ENABLE = 1,
    SYSTICK_INTERRUPT = 2,
    SYSTICK_CORE_CLOCK = 4
};

struct nvic {
    uint32_t iser[2];
    uint32_t reserved[190];
    uint8_t ipr[64]; // 0x300
};

struct core_control {
    uint32_t cpuid;
    uint32_t icsr;
    uint32_t vtor;
    uint32_t aircr;
    uint32_t scr;
    uint32_t ccr;
    uint8_t shpr[12]; // priorities of exceptions 4 to 15
};

struct mpu {
    uint32_t type;
    uint32_t ctrl;
    uint32_t rnr;
    uint32_t rbar;
    uint32_t rasr;
};

enum {
    MPU_CTRL_ENABLE = 1,
    MPU_CTRL_DEFAULT_MAP = 4, // what no region covers is as it was
    MPU_RASR_ENABLE = 1,
    MPU_RASR_512_BYTES = 8 << 1,
    MPU_RASR_NO_ACCESS = 0 << 24
};

enum {
    ICSR_SYSTICK_WAITS = 1 << 26,
    SHPR_SYSTICK = 15 - 4,
    AIRCR_RESET = 0x05fa0004
};

extern volatile struct watchdog watchdog0;
extern volatile struct gpio port_a;
extern volatile struct gpio port_b;
extern volatile struct gpio port_d;
extern volatile struct gpio port_f;
extern volatile struct gpio port_g;
extern volatile struct uart uart0;
extern volatile struct uart uart2;
extern volatile struct i2c i2c0;
extern volatile struct timer timer0;
extern volatile struct timer timer1;
extern volatile struct ethernet ethernet0;
extern volatile struct system_control system_control;
extern volatile struct systick systick;
extern volatile struct nvic nvic;
extern volatile struct core_control core_control;
extern volatile struct mpu mpu;

#endif
