"""What the door's program takes on Linux while nothing happens."""

import pathlib
import re
import statistics
import time

import figures
import home

SETTLES = 5  # s: connected, and everything told


def run_time(task):
    """Milliseconds of processor that a thread has had: the first word of schedstat, in ns."""
    return int(pathlib.Path(f"/proc/{task}/schedstat").read_text().split()[0]) / 1e6


def memory(process):
    text = pathlib.Path(f"/proc/{process}/smaps_rollup").read_text()
    return [int(re.search(rf"^{name}:\s+(\d+) kB$", text, re.M).group(1)) for name in ("Rss", "Pss")]


def one_minute(door, length):
    """Processor time of the network floor and the door floor, in ms for a minute."""
    before = [run_time(task) for task in door.tasks()]
    began = time.monotonic()
    time.sleep(length)
    scale = 60 / (time.monotonic() - began)
    return [(run_time(task) - spent) * scale for task, spent in zip(door.tasks(), before)]


def measure(place, ordinary, runs, length):
    door = place.door(ordinary)
    time.sleep(SETTLES)
    minutes = [one_minute(door, length) for _ in range(runs)]
    rss, pss = memory(door.process.pid)
    threads = len(door.tasks())
    door.stop()
    network, floor = (statistics.median(it) for it in zip(*minutes))
    return network, floor, rss, pss, threads


def section():
    runs = figures.chosen(3, 2)
    length = figures.chosen(60, 2)
    rows = []
    with home.opened() as place:
        for ordinary, words in home.kinds():
            network, floor, rss, pss, threads = measure(place, ordinary, runs, length)
            both = network + floor
            rows.append((words, f"{both:.0f}", f"{both / 600:.2f} %", f"{floor:.0f}",
                         f"{network:.1f}", rss, pss, threads))
    head = ("the door's program is", "ms a minute", "of a core", "door floor", "network floor",
            "RSS, KiB", "PSS, KiB", "threads")
    return f"""## The door on Linux, idle

`portcullis-door` (boards/simulator) connected to a real mosquitto by mutual TLS, door closed, nothing
asked of it: the median of {runs} windows of {length} s, processor time from `/proc`. The door floor
steps a thousand times a second; the network floor keeps the connection and signs an Epoch each half
minute. The program keeps all its memory locked. No limit was promised.

{figures.table(head, rows)}""", []
