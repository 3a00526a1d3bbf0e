#!/usr/bin/env python3
"""clang-tidy is silent about every C file that is built.

A file's verdict is kept in build/tidy-cache under the hash of everything it rests on: the tool, its
configuration, the compile command, the file and every header it reaches. So a second run judges
only what changed, and a changed header brings back every file that includes it.
"""

import hashlib
import json
import pathlib
import shlex
import shutil
import subprocess

import rule
import tools

# In this order; the first that compiles a file says how.
PRESETS = ("sanitize", "fuzz")
# What is built for a board alone is judged as its cross compiler sees it, where there is one: preset,
# compiler, files, and what clang is told instead. It knows no lx106; any processor of 32 bits will do.
BOARDS = (
    ("lm3s6965evb", "arm-none-eabi-gcc",
     ("door/boards/lm3s6965evb/", "door/adapters/tcp_lwip.c", "test/board/bench.c",
      "test/board/faults.c",
      "bench/board/measured.c", "bench/firmware/library_sizes.c",
      "test/vectors/assertion_vectors_board.c"),
     ("--target=arm-none-eabi", "-fshort-enums", "-isystem", "/usr/include/newlib")),
    ("esp8266", "xtensa-lx106-elf-gcc",
     ("door/boards/esp8266/", "door/adapters/arithmetic_15.c", "test/board/lx106_bench.c"),
     ("--target=arm-none-eabi",)),
)
GCC_ONLY = {"-Wlogical-op", "-Wduplicated-cond", "-Wduplicated-branches", "-Wjump-misses-init",
            "-fstack-usage", "-Wstack-usage=512", "-mlongcalls", "-mtext-section-literals",
            "-mforce-l32", "-fno-tree-loop-distribute-patterns"}
CACHE = rule.ROOT / "build" / "tidy-cache"


def compile_commands():
    """How each file is compiled by clang, by its path in the tree."""
    commands = {}
    for preset in PRESETS:
        # Quick when nothing changed; it may not be left out: a stale list hides new files.
        configured = subprocess.run(("cmake", "--preset", preset), cwd=rule.ROOT, text=True,
                                    capture_output=True, check=False)
        if configured.returncode != 0:
            raise SystemExit(f"cmake --preset {preset} fails:\n{configured.stdout}{configured.stderr}")
        listed = rule.ROOT / "build" / preset / "compile_commands.json"
        for entry in json.loads(listed.read_text()):
            path = str(pathlib.Path(entry["directory"], entry["file"]).relative_to(rule.ROOT))
            commands.setdefault(path, (listed.parent, shlex.split(entry["command"])))
    return commands


def can_build(compiler):
    brought = subprocess.run(("setup/sources", "--missing"), cwd=rule.ROOT, text=True,
                             capture_output=True, check=False)
    return shutil.which(compiler) is not None and not brought.stdout.strip()


def board_commands(preset, files, instead):
    """How each of a board's own files is compiled, as clang can read it."""
    configured = subprocess.run(("cmake", "--preset", preset), cwd=rule.ROOT, text=True,
                                capture_output=True, check=False)
    if configured.returncode != 0:
        raise SystemExit(f"cmake --preset {preset} fails:\n{configured.stdout}{configured.stderr}")
    folder = rule.ROOT / "build" / f"tidy-{preset}"
    folder.mkdir(parents=True, exist_ok=True)
    listed = json.loads((rule.ROOT / "build" / preset / "compile_commands.json").read_text())
    commands = {}
    entries = []
    for entry in listed:
        path = str(pathlib.Path(entry["directory"], entry["file"]).relative_to(rule.ROOT))
        if not path.startswith(files) or not path.endswith(".c"):
            continue
        words = [word for word in shlex.split(entry["command"])[1:] if word not in GCC_ONLY]
        words = ["clang", *instead, *words]
        commands[path] = (folder, words)
        entries.append({**entry, "command": shlex.join(words)})
    (folder / "compile_commands.json").write_text(json.dumps(entries))
    return commands


