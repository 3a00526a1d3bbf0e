"""What the linker kept: the pieces of a program, by its map, and the largest frame of each object."""

import pathlib
import re

# A piece's own name may stand on a line of its own, before where it lies, its size and its object.
PIECE = re.compile(r"^ (\.\S+|COMMON)\s*\n?\s+0x[0-9a-f]+\s+0x([0-9a-f]+)\s+(\S+)$", re.M)
FLASH = (".text", ".literal", ".rodata", ".vectors", ".reset", ".init_array", ".ARM.exidx")
RAM = (".bss", ".noinit", "COMMON")
BOTH = (".data",)  # its first values lie in flash
FRAME = re.compile(r"^\S+?:\d+:\d+:(\S+)\t(\d+)\t", re.M)


def is_of(name, kinds):
    return any(name == kind or name.startswith(f"{kind}.") for kind in kinds)


def pieces(map_text):
    """(section, bytes, object) of everything that was linked and is not empty."""
    text = map_text[map_text.index("Linker script and memory map"):]
    for name, size, path in PIECE.findall(text):
        if int(size, 16) > 0:
            yield name, int(size, 16), path


def flash(found):
    return [(size, path) for name, size, path in found if is_of(name, FLASH + BOTH)]


def ram(found):
    return [(size, path) for name, size, path in found if is_of(name, RAM + BOTH)]


def functions(found):
    """The names of the functions that were kept; each has a section of its own."""
    return {name.split(".", 2)[2] for name, _, _ in found if name.startswith(".text.")}


def frames(folder, kept):
    """(path of the .su file, function, bytes) of every function that was kept."""
    for path in sorted(pathlib.Path(folder).rglob("*.su")):
        for function, size in FRAME.findall(path.read_text(encoding="utf-8")):
            if function in kept:
                yield str(path.relative_to(folder)), function, int(size)
