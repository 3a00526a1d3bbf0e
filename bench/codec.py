"""The MQTT codec beside its peers: flash on a Cortex-M3, instructions for a message on x86-64.

Flash: the bytes of door/mqtt and of what it uses of base/. Instructions: gcc -O2, counted by
callgrind inside the client's calls only, as the slope between 500 and 1,500 messages, so that setting
up does not count. The work (bench/mqtt/exchange.c) checks every byte it is given.
"""

import re
import tempfile

import figures
import size

CALLS = ("receive", "next", "pending", "sent", "acknowledge", "publish")
WORK = (("receive", 64), ("receive", 300), ("receive", 1000), ("send", 64), ("send", 300))
FEW, MANY = 500, 1500

# Promised, for both versions of MQTT.
RECEIVED_MOST = 400
SENT_MOST = 600

# Measured before, by the same rules with gcc 12.2, and not in this run. Flash is the library alone;
# all speak 3.1.1 alone but for the second.
PEERS = (
    ("coreMQTT 2.3.1", 4873, 579, 598, 598, 899, 915),
    ("coreMQTT, MQTT 5, git 04845c6", 13605, "", "", "", "", ""),
    ("MQTT-C 1.1.6+, git 7a986a6", 3981, 734, 749, 749, 1066, 1062),
    ("wolfMQTT 2.1.0+, git e64c1ac", 6739, 1718, 1848, 1848, 1304, 1367),
    ("Paho embedded-C, git 32ad8d0", 3576, 837, 888, 888, 693, 764),
    ("lwIP 2.1.3 mqtt.c", 2923, 614, 961, 1868, 1136, 3520),
    ("lwIP git 3d896ba mqtt.c", 2965, 586, 871, 1597, 1136, 3520),
)


def build(out, name, *flags):
    objects = []
    for source in size.client_sources():
        objects.append(f"{out}/{name}_{source.replace('/', '_')}.o")
        figures.command("gcc", "-std=c11", "-O2", *flags, "-I.", "-c", source, "-o", objects[-1])
    program = f"{out}/{name}"
    # The work itself is compiled alone, so that it is never mixed with what is measured.
    figures.command("gcc", "-std=c11", "-O2", "-I.", "-c", "bench/mqtt/exchange.c", "-o",
                    f"{program}.o")
    figures.command("gcc", "-O2", *flags, f"{program}.o", "base/insist_abort.c", "-I.", *objects,
                    "-o", program)
    return program


def collected(program, version, work, count):
    direction, payload = work
    toggles = [f"--toggle-collect=mqtt_session_{call}" for call in CALLS]
    said = figures.command("valgrind", "--tool=callgrind",
                           f"--callgrind-out-file={program}.callgrind", *toggles, program, version,
                           direction, str(count), str(payload))
    return int(re.search(r"Collected : (\d+)", said).group(1))


def slope(program, version, work):
    many = collected(program, version, work, MANY)
    return (many - collected(program, version, work, FEW)) // (MANY - FEW)


def measure():
    figures.need("arm-none-eabi-gcc", "gcc", "valgrind")
    with tempfile.TemporaryDirectory() as out:
        sizes = size.client(out)
        counts = {}
        for name, flags in (("gcc -O2", ()), ("gcc -O2 -flto", ("-flto",))):
            program = build(out, name.replace(" ", ""), *flags)
            for version, spoken in (("4", "3.1.1"), ("5", "5")):
                counts[name, spoken] = [slope(program, version, work) for work in WORK]
    return sizes, counts


def ratio(peer, ours):
    return f"{peer:,} ({peer / ours:.2f})" if peer else ""


def peer_rows(own, plain):
    for name, *measured in PEERS:
        yield (name, *(ratio(peer, ours) for peer, ours in zip(measured, [own, *plain])))


def section():
    (own, base, library, state), counts = measure()
    whole = own + base
    promised = [("flash on a Cortex-M3, both versions, bytes", whole, size.CLIENT_MOST)]
    for spoken in ("3.1.1", "5"):
        plain = counts["gcc -O2", spoken]
        promised += [(f"instructions for a received message, MQTT {spoken}", plain[0], RECEIVED_MOST),
                     (f"instructions for a sent message, MQTT {spoken}", plain[3], SENT_MOST)]
    limits, over = figures.beside_limits(promised, "")
    ours = [(f"door/mqtt speaking {spoken}, {name}", whole, *row)
            for (name, spoken), row in counts.items()]
    head = ("", "flash", "received 64", "300", "1,000", "sent 64", "300")
    return f"""## The MQTT client beside its peers

Messages of QoS 1 with payloads of 64, 300 and 1,000 bytes, one at a time, each acknowledged.

{limits}
Measured here and now: {own:,} bytes of `door/mqtt` and {base} of `base/`, and {library} of the C
library, which counts for nobody; {state} bytes of state, no heap.

{figures.table(head, ours)}
The peers were measured before, not in this run, by the same rules (gcc 12.2; callgrind, `-O2`, the
slope between two counts; flash for a Cortex-M3 with `-Os`). In brackets: how many times ours, over
3.1.1 with gcc -O2.

{figures.table(head, list(peer_rows(whole, counts["gcc -O2", "3.1.1"])))}""", over
