#!/usr/bin/env python3
"""Includes run downhill; see docs/architecture.md.

Which room may include which, which rooms may speak to an operating system, that an adapter knows
one foreign library, and that only the guard writes a permit.
"""

import re

import rule

DOOR_CORE = ("door/seams/", "door/mqtt/", "door/operator/", "door/store/", "door/guard/",
             "door/report/", "door/*")
EVERYTHING = ("base/", "protocol/", "garage/", "door/", "home/", "show/", "bench/", "test/")

# The first row whose room holds the file rules. "door/*" is a file that stands directly in door/.
# The room itself is always allowed. mqtt/ has never heard of doors, so it knows base/ alone;
# operator/ has never heard of MQTT.
MAY_INCLUDE = (
    ("base/", ()),
    ("protocol/", ("base/",)),
    ("garage/", ("base/",)),
    ("door/seams/", ("base/", "protocol/")),
    ("door/mqtt/", ("base/",)),
    ("door/operator/", ("base/", "protocol/", "door/seams/")),
    ("door/store/", ("base/", "protocol/", "door/seams/")),
    ("door/guard/", ("base/", "protocol/", "door/seams/", "door/operator/", "door/store/")),
    ("door/report/", ("base/", "protocol/", "door/seams/", "door/operator/", "door/store/")),
    ("door/adapters/", ("base/", "protocol/", "door/seams/")),
    ("door/boards/every/", ("base/", "protocol/") + DOOR_CORE),
    ("door/boards/simulator/",
     ("base/", "protocol/", "garage/", "door/adapters/", "door/boards/every/") + DOOR_CORE),
    ("door/boards/", ("base/", "protocol/", "door/adapters/") + DOOR_CORE),
    ("door/*", ("base/", "protocol/") + DOOR_CORE),
    ("home/", ("base/", "protocol/")),
    ("show/", EVERYTHING),
    ("bench/", EVERYTHING),
    ("test/", EVERYTHING),
)

# Rooms that run anywhere: values in, values out. C's own words and moving bytes are all they need.
PORTABLE = ("base/", "protocol/", "garage/", "door/boards/every/") + DOOR_CORE
PORTABLE_HEADERS = {"stdbool.h", "stddef.h", "stdint.h", "limits.h", "stdalign.h",
                    "stdnoreturn.h", "string.h"}
# Linux's answer to a broken insistence, where a board links its own; and what boards have no need of.
NOT_PORTABLE = {"base/insist_abort.c", "base/core_dump.c"}

POSIX = ("arpa/", "net/", "netinet/", "sys/", "dirent.h", "errno.h", "fcntl.h", "netdb.h", "poll.h",
         "pthread.h", "signal.h", "termios.h", "time.h", "unistd.h")
