#!/usr/bin/env python3
"""The man pages: groff has nothing to say about them, and portcullis(1) names every command of the
program and exactly its options.

usage: test/man_pages.py PORTCULLIS            judges; exit 1 with what is wrong, 77 without groff
       test/man_pages.py PORTCULLIS --write    writes the options into portcullis(1)
       test/man_pages.py PORTCULLIS --self-test
"""

import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
MAIN = ROOT / "home/cli/portcullis.1"
PAGES = (MAIN, ROOT / "door/boards/simulator/portcullis-door.8",
         ROOT / "home/folder/portcullis-home.5")
BEGIN = '.\\" Made by test/man_pages.py --write from the program: begin\n'
END = '.\\" Made by test/man_pages.py --write from the program: end\n'


def said(program, *words):
    return subprocess.run([program, *words], capture_output=True, text=True, check=True).stdout


def commands(program):
    """[("open", "open a door, and see it open"), …] as --help lists them."""
    return re.findall(r"^  (\S+(?: \S+)?)  +(\S.*)$", said(program, "--help"), re.M)


def options(program, command):
    """[("--home", "DIR"), …] of its --help, which prints them from the table it reads them by."""
    text = said(program, *command.split(), "--help").split("\nOptions:\n")[1]
    found = re.findall(r"^  (--[\w-]+)(?: ([A-Z][\w:…-]*))?(?: |$)", text, re.M)
    return [(name, value) for name, value in found if name != "--help"]


def escaped(text):
    return text.replace("-", "\\-")


def sentence(purpose):
    return escaped(purpose[0].upper() + purpose[1:])


def section(program):
    """Each command with what it is for and its options, in roff."""
    lines = [BEGIN]
    for command, purpose in commands(program):
        lines.append(f".TP\n.B {escaped(command)}\n{sentence(purpose)}.\n.br\n")
        words = []
        for name, value in options(program, command):
            words.append(f"\\fB{escaped(name)}\\fR" + (f" \\fI{value}\\fR" if value else ""))
        lines.append(",\n".join(words) + "\n")
    return "".join(lines + [END])


def between(page):
    if BEGIN not in page or END not in page:
        return None
    return page[page.index(BEGIN):page.index(END) + len(END)]


def rendered(page):
    return subprocess.run(["groff", "-ww", "-man", "-Tascii", "-P-c"], input=page, text=True,
                          capture_output=True, check=False)


def complaints_of_page(name, page):
    done = rendered(page)
    return [f"{name}: {line}" for line in done.stderr.splitlines()]


def complaints_of_main(program, page):
    wrong = []
    if between(page) != section(program):
        wrong.append("portcullis.1: its options are not the program's: "
                     "test/man_pages.py PORTCULLIS --write")
    return wrong


def self_test(program):
    page = MAIN.read_text(encoding="utf-8")
    for what, spoiled in (("an unknown macro", page + ".XYZ\n"),
                          ("an option that is none", page.replace("\\fB\\-\\-no\\-wait\\fR",
                                                                  "\\fB\\-\\-nowait\\fR"))):
        if not complaints_of_page("it", spoiled) + complaints_of_main(program, spoiled):
            sys.exit(f"{what} is not told")
    name, purpose = commands(program)[0]
    without = page.replace(f".B {escaped(name)}\n{sentence(purpose)}.\n", "")
    if not complaints_of_main(program, without):
        sys.exit("a command that is missing is not told")
    print("3 faults planted, all told")


def main(words):
    if len(words) not in (1, 2) or words[1:] not in ([], ["--write"], ["--self-test"]):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    if shutil.which("groff") is None:
        print("skipped: groff is not installed (setup/install check)")
        sys.exit(77)
    program = words[0]
    page = MAIN.read_text(encoding="utf-8")
    if words[1:] == ["--write"]:
        MAIN.write_text(page.replace(between(page), section(program)), encoding="utf-8")
        return
    if words[1:] == ["--self-test"]:
        self_test(program)
        return
    wrong = [one for path in PAGES
             for one in complaints_of_page(path.name, path.read_text(encoding="utf-8"))]
    wrong += complaints_of_main(program, page)
    print("\n".join(wrong + [f"{len(wrong)} complaints"]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
