"""The longest time between two steps of the door floor, in the simulator on Linux."""

import contextlib
import os
import statistics
import subprocess
import sys
import time

import figures
import home

GAP_MOST = 5000  # us, docs/architecture.md: two floors
BARE = figures.ROOT / "build/host/bench/bench_floor_bare"
BROKER_STAYS = 3  # s between two restarts of the broker, each of which is a new TLS handshake

# (words, signatures and handshakes, busy programs)
SCENES = (("nothing", False, False),
          ("verifies signatures, shakes hands", True, False),
          ("nothing; every core has a busy program", False, True),
          ("verifies and shakes hands; every core busy", True, True))


@contextlib.contextmanager
def busy(wanted):
    count = len(os.sched_getaffinity(0)) if wanted else 0
    programs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


def work(place, seconds):
    """Commands as fast as the door's budget lets them be verified, and new connections."""
    end = time.monotonic() + seconds
    restarts = time.monotonic() + BROKER_STAYS
    while time.monotonic() < end:
        place.portcullis("identify", "garage", "--no-wait")  # its answer may find no broker
        if time.monotonic() > restarts:
            place.stop_broker()
            place.start_broker()
            restarts = time.monotonic() + BROKER_STAYS


def bare_threads(seconds, urgent):
    """One on each core: wherever the door floor is, one of them is late when the core is."""
    words = [str(BARE), str(seconds), "urgent" if urgent else "ordinary"]
    return [subprocess.Popen(["taskset", "--cpu-list", str(core), *words], stdout=subprocess.PIPE,
                             text=True) for core in sorted(os.sched_getaffinity(0))]


def latest(bare):
    said = [int(program.communicate()[0]) for program in bare]
    if any(program.returncode != 0 for program in bare):
        figures.leave(3, "a bare thread did not run")
    return max(said)


def one_run(place, ordinary, scene, seconds):
    """(longest gap, that of bare threads meanwhile, in us, answered commands, handshakes, urgent)"""
    _, works, loaded = scene
    door = place.door(ordinary)
    time.sleep(1)
    urgent = door.is_urgent()
    before = door.log()
    door.forget_gap()
    with busy(loaded):
        bare = bare_threads(seconds, urgent)
        if works:
            work(place, seconds)
        late = latest(bare)
        gap = door.stop()
    log = door.log()[len(before):]
    return gap, late, log.count("event=answered"), log.count("event=tls-open"), urgent


def verdict(longest, bare):
    """Where a thread that does nothing is late too, the machine is late and not the door."""
    if longest > GAP_MOST and bare > GAP_MOST:
        return "the machine's"
    return figures.verdict(longest, GAP_MOST)


def row(words, kind, runs):
    gaps, bare = zip(*(run[:2] for run in runs))
    middle, bare_middle = statistics.median(gaps), statistics.median(bare)
    return (words, kind, round(middle), max(gaps), round(bare_middle), max(bare),
            f"{middle / bare_middle:.2f}", verdict(max(gaps), max(bare)),
            sum(run[2] for run in runs), sum(run[3] for run in runs))


def section():
    runs = figures.chosen(5, 1)
    seconds = figures.chosen(15, 4)
    rows = []
    over = []
    with home.opened() as place:
        for ordinary, kind in home.kinds():
            for scene in SCENES:
                made = [one_run(place, ordinary, scene, seconds) for _ in range(runs)]
                words = kind if all(it[4] for it in made) or ordinary else "root's, but refused it"
                rows.append(row(scene[0], words, made))
                if made[0][4] and rows[-1][7] == figures.verdict(1, 0):
                    over.append(f"gap of the door floor, {scene[0]}: {rows[-1][3]} us")
    head = ("the door meanwhile", "the program is", "median, us", "longest, us", "bare: median",
            "longest", "ratio of medians", "limit of 5 ms", "commands answered", "handshakes")
    return f"""## The longest gap between two steps of the door floor

The door floor steps each millisecond on a thread of its own and counts the longest time between two
steps; the design wants at most 5 ms. {runs} runs of {seconds} s each: the median of their longest
gaps, and the longest of all, which is judged. Beside it, at the same time, a bare thread on each core
([bench/floor/bare.c](../bench/floor/bare.c)) steps as often and does nothing: how late the latest of
them is, the machine is. A handshake is a restart of the broker. On a board the steps come from a timer's
interrupt; on Linux the system must let the thread go first, which it does for root (or with
`CAP_SYS_NICE`) and not for an ordinary user.

{figures.table(head, rows)}
An ordinary user's program is as late as the machine and its load make it: whoever wants the 5 ms
kept gives the program real-time scheduling. Only gaps with it count against the limit, and only
where the bare threads kept it; "the machine's" are those where one did not.
""", over
