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


def one_run(place, ordinary, scene, seconds):
    """(longest gap in us, answered commands, handshakes, whether its scheduling was real-time)"""
    _, works, loaded = scene
    door = place.door(ordinary)
    time.sleep(1)
    urgent = door.is_urgent()
    before = door.log()
    door.forget_gap()
    with busy(loaded):
        if works:
            work(place, seconds)
        else:
            time.sleep(seconds)
        gap = door.stop()
    log = door.log()[len(before):]
    return gap, log.count("event=answered"), log.count("event=tls-open"), urgent


def row(words, kind, runs):
    gaps = [run[0] for run in runs]
    longest = max(gaps)
    return (words, kind, round(statistics.median(gaps)), longest, GAP_MOST,
            f"{longest / GAP_MOST:.2f}", figures.verdict(longest, GAP_MOST),
            sum(run[1] for run in runs), sum(run[2] for run in runs))


def section():
    runs = figures.chosen(5, 1)
    seconds = figures.chosen(15, 4)
    rows = []
    over = []
    with home.opened() as place:
        for ordinary, kind in home.kinds():
            for scene in SCENES:
                made = [one_run(place, ordinary, scene, seconds) for _ in range(runs)]
                words = kind if all(it[3] for it in made) or ordinary else "root's, but refused it"
                rows.append(row(scene[0], words, made))
                if made[0][3] and rows[-1][3] > GAP_MOST:
                    over.append(f"gap of the door floor, {scene[0]}: {rows[-1][3]} us")
    head = ("the door meanwhile", "the program is", "median, us", "longest, us", "limit", "of it", "",
            "commands answered", "handshakes")
    return f"""## The longest gap between two steps of the door floor

The door floor steps each millisecond on a thread of its own and counts the longest time between two
steps; the design wants at most 5 ms. {runs} runs of {seconds} s each: the median of their longest
gaps, and the longest of all, which is judged. A handshake is a restart of the broker. On a board the
steps come from a timer's interrupt; on Linux the system must let the thread go first, which it does
for root (or with `CAP_SYS_NICE`) and not for an ordinary user.

{figures.table(head, rows)}
An ordinary user's program is as late as the machine and its load make it: whoever wants the 5 ms
kept gives the program real-time scheduling. Only gaps with it count against the limit.
""", over
