"""What all house rules share: the tree they look at, and the proof that they can fail.

A rule is a function from a Tree to a list of complaints, each "file:line: what is wrong". Beside it
stand samples: little trees with the words that the rule must complain with, or None where it must
be content. `--self-test` runs the samples and not the tree.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77  # what ctest knows as "could not run here"
ROOT = pathlib.Path(__file__).resolve().parents[2]


class Tree:
    """The files of a tree: what git tracks or would track; in a tree without git, what is there."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.paths = sorted(p for p in self._listed() if (self.root / p).is_file())

    def _listed(self):
        if (self.root / ".git").exists():
            command = ["git", "-c", "safe.directory=*", "-C", str(self.root),
                       "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
            try:
                listed = subprocess.run(command, capture_output=True, check=True).stdout
                return {p for p in listed.decode().split("\0") if p}
            except (OSError, subprocess.CalledProcessError):
                pass  # no git here: the folder itself tells
        found = (p.relative_to(self.root) for p in self.root.rglob("*"))
        return {str(p) for p in found if p.parts[0] not in ("build", ".git")}

    def named(self, *endings):
        return [p for p in self.paths if p.endswith(endings)]

    def bytes(self, path):
        return (self.root / path).read_bytes()

    def text(self, path):
        return self.bytes(path).decode("utf-8", "replace")

    def lines(self, path):
        """Numbered from 1, as people count."""
        return enumerate(self.text(path).splitlines(), start=1)


def can_fail(rule, samples):
    """Runs a rule over its samples; says where it was silent, or cried for nothing."""
    wrong = 0
    for name, files, expected in samples:
        with tempfile.TemporaryDirectory(prefix="portcullis-") as folder:
            for path, text in files.items():
                place = pathlib.Path(folder, path)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
            found = rule(Tree(folder))
        if (expected is None) == bool(found) or (expected and expected not in "\n".join(found)):
            wrong += 1
            print(f"sample {name!r}: wanted {expected!r}, heard {found!r}")
    fallen = sum(1 for _, _, expected in samples if expected)
    if fallen == 0:
        wrong += 1
        print("no sample shows that this rule can fail")
    print(f"{len(samples)} samples, {fallen} of them bad, {wrong} judged wrongly")
    return 1 if wrong else 0


def main(rule, samples):
    """The whole of a rule program."""
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(can_fail(rule, samples))
    if sys.argv[1:]:
        print(f"usage: {os.path.basename(sys.argv[0])} [--self-test]", file=sys.stderr)
        sys.exit(2)
    complaints = rule(Tree(ROOT))
    for complaint in complaints:
        print(complaint)
    print(f"{len(complaints)} complaints")
    sys.exit(1 if complaints else 0)


def skip(reason):
    """Leaves: this machine cannot judge. ./check repeats the line."""
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)
