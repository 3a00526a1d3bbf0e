#!/usr/bin/env python3
"""No load of less than a word in what an ESP8266 has in its flash.

    narrow_loads.py PROGRAM...      each complaint a line: function, address, instruction
    narrow_loads.py --self-test     compiles a load of a byte both ways, and must see the narrow one

The chip's flash answers loads of whole words alone; l8ui, l16ui and l16si of a constant there are a
fault. Which of them read flash and which RAM no program can tell, so there may be none at all.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

TARGET = "xtensa-lx106-elf-"
FLAGS = ("-Os", "-mlongcalls", "-mtext-section-literals", "-c")
FUNCTION = re.compile(r"^[0-9a-f]+ <(.+)>:$")
NARROW = re.compile(r"^\s*([0-9a-f]+):\s+[0-9a-f]+\s+(l8ui|l16ui|l16si)\b\s*(.*)$")
SAMPLE = "unsigned char table(const unsigned char *at)\n{\n    return at[1];\n}\n"


def skip_without(*tools):
    for tool in tools:
        if shutil.which(tool) is None:
            print(f"skipped: {tool} is not installed (setup/install check)")
            sys.exit(77)


def complaints(program):
    listing = subprocess.run((f"{TARGET}objdump", "-d", program), capture_output=True, text=True,
                             check=True).stdout
    function = None
    for line in listing.splitlines():
        head = FUNCTION.match(line)
        if head:
            function = head.group(1)
        found = NARROW.match(line)
        if found:
            address, instruction, operands = found.groups()
            yield f"{program}: {function} at {address}: {instruction} {operands}"
    if function is None:
        yield f"{program}: there is no code in it"


def self_test():
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="portcullis-") as folder:
        source = f"{folder}/sample.c"
        with open(source, "w", encoding="utf-8") as file:
            file.write(SAMPLE)
        for flags, expected in (((), 1), (("-mforce-l32",), 0)):
            made = f"{folder}/sample.o"
            subprocess.run((f"{TARGET}gcc", *FLAGS, *flags, source, "-o", made), check=True)
            found = list(complaints(made))
            print(f"{' '.join(flags) or 'as usual'}: {len(found)} narrow loads")
            wrong += len(found) != expected
    sys.exit(1 if wrong else 0)


def main(words):
    if not words:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    skip_without(f"{TARGET}gcc", f"{TARGET}objdump")
    if words == ["--self-test"]:
        self_test()
    found = [complaint for program in words for complaint in complaints(program)]
    for complaint in found:
        print(complaint)
    print(f"{len(found)} narrow loads in {', '.join(map(os.path.basename, words))}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