def reached(command, folder):
    """The file itself and every header it reaches, the system's too."""
    listing = [word for word in command if word not in ("-c", "-o") and not word.endswith(".o")]
    code, said = tools.run((*listing, "-M", "-MT", "x"), folder)
    if code != 0:
        return None
    return said.replace("\\\n", " ").split()[1:]


class Judge:
    def __init__(self, cache):
        self.tidy = tools.find("clang-tidy-14")
        self.cache = cache
        self.hashes = {}
        _, version = tools.run((self.tidy, "--version"), rule.ROOT)
        config = rule.ROOT / ".clang-tidy"
        self.foundation = hashlib.sha256(version.encode() + config.read_bytes()).hexdigest()

    def hash_of(self, path):
        if path not in self.hashes:
            self.hashes[path] = hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
        return self.hashes[path]

    def fingerprint(self, folder, command):
        paths = reached(command, folder)
        if paths is None:
            return None
        parts = [self.foundation, *command]
        parts += [f"{path} {self.hash_of(pathlib.Path(folder, path))}" for path in sorted(paths)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def complaints(self, path, folder, command):
        mark = self.fingerprint(folder, command)
        if mark and (self.cache / mark).exists():
            return []
        code, said = tools.run((self.tidy, "--quiet", "-p", str(folder), path), rule.ROOT)
        if code == 0 and mark:
            self.cache.mkdir(parents=True, exist_ok=True)
            (self.cache / mark).touch()
        if code == 0:
            return []
        found = [line for line in said.splitlines() if " error: " in line or " warning: " in line]
        return [line.removeprefix(f"{rule.ROOT}/") for line in found] or [f"{path}:1: {said}"]


def tidy(tree):
    judge = Judge(CACHE)
    tools.find("clang")
    commands = compile_commands()
    sources = tree.named(".c")
    for preset, compiler, files, instead in BOARDS:
        if can_build(compiler):
            commands = {**board_commands(preset, files, instead), **commands}
        else:
            sources = [path for path in sources if not path.startswith(files)]
    complaints = [f"{path}:1: nothing builds this file" for path in sources if path not in commands]
    built = [path for path in sources if path in commands]
    print(f"{len(built)} files, {tools.workers()} at a time", flush=True)
    return complaints + tools.over(built, lambda path: judge.complaints(path, *commands[path]))


def over_one_file(tree):
    """For the samples: the same judgement without presets."""
    judge = Judge(tree.root / "cache")
    (tree.root / ".clang-tidy").write_bytes((rule.ROOT / ".clang-tidy").read_bytes())
    return [complaint
            for path in tree.named(".c")
            for complaint in _judge_sample(judge, tree, path)]


def _judge_sample(judge, tree, path):
    source = str(tree.root / path)
    command = ["clang", "-std=c11", f"-I{tree.root}", "-c", source]
    entry = {"directory": str(tree.root), "file": source, "command": shlex.join(command)}
    (tree.root / "compile_commands.json").write_text(json.dumps([entry]))
    # The mark changes with a header, or the cache would hide what the header brought.
    before = judge.fingerprint(tree.root, command)
    for header in tree.named(".h"):
        with open(tree.root / header, "a", encoding="utf-8") as changed:
            changed.write("// changed\n")
        judge.hashes.clear()
        if judge.fingerprint(tree.root, command) == before:
            yield f"{path}:1: a changed header did not change the mark"
    yield from judge.complaints(source, tree.root, command)


SAMPLES = (
    ("tidy", {"a.c": "int f(int x);\nint f(int x)\n{\n    return x + 1;\n}\n"}, None),
    ("a camel", {"a.c": "int fooBar(int x);\nint fooBar(int x)\n{\n    return x + 1;\n}\n"},
     "readability-identifier-naming"),
    ("recursion", {"a.c": "int f(int x);\nint f(int x)\n{\n    return f(x + 1);\n}\n"},
     "misc-no-recursion"),
    ("a header counts", {"a.h": "int f(int x);\n", "a.c": '#include "a.h"\nint f(int x)\n{\n    return x;\n}\n'},
     None),
)

if __name__ == "__main__":
    import sys
    rule.main(over_one_file if sys.argv[1:] == ["--self-test"] else tidy, SAMPLES)
