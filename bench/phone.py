"""The phones' page: its weight beside others', how soon it is seen, and from the tap to the door's Ack."""

import gzip
import json
import os
import statistics

import figures
import home

MOST_BYTES = 30 * 1024
MOST_COLD, MOST_WARM = 1500, 500  # ms
DIST = figures.ROOT / "phone/dist"
GARAGE = figures.ROOT / "build/host/test/end_to_end/garage_program"

# What others' pages load, as gzip makes it, counted in their sources: the arrays that their firmware
# serves, and what these name elsewhere.
OTHERS = (
    ("OpenGarage 1.2.4, its home page (`OpenGarage/htmls.h`, 41770cf)", 5624),
    ("… and jQuery 1.9.1 alone of the three files that it loads from code.jquery.com", 32660),
    ("ESPHome 2024.11.0-dev, web_server version 2 (`server_index_v2.h`, 33fdbbe)", 11915),
    ("ESPHome 2024.11.0-dev, web_server version 3 (`server_index_v3.h`, 33fdbbe)", 76227),
)


def weight():
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in DIST.rglob("*") if file.is_file())


def numbers():
    """name: sorted milliseconds, by phone/test/numbers."""
    programs = {"PORTCULLIS": home.PORTCULLIS, "PORTCULLIS_DOOR": home.DOOR, "PORTCULLIS_GARAGE": GARAGE}
    environment = dict(os.environ, **{name: str(place) for name, place in programs.items()})
    if figures.SHORT:
        environment["PORTCULLIS_SHORT"] = "yes"
    told = {}
    for line in figures.command("phone/test/run", "numbers", env=environment).splitlines():
        if line.startswith("numbers: "):
            measured = json.loads(line.removeprefix("numbers: "))
            told[measured["name"]] = sorted(measured["milliseconds"])
    return told


def share(milliseconds, part):
    return milliseconds[min(len(milliseconds) - 1, int(len(milliseconds) * part))]


def taps(told):
    rows = [(words, len(told[name]), f"{share(told[name], .5):.0f}", f"{share(told[name], .99):.0f}")
            for name, words in (("raw key", "a raw key"), ("passkey", "a passkey"),
                                ("cancel", "cancel, by the key that can only stop"))]
    return figures.table(("", "taps", "p50, ms", "p99, ms"), rows)


def section():
    figures.need("mosquitto", "nginx", "chromium", "node")
    told = numbers()
    heavy, heavy_over = figures.beside_limits((("page, script, styles, icons", weight(), MOST_BYTES),),
                                              "bytes")
    cold, warm = (round(statistics.median(told[f"first paint, {kind}"])) for kind in ("cold", "warm"))
    seen, seen_over = figures.beside_limits((("for the first time", cold, MOST_COLD),
                                             ("again", warm, MOST_WARM)), "ms")
    return f"""## The phones' page

All that a phone loads, each file as `gzip -9` makes it:

{heavy}
Beside it, what others' pages weigh, which are served by the controller itself:

{figures.table(("", "bytes"), OTHERS)}
The first paint with something in it, in Chromium with its network held to "slow 4G" (1.44 Mbit/s, 562 ms
for each request), the median of {len(told["first paint, cold"])}:

{seen}
From the tap to the door's signed Ack, verified and shown: real nginx, mosquitto and door on this machine,
the passkey in Chromium's virtual authenticator, which asks nobody:

{taps(told)}""", heavy_over + seen_over