C_LIBRARY = PORTABLE_HEADERS | {"assert.h", "ctype.h", "inttypes.h", "math.h", "stdarg.h",
                                "stdio.h", "stdlib.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
WRITES_PERMIT = re.compile(r"\(struct permit\)\s*\{|\bstruct permit\s+\w+\s*=\s*\{(?!\s*0\s*\})")


def holds(room, path):
    if room == "door/*":
        return path.startswith("door/") and path.count("/") == 1
    return path.startswith(room)


def room_of(path):
    return next(((room, may) for room, may in MAY_INCLUDE if holds(room, path)), (None, None))


def own_board(path, included):
    """A board knows its own folder, what every board has, and no other board."""
    if not path.startswith("door/boards/") or not included.startswith("door/boards/"):
        return True
    own = "/".join(path.split("/")[:3]) + "/"
    return included.startswith(("door/boards/every/", own))


def library_of(header):
    if header in C_LIBRARY:
        return None
    if header.startswith(POSIX):
        return "POSIX"
    return header.split("/")[0].removesuffix(".h")


def judge_quoted(tree, path, included):
    room, may = room_of(path)
    if not (tree.root / included).is_file():
        return f'"{included}" is not in the tree; includes name their file from the root'
    if holds(room, included) and own_board(path, included):
        return None
    if any(holds(other, included) for other in may) and own_board(path, included):
        return None
    return f"{room} may not include {included}"


def judge_file(tree, path):
    room, _ = room_of(path)
    if room is None:
        return [f"{path}:1: stands in no room of docs/architecture.md"]
    portable = any(holds(other, path) for other in PORTABLE) and path not in NOT_PORTABLE
    complaints = []
    libraries = set()
    for number, line in tree.lines(path):
        found = INCLUDE.match(line)
        if not found:
            if WRITES_PERMIT.search(line) and not path.startswith(("door/guard/", "test/")):
                complaints.append(f"{path}:{number}: only the guard writes a permit")
            continue
        quote, included = found.groups()
        if quote == '"':
            complaint = judge_quoted(tree, path, included)
            if complaint:
                complaints.append(f"{path}:{number}: {complaint}")
            continue
        libraries |= {library_of(included)} - {None}
        if portable and included not in PORTABLE_HEADERS:
            complaints.append(f"{path}:{number}: {room} is portable and may not include <{included}>")
    if room == "door/adapters/" and len(libraries) > 1:
        names = " and ".join(sorted(libraries))
        complaints.append(f"{path}:1: an adapter knows one foreign library, this one {names}")
    return complaints


def judge_map(tree):
    """The page that people read names the rooms this program knows."""
    page = "docs/architecture.md"
    if page not in tree.paths:
        return []
    text = tree.text(page)
    rooms = {room for room, _ in MAY_INCLUDE} - {"door/boards/simulator/"}
    return [f"{page}:1: does not name {room}" for room in sorted(rooms) if f"| `{room}` |" not in text]


def layers(tree):
    judged = [c for path in tree.named(".c", ".h") for c in judge_file(tree, path)]
    return judged + judge_map(tree)


def reaches(path, included):
    """A sample: path includes a file that is there."""
    return {path: f'#include "{included}"\n', included: "\n"}


SAMPLES = (
    ("base knows base", reaches("base/reader.c", "base/bytes.h"), None),
    ("base climbs to protocol", reaches("base/reader.c", "protocol/ack.h"), "base/ may not"),
    ("protocol climbs to the door", reaches("protocol/ack.c", "door/seams/crypto.h"), "may not"),
    ("mqtt hears of doors", reaches("door/mqtt/topic.c", "protocol/words.h"), "may not"),
    ("mqtt asks crypto", reaches("door/mqtt/session.c", "door/seams/crypto.h"), "may not"),
    ("operator hears of MQTT", reaches("door/operator/door.c", "door/mqtt/packet.h"), "may not"),
    ("store reads the operator", reaches("door/store/journal.c", "door/operator/door.h"), "may not"),
    ("guard knows the operator", reaches("door/guard/guard.c", "door/operator/permit.h"), None),
    ("guard climbs to a route", reaches("door/guard/guard.c", "door/opener.h"), "may not"),
    ("a route knows both", reaches("door/command_route.c", "door/mqtt/packet.h"), None),
    ("a route knows a board", reaches("door/opener.c", "door/boards/linux/gpio.h"), "may not"),
    ("the simulator knows garage", reaches("door/boards/simulator/m.c", "garage/garage.h"), None),
    ("a real board knows garage", reaches("door/boards/linux/m.c", "garage/garage.h"), "may not"),
    ("a board knows another", reaches("door/boards/linux/m.c", "door/boards/simulator/m.h"),
     "may not"),
    ("a board has what every board has",
     reaches("door/boards/linux/m.c", "door/boards/every/link.h"), None),
    ("what every board has knows a board",
     reaches("door/boards/every/link.c", "door/boards/linux/m.h"), "may not"),
    ("what every board has knows an adapter",
     reaches("door/boards/every/link.c", "door/adapters/tcp_posix.h"), "may not"),
    ("the show is wired to a board", reaches("show/hall.c", "door/boards/simulator/pins.h"), None),
    ("garage knows the door", reaches("garage/garage.c", "door/operator/door.h"), "may not"),
    ("home knows the door", reaches("home/cli/open.c", "door/operator/door.h"), "may not"),
    ("an include that is nowhere", {"base/a.c": '#include "bytes.h"\n'}, "not in the tree"),
    ("a page without rooms", {"docs/architecture.md": "| `base/` | | |\n"}, "name door/guard/"),
    ("a room nobody knows", {"attic/a.c": "\n"}, "stands in no room"),
    ("the door prints", {"door/guard/guard.c": "#include <stdio.h>\n"}, "is portable"),
    ("the door asks the clock", {"door/opener.c": "#include <time.h>\n"}, "is portable"),
    ("a board may", {"door/boards/linux/main.c": "#include <stdio.h>\n"}, None),
    ("two libraries in one adapter",
     {"door/adapters/tls.c": "#include <bearssl.h>\n#include <sys/socket.h>\n"},
     "POSIX and bearssl"),
    ("one library in an adapter",
     {"door/adapters/tcp.c": "#include <poll.h>\n#include <sys/socket.h>\n#include <stdio.h>\n"}, None),
    ("a route writes a permit",
     {"door/command_route.c": "    *out = (struct permit){.sequence = 1};\n"}, "only the guard"),
    ("a named permit",
     {"home/cli/open.c": "    struct permit mine = {.sequence = 1};\n"}, "only the guard"),
    ("an empty slot is no permit", {"door/opener.c": "    struct permit slot = {0};\n"}, None),
    ("the guard writes one", {"door/guard/guard.c": "*out = (struct permit){.sequence = 1};\n"}, None),
)

if __name__ == "__main__":
    rule.main(layers, SAMPLES)
