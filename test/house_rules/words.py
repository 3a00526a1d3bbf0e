#!/usr/bin/env python3
"""Words that have no place in a finished tree: unfinished work, one machine's folders and mirrors.

The patterns are written so that they do not match themselves.
"""

import re

import rule

# Texts of others, and bytes that only look like words.
NOT_OURS = ("LICENSE",)
NOT_WORDS = (".png", ".ico", ".bin", ".pcap", ".der", ".woff2", "package-lock.json")
NOT_READ = ("/corpus/", "/vectors/")

PATTERNS = (
    ("unfinished work", re.compile(
        r"\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b|\b(not i[m]plemented|st[u]b(s|bed)?)\b"
        r"|\bpl[a]ceholders?\b(?!=)", re.I)),
    ("one machine's folder", re.compile(
        r"(?<![\w.}])/(w[o]rk|f[a]rm|w[o]rkspace|b[u]ilds)/|/root/[.\w]|/tm[p]/wt\b|b[a]sh_jobs")),
    ("a package registry or mirror", re.compile(
        r"\b(deb|security|snapshot|ftp)\.d[e]bian\.org|registry\.n[p]mjs\.org|\bp[y]pi\.org"
        r"|proxy\.g[o]lang\.org|static\.cr[a]tes\.io|\.pkg\.d[e]v\b")),
    ("a merge left half-way", re.compile(r"^(<{7}|>{7}|={7})( |$)")),
)


def words(tree):
    complaints = []
    for path in tree.paths:
        if path in NOT_OURS or path.endswith(NOT_WORDS) or any(part in path for part in NOT_READ):
            continue
        if b"\0" in tree.bytes(path)[:8000]:
            continue
        for number, line in tree.lines(path):
            for meaning, pattern in PATTERNS:
                found = pattern.search(line)
                if found:
                    complaints.append(f"{path}:{number}: {meaning}: {found.group()}")
    return complaints


SAMPLES = (
    ("finished prose", {"a.md": "The hackney carriage, /var/tmp, mktemp /tmp/door.XXXXXX\n"}, None),
    ("a page's field", {"a.tsx": '<input placeh' + 'older="your name">\n'}, None),
    ("work left over", {"a.c": "// TO" + "DO: later\n"}, "unfinished work"),
    ("in small letters", {"a.c": "// fix" + "me\n"}, "unfinished work"),
    ("a folder of one machine", {"a.sh": "cd /wo" + "rk/main\n"}, "one machine's folder"),
    ("a home of one machine", {"a.sh": "cat /ro" + "ot/.ssh/key\n"}, "one machine's folder"),
    ("a mirror", {"a.sh": "curl http://deb.deb" + "ian.org/\n"}, "registry or mirror"),
    ("a merge", {"a.c": "<" * 7 + " main\n"}, "half-way"),
    ("a licence is not ours", {"LICENSE": "TO" + "DO\n"}, None),
)

if __name__ == "__main__":
    rule.main(words, SAMPLES)
