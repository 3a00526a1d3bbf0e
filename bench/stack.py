#!/usr/bin/env python3
"""The deepest stack of a program, by walking its call graph.

Frames and calls come from gcc's -fcallgraph-info=su; those of the C library, and calls into it, are
read from the linked program's disassembly. A call through a pointer is followed to every function
that the caller's file may reach by it. Recursion, a frame without bound and a pointer that nobody
speaks for are no figures but faults.
"""

import re
import sys

NODE = re.compile(r'node: \{ title: "([^"]+)" label: "([^"]*)"')
EDGE = re.compile(r'edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"')
FRAME = re.compile(r"(\d+) bytes \((static|dynamic,bounded|dynamic)\)")
POINTER = "__indirect_call"

FUNCTION = re.compile(r"^[0-9a-f]+ <([^>]+)>:$")
CALL = re.compile(r"\tb\S*\t[0-9a-f]+ <([^>+]+)>$")
PUSH = re.compile(r"\t(?:push|stmdb\tsp!,|vpush)\S*\t?\s*\{([^}]*)\}")
LOWER = re.compile(r"\tsub\S*\t(?:sp, )?sp, #(\d+)|\[sp, #-(\d+)\]!")


class Fault(Exception):
    """What stands in the way of a figure."""


class Function:
    def __init__(self, name, place, frame):
        self.name = name
        self.place = place  # its file, "" where it was not compiled here
        self.frame = frame
        self.calls = set()


def compiled(text, functions):
    """Adds what one .ci file tells."""
    for title, label in NODE.findall(text):
        frame = FRAME.search(label)
        if frame is None:
            continue  # declared here, at home elsewhere
        name, place = label.split("\\n")[:2]
        if frame.group(2) == "dynamic":
            raise Fault(f"the frame of {name} has no bound")
        functions[title] = Function(name, place.split(":")[0], int(frame.group(1)))
    for source, target in EDGE.findall(text):
        functions[source].calls.add(target)


def disassembled(text, functions):
    """Adds the library's functions, and who calls them. Two static functions of one name are one here:
    the walk errs to the deep side."""
    ours = {}
    for function in functions.values():
        ours.setdefault(function.name, []).append(function)
    current = ()
    library = False
    for line in text.splitlines():
        head = FUNCTION.match(line)
        if head:
            name = head.group(1)
            library = name not in ours
            current = ours.get(name) or (functions.setdefault(name, Function(name, "", 0)),)
            continue
        call = CALL.search(line)
        if call and call.group(1) not in ours:
            for function in current:
                function.calls |= {call.group(1)} - {function.name}
        if library:
            current[0].frame += lowered_by(line)


def lowered_by(line):
    pushed = PUSH.search(line)
    lowered = LOWER.search(line)
    return (4 * len(pushed.group(1).split(",")) if pushed else 0) + (
        int(lowered.group(1) or lowered.group(2)) if lowered else 0)


class Graph:
    """functions: by title. seams: for each file that calls through pointers, whom it may reach."""

    def __init__(self, functions, seams):
        self.functions = functions
        self.seams = seams
        self.known = {}

    def targets(self, function):
        for call in sorted(function.calls):
            if call in self.functions:
                yield call
            elif call != POINTER:
                continue  # the compiler's name for a library's function; the disassembly has it
            elif function.place not in self.seams:
                raise Fault(f"{function.name} of {function.place} calls through a pointer, and "
                            "nobody says whom")
            else:
                yield from self.seams[function.place]

    def deepest(self, title, above=()):
        """(bytes, chain of (name, bytes)) from this function down."""
        if title in above:
            raise Fault(f"{title} calls itself, by way of {above[-1]}")
        if title not in self.known:
            function = self.functions[title]
            below = (0, ())
            for target in self.targets(function):
                below = max(below, self.deepest(target, above + (title,)), key=lambda it: it[0])
            self.known[title] = (function.frame + below[0],
                                 ((function.name, function.frame),) + below[1])
        return self.known[title]

    def down_to(self, title, wanted):
        """The most bytes that are in use when the function wanted is called; None: it never is."""
        if title == wanted:
            return 0
        below = [self.down_to(target, wanted) for target in self.targets(self.functions[title])]
        reached = [depth for depth in below if depth is not None]
        return self.functions[title].frame + max(reached) if reached else None


def ci(*lines):
    return "\n".join(lines)


def sample_node(name, size, kind="static"):
    return f'node: {{ title: "{name}" label: "{name}\\na.c:1:1\\n{size} bytes ({kind})" }}'


def sample_edge(source, target):
    return f'edge: {{ sourcename: "{source}" targetname: "{target}" label: "a.c:2:2" }}'


LIBRARY = """
00008000 <memcpy>:
    8000:\tb510      \tpush\t{r4, lr}
    8002:\tb082      \tsub\tsp, #8
    8004:\tf000 f800 \tbl\t9000 <inner>
    8008:\td1fa      \tbne.n\t8000 <memcpy+0x4>

00008800 <caller>:
    8800:\tf000 f800 \tbl\t8000 <memcpy>

00009000 <inner>:
    9000:\tf84d 4d04 \tstr.w\tr4, [sp, #-4]!
    9004:\te92d 41f0 \tstmdb\tsp!, {r4, r5, r6, r7, r8, lr}
"""

SAMPLES = (
    ("one function", ci(sample_node("top", 8)), (8, ("top",))),
    ("the deeper of two", ci(sample_node("top", 8), sample_node("low", 16), sample_node("deep", 40),
                             sample_edge("top", "low"), sample_edge("top", "deep")),
     (48, ("top", "deep"))),
    ("into the library", ci(sample_node("top", 8), sample_node("caller", 4),
                            sample_edge("top", "caller"), sample_edge("caller", "memcpy")),
     (8 + 4 + 16 + 28, ("top", "caller", "memcpy", "inner"))),
    ("through a pointer", ci(sample_node("top", 8), sample_node("far", 24),
                             sample_edge("top", POINTER)), (32, ("top", "far"))),
    ("recursion", ci(sample_node("top", 8), sample_node("low", 8), sample_edge("top", "low"),
                     sample_edge("low", "top")), "calls itself"),
    ("no bound", ci(sample_node("top", 8, "dynamic")), "has no bound"),
    ("another name for the library's", ci(sample_node("top", 8), sample_node("caller", 4),
                                          sample_edge("top", "caller"),
                                          sample_edge("caller", "__builtin_memcpy")),
     (8 + 4 + 16 + 28, ("top", "caller", "memcpy", "inner"))),
    ("nobody's pointer", ci(sample_node("top", 8).replace("a.c", "b.c"),
                            sample_edge("top", POINTER)), "nobody says whom"),
)


def judged(text):
    functions = {}
    try:
        compiled(text, functions)
        disassembled(LIBRARY, functions)
        depth, chain = Graph(functions, {"a.c": ("far",)}).deepest("top")
    except Fault as fault:
        return str(fault)
    return depth, tuple(name for name, _ in chain)


def self_test():
    wrong = 0
    for name, text, wanted in SAMPLES:
        heard = judged(text)
        if heard != wanted and not (isinstance(wanted, str) and wanted in heard):
            wrong += 1
            print(f"sample {name!r}: wanted {wanted!r}, heard {heard!r}")
    print(f"{len(SAMPLES)} samples, {wrong} judged wrongly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(self_test())
