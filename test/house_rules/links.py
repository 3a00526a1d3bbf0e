#!/usr/bin/env python3
"""Every link and every file named in our pages leads somewhere in this tree."""

import os
import re

import rule

LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^\s*```")


def anchors(text):
    """The names under which a page's headings can be reached."""
    for line in text.splitlines():
        if line.startswith("#"):
            words = re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower())
            yield words.replace(" ", "-")


def judge_link(tree, path, target):
    if re.match(r"[a-z]+:", target):
        return None  # leads out of the tree; tests do not go there
    place, _, anchor = target.partition("#")
    folder = os.path.dirname(path)
    goal = os.path.normpath(os.path.join(folder, place)) if place else path
    if not (tree.root / goal).exists():
        return f"{target} is not there"
    if anchor and goal.endswith(".md") and anchor not in anchors(tree.text(goal)):
        return f"{goal} has no heading {anchor}"
    return None


def links(tree):
    complaints = []
    for path in tree.named(".md"):
        quoted = False
        for number, line in tree.lines(path):
            quoted ^= bool(FENCE.match(line))
            for target in () if quoted else LINK.findall(line):
                complaint = judge_link(tree, path, target)
                if complaint:
                    complaints.append(f"{path}:{number}: {complaint}")
    return complaints


SAMPLES = (
    ("a link that leads", {"a.md": "[b](docs/b.md#what-for)\n", "docs/b.md": "# What for?\n"}, None),
    ("a link up", {"docs/b.md": "[a](../a.md)\n", "a.md": "\n"}, None),
    ("a link to nowhere", {"a.md": "[b](docs/b.md)\n"}, "docs/b.md is not there"),
    ("no such heading", {"a.md": "[b](#why)\n# What for\n"}, "no heading why"),
    ("out of the tree", {"a.md": "[UL](https://example.org/)\n"}, None),
    ("quoted", {"a.md": "```\n[b](docs/b.md)\n```\n"}, None),
)

if __name__ == "__main__":
    rule.main(links, SAMPLES)
