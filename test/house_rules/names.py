#!/usr/bin/env python3
"""Names are the trade's; see CONTRIBUTING.md: no words that say nothing, no hidden structs.

And the number of an INSIST is its name for life, all that a board can say of one that broke: no two
have the same.
"""

import re

import c_text
import rule

EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "handler", "handlers", "data",
               "process", "misc", "common"}
TYPEDEF = re.compile(r"^\s*typedef\s+(struct|union|enum)\b")
INSIST = re.compile(r"\bINSIST\(\s*(\d+)\s*,")
SNAKE = re.compile(r"^[a-z0-9][a-z0-9_]*$")
# Names that others chose: ours to read, not to change.
GIVEN = {"CMakeLists.txt", "CMakePresets.json", "LLVMFuzzerTestOneInput", "LLVMFuzzerInitialize"}

# The linker's --wrap wants such a name for what stands in front of a function, and the compiler calls
# these where a processor has no such instruction.
GIVEN_KIND = re.compile(r"^__wrap_\w+$|^__(u?div|u?mod|mul|umulsi)[sd]i3$")


def judge_c(tree, path):
    for number, line in enumerate(c_text.blanked(tree.text(path)).splitlines(), start=1):
        if TYPEDEF.match(line):
            yield f"{path}:{number}: no typedef of structs and enums; say struct"
    for function in c_text.functions(tree.text(path)):
        if function.name in GIVEN or GIVEN_KIND.match(function.name):
            continue
        if not SNAKE.match(function.name):
            yield f"{path}:{function.first}: {function.name} is not lower_snake"
        empty = EMPTY_WORDS & set(function.name.split("_"))
        # "client_data_json" and "authenticator_data" are WebAuthn's words.
        if empty - {"data"} or function.name in EMPTY_WORDS:
            yield f"{path}:{function.first}: {function.name} says nothing with {min(empty)}"


def judge_path(path):
    for part in path.split("/"):
        stem = part.split(".")[0]
        empty = EMPTY_WORDS & set(re.split(r"[-_]", stem))
        if empty:
            yield f"{path}:1: a file's name says nothing with {min(empty)}"
    name = path.split("/")[-1]
    if path.endswith((".c", ".h")) and not SNAKE.match(name.split(".")[0]):
        yield f"{path}:1: a source file's name is lower_snake"


def judge_numbers(tree):
    first = {}
    for path in tree.named(".c", ".h"):
        code = c_text.blanked(tree.text(path))
        for found in INSIST.finditer(code):
            place = f"{path}:{code.count(chr(10), 0, found.start()) + 1}"
            number = int(found.group(1))
            if number in first:
                yield f"{place}: INSIST {number} stands at {first[number]} already"
            first.setdefault(number, place)


def names(tree):
    complaints = [c for path in tree.paths for c in judge_path(path)]
    complaints += [c for path in tree.named(".c", ".h") for c in judge_c(tree, path)]
    return complaints + list(judge_numbers(tree))


SAMPLES = (
    ("the trade's words", {"door/guard/calendar.c": "int calendar_opens(int day)\n{\n}\n"}, None),
    ("WebAuthn's words", {"a.c": "int client_data_json_read(int x)\n{\n}\n"}, None),
    ("a file of everything", {"home/util.c": "\n"}, "says nothing with util"),
    ("a function of everything", {"a.c": "void door_helper(void)\n{\n}\n"}, "says nothing with helper"),
    ("a camel", {"a.c": "void doorOpen(void)\n{\n}\n"}, "is not lower_snake"),
    ("a hidden struct", {"a.h": "typedef struct door door_t;\n"}, "no typedef of structs"),
    ("a plain typedef", {"a.h": "typedef uint32_t millis;\n"}, None),
    ("numbers of their own",
     {"a.c": "    INSIST(1, x);\n    INSIST(2, x);\n    // INSIST(1, as above)\n"}, None),
    ("a number twice", {"a.c": "    INSIST(12, x);\n", "b.c": "\n    INSIST(12, y &&\n       z);\n"},
     "b.c:2: INSIST 12 stands at a.c:1 already"),
    ("a number twice, wrapped", {"a.c": "INSIST(3, x);\nINSIST(\n    3, y);\n"},
     "a.c:2: INSIST 3 stands at a.c:1 already"),
    ("a camel's file", {"door/Opener.c": "\n"}, "file's name is lower_snake"),
)

if __name__ == "__main__":
    rule.main(names, SAMPLES)
