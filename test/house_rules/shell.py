#!/usr/bin/env python3
"""Shell scripts hold what shellcheck knows about quoting, exit codes and POSIX."""

import rule
import tools

SHELLS = (b"#!/bin/sh", b"#!/bin/bash", b"#!/usr/bin/env bash", b"#!/usr/bin/env sh")


def is_script(tree, path):
    return path.endswith(".sh") or tree.bytes(path)[:40].startswith(SHELLS)


def judge(tree, shellcheck, path):
    code, said = tools.run((shellcheck, "-x", "-f", "gcc", path), tree.root)
    return said.strip().splitlines() if code else []


def shell(tree):
    shellcheck = tools.find("shellcheck")
    scripts = [path for path in tree.paths if is_script(tree, path)]
    return tools.over(scripts, lambda path: judge(tree, shellcheck, path))


SAMPLES = (
    ("quoted", {"run": '#!/bin/sh\nrm -- "$1"\n'}, None),
    ("not quoted", {"run": "#!/bin/sh\nrm -- $1\n"}, "SC2086"),
    ("not POSIX", {"run": "#!/bin/sh\n[[ -n $1 ]]\n"}, "POSIX sh"),
    ("not a script", {"run.c": "rm -- $1\n"}, None),
)

if __name__ == "__main__":
    rule.main(shell, SAMPLES)
