"""docs/benchmarks.md: the sections of one run, under the conditions of that run."""

import os
import re
import time

import figures

HEAD = """# Benchmarks

Written by `bench/run`, all of it in one run; nothing here is typed by hand. A figure stands beside
its limit where one was promised, with the word *within* or *over*.

| | |
|---|---|
| day | {day} |
| commit | {commit} |
| processor | {processor} |
| system | {system} |
| compilers | {gcc}; {arm} |
| also | {valgrind}; {mosquitto} |

"""


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        kinds = re.findall(r"^model name\s*: (.*)$", file.read(), re.M)
    return f"{len(os.sched_getaffinity(0))} x {kinds[0] if kinds else os.uname().machine}"


def system():
    with open("/etc/os-release", encoding="utf-8") as file:
        name = re.search(r'^PRETTY_NAME="(.*)"$', file.read(), re.M)
    return f"{name.group(1) if name else 'Linux'}, Linux {os.uname().release.split('-')[0]}"


def commit():
    """As in docs/soak.md: with + where there were changes that are in no commit."""
    changed = figures.command("git", "-c", "safe.directory=*", "status", "--porcelain", "--",
                              ".", ":!docs/benchmarks.md")
    named = figures.command("git", "-c", "safe.directory=*", "rev-parse", "--short=10", "HEAD")
    return named.strip() + ("+" if changed.strip() else "")


def mosquitto():
    return figures.command("sh", "-c", "mosquitto -h | head -n 1").strip()


def write(sections):
    head = HEAD.format(day=time.strftime("%Y-%m-%d", time.gmtime()), commit=commit(),
                       processor=processor(), system=system(), gcc=figures.version("gcc"),
                       arm=figures.version("arm-none-eabi-gcc"),
                       valgrind=figures.version("valgrind"), mosquitto=mosquitto())
    place = figures.ROOT / "docs" / "benchmarks.md"
    place.write_text(head + "\n".join(sections), encoding="utf-8")
    print(f"written: {place.relative_to(figures.ROOT)}")
