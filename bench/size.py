"""Code, constants, state and stack on a Cortex-M3, room by room, and of the whole door.

The whole is bench/firmware: every function that a board calls is called, the seams are answered
without a library. gcc -Os, sections collected, newlib's small C library.
"""

import glob
import os
import re
import tempfile

import figures
import linked
import stack

CPU = ("-mcpu=cortex-m3", "-mthumb", "-Os")
COMPILE = ("arm-none-eabi-gcc", "-std=c11", *CPU, "-ffunction-sections", "-fdata-sections",
           "-fstack-usage", "-fcallgraph-info=su", "-I.", "-c")
LINK = ("arm-none-eabi-gcc", *CPU, "--specs=nano.specs", "-nostartfiles", "-Wl,-e,main",
        "-Wl,-u,whole_tick", "-Wl,--gc-sections")

# Promised, in bytes; the stack's is our own.
TEXT_MOST = 40 * 1024
RAM_MOST = 12 * 1024
STACK_MOST = 2048
CLIENT_MOST = 6656  # of the MQTT client without the rest of the door

# Rooms from below; "routes" are the files that stand directly in door/.
ROOMS = ("base", "protocol", "mqtt", "operator", "store", "guard", "report", "routes")
SOURCES = ("base/bytes.c", "base/reader.c", "base/writer.c", "base/stopwatch.c", "base/crc32.c",
           "protocol/*.c", "door/*.c", "door/mqtt/*.c", "door/operator/*.c", "door/store/*.c",
           "door/guard/*.c", "door/report/*.c")
FIRMWARE = ("bench/firmware/main.c", "bench/firmware/whole.c", "bench/firmware/board.c")
TOPS = ("whole_start", "whole_step", "whole_tick")

# Whom a file reaches that calls through pointers: the flash seam of the measured board. The image's
# own test functions are called where gcc has seen through the pointer already.
FLASH = tuple(f"bench/firmware/board.c:flash_{it}" for it in ("read", "program", "erase"))
SEAMS = {"door/store/journal.c": FLASH, "door/store/store.c": FLASH,
         "protocol/image.c": tuple(f"protocol/image.c:{it}" for it in
                                   ("of_a_door_name", "of_a_host", "printable", "of_a_topic"))}
# An interrupt saves eight registers, and a word where the stack is not aligned.
INTERRUPT = 36


def room_of(path):
    folders = path.split("/")
    if folders[0] == "door":
        return folders[1] if len(folders) > 2 else "routes"
    return folders[0]


def compile_all(out):
    sources = sorted(name for pattern in SOURCES
                     for name in glob.glob(pattern, root_dir=figures.ROOT))
    objects = {}
    for source in sources + list(FIRMWARE):
        objects[source] = f"{out}/{source.replace('/', '_')[:-2]}.o"
        figures.command(*COMPILE, source, "-o", objects[source])
    return objects


def kept(map_text, objects):
    """The bytes of code and constants that the linker kept, by source; "" is the C library's."""
    names = {os.path.basename(path): source for source, path in objects.items()}
    bytes_of = {}
    for section, size, path in linked.pieces(map_text):
        if linked.is_of(section, (".text", ".rodata")):
            source = names.get(os.path.basename(path), "")
            bytes_of[source] = bytes_of.get(source, 0) + size
    return bytes_of


def graph_of(objects, program):
    functions = {}
    for path in objects.values():
        with open(f"{path[:-2]}.ci", encoding="utf-8") as file:
            stack.compiled(file.read(), functions)
    stack.disassembled(figures.command("arm-none-eabi-objdump", "-d", program), functions)
    return stack.Graph(functions, SEAMS)


def states(out):
    """What each room keeps in RAM, by name."""
    figures.command(*COMPILE, "bench/firmware/sizes.c", "-o", f"{out}/sizes.o")
    said = figures.command("arm-none-eabi-nm", "-S", f"{out}/sizes.o")
    found = re.findall(r"^\S+ (\S+) \S state_of_(\w+)$", said, re.M)
    state = {name: int(size, 16) for size, name in found}
    inner = sum(state[room] for room in ("mqtt", "store", "guard", "report"))
    state["routes"] = state.pop("all_behind_the_opener") - inner
    return state


def client_sources():
    """What the MQTT client is made of."""
    used = ("base/reader.c", "base/writer.c", "base/bytes.c", "base/stopwatch.c")
    return sorted(glob.glob("door/mqtt/*.c", root_dir=figures.ROOT)) + list(used)


