#!/usr/bin/env python3
"""docs/size.md: flash, RAM and stack of the firmware, beside what was promised.

    bench/size_page.py              builds, measures; ends with 1 where a limit is broken, or where the
                                    page is more than 1 % off and was made with these compilers
    bench/size_page.py --write      and writes the page, and README's figures
    bench/size_page.py --quoted     whether README's figures are the page's; builds nothing
    bench/size_page.py --self-test  shows that each of these can fail

The stack is painted before main, and the board tells how much of the paint is gone; the most that it
told of this very firmware, in whatever test, stands beside it (test/board/stack_told.h).
Exit codes: 0 good, 1 not good, 2 usage, 3 environment, 77 a tool is not installed.
"""

import re
import sys
import zlib

sys.dont_write_bytecode = True

import figures
import linked

PAGE = figures.ROOT / "docs" / "size.md"
README = figures.ROOT / "README.md"
KB = 1024
DRIFT = 0.01


class Board:
    def __init__(self, preset, name, tools, ram):
        self.preset = preset
        self.name = name
        self.tools = tools
        self.ram = ram
        self.folder = figures.ROOT / "build" / preset
        self.program = self.folder / "door.elf"


SMALL = Board("lm3s6965evb", "Cortex-M3", "arm-none-eabi-", 64 * KB)
ESP8266 = Board("esp8266", "lx106", "xtensa-lx106-elf-", 80 * KB)
BOARDS = (SMALL, ESP8266)

# Promised, in bytes.
IMAGE_MOST = 120 * KB
STATIC_MOST = 40 * KB
STACK_MOST = 6 * KB
FREE_LEAST = 18 * KB
# Of the 80 KB and the megabyte, a radio's own software takes its part.
ESP_IMAGE_MOST = 180 * KB
ESP_STATIC_MOST = 40 * KB
ESP_STACK_MOST = 6 * KB

# Where an object belongs: the first that its path holds.
MODULES = (
    ("liblwip", "lwIP"), ("libbearssl", "BearSSL"), ("base/lib", "`base`"),
    ("protocol/lib", "`protocol`"), ("door/mqtt/", "`door/mqtt`"),
    ("door/operator/", "`door/operator`"), ("door/store/", "`door/store`"),
    ("door/guard/", "`door/guard`"), ("door/report/", "`door/report`"),
    ("door/libopener", "`door/*`"), ("CMakeFiles/opener.dir", "`door/*`"),
    ("door/adapters/", "`door/adapters`"), ("door/boards/", "`door/boards`"))
LIBRARY = "C library"
# Where a .su file belongs; a library's path is not in its name.
FOLDERS = (("foreign/CMakeFiles/lwip", "lwIP"), ("foreign/CMakeFiles/bearssl", "BearSSL"),
           ("base/", "`base`"), ("protocol/", "`protocol`")) + MODULES[4:]
# Whose state bench/firmware/sizes.c and library_sizes.c name.
STATES = {"protocol": "`protocol`", "mqtt": "`door/mqtt`", "operator": "`door/operator`",
          "store": "`door/store`", "guard": "`door/guard`", "report": "`door/report`",
          "routes": "`door/*`", "stream": "`door/adapters`", "tls": "BearSSL"}


def module_of(path, places=MODULES):
    return next((module for part, module in places if part in path), LIBRARY)


def sections_of(board):
    said = figures.command(f"{board.tools}size", "-A", str(board.program))
    return {name: int(size) for name, size in re.findall(r"^(\.\S+)\s+(\d+)\s", said, re.M)}


def totals_of(board):
    """Flash, and RAM without the stack."""
    sections = sections_of(board)
    flash = sum(size for name, size in sections.items()
                if linked.is_of(name, linked.FLASH + linked.BOTH))
    static = sum(size for name, size in sections.items()
                 if linked.is_of(name, linked.RAM + linked.BOTH))
    symbols = figures.command(f"{board.tools}nm", str(board.program))
    at = {name: int(place, 16) for place, name in re.findall(r"^(\S+) \S (\w+)$", symbols, re.M)}
    # Nothing may lie in it, so it is taken.
    guard = at["stack_begin"] - at["guard_begin"] if "guard_begin" in at else 0
    return flash, static + guard


def states_of(board):
    found = {}
    for name in ("sizes", "library_sizes"):
        made = board.folder / "bench/CMakeFiles/board_sizes.dir/firmware" / f"{name}.c.obj"
        said = figures.command(f"{board.tools}nm", "-S", str(made))
        found.update((what, int(size, 16)) for size, what in
                     re.findall(r"^\S+ (\S+) \S state_of_(\w+)$", said, re.M))
    found["routes"] = found.pop("all_behind_the_opener") - sum(
        found[room] for room in ("mqtt", "store", "guard", "report"))
    return found


