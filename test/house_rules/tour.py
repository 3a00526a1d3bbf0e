#!/usr/bin/env python3
"""Every file and function that docs/tour.md names is there, and the function stands in a file that is
named under the same heading: whoever reads the tour with the files open finds what it speaks of."""

import re

import c_text
import rule

PAGE = "docs/tour.md"
FILE = re.compile(r"`((?:[\w.-]+/)*[\w.-]+\.(?:c|h|py|md|txt)|\./\w+|(?:[\w.-]+/)+)`")
FUNCTION = re.compile(r"`(\w+)\(\)`")


def is_there(tree, path):
    place = tree.root / path
    return place.is_dir() if path.endswith("/") else place.is_file()


def names_of(tree, path):
    return {function.name for function in c_text.functions(tree.text(path))}


def sections(tree):
    """Lines with their numbers, heading by heading."""
    section = []
    for number, line in tree.lines(PAGE):
        if line.startswith("#"):
            yield section
            section = []
        section.append((number, line))
    yield section


def judge(tree, section):
    named = [(number, path) for number, line in section for path in FILE.findall(line)]
    known = set()
    for number, path in named:
        if not is_there(tree, path):
            yield f"{PAGE}:{number}: {path} is not there"
        elif path.endswith(".c"):
            known |= names_of(tree, path)
    for number, line in section:
        for function in FUNCTION.findall(line):
            if function not in known:
                yield f"{PAGE}:{number}: {function}() is in no file named under this heading"


def tour(tree):
    if PAGE not in tree.paths:
        return [f"{PAGE}:1: is not there"]
    return [complaint for section in sections(tree) for complaint in judge(tree, section)]


CODE = {"door/a.c": "int door_open(int x)\n{\n    return x;\n}\n", "door/b.c": "\n"}

SAMPLES = (
    ("a stop", {PAGE: "## 1\n`door/a.c`,\n`door_open()`\n", **CODE}, None),
    ("a room", {PAGE: "in `door/`\n", **CODE}, None),
    ("a command", {PAGE: "run `./check`\n", "check": "\n"}, None),
    ("other code", {PAGE: "`portcullis open` or `struct permit`\n", **CODE}, None),
    ("no tour", CODE, "is not there"),
    ("a file that moved", {PAGE: "`door/c.c`\n", **CODE}, "door/c.c is not there"),
    ("a room that moved", {PAGE: "`house/`\n", **CODE}, "house/ is not there"),
    ("a function of another name", {PAGE: "`door/a.c`, `door_shut()`\n", **CODE},
     "door_shut() is in no file"),
    ("a function that moved", {PAGE: "# 1\n`door/a.c`\n# 2\n`door/b.c`, `door_open()`\n", **CODE},
     "door_open() is in no file"),
)

if __name__ == "__main__":
    rule.main(tour, SAMPLES)