def client(out):
    """Of the MQTT client alone: flash of door/mqtt, of base, of the C library; state."""
    objects = {}
    for source in client_sources() + ["bench/mqtt/firmware.c"]:
        objects[source] = f"{out}/client_{source.replace('/', '_')}.o"
        figures.command(*COMPILE, source, "-o", objects[source])
    link = [word for word in LINK if word != "-Wl,-u,whole_tick"]
    figures.command(*link, f"-Wl,-Map={out}/client_map", *objects.values(), "-o", f"{out}/client")
    with open(f"{out}/client_map", encoding="utf-8") as file:
        flash = kept(file.read(), objects)
    symbols = figures.command("arm-none-eabi-nm", "-S", f"{out}/client")
    state = int(re.search(r"^\S+ (\S+) \S session$", symbols, re.M).group(1), 16)
    own = sum(count for source, count in flash.items() if source.startswith("door/"))
    base = sum(count for source, count in flash.items() if source.startswith("base/"))
    return own, base, flash.get("", 0), state


def measure():
    figures.need("arm-none-eabi-gcc")
    with tempfile.TemporaryDirectory() as out:
        objects = compile_all(out)
        program = f"{out}/whole.elf"
        figures.command(*LINK, f"-Wl,-Map={out}/map", *objects.values(), "-o", program)
        with open(f"{out}/map", encoding="utf-8") as file:
            flash = kept(file.read(), objects)
        said = figures.command("arm-none-eabi-size", program).splitlines()[1].split()
        graph = graph_of(objects, program)
        try:
            tops = {top: graph.deepest(top) for top in TOPS}
        except stack.Fault as fault:
            figures.leave(1, f"the stack has no figure: {fault}")
        return {"flash": flash, "data": int(said[1]), "bss": int(said[2]), "tops": tops,
                "state": states(out), "graph": graph, "client": sum(client(out)[:2])}


def room_row(room, measured):
    functions = {title: it for title, it in measured["graph"].functions.items()
                 if it.place and room_of(it.place) == room}
    largest = max(functions.values(), key=lambda it: it.frame)
    deepest, chain = max((measured["graph"].deepest(title) for title in functions),
                         key=lambda it: it[0])
    flash = sum(size for source, size in measured["flash"].items()
                if source and room_of(source) == room)
    where = f"door/{room}" if room in ROOMS[2:7] else {"routes": "door/*"}.get(room, room)
    return (f"`{where}`", flash, measured["state"].get(room, 0),
            f"{largest.frame} `{largest.name}`", f"{deepest} from `{chain[0][0]}`")


def chain_lines(measured):
    names = {"whole_start": "start", "whole_step": "network floor", "whole_tick": "door floor"}
    for top, (_, chain) in measured["tops"].items():
        links = ", ".join(f"{name} {size}" for name, size in chain)
        yield f"- {names[top]}: {links}"


def totals(measured):
    flash = measured["flash"]
    text = sum(size for source, size in flash.items() if not source.startswith("bench/"))
    start, step, tick = (measured["tops"][top][0] for top in TOPS)
    static = measured["data"] + measured["bss"]
    return text, static, max(start, step + tick + INTERRUPT)


def section():
    measured = measure()
    text, static, deepest = totals(measured)
    flash = measured["flash"]
    limits, over = figures.beside_limits(
        (("flash of the door, with what it uses of the C library", text, TEXT_MOST),
         ("RAM: data and bss", static, RAM_MOST),
         ("stack: the deepest of both floors together", deepest, STACK_MOST),
         ("flash of the MQTT client alone, both versions", measured["client"], CLIENT_MOST)), "bytes")
    rooms = figures.table(("room", "flash", "state", "largest frame", "deepest chain"),
                          [room_row(room, measured) for room in ROOMS])
    crypto = measured["graph"].down_to("whole_step", "crypto_verify_der")
    board = sum(size for source, size in flash.items() if source.startswith("bench/"))
    return f"""## Flash, RAM and stack

The whole door without TLS and IP for a Cortex-M3, {figures.version("arm-none-eabi-gcc")}, `-Os`,
sections collected, with a roster of 32: [bench/firmware](../bench/firmware/whole.c) calls all that a
board calls. `bench/run size` measures this part, and a test of `./check` holds its limits.

{limits}
Flash is code and constants of the rooms below and {flash.get("", 0)} bytes of newlib and libgcc;
the measured board's own {board} bytes are not in it. RAM and stack are {static + deepest:,} bytes
together. The stack is the deeper of the start, and of the network floor with the door floor as an
interrupt on top of it ({INTERRUPT} bytes are what the processor saves).

{rooms}
Frames and chains are as gcc tells them (`-fcallgraph-info=su`), walked by
[bench/stack.py](../bench/stack.py): no recursion, no frame without bound. A chain goes down through
the rooms below. The flash seam is the only call through pointers; it is followed into the measured
board's flash, which takes {max(measured["graph"].deepest(it)[0] for it in FLASH)} bytes. A library's
signature check stands on the stack beside the journal and not below it: {crypto} bytes are in use
when it is called, and what it takes itself is the library's and not in these figures.

The deepest chains, function by function with its frame:

""" + "\n".join(chain_lines(measured)) + "\n", over