def modules_of(board):
    """{module: [flash, RAM, largest frame, its function]}."""
    with open(board.folder / "door.map", encoding="utf-8") as file:
        found = list(linked.pieces(file.read()))
    table = {}
    for column, kept in enumerate((linked.flash(found), linked.ram(found))):
        for size, path in kept:
            table.setdefault(module_of(path), [0, 0, 0, ""])[column] += size
    for path, function, size in linked.frames(board.folder, linked.functions(found)):
        row = table.get(module_of(path, FOLDERS))
        if row and size > row[2] and not path.startswith(("test/", "bench/")):
            row[2:] = size, function
    # The board's one great variable holds the rooms' states.
    for what, size in states_of(board).items():
        if what in STATES:
            table["`door/boards`"][1] -= size
            table[STATES[what]][1] += size
    return table


def build(board):
    figures.need(f"{board.tools}gcc", "cmake", "ninja")
    if figures.command("setup/sources", "--missing").strip():
        print("skipped: the sources of the boards' libraries are missing (setup/sources)")
        sys.exit(figures.SKIPPED)
    alone = ("flock", f"build/{board.preset}.lock")  # a test beside this one may build it too
    figures.command(*alone, "cmake", "--preset", board.preset)
    figures.command(*alone, "cmake", "--build", "--preset", board.preset, "--target", "door",
                    "board_sizes")


def painted_on_small_board():
    """The most that the board told of this firmware, or of the one with faults that has grown on it; 0: it
    was not asked."""
    own = painted_by(SMALL.program)
    faulty = SMALL.folder / "door_with_faults.elf"
    return max(own, painted_by(faulty)) if own > 0 and faulty.exists() else own


def painted_by(program):
    stacks = program.with_name(f"{program.name}.stack")
    lines = stacks.read_text(encoding="utf-8").splitlines() if stacks.exists() else []
    return deepest_of(program.read_bytes(), lines)


def deepest_of(program, lines):
    """The deepest stack in lines of test/board/stack_told.c that are about this very program."""
    mark = f"{zlib.crc32(program):08x}"
    told = [int(stack) for whose, stack in map(str.split, lines) if whose == mark]
    return max(told, default=0)


def painted_by_signatures():
    """Of the unit test that signs and verifies, on the emulated lx106."""
    name = "adapters_crypto_bearssl"
    figures.command("cmake", "--build", "--preset", ESP8266.preset, "--target", name)
    made = next(ESP8266.folder.rglob(f"{name}.elf"))
    said = figures.command("test/board/run", ESP8266.preset, str(made))
    return int(re.search(r"^stack: (\d+)$", said, re.M).group(1))


class Measured:
    """Everything that is on the page."""

    def __init__(self):
        for board in BOARDS:
            build(board)
        figures.need("qemu-system-xtensa")
        self.stack = painted_on_small_board()  # 0: nobody ran this firmware
        self.esp_stack = painted_by_signatures()
        self.totals = {board.name: totals_of(board) for board in BOARDS}
        self.modules = {board.name: modules_of(board) for board in BOARDS}
        self.compilers = {board.name: figures.version(f"{board.tools}gcc") for board in BOARDS}


def small_rows(measured):
    flash, static = measured.totals[SMALL.name]
    rows = [("image in flash, of 256 KB", flash, IMAGE_MOST),
            ("RAM without the stack, of 64 KB", static, STATIC_MOST)]
    if measured.stack > 0:
        rows += [("deepest stack over the end-to-end tests, painted", measured.stack, STACK_MOST),
                 ("RAM at the worst moment: both together", static + measured.stack,
                  SMALL.ram - FREE_LEAST)]
    return rows


def esp_rows(measured):
    flash, static = measured.totals[ESP8266.name]
    return [("door, TLS and IP in flash, of 1 MB", flash, ESP_IMAGE_MOST),
            ("their RAM without the stack, of 80 KB", static, ESP_STATIC_MOST),
            ("stack of signing and verifying, painted", measured.esp_stack, ESP_STACK_MOST)]


