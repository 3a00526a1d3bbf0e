"""docs/benchmarks.md: a section for each part, with the day and the commit it was measured at."""

import os
import re
import time

import figures

HEAD = """# Benchmarks

Written by `bench/run`, each part in one run; nothing here is typed by hand. A figure stands beside
its limit where one was promised, with the word *within* or *over*.

| | |
|---|---|
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


def stamped(name, text):
    """A section as it stands on the page: behind its mark, and with its day under its title."""
    title, rest = text.split("\n", 1)
    day = time.strftime("%Y-%m-%d", time.gmtime())
    return f"<!-- {name} -->\n{title}\n\n*{day}, commit {commit()}.*\n{rest}"


def sections_of(text):
    """name: its section, of a page."""
    pieces = re.split(r"^<!-- (\w+) -->$", text, flags=re.M)[1:]
    return {name: f"<!-- {name} -->{body}".rstrip("\n") + "\n"
            for name, body in zip(pieces[::2], pieces[1::2])}


def write(measured, order):
    """measured: the text of each part that was measured; the others stay as they are."""
    head = HEAD.format(processor=processor(), system=system(), gcc=figures.version("gcc"),
                       arm=figures.version("arm-none-eabi-gcc"),
                       valgrind=figures.version("valgrind"), mosquitto=mosquitto())
    place = figures.ROOT / "docs" / "benchmarks.md"
    sections = sections_of(place.read_text(encoding="utf-8"))
    sections.update({name: stamped(name, text) for name, text in measured.items()})
    page = head + "\n".join(sections[name] for name in order if name in sections)
    place.write_text(page, encoding="utf-8")
    print(f"written: {place.relative_to(figures.ROOT)}")
