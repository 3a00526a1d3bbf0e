#!/usr/bin/env python3
"""A function is one thought and fits on a screen; a file is a chapter.

Functions at most 60 lines from name to last brace and at most five parameters, files at most 400
lines; C and Python alike.
"""

import ast

import c_text
import rule

FUNCTION_LINES_MOST = 60
FILE_LINES_MOST = 400
PARAMETERS_MOST = 5

CODE = (".c", ".h", ".py", ".ts", ".tsx", ".sh", ".cmake")


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            count = len(node.args.posonlyargs + node.args.args + node.args.kwonlyargs)
            yield c_text.Function(node.name, node.lineno, node.end_lineno, count)


def judge_function(path, function):
    lines = function.last - function.first + 1
    if lines > FUNCTION_LINES_MOST:
        yield (f"{path}:{function.first}: {function.name} has {lines} lines, "
               f"{FUNCTION_LINES_MOST} is the wall")
    if function.parameters > PARAMETERS_MOST:
        yield (f"{path}:{function.first}: {function.name} takes {function.parameters} parameters, "
               f"{PARAMETERS_MOST} is the wall")


def lengths(tree):
    complaints = []
    for path in tree.named(*CODE):
        text = tree.text(path)
        lines = text.count("\n")
        if lines > FILE_LINES_MOST:
            complaints.append(f"{path}:1: has {lines} lines, {FILE_LINES_MOST} is the wall")
        found = ()
        if path.endswith((".c", ".h")):
            found = c_text.functions(text)
        elif path.endswith(".py"):
            found = python_functions(text)
        for function in found:
            complaints.extend(judge_function(path, function))
    return complaints


def c_function(lines, parameters="void"):
    return f"static int f({parameters})\n{{\n" + "    ;\n" * (lines - 3) + "}\n"


TRAPS = '''// { a comment with a brace
#define OPEN {
struct point {
    int x;
};
static const char *const words[] = {"} {", "\\"{", };
static const char letter = '{';
/* } */
'''

SAMPLES = (
    ("sixty lines", {"a.c": c_function(60)}, None),
    ("sixty-one lines", {"a.c": c_function(61)}, "f has 61 lines"),
    ("behind traps", {"a.c": TRAPS + c_function(61)}, "a.c:9: f has 61 lines"),
    ("traps alone", {"a.c": TRAPS + c_function(60)}, None),
    ("five parameters", {"a.c": c_function(4, "int a, int b, int c, int d, int e")}, None),
    ("six parameters", {"a.c": c_function(4, "int a, int b, int c, int d, int e, int g")},
     "takes 6 parameters"),
    ("a function that takes a function",
     {"a.c": c_function(4, "int a, void (*b)(int, int, int), int c[2], int d, int e")}, None),
    ("a second function", {"a.c": c_function(9) + "\n" + c_function(61)}, "a.c:11: f has 61 lines"),
    ("a long file", {"a.h": "\n" * 401}, "has 401 lines"),
    ("a full file", {"a.h": "\n" * 400}, None),
    ("Python too", {"a.py": "def f():\n" + "    pass\n" * 60}, "f has 61 lines"),
)

if __name__ == "__main__":
    rule.main(lengths, SAMPLES)
