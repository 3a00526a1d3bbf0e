"""Running other people's tools over many files, two at a time."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import rule


def find(*names):
    """The first of these programs that is installed; without any the rule is skipped aloud."""
    for name in names:
        if shutil.which(name):
            return name
    rule.skip(f"none of {', '.join(names)} is installed; run setup/install check")
    return None


def workers():
    """As many as the machine has free for us."""
    return max(1, len(os.sched_getaffinity(0)))


def run(command, folder, text=None):
    """A tool's exit code and all it said."""
    done = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True,
                          check=False)
    return done.returncode, done.stdout + done.stderr


def over(items, judge):
    """judge(item) for each, in parallel; the complaints in the order of the items."""
    with ThreadPoolExecutor(max_workers=workers()) as pool:
        return [complaint for found in pool.map(judge, items) for complaint in found]


def batches(items, size):
    return [items[at:at + size] for at in range(0, len(items), size)]
