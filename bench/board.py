"""The firmware on the emulated board, at 31.25 million instructions a second (QEMU -icount shift=5):
what instructions cost, and how long things take there. bench/board/measured.c has the stopwatches."""

import os
import re
import statistics
import subprocess
import time

import figures
import home

BOARD = figures.ROOT / "build/host/test/board/portcullis-board"
COMMANDS = figures.ROOT / "build/host/bench/board/bench_board_commands"
FIRMWARE = figures.ROOT / "build/lm3s6965evb/door_measured.elf"
STEP = 20  # ns, of the board's clock
INSTRUCTION = 32  # ns
ENVIRONMENT = {"PORTCULLIS_ICOUNT": "shift=5", "PORTCULLIS_FIRMWARE": str(FIRMWARE)}
MOST_OF_A_VERIFICATION = 1.1
IDLE = 10.5  # s: two looks of the firmware's own


def milliseconds(steps):
    return steps * STEP / 1e6


def instructions(steps):
    return round(steps * STEP / INSTRUCTION / 1e6, 2)


def measured(log, what):
    return [int(number) for number in re.findall(rf"measured what={what} steps=(\d+)", log)]


def make_firmware():
    figures.need("qemu-system-arm", "arm-none-eabi-gcc", "mosquitto")
    lacking = figures.command("setup/sources", "--missing").strip()
    if lacking:
        print(f"skipped: the sources of {lacking} are missing (setup/sources)")
        raise SystemExit(figures.SKIPPED)
    figures.command("cmake", "--preset", "lm3s6965evb")
    figures.command("cmake", "--build", "--preset", "lm3s6965evb", "--target", "door_measured")


def when(log, event):
    """The board's own ms of each event."""
    return [int(up) for up in re.findall(rf"^up=(\d+) event={event}\b", log, re.M)]


def restart(place, door):
    """Seconds from the broker's first answer to the door's being back."""
    before = len(when(door.log(), "connected"))
    place.stop_broker()
    time.sleep(3)
    place.start_broker()
    began = time.monotonic()
    # It waits up to a minute between two calls (door/mqtt/backoff.h).
    home.wait_until(lambda: len(when(door.log(), "connected")) > before, 120, "the door is back")
    return time.monotonic() - began


def at_a_broker():
    """Power on, idle, restarts: (log, ms from power to ready, busy parts of idle, s of restarts)"""
    ready = []
    back = []
    idle = []
    log = ""
    with home.opened() as place:
        for boot in range(figures.chosen(3, 1)):
            door = place.door(False, runs=(BOARD, ENVIRONMENT))
            ready.append(when(door.log(), "connected")[0])
            if boot == 0:
                time.sleep(figures.chosen(4, 2) * IDLE)
                idle = busy_parts(door.log())
                back = [restart(place, door) for _ in range(figures.chosen(10, 2))]
            log += door.log()
            door.stop()
    return log, ready, idle, back


def busy_parts(log):
    """Of the looks behind the first two, in which it connects: (without the door floor, with it)"""
    looks = list(zip(measured(log, "of-all"), measured(log, "of-it-asleep"),
                     measured(log, "of-it-floor")))[2:]
    if not looks:
        figures.leave(3, "the firmware told nothing of its idle time")
    return [((all_ - asleep - floor) / all_, (all_ - asleep) / all_) for all_, asleep, floor in looks]


def commands():
    """What the console said while doors were opened: by raw keys, by passkeys."""
    done = subprocess.run([str(COMMANDS), str(BOARD), str(figures.chosen(12, 2))],
                          capture_output=True, text=True, check=False,
                          env=dict(os.environ, **ENVIRONMENT))
    if done.returncode != 0:
        figures.leave(3, f"bench_board_commands: {done.stdout[-600:]}")
    raw, passkey = done.stdout.split("phase raw\n")[1].split("phase passkey\n")
    return raw, passkey


def row(words, steps):
    middle = statistics.median(steps)
    return (words, len(steps), instructions(middle), f"{milliseconds(middle):.0f}",
            f"{milliseconds(max(steps)):.0f}")


def section():
    make_firmware()
    log, ready, idle, back = at_a_broker()
    raw, passkey = commands()
    rows = [row("ES256 verify, raw key", measured(raw, "verify")),
            row("ES256 verify, passkey", measured(passkey, "verify-der")),
            row("ES256 sign", measured(raw, "sign") + measured(passkey, "sign")),
            row("TLS handshake, inside TLS", measured(log, "handshake")),
            row("TLS handshake, all of it", measured(log, "handshake-wall")),
            row("arrival of a command to the relay's edge, raw key",
                measured(raw, "arrival-to-relay")),
            row("arrival of a command to the relay's edge, passkey",
                measured(passkey, "arrival-to-relay"))]
    verify = statistics.median(measured(raw, "verify"))
    limits, over = figures.beside_limits(
        (("arrival of a command to the relay, raw key, the longest; at most 1.1 verifications",
          round(milliseconds(max(measured(raw, "arrival-to-relay"))), 1),
          round(MOST_OF_A_VERIFICATION * milliseconds(verify), 1)),), "ms")
    floor = statistics.median(part[1] - part[0] for part in idle)
    return f"""## The small board

The firmware on an emulated lm3s6965evb, a Cortex-M3 with 64 KB of RAM, at 31.25 million instructions
a second: the emulator counts instructions and makes time of them, 32 ns each, so that these figures
are the same on every machine. The chip itself runs at 50 MHz and takes more than one clock for many
instructions; nobody has measured it on one. Handshakes are with mosquitto, with certificates of both
sides. The first four rows leave out what the door floor's interrupt takes meanwhile; the others are
what somebody waits for, from the first byte that is given to TLS.

{figures.table(("", "runs", "million instructions, median", "ms, median", "ms, longest"), rows)}
{limits}
| | |
|---|---:|
| power on to ready, at its broker, median of {len(ready)} | {statistics.median(ready) / 1000:.1f} s |
| broker back to door back, median of {len(back)} | {statistics.median(back):.1f} s |
| the same, longest | {max(back):.1f} s |
| busy while nothing happens | {100 * statistics.median(part[1] for part in idle):.1f} % |
| of that the door floor, which steps each millisecond | {100 * floor:.1f} % |
""", over
