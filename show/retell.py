#!/usr/bin/env python3
"""Keeps the story that people read the story that the program told.

    show/retell.py            plays ./demo's story, writes docs/transcript.txt and README.md's excerpts
    show/retell.py --excerpt  only the excerpts, from the files as they are
    show/retell.py --check    exits with 1 where README.md shows something else than the files

In README.md an excerpt stands between <!-- docs/FILE.txt --> and <!-- end -->; with ", chapters 3, 4"
behind the file's name it is those chapters alone.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
TRANSCRIPT = ROOT / "docs" / "transcript.txt"
PROGRAM = ROOT / "build" / "host" / "show" / "portcullis-show"
EXCERPT = re.compile(
    r"(?P<head><!-- (?P<file>docs/\S+?\.txt)(?:, chapters (?P<chapters>[\d, ]+))? -->\n```text\n)"
    r".*?(?P<tail>```\n<!-- end -->\n)", re.S)


def chapters_of(text, numbers):
    """The chapters with these numbers, an empty line between them."""
    parts = re.split(r"\n(?=\d+\. )", text)
    chosen = [part.strip("\n") for part in parts
              if any(part.startswith(f"{number}. ") for number in numbers)]
    if len(chosen) != len(numbers):
        raise SystemExit(f"retell.py: not every chapter of {', '.join(numbers)} is there")
    return "\n\n".join(chosen) + "\n"


def excerpt(found):
    text = (ROOT / found["file"]).read_text(encoding="utf-8")
    if found["chapters"]:
        text = chapters_of(text, re.findall(r"\d+", found["chapters"]))
    return found["head"] + text + found["tail"]


def with_excerpts(text):
    filled, count = EXCERPT.subn(excerpt, text)
    if count == 0:
        raise SystemExit("retell.py: README.md has no place for an excerpt")
    return filled


def play():
    told = subprocess.run((PROGRAM, "--script"), cwd=ROOT, capture_output=True, text=True,
                          check=False)
    if told.returncode != 0 or not told.stdout.endswith("\ndemo: ok\n"):
        raise SystemExit(f"retell.py: the story came out wrong:\n{told.stdout}{told.stderr}")
    TRANSCRIPT.write_text(told.stdout, encoding="utf-8")


def main(arguments):
    if arguments not in ([], ["--excerpt"], ["--check"]):
        raise SystemExit(__doc__)
    if not arguments:
        play()
    before = README.read_text(encoding="utf-8")
    after = with_excerpts(before)
    if arguments == ["--check"]:
        if after != before:
            raise SystemExit("README.md shows something else than the files; "
                             "run show/retell.py --excerpt")
        return
    README.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
