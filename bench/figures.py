"""What all parts of bench/run share: running tools, and figures beside their limits."""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
SKIPPED = 77  # what ctest knows as "could not run here"


def leave(code, text):
    print(f"bench/run: {text}", file=sys.stderr)
    sys.exit(code)


def command(*words, **more):
    """What a tool said; the run ends where it fails."""
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, **more)
    if done.returncode != 0:
        leave(3, f"{' '.join(words[:2])} failed: {(done.stdout + done.stderr).strip()[-600:]}")
    return done.stdout + done.stderr


def need(*tools):
    """Leaves where one of them is not installed: with 77, for a test that is no fault."""
    os.environ["PATH"] += ":/usr/sbin:/sbin"  # where Debian keeps mosquitto
    for tool in tools:
        if shutil.which(tool) is None:
            print(f"skipped: {tool} is not installed (setup/install build demo check bench)")
            sys.exit(SKIPPED)


def version(tool):
    return command(tool, "--version").splitlines()[0]


def number(value):
    return f"{value:,}" if isinstance(value, int) else value


def table(head, rows):
    """A table of Markdown; columns but the first stand to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    lines += ["| " + " | ".join(str(number(cell)) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def verdict(measured, most):
    return "within" if measured <= most else "**over**"


def beside_limits(rows, unit):
    """rows: (what, measured, most). A table, and what is over its limit."""
    cells = [(what, measured, most, f"{measured / most:.2f}", verdict(measured, most))
             for what, measured, most in rows]
    over = [f"{what}: {number(measured)} {unit}, at most {number(most)}"
            for what, measured, most in rows if measured > most]
    return table(("", f"measured, {unit}", "limit", "of it", ""), cells), over


SHORT = []


def be_short(short):
    """Little time and few runs, to see that it works; such figures are for nobody's page."""
    SHORT[:] = [True] if short else []


def chosen(usual, short):
    return short if SHORT else usual
