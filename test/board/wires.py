#!/usr/bin/env python3
"""What the small board does with its wires when it starts, as the emulator's trace of its ports has it,
word by word and in order.

    wires.py FIRMWARE       one without identity is enough; each complaint a line
    wires.py --self-test    traces in which something is wrong, and each must be seen

An emulated port that is reset drives nothing any more, but does not say so on its pins, which stand as
they were; on a board a resistor pulls them down. So that the outputs fall at a reset is shown here, in
the port itself: whatever was on, behind a reset it drives nothing, the first word to any port of the
board is "outputs off", the direction turns outward over a low level, and none is raised afterwards.
Before a watchdog's reset nobody but the chip does anything: here the firmware's own panic plays no part.

And a device that was cut off in the middle of a byte and holds the data wire is clocked out of it.
"""

import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

PORT_B = "/machine/unattached/device[9]"
PORT_D = "/machine/unattached/device[11]"
OUTPUTS = 0x70  # relay, lamp, beeper; the status light may blink
PATIENCE = 60  # s
CLOCK_WIRE = 0x004 << 2  # the addresses of their bits in a port's data
DATA_WIRE = 0x008 << 2
CLOCKS = 9  # and one for the stop

WRITE = re.compile(r"pl061_write (\S+) offset 0x([0-9a-f]+) value 0x([0-9a-f]+)")
STATE = re.compile(r"pl061_update (\S+) GPIODIR 0x([0-9a-f]+) GPIODATA 0x([0-9a-f]+)")
RESET = re.compile(r"pl061_reset " + re.escape(PORT_D))


