#!/usr/bin/env python3
"""C files look as .clang-format says. To mend: clang-format-14 -i FILE."""

import re
import shutil

import rule
import tools

COMPLAINT = re.compile(r"^(\S+?:\d+):\d+: error: (.*)$")


def judge(tree, clang_format, paths):
    code, said = tools.run((clang_format, "-n", "-Werror", "--style=file", *paths), tree.root)
    if code == 0:
        return []
    found = [f"{m.group(1)}: {m.group(2)}" for m in map(COMPLAINT.match, said.splitlines()) if m]
    return sorted(set(found)) or [said.strip()]


def formatting(tree):
    # Other versions disagree about details, so the version is part of the rule.
    clang_format = tools.find("clang-format-14")
    style = tree.root / ".clang-format"
    if not style.exists():
        shutil.copy(rule.ROOT / ".clang-format", style)
    paths = tools.batches(tree.named(".c", ".h"), 16)
    return tools.over(paths, lambda some: judge(tree, clang_format, some))


SAMPLES = (
    ("in form", {"a.c": "int f(void)\n{\n    return 1;\n}\n"}, None),
    ("out of form", {"a.c": "int f(void) {\n  return 1;\n}\n"}, "a.c:1: "),
    ("a long line", {"a.c": "int f(int a);\n" + "int g(" + "int aaaaaaaaaaaaaaaa, " * 6
                     + "int b);\n"}, "a.c:2: "),
)

if __name__ == "__main__":
    rule.main(formatting, SAMPLES)