def module_rows(measured, board):
    table = measured.modules[board.name]
    order = [module for _, module in MODULES[2:]] + ["BearSSL", "lwIP", LIBRARY]
    rows = []
    for module in dict.fromkeys(order):
        flash, ram, frame, function = table.get(module, (0, 0, 0, ""))
        rows.append((module, flash, ram, f"{frame} `{function}`" if function else "-"))
    whole = measured.totals[board.name]
    padding = [whole[i] - sum(row[1 + i] for row in rows) for i in (0, 1)]
    return rows + [("padding, and a guard under the stack" if board is SMALL else "padding",
                    *padding, "-"), ("**all**", *whole, "-")]


def heap_of_lwip():
    options = figures.ROOT / "door/boards/lm3s6965evb/lwip_options/lwipopts.h"
    found = re.search(r"^#define MEM_SIZE +(\d+)$", options.read_text(encoding="utf-8"), re.M)
    return int(found.group(1))


def page_of(measured):
    small_limits, _ = figures.beside_limits(small_rows(measured), "bytes")
    esp_limits, _ = figures.beside_limits(esp_rows(measured), "bytes")
    head = ("module", "flash", "RAM", "largest frame")
    _, static = measured.totals[SMALL.name]
    states = {board.name: states_of(board) for board in BOARDS}
    return f"""# Sizes

Written by `bench/size_page.py --write`; nothing here is typed by hand. Bytes, and 1 KB is 1,024 of
them. A test of `./check` (`firmware_sizes`) holds the limits and says when this page is older than
the firmware.

## The 64 KB board

The whole firmware of the emulated lm3s6965evb, a Cortex-M3 without an operating system:
{measured.compilers[SMALL.name]}, `-Os` but for the products of P-256
(`-O3`, door/adapters/foreign), unused functions left out.

{small_limits}
{SMALL.ram - static - measured.stack:,} of 65,536 bytes of RAM are free at that moment; {FREE_LEAST:,}
are promised. The stack is painted before `main`, and the board tells how much of the paint is gone,
interrupts included: this is the most it told in all tests that ran this firmware, or the same with faults
that tests let break out in it, at full speed and at 31 million instructions a second. The linker refuses a
door that is over its limit in flash or RAM. lwIP's heap of {heap_of_lwip():,} bytes is in its RAM; the C library's
is not used.

{figures.table(head, module_rows(measured, SMALL))}
Flash is code, constants and first values, as the linker's map has them. RAM is what a module keeps; the
rooms' states stand in the board's one great variable and are told by the compiler. BearSSL's are its
contexts and two buffers for records, {states[SMALL.name]["tls_records"]:,} bytes; lwIP's its heap and
pools. A frame is what one function takes of the stack, as gcc tells it.

## The ESP8266

**What is claimed:** the same code, BearSSL (with products of 32 bits) and lwIP compile for its processor,
lx106, with all their constants in flash: not one load of less than a word is left, which that flash
would not answer (`no_narrow_load`). The portable unit tests, the WebAuthn vectors and BearSSL's
signatures run on that instruction set, emulated by QEMU (`on_the_emulated_lx106`).
**What is not:** no chip, no radio, no boot, no timing was ever seen, and the software of the chip's
maker is not in these figures: this is what the door brings to it.

{measured.compilers[ESP8266.name]}, `-Os -mforce-l32`.

{esp_limits}
{figures.table(head, module_rows(measured, ESP8266))}
`door/boards` is here what the processor's ROM would bring, and registers in the place of the chip.
"""


def over_limits(measured):
    return (figures.beside_limits(small_rows(measured), "bytes")[1] +
            figures.beside_limits(esp_rows(measured), "bytes")[1])


def told(page):
    """What a page says: {what: bytes}, of the tables of limits."""
    return {what: int(size.replace(",", ""))
            for what, size in re.findall(r"^\| ([^|]+?) \| ([\d,]+) \| [\d,]+ \|", page, re.M)}


def drifted(page, rows):
    """What is more than 1 % off; a stack is never the same twice."""
    said = told(page)
    for what, size, _ in rows:
        if "painted" in what or "worst" in what:
            continue
        if abs(said.get(what, 0) - size) > DRIFT * size:
            yield f"{what}: {said.get(what, 0):,} bytes on the page, {size:,} measured"


def quote_in(readme, quoted):
    """README with these words in their place."""
    return re.sub(r"(<!-- docs/size\.md -->\n).*?(\n<!-- end -->)",
                  lambda found: found.group(1) + quoted + found.group(2), readme, flags=re.S)


