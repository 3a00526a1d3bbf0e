#!/usr/bin/env python3
"""The core is asked; it does not ask: no heap, no clock, no random number, no global.

layers.py keeps foreign headers out of the portable rooms; this program keeps out what needs no
header: variables that outlive a call, and calls declared by hand.
"""

import re

import c_text
import layers
import rule

FORBIDDEN_CALL = re.compile(
    r"\b(malloc|calloc|realloc|free|alloca|rand|random|srand|time|clock|clock_gettime|getenv"
    r"|printf|fprintf|puts|exit|abort|longjmp|setjmp)\s*\(")
STATIC_INSIDE = re.compile(r"^\s+(?:_Thread_local\s+)?static\s+(?!const\b|inline\b)")
# A statement at depth 0 that declares a variable: no parentheses of a function, no const.
NOT_A_VARIABLE = re.compile(r"^\s*(typedef|extern|struct\s+\w+\s*$|enum\b|union\s+\w+\s*$"
                            r"|_Static_assert|struct\s+\w+\s*\{|union\s+\w+\s*\{)")


def statements_outside(code):
    """Statements that stand in no function, braces emptied, with the line they begin on."""
    depth = 0
    text = ""
    line = begun = 1
    for letter in code:
        line += letter == "\n"
        if letter == "}":
            depth -= 1
        if depth == 0:
            if not text.strip():
                begun = line
            if letter == ";":
                yield begun, text.strip()
                text = ""
                continue
            text += letter
        if letter == "{":
            depth += 1
        elif letter == "}" and depth == 0 and text.rstrip("{} \n").endswith(")"):
            text = ""  # the end of a function


def is_global(statement):
    if not statement or NOT_A_VARIABLE.match(statement):
        return False
    declaration = statement.split("=")[0]
    return "(" not in declaration and not re.search(r"\bconst\b", declaration)


def judge_file(tree, path):
    code = c_text.blanked(tree.text(path))
    for number, line in enumerate(code.splitlines(), start=1):
        call = FORBIDDEN_CALL.search(line)
        if call:
            yield f"{path}:{number}: the core does not call {call.group(1)}"
        if STATIC_INSIDE.match(line):
            yield f"{path}:{number}: a static variable inside a function is a global"
    for number, statement in statements_outside(code):
        if is_global(statement):
            yield f"{path}:{number}: a global: {' '.join(statement.split())[:60]}"


def portable(tree):
    return [complaint
            for path in tree.named(".c", ".h")
            if any(layers.holds(room, path) for room in layers.PORTABLE)
            and path not in layers.NOT_PORTABLE
            for complaint in judge_file(tree, path)]


def in_guard(text):
    return {"door/guard/guard.c": text}


HARMLESS = '''#include "base/bytes.h"
struct guard;
struct guard { int left; };
enum { SIZE = 3 };
static const uint8_t table[SIZE] = {1, 2, 3};
static const char *const names[] = {"a", "b"};
typedef uint32_t millis;
_Static_assert(SIZE == 3, "three");
static int f(int x)
{
    static const int y = 1;
    return x + y; // malloc( in a comment
}
int g(void);
extern const struct guard guard;
'''

SAMPLES = (
    ("harmless", in_guard(HARMLESS), None),
    ("a global", in_guard("static int count;\n"), "a global: static int count"),
    ("a global table", in_guard("uint8_t table[3] = {1, 2, 3};\n"), "a global: uint8_t table[3]"),
    ("a global after a function", in_guard("int f(void)\n{\n    return 1;\n}\nint count;\n"),
     "guard.c:5: a global: int count"),
    ("a static inside", in_guard("int f(void)\n{\n    static int n = 0;\n    return n++;\n}\n"),
     "inside a function"),
    ("the heap", in_guard("void *f(void)\n{\n    return malloc(3);\n}\n"), "call malloc"),
    ("the clock", in_guard("long f(void)\n{\n    return time(0);\n}\n"), "call time"),
    ("Linux may", {"home/cli/open.c": "static int count;\n"}, None),
)

if __name__ == "__main__":
    rule.main(portable, SAMPLES)
