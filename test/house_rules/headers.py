#!/usr/bin/env python3
"""A header is a page: it can be read, and compiled, alone; and its guard is its path."""

import re

import layers
import rule
import tools

FLAGS = ("-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wstrict-prototypes", "-Werror",
         "-fsyntax-only", "-I.", "-x", "c", "-")


def guard_of(path):
    return re.sub(r"[^A-Z0-9]", "_", path.upper())


def judge(tree, compiler, path):
    complaints = []
    guard = guard_of(path)
    text = tree.text(path)
    if f"#ifndef {guard}\n#define {guard}\n" not in text:
        complaints.append(f"{path}:1: its include guard is not {guard}")
    if not text.startswith("//"):
        complaints.append(f"{path}:1: does not begin by saying what it is for")
    portable = any(layers.holds(room, path) for room in layers.PORTABLE)
    posix = () if portable else ("-D_POSIX_C_SOURCE=200809L",)
    # Twice, so that a guard that does not guard is found; the enum is a unit's one declaration.
    unit = f'#include "{path}"\n#include "{path}"\nenum {{ UNIT_IS_NOT_EMPTY }};\n'
    code, said = tools.run((compiler, *posix, *FLAGS), tree.root, unit)
    if code != 0:
        first = next((line for line in said.splitlines() if "error:" in line), said[:200])
        complaints.append(f"{path}:1: does not compile alone: {first}")
    return complaints


def headers(tree):
    compiler = tools.find("gcc", "clang")
    return tools.over(tree.named(".h"), lambda path: judge(tree, compiler, path))


WHOLE = "// What for.\n#ifndef BASE_A_H\n#define BASE_A_H\n\n#include <stdint.h>\n\nuint8_t f(void);\n\n#endif\n"

SAMPLES = (
    ("a whole header", {"base/a.h": WHOLE}, None),
    ("needs another", {"base/a.h": WHOLE.replace("#include <stdint.h>\n", "")}, "compile alone"),
    ("another's guard", {"base/a.h": WHOLE.replace("BASE_A_H", "A_H")}, "guard is not BASE_A_H"),
    ("says nothing", {"base/a.h": WHOLE.replace("// What for.\n", "")}, "what it is for"),
)

if __name__ == "__main__":
    rule.main(headers, SAMPLES)