def quote_of(page):
    """README's words, out of the page itself."""
    said = told(page)
    flash = said.get("image in flash, of 256 KB", 0)
    worst = said.get("RAM at the worst moment: both together", 0)
    return (f"The whole door, with TLS, IP and both kinds of signatures, is {flash / KB:.1f} KB of "
            f"firmware for a Cortex-M3;\nof that board's 64 KB of RAM "
            f"{(SMALL.ram - worst) / KB:.1f} KB are free at the worst moment "
            "([docs/size.md](docs/size.md)).")


def judge():
    measured = Measured()
    over = over_limits(measured)
    for what in over:
        print(f"over its limit: {what}")
    if measured.stack == 0:
        print("result: no stack of this firmware was painted; end_to_end_doors_on_the_small_board does")
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    off = list(drifted(page, small_rows(measured) + esp_rows(measured)))
    same = all(compiler in page for compiler in measured.compilers.values())
    for what in off:
        print(f"{'docs/size.md is old' if same else 'result: other compilers, other sizes'}: {what}")
    if off and same:
        print("write it anew: bench/size_page.py --write")
    if not over:
        print("within all limits" if measured.stack > 0 else
              "within all limits but the stack's, which nobody has painted since this was built")
    sys.exit(1 if over or (off and same) else 0)


def write():
    measured = Measured()
    if measured.stack == 0:
        figures.leave(3, "no stack of this firmware was painted; run end_to_end_doors_on_the_small_board "
                         "and its variant first (ctest --test-dir build/host -R on_the_small_board)")
    page = page_of(measured)
    PAGE.write_text(page, encoding="utf-8")
    README.write_text(quote_in(README.read_text(encoding="utf-8"), quote_of(page)), encoding="utf-8")
    print("written: docs/size.md, and its words in README.md")
    sys.exit(1 if over_limits(measured) else 0)


def quoted():
    good = f"<!-- docs/size.md -->\n{quote_of(PAGE.read_text(encoding='utf-8'))}\n<!-- end -->" in \
        README.read_text(encoding="utf-8")
    print("README.md says what docs/size.md says" if good else
          "README.md:1: its sizes are not those of docs/size.md; bench/size_page.py --write")
    sys.exit(0 if good else 1)


SAMPLE_MAP = """Linker script and memory map

 .text.door_tick
                0x00000100       0x20 door/operator/libdoor.a(door.c.o)
 .rodata        0x00000120        0x8 door/adapters/foreign/libbearssl.a(x.c.o)
 .bss.empty     0x20000000        0x0 base/libbase.a(bytes.c.o)
 .data.a        0x20000000        0x4 /usr/lib/libc_nano.a(libc_a-m.o)
 COMMON         0x20000004       0x10 /usr/lib/libc_nano.a(libc_a-m.o)
"""


def self_test():
    found = list(linked.pieces(SAMPLE_MAP))
    rows = (("image", 1000, 2000),)
    page = "| image | 1,000 | 2,000 | 0.50 | within |\n"
    expected = (
        ("pieces", [size for _, size, _ in found], [32, 8, 4, 16]),
        ("flash", sum(size for size, _ in linked.flash(found)), 44),
        ("RAM", sum(size for size, _ in linked.ram(found)), 20),
        ("modules", [module_of(path) for _, _, path in found],
         ["`door/operator`", "BearSSL", LIBRARY, LIBRARY]),
        ("functions", linked.functions(found), {"door_tick"}),
        ("the page as it was", list(drifted(page, rows)), []),
        ("1 % more", list(drifted(page, (("image", 1010, 2000),))), []),
        ("2 % more", len(list(drifted(page, (("image", 1020, 2000),)))), 1),
        ("no page", len(list(drifted("", rows))), 1),
        ("a stack differs", list(drifted(page, (("stack, painted", 7, 8),))), []),
        ("another program's stack", deepest_of(b"123456789", ["cbf43927 9", "9 9"]), 0),
        ("this program's stack", deepest_of(b"123456789", ["cbf43926 7", "cbf43926 5"]), 7),
        ("a quote", quote_in("a\n<!-- docs/size.md -->\nold\n<!-- end -->\n", "new"),
         "a\n<!-- docs/size.md -->\nnew\n<!-- end -->\n"),
    )
    wrong = [(name, was) for name, was, wanted in expected if was != wanted]
    for name, was in wrong:
        print(f"sample {name!r} gave {was!r}")
    print(f"{len(expected)} samples, {len(wrong)} judged wrongly")
    sys.exit(1 if wrong else 0)


def main(words):
    modes = {(): judge, ("--write",): write, ("--quoted",): quoted, ("--self-test",): self_test}
    mode = modes.get(tuple(words))
    if mode is None:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    mode()


if __name__ == "__main__":
    main(sys.argv[1:])
