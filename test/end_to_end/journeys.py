#!/usr/bin/env python3
"""Keeps docs/journeys.md what the programs say.

    journeys.py JOURNEYS PORTCULLIS PORTCULLIS-DOOR            exits with 1 where the page says otherwise
    journeys.py JOURNEYS PORTCULLIS PORTCULLIS-DOOR --write    plays the journeys and writes the page

Root plays them as an ordinary user too, at the same time, and hears the same.

What differs from run to run is made the same before it is written: folders, ports, names that are
drawn. Numbers, and how often a line came, are left out where page and programs are compared.
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "journeys.md"
HEAD = """# Journeys: what is typed, and what is told

The programs wrote this (`test/end_to_end/journeys.py` plays it and keeps it): the real command line, a
real mosquitto and the door's program at a simulated garage. The numbers are those of the product's
journeys; what comes with the phone's page is not here yet.

"""
SAME = (
    (re.compile(r"/(?:dev/shm|tmp)/portcullis-test-\w{6}"), "/home/alice"),
    (re.compile(r"(--websockets-port )\d+"), r"\g<1>8083"),
    (re.compile(r"(?<![\w-])(--port |port |127\.0\.0\.1:)\d{4,5}"), r"\g<1>8883"),
    (re.compile(r"run as \w+"), "run as alice"),
    (re.compile(r"Portcullis [0-9a-f]{8}"), "Portcullis 1a2b3c4d"),
    (re.compile(r"\d+ MB are free"), "9000 MB are free"),
)
# On the way, and what only a hurry brings: a revoked one is met with silence, or not let in.
PACE = re.compile(r"garage: \w+$|portcullis: garage takes one roster"
                  r"|portcullis: (the broker at|no word from garage)")


ORDINARY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def begin(programs):
    return subprocess.Popen(programs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def end(played):
    out, err = played.communicate()
    # The last line counts the steps.
    text, _, verdict = out.rstrip("\n").rpartition("\n")
    if played.returncode != 0 or not verdict.endswith(", 0 failed"):
        raise SystemExit(f"the journeys came out wrong:\n{out}{err}")
    for pattern, same in SAME:
        text = pattern.sub(same, text)
    return HEAD + text.rstrip("\n") + "\n"


def structure(page):
    """Lines without numbers, each as often as it changes; what only a terminal's pace decides is out."""
    lines = []
    for line in page.splitlines():
        line = re.sub(r"N ms\b", "N s", re.sub(r"\d+(?:\.\d+)?", "N", line))
        if PACE.match(line):
            continue
        if line and (not lines or line != lines[-1]):
            lines.append(line)
    return lines


def main(arguments):
    write = arguments[-1:] == ["--write"]
    programs = arguments[:-1] if write else arguments
    if len(programs) != 3:
        raise SystemExit(__doc__)
    if write:
        PAGE.write_text(end(begin(programs)), encoding="utf-8")
        return
    players = [begin(programs)]
    if os.geteuid() == 0:
        players.append(begin(ORDINARY + programs))
    kept = structure(PAGE.read_text(encoding="utf-8"))
    for said in [structure(end(played)) for played in players]:
        if kept != said:
            print("\n".join(difflib.unified_diff(kept, said, "page", "said", lineterm="")))
            raise SystemExit("docs/journeys.md is not what the programs say; run journeys.py … --write")


if __name__ == "__main__":
    main(sys.argv[1:])
