#include "door/boards/lm3s6965evb/pins.h"

#include "door/boards/lm3s6965evb/lm3s6965.h"
#include "door/boards/lm3s6965evb/start.h"
#include "door/boards/lm3s6965evb/ticks.h"
#include "door/boards/lm3s6965evb/vitals.h"

enum {
    RCGC1_TIMER0 = 1 << 16,
    RCGC2_PORT_B = 1 << 1,
    RCGC2_PORT_D = 1 << 3,
    // Port B.
    PIN_OPEN_SWITCH = 1 << 0,
    PIN_CLOSED_SWITCH = 1 << 1,
    PIN_PHOTO_EYE = 1 << 4,
    PIN_WALL_BUTTON = 1 << 5,
    PIN_DEVICE_BUTTON = 1 << 6,
    PINS_IN =
        PIN_OPEN_SWITCH | PIN_CLOSED_SWITCH | PIN_PHOTO_EYE | PIN_WALL_BUTTON | PIN_DEVICE_BUTTON,
    // Port D.
    PIN_RELAY = 1 << 4,
    PIN_LAMP = 1 << 5,
    PIN_BEEPER = 1 << 6,
    PIN_STATUS_LIGHT = 1 << 7,
    PINS_OF_THE_WARNING = PIN_LAMP | PIN_BEEPER,
    PINS_OUT = PIN_RELAY | PINS_OF_THE_WARNING | PIN_STATUS_LIGHT,
    // The longest pulse of any setting is 1,000 ms.
    RELAY_MOST = 1050
};

// There is one relay.
static struct {
    bool begun;     // a pulse, and the door floor has not ended it
    uint32_t since; // clocks
} relay;

// Also before memory is set up: it touches none.
void outputs_off(void)
{
    system_control.rcgc2 |= (uint32_t)RCGC2_PORT_D;
    port_d.data[PINS_OUT] = 0;
}

static void drop_relay(void)
{
    if (port_d.data[PIN_RELAY] != 0) {
        port_d.data[PIN_RELAY] = 0;
        vitals.pulse = ((uint32_t)ticks_clocks() - relay.since) / CLOCKS_OF_A_MICROSECOND;
        vitals.pulses++;
    }
}

// Above everything else: whatever the door floor does, or does no more.
void on_timer0(void)
{
    timer0.icr = TIMER_A_TIMEOUT;
    drop_relay();
}

void pins_init(void)
{
    system_control.rcgc1 |= (uint32_t)RCGC1_TIMER0;
    system_control.rcgc2 |= (uint32_t)(RCGC2_PORT_B | RCGC2_PORT_D);
    port_b.dir &= ~(uint32_t)PINS_IN;
    port_b.afsel &= ~(uint32_t)PINS_IN;
    port_b.pdr |= PINS_IN;
    port_b.den |= PINS_IN;
    port_d.data[PINS_OUT] = 0; // first the level, then the direction: no edge
    port_d.afsel &= ~(uint32_t)PINS_OUT;
    port_d.dir |= PINS_OUT;
    port_d.den |= PINS_OUT;
    timer0.ctl = 0;
    timer0.cfg = 0; // one timer of 32 bits
    timer0.tamr = TIMER_TAMR_ONCE;
    timer0.imr = TIMER_A_TIMEOUT;
    nvic.ipr[INTERRUPT_TIMER0] = 0; // before everything else
    nvic.iser[0] = 1U << INTERRUPT_TIMER0;
}

struct door_inputs pins_read(void)
{
    const uint32_t pins = port_b.data[PINS_IN];
    return (struct door_inputs){.open_switch = (pins & PIN_OPEN_SWITCH) != 0,
                                .closed_switch = (pins & PIN_CLOSED_SWITCH) != 0,
                                .wall_button = (pins & PIN_WALL_BUTTON) != 0,
                                .device_button = (pins & PIN_DEVICE_BUTTON) != 0,
                                .photo_eye = (pins & PIN_PHOTO_EYE) != 0};
}

// The pin is touched where it changes only: in between the timer may have dropped it, and then it stays
// low until the door floor wants it low.
static void drive_relay(bool wanted)
{
    if (!wanted && relay.begun) {
        timer0.ctl = 0;
        drop_relay();
        relay.begun = false;
    } else if (wanted && !relay.begun) {
        relay.begun = true;
        relay.since = (uint32_t)ticks_clocks();
        timer0.icr = TIMER_A_TIMEOUT;
        timer0.tailr = (uint32_t)RELAY_MOST * CLOCKS_OF_A_MILLISECOND;
        timer0.ctl = TIMER_CTL_ENABLE_A;
        port_d.data[PIN_RELAY] = PIN_RELAY;
    }
}

void pins_drive(struct door_outputs outputs)
{
    drive_relay(outputs.relay);
    port_d.data[PINS_OF_THE_WARNING] =
        (outputs.lamp ? (uint32_t)PIN_LAMP : 0) | (outputs.beeper ? (uint32_t)PIN_BEEPER : 0);
}

void pins_status_light(bool on)
{
    port_d.data[PIN_STATUS_LIGHT] = on ? (uint32_t)PIN_STATUS_LIGHT : 0;
}
