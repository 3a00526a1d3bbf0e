#!/usr/bin/env python3
"""What a clean tree looks like: no large binaries, no build products, honest modes and line ends."""

import os

import rule

BINARY_MOST = 100 * 1024
TEXT_MOST = 300 * 1024
PRODUCTS = (".o", ".a", ".so", ".elf", ".pyc", ".gcda", ".gcno", ".orig", ".rej", ".swp", "~")


def is_binary(content):
    return b"\0" in content[:8000]


def judge_text(path, content):
    lines = content.split(b"\n")
    if content and not content.endswith(b"\n"):
        yield f"{path}:{len(lines)}: the last line has no end"
    if content.endswith(b"\n\n"):
        yield f"{path}:{len(lines)}: empty lines at the end"
    for number, line in enumerate(lines, start=1):
        if line.endswith(b"\r"):
            yield f"{path}:{number}: a line end of another system"
        elif line != line.rstrip() and not path.endswith((".md", ".svg")):
            yield f"{path}:{number}: spaces at the end"
        if b"\t" in line and path.endswith((".c", ".h", ".py")):
            yield f"{path}:{number}: a tab"


def judge_mode(tree, path, content):
    runs = os.access(tree.root / path, os.X_OK)
    if runs and not content.startswith(b"#!"):
        yield f"{path}:1: may be run, but does not say by what (#!)"


def hygiene(tree):
    complaints = []
    for path in tree.paths:
        content = tree.bytes(path)
        if path.endswith(PRODUCTS):
            complaints.append(f"{path}:1: a product of building, not a source")
        most = BINARY_MOST if is_binary(content) else TEXT_MOST
        if len(content) > most:
            complaints.append(f"{path}:1: {len(content) // 1024} KB; the wall is {most // 1024} KB")
        if is_binary(content) or path == "LICENSE":
            continue
        if any(part in path for part in ("/corpus/", "/vectors/")):
            continue
        complaints.extend(judge_text(path, content))
        complaints.extend(judge_mode(tree, path, content))
    return complaints


SAMPLES = (
    ("a clean file", {"a.c": "int a;\n"}, None),
    ("an empty file", {"a.c": ""}, None),
    ("a large binary", {"a.png": "\0" * (BINARY_MOST + 1)}, "the wall is 100 KB"),
    ("a small binary", {"a.png": "\0" * 1000}, None),
    ("a huge text", {"a.txt": "x" * 79 + "\n" + ("y" * 79 + "\n") * 4000}, "the wall is 300 KB"),
    ("an object file", {"a.o": "x\n"}, "product of building"),
    ("no last line end", {"a.c": "int a;"}, "no end"),
    ("empty lines at the end", {"a.c": "int a;\n\n"}, "empty lines at the end"),
    ("another system's lines", {"a.c": "int a;\r\n"}, "another system"),
    ("spaces at the end", {"a.c": "int a; \n"}, "spaces at the end"),
    ("a tab", {"a.c": "\tint a;\n"}, "a tab"),
)

if __name__ == "__main__":
    rule.main(hygiene, SAMPLES)