class Board:
    """QEMU, held before the first instruction; its pins and its clock are asked over two sockets."""

    def __init__(self, firmware, folder):
        self.trace = folder / "trace"
        self.log = folder / "log"
        pins, pins_theirs = socket.socketpair()
        clock, clock_theirs = socket.socketpair()
        self.process = subprocess.Popen(
            ["qemu-system-arm", "-M", "lm3s6965evb", "-kernel", firmware, "-display", "none",
             "-monitor", "none", "-S", "-nic", "user,model=stellaris,restrict=on",
             "-serial", f"file:{self.log}", "-qtest-log", "none", "-qtest", "chardev:qtest",
             "-chardev", f"socket,id=qtest,fd={pins_theirs.fileno()}",
             "-mon", "chardev=m,mode=control",
             "-chardev", f"socket,id=m,fd={clock_theirs.fileno()}",
             "-trace", "pl061_write", "-trace", "pl061_update", "-trace", "pl061_reset",
             "-D", str(self.trace)],
            pass_fds=(pins_theirs.fileno(), clock_theirs.fileno()), stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        pins_theirs.close()
        clock_theirs.close()
        for end in (pins, clock):
            end.settimeout(PATIENCE)
        self.pins = pins.makefile("rw")
        self.clock = clock.makefile("rw")
        self.execute("qmp_capabilities")

    def ask(self, words):
        self.pins.write(words + "\n")
        self.pins.flush()
        answer = self.pins.readline()
        assert answer.startswith("OK"), f"{words}: {answer}"

    def execute(self, command):
        self.clock.write(json.dumps({"execute": command}) + "\n")
        self.clock.flush()
        while "return" not in json.loads(self.clock.readline()):
            pass

    def wait_for_starts(self, count):
        end = time.monotonic() + PATIENCE
        while not self.log.exists() or self.log.read_text().count("event=no-identity") < count:
            assert time.monotonic() < end, "the board does not start"
            time.sleep(0.02)

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.pins.close()
        self.clock.close()


def switch_outputs_on(board):
    board.ask(f"writel 0x{0x40007000 + (OUTPUTS << 2):x} 0x{OUTPUTS:x}")


def bite(board):
    """The watchdog, a hundredth of a second from now; the board has not begun with it yet."""
    for address, value in ((0x400FE100, 1 << 3), (0x40000C00, 0x1ACCE551), (0x40000000, 500000),
                           (0x40000008, 3)):
        board.ask(f"writel 0x{address:x} 0x{value:x}")


def start_thrice(firmware, folder, data_wire):
    """Power on, reset by the button, reset by the watchdog; each time whatever can be on is on. The
    trace."""
    board = Board(firmware, folder)
    try:
        level = 0 if data_wire == "held" else 1
        board.ask(f"set_irq_in {PORT_B} unnamed-gpio-in 3 {level}")
        board.execute("cont")
        for start, reset in enumerate((lambda b: b.execute("system_reset"), bite, None), start=1):
            board.wait_for_starts(start)
            if reset is not None:
                switch_outputs_on(board)
                reset(board)
    finally:
        board.stop()
    return board.trace.read_text(errors="replace").splitlines()


def lives(trace):
    """The lines behind each reset of port D; what was switched on from outside ends a life."""
    pieces = [[]]
    for line in trace:
        if RESET.search(line):
            pieces.append([])
        pieces[-1].append(line)
    return pieces[1:]


def first_write(life):
    return next((found.groups() for line in life if (found := WRITE.search(line))), None)


def states(life):
    """(direction, data) of port D, till somebody outside switches it on."""
    found = []
    for line in life:
        write = WRITE.search(line)
        if write and write.group(1) == PORT_D and int(write.group(3), 16) == OUTPUTS:
            break
        if (state := STATE.search(line)) and state.group(1) == PORT_D:
            found.append((int(state.group(2), 16), int(state.group(3), 16)))
    return found


def outputs_complaints(trace):
    found = []
    whole = lives(trace)
    if len(whole) < 3:
        return [f"{len(whole)} starts, not 3"]
    before = "\n".join("\n".join(life) for life in whole[:-1])
    if before.count(f"{PORT_D} GPIODIR 0xf0 GPIODATA 0x7") + before.count(
            f"{PORT_D} GPIODIR 0xf0 GPIODATA 0xf") < 2:
        found.append("the outputs were not on before each reset")
    for number, life in enumerate(whole, start=1):
        seen = states(life)
        if first_write(life) != (PORT_D, "3c0", "0"):
            found.append(f"start {number}: its first word to a port is {first_write(life)}")
        if not seen or seen[0] != (0, 0):
            found.append(f"start {number}: behind the reset the port still drives {seen[:1]}")
        if not any(direction == 0xF0 for direction, _ in seen):
            found.append(f"start {number}: the outputs never became outputs")
        if any(data & OUTPUTS for _, data in seen):
            found.append(f"start {number}: something was switched on by itself")
    return found


def clocks_of(life):
    """How often the clock wire was pulled down by hand, and whether the data wire was let go of at the
    end: a stop."""
    clocks = sum(1 for line in life if (write := WRITE.search(line))
                 and write.groups() == (PORT_B, f"{CLOCK_WIRE:x}", "0"))
    stop = any((write := WRITE.search(line)) and write.groups() == (PORT_B, f"{DATA_WIRE:x}", "8")
               for line in life)
    return clocks, stop


def wire_complaints(trace, data_wire):
    wanted = (CLOCKS + 1, True) if data_wire == "held" else (0, False)
    # A reset of the emulated port forgets the level from outside: the first start alone has it.
    told = clocks_of(lives(trace)[0])
    return [] if told == wanted else [f"data wire {data_wire}: clocks and stop {told}, not {wanted}"]


def judge(firmware):
    if shutil.which("qemu-system-arm") is None:
        print("skipped: there is no qemu-system-arm (setup/install check)")
        sys.exit(77)
    found = []
    for data_wire in ("held", "free"):
        with tempfile.TemporaryDirectory() as folder:
            trace = start_thrice(firmware, pathlib.Path(folder), data_wire)
        found += outputs_complaints(trace) + wire_complaints(trace, data_wire)
    return found


def self_test():
    def write(port, offset, value):
        return f"pl061_write {port} offset 0x{offset} value 0x{value}"

    def state(direction, data):
        return f"pl061_update {PORT_D} GPIODIR 0x{direction} GPIODATA 0x{data} pullups"

    reset = f"pl061_reset {PORT_D} reset"
    off = [write(PORT_D, "3c0", "0"), state("0", "0"), state("f0", "0")]
    on = [write(PORT_D, "1c0", "70"), state("f0", "70")]
    good = [reset, *off, *on] * 2 + [reset, *off]
    bad = {"a clock first": [reset, write(PORT_B, "400", "0"), *off] + good,
           "it drives on": [reset, off[0], state("f0", "0"), state("f0", "0")] + good,
           "no output": [reset, *off[:2]] + good,
           "a pulse": [reset, *off, state("f0", "10")] + good,
           "nothing was on": [reset, *off] * 3,
           "it did not start": [reset, *off]}
    missed = [name for name, trace in bad.items() if not outputs_complaints(trace)]
    missed += ["the good one"] if outputs_complaints(good) else []
    missed += ["a held wire"] if not wire_complaints(good, "held") else []
    print("\n".join([*(f"not seen: {name}" for name in missed), f"{len(bad) + 2} traces"]))
    sys.exit(1 if missed else 0)


def main(words):
    if words == ["--self-test"]:
        self_test()
    if len(words) != 1:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    found = judge(words[0])
    print("\n".join([*found, f"6 starts, {len(found)} complaints"]))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
