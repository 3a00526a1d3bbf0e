"""Just enough of C to find functions: comments, strings and directives blanked, braces counted."""

import re
from collections import namedtuple

Function = namedtuple("Function", "name first last parameters")

_BLANKED = re.compile(
    r'//(?:\\\n|[^\n])*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|^[ \t]*#(?:\\\n|[^\n])*',
    re.S | re.M)


def blanked(text):
    """The same text, line for line, with everything that is not code as spaces."""
    return _BLANKED.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def count_parameters(parentheses):
    inner = parentheses[1:-1].strip()
    if inner in ("", "void"):
        return 0
    depth = 0
    commas = 0
    for letter in inner:
        depth += (letter in "([{") - (letter in ")]}")
        commas += letter == "," and depth == 0
    return commas + 1


def _outermost_blocks(code):
    """Each {...} that stands in no other: where its head begins, where it opens, where it ends."""
    depth = 0
    head = 0
    opened = 0
    for at, letter in enumerate(code):
        if letter == "{":
            if depth == 0:
                opened = at
            depth += 1
        elif letter == "}":
            depth = max(0, depth - 1)
            if depth == 0:
                yield head, opened, at
                head = at + 1
        elif letter == ";" and depth == 0:
            head = at + 1


def _parameter_list(head):
    """The last (...) of a head that ends with one, and where it begins."""
    depth = 0
    for at in range(len(head) - 1, -1, -1):
        depth += (head[at] == ")") - (head[at] == "(")
        if depth == 0:
            return at
    return None


def functions(text):
    """The functions a C file defines; lines from that of the name to that of the last brace."""
    code = blanked(text)
    found = []
    for start, opened, closed in _outermost_blocks(code):
        head = code[start:opened].rstrip()
        if not head.endswith(")"):
            continue  # a struct, an enum or an initialiser
        at = _parameter_list(head)
        name = re.search(r"(\w+)\s*$", head[:at]) if at else None
        if not name:
            continue
        first = code.count("\n", 0, start + name.start()) + 1
        last = code.count("\n", 0, closed) + 1
        found.append(Function(name.group(1), first, last, count_parameters(head[at:])))
    return found
