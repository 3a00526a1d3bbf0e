#!/usr/bin/env python3
"""Every file and function that docs/tour.md and docs/attacks.md name is there, and the function stands
in a file that is named under the same heading: whoever reads with the files open finds what they speak
of. And a test that is named is run by its program."""

import re

import c_text
import rule

PAGES = ("docs/tour.md", "docs/attacks.md")
FILE = re.compile(r"`((?:[\w.-]+/)*[\w.-]+\.(?:c|h|py|md|txt)|\./\w+|(?:[\w.-]+/)+)`")
PYTHON = re.compile(r"^def (\w+)\(", re.M)
FUNCTION = re.compile(r"`(\w+)\(\)`")


def is_there(tree, path):
    place = tree.root / path
    return place.is_dir() if path.endswith("/") else place.is_file()


def names_of(tree, path):
    if path.endswith(".py"):
        return set(PYTHON.findall(tree.text(path)))
    return {function.name for function in c_text.functions(tree.text(path))}


def sections(tree, page):
    """Lines with their numbers, heading by heading."""
    section = []
    for number, line in tree.lines(page):
        if line.startswith("#"):
            yield section
            section = []
        section.append((number, line))
    yield section


def is_run(tree, path, function):
    """Only a test's program runs what stands in it by name."""
    if path.endswith(".py"):
        return len(re.findall(rf"\b{function}\b", tree.text(path))) > 1
    return not path.endswith("_test.c") or f"RUN({function})" in tree.text(path)


def judge(tree, page, section):
    named = [(number, path) for number, line in section for path in FILE.findall(line)]
    known = {}
    for number, path in named:
        if not is_there(tree, path):
            yield f"{page}:{number}: {path} is not there"
        elif path.endswith((".c", ".py")):
            known.update((function, path) for function in names_of(tree, path))
    for number, line in section:
        for function in FUNCTION.findall(line):
            if function not in known:
                yield f"{page}:{number}: {function}() is in no file named under this heading"
            elif not is_run(tree, known[function], function):
                yield f"{page}:{number}: {function}() is run by no program"


def tour(tree):
    complaints = [f"{page}:1: is not there" for page in PAGES if page not in tree.paths]
    for page in set(PAGES) & set(tree.paths):
        for section in sections(tree, page):
            complaints += judge(tree, page, section)
    return complaints


PAGE = PAGES[0]
TEST = "static void it_opens(void)\n{\n}\n"
CODE = {PAGES[0]: "\n", PAGES[1]: "\n", "door/a.c": "int door_open(int x)\n{\n    return x;\n}\n", "door/b.c": "\n"}

SAMPLES = (
    ("a stop", {**CODE, PAGE: "## 1\n`door/a.c`,\n`door_open()`\n", **CODE}, None),
    ("a room", {**CODE, PAGE: "in `door/`\n"}, None),
    ("a command", {**CODE, PAGE: "run `./check`\n", "check": "\n"}, None),
    ("other code", {**CODE, PAGE: "`portcullis open` or `struct permit`\n"}, None),
    ("no tour", {PAGES[1]: "\n"}, "docs/tour.md:1: is not there"),
    ("a file that moved", {**CODE, PAGE: "`door/c.c`\n"}, "door/c.c is not there"),
    ("a room that moved", {**CODE, PAGE: "`house/`\n"}, "house/ is not there"),
    ("a function of Python", {**CODE, PAGE: "`door/a.py`, `it()`\n", "door/a.py": "def it():\n    1\nit()\n"},
     None),
    ("one that nobody runs", {**CODE, PAGE: "`door/a.py`, `it()`\n", "door/a.py": "def it():\n    1\n"},
     "it() is run by no program"),
    ("a function of another name", {**CODE, PAGE: "`door/a.c`, `door_shut()`\n"},
     "door_shut() is in no file"),
    ("a function that moved", {**CODE, PAGE: "# 1\n`door/a.c`\n# 2\n`door/b.c`, `door_open()`\n"},
     "door_open() is in no file"),
    ("a test that is run", {**CODE, PAGES[1]: "`test/a_test.c`, `it_opens()`\n",
                            "test/a_test.c": TEST + "RUN(it_opens);\n"}, None),
    ("a test that is not run", {**CODE, PAGES[1]: "`test/a_test.c`, `it_opens()`\n",
                                "test/a_test.c": TEST}, "it_opens() is run by no program"),
)

if __name__ == "__main__":
    rule.main(tour, SAMPLES)
