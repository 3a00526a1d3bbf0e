// The board's firmware with stopwatches around what is measured: linked beside it, and the linker's
// --wrap puts these functions between callers and callees. It tells on the console, in steps of the
// 50 MHz clock that the emulator's instruction counter drives:
//
//     measured what=verify steps=11400000
//
// What the door floor's interrupt takes meanwhile is not counted, but told as its own.
#include "door/boards/lm3s6965evb/console.h"
#include "door/boards/lm3s6965evb/ticks.h"
#include "door/operator/door.h"
#include "door/seams/crypto.h"
#include "door/seams/tls.h"

enum {
    LOOKS_EVERY = 250000000 // steps: 5 s
};

// The linker's --wrap wants these names.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
bool __wrap_crypto_verify(const uint8_t *point, const uint8_t *hash, const uint8_t *signature);
bool __real_crypto_verify(const uint8_t *point, const uint8_t *hash, const uint8_t *signature);
bool __wrap_crypto_verify_der(const uint8_t *point, const uint8_t *hash, struct bytes signature);
bool __real_crypto_verify_der(const uint8_t *point, const uint8_t *hash, struct bytes signature);
bool __wrap_crypto_sign(const uint8_t *key, const uint8_t *hash, uint8_t *signature);
bool __real_crypto_sign(const uint8_t *key, const uint8_t *hash, uint8_t *signature);
bool __wrap_tls_start(struct tls *tls, const struct image *image, uint64_t unix_seconds,
                      struct bytes entropy);
bool __real_tls_start(struct tls *tls, const struct image *image, uint64_t unix_seconds,
                      struct bytes entropy);
size_t __wrap_tls_received(struct tls *tls, struct bytes from_network);
size_t __real_tls_received(struct tls *tls, struct bytes from_network);
struct bytes __wrap_tls_pending(struct tls *tls);
struct bytes __real_tls_pending(struct tls *tls);
uint64_t __wrap_tls_certificate_end(const struct tls *tls);
uint64_t __real_tls_certificate_end(const struct tls *tls);
void __wrap_pins_drive(struct door_outputs outputs);
void __real_pins_drive(struct door_outputs outputs);
void __wrap_on_timer1(void);
void __real_on_timer1(void);
void __wrap_ticks_wait(void);
void __real_ticks_wait(void);
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

// There is one board.
static struct {
    volatile uint32_t floor;      // steps in the door floor's interrupt so far
    volatile uint32_t pressed_at; // the relay's latest rising edge
    volatile uint32_t presses;    // of it
    volatile bool relay;          // it is on
    uint32_t presses_told;        // so far
    uint32_t came_at;             // the latest bytes from the broker
    uint32_t verified_from;       // when those came that a verification was for
    bool awaits_press;            // since then
    uint32_t handshake;           // steps inside TLS since it began
    uint32_t handshake_began;
    bool shaking;
    uint32_t slept; // since the latest look
    uint32_t looked_at;
    uint32_t floor_before; // at the latest look
} measured;

// Turns over after 85 s, which nothing here takes.
static uint32_t steps_now(void)
{
    return (uint32_t)ticks_clocks();
}

struct span {
    uint32_t began;
    uint32_t floor;
};

static struct span begun(void)
{
    return (struct span){.began = steps_now(), .floor = measured.floor};
}

// Without the door floor's.
static uint32_t steps_of(struct span span)
{
    return steps_now() - span.began - (measured.floor - span.floor);
}

static void tell(const char *what, uint32_t steps)
{
    console_text("measured what=");
    console_text(what);
    console_text(" steps=");
    console_number(steps);
    console_text("\n");
}

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)

bool __wrap_crypto_verify(const uint8_t *point, const uint8_t *hash, const uint8_t *signature)
{
    measured.verified_from = measured.came_at;
    measured.awaits_press = true;
    const struct span span = begun();
    const bool holds = __real_crypto_verify(point, hash, signature);
    tell("verify", steps_of(span));
    return holds;
}

bool __wrap_crypto_verify_der(const uint8_t *point, const uint8_t *hash, struct bytes signature)
{
    measured.verified_from = measured.came_at;
    measured.awaits_press = true;
    const struct span span = begun();
    const bool holds = __real_crypto_verify_der(point, hash, signature);
    tell("verify-der", steps_of(span));
    return holds;
}

bool __wrap_crypto_sign(const uint8_t *key, const uint8_t *hash, uint8_t *signature)
{
    const struct span span = begun();
    const bool made = __real_crypto_sign(key, hash, signature);
    tell("sign", steps_of(span));
    return made;
}

bool __wrap_tls_start(struct tls *tls, const struct image *image, uint64_t unix_seconds,
                      struct bytes entropy)
{
    const struct span span = begun();
    measured.shaking = true;
    measured.handshake_began = span.began;
    const bool started = __real_tls_start(tls, image, unix_seconds, entropy);
    measured.handshake = steps_of(span);
    return started;
}

size_t __wrap_tls_received(struct tls *tls, struct bytes from_network)
{
    const struct span span = begun();
    measured.came_at = span.began;
    const size_t taken = __real_tls_received(tls, from_network);
    measured.handshake += measured.shaking ? steps_of(span) : 0;
    return taken;
}

struct bytes __wrap_tls_pending(struct tls *tls)
{
    const struct span span = begun();
    const struct bytes pending = __real_tls_pending(tls);
    measured.handshake += measured.shaking ? steps_of(span) : 0;
    return pending;
}

// It is asked for once, when the handshake is over.
uint64_t __wrap_tls_certificate_end(const struct tls *tls)
{
    measured.shaking = false;
    tell("handshake", measured.handshake);
    tell("handshake-wall", steps_now() - measured.handshake_began);
    return __real_tls_certificate_end(tls);
}

// In the door floor's interrupt.
void __wrap_pins_drive(struct door_outputs outputs)
{
    __real_pins_drive(outputs);
    if (outputs.relay && !measured.relay) {
        measured.pressed_at = steps_now();
        measured.presses++;
    }
    measured.relay = outputs.relay;
}

void __wrap_on_timer1(void)
{
    const uint32_t began = steps_now();
    __real_on_timer1();
    measured.floor += steps_now() - began;
}

static void look(void)
{
    const uint32_t all = steps_now() - measured.looked_at;
    if (all < LOOKS_EVERY) {
        return;
    }
    const uint32_t floor = measured.floor - measured.floor_before;
    tell("of-all", all);
    tell("of-it-asleep", measured.slept);
    tell("of-it-floor", floor);
    measured.looked_at = steps_now();
    measured.floor_before = measured.floor;
    measured.slept = 0;
}

void __wrap_ticks_wait(void)
{
    if (measured.presses != measured.presses_told) {
        measured.presses_told = measured.presses;
        if (measured.awaits_press) { // a press that is repeated answers no arrival
            tell("arrival-to-relay", measured.pressed_at - measured.verified_from);
        }
        measured.awaits_press = false;
    }
    look();
    const struct span span = begun();
    __real_ticks_wait();
    measured.slept += steps_of(span);
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
