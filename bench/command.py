"""How long a command takes: ours from the start of its process to its end behind the door's signed
Ack, beside the original's way, which is one mosquitto_pub with RSA-2048 certificates and no answer."""

import pathlib
import statistics
import subprocess
import time

import figures
import home

DOORS = 4  # each takes a command of one key every 4 s: four doors, four times the samples
REFILL = 4.2  # s
KEPT = figures.ROOT / "build/host/bench/command/bench_command_kept"
CERTIFICATES = """
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj /CN=original-ca
openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=127.0.0.1
openssl req -newkey rsa:2048 -nodes -keyout client.key -out client.csr -subj /CN=original
"""
SERVER_NAME = "subjectAltName=IP:127.0.0.1\n"


class Original:
    """The original's way: a listener with RSA certificates, and a client that only publishes."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / "original"
        self.folder.mkdir()
        self.port = home.free_port()
        for line in CERTIFICATES.split("\n"):
            if line:
                self.openssl(*line.split()[1:])
        (self.folder / "name").write_text(SERVER_NAME, encoding="utf-8")
        for who, more in (("server", ("-extfile", "name")), ("client", ())):
            self.openssl("x509", "-req", "-in", f"{who}.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
                         "-CAcreateserial", "-out", f"{who}.crt", "-days", "2", *more)

    def openssl(self, *words):
        done = subprocess.run(["openssl", *words], cwd=self.folder, capture_output=True, check=False)
        if done.returncode != 0:
            figures.leave(3, f"openssl {words[0]}: {done.stderr.decode()[-300:]}")

    def listener(self):
        place = self.folder
        return (f"\nlistener {self.port} 127.0.0.1\nrequire_certificate true\n"
                f"use_identity_as_username true\ntls_version tlsv1.2\ncafile {place}/ca.crt\n"
                f"certfile {place}/server.crt\nkeyfile {place}/server.key\n")

    def command(self, version):
        """The words of one mosquitto_pub; its OpenSSL chooses among no newer versions."""
        place = self.folder
        return ["mosquitto_pub", "-i", "original", "-h", "127.0.0.1", "-p", str(self.port), "-q", "1",
                "--cafile", f"{place}/ca.crt", "--cert", f"{place}/client.crt",
                "--key", f"{place}/client.key", "--tls-version", version,
                "-t", "original/garage/command", "-m", "toggle"]


def took(words, **more):
    """Milliseconds from the start of a process to its end."""
    began = time.monotonic()
    done = subprocess.run(words, capture_output=True, text=True, check=False, **more)
    length = (time.monotonic() - began) * 1000
    if done.returncode != 0:
        figures.leave(3, f"{' '.join(map(str, words[:3]))}: {(done.stdout + done.stderr).strip()}")
    return length


def broker_with(place, original, nodelay):
    """The home's own configuration and rules, and the original's beside them."""
    broker = place.place / "broker"
    text = (broker / "mosquitto.conf").read_text(encoding="utf-8")
    rules = (broker / "acl").read_text(encoding="utf-8")
    (broker / "bench.acl").write_text(rules + "\nuser original\ntopic write original/#\n",
                                      encoding="utf-8")
    text = text.replace(f"acl_file {broker}/acl\n", f"acl_file {broker}/bench.acl\n")
    if "set_tcp_nodelay true\n" not in text or "bench.acl" not in text:
        figures.leave(3, "the home's mosquitto.conf is not what this part knows")
    if not nodelay:
        text = text.replace("set_tcp_nodelay true\n", "set_tcp_nodelay false\n")
    (broker / "bench.conf").write_text(text + original.listener(), encoding="utf-8")
    place.stop_broker()
    place.broker = subprocess.Popen(["mosquitto", "-c", str(broker / "bench.conf")],
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    home.wait_until(lambda: home.answers(place.port) and home.answers(original.port), 10,
                    "mosquitto listens")


def door_names():
    return ["garage"] + [f"door-{number}" for number in range(2, DOORS + 1)]


def open_doors(place):
    secret = place.folder / "passphrase"
    for name in door_names()[1:]:
        place.must("door", "add", name, "--profile", "stop-both", "--switches", "both",
                   "--lamp", "--broker-address", "127.0.0.1", "--passphrase-file", str(secret))
    return [home.Door(place.folder, place.place / f"doors/{name}/door.image", False)
            for name in door_names()]


def ours(place, name):
    return took([str(home.PORTCULLIS), "identify", name, "--no-wait", "--home", str(place.place)])


def measure(place, original, rounds):
    """Ours and the original's, one after the other, so that both meet the same machine."""
    lengths = {"ours": [], "tlsv1.2": [], "tlsv1.3": []}
    time.sleep(3)
    for _ in range(rounds):
        began = time.monotonic()
        for name in door_names():
            lengths["ours"].append(ours(place, name))
            for version in ("tlsv1.2", "tlsv1.3"):
                lengths[version].append(took(original.command(version)))
        time.sleep(max(0, REFILL - (time.monotonic() - began)))
    return lengths


def at(lengths, part):
    return sorted(lengths)[min(len(lengths) - 1, int(len(lengths) * part))]


def kept(place, count):
    """A kept session: medians and p99 of its parts, in ms."""
    done = subprocess.run([str(KEPT), str(place.place), "garage", str(count)], capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        figures.leave(3, f"bench_command_kept: {done.stderr.strip()}")
    found = {}
    for line in done.stdout.splitlines():
        name, length = line.split()
        found.setdefault(name, []).append(int(length) / 1000)
    return found


def milliseconds(value):
    return f"{value:.2f}"


def rows_of(measured):
    rows = []
    for nodelay, lengths in measured.items():
        for name, words in (("ours", "ours, answered and verified"),
                            ("tlsv1.2", "mosquitto_pub, RSA-2048, TLS 1.2"),
                            ("tlsv1.3", "mosquitto_pub, RSA-2048, TLS 1.3")):
            it = lengths[name]
            rows.append((words, "on" if nodelay else "off", len(it),
                         milliseconds(statistics.median(it)), milliseconds(at(it, 0.99))))
    return rows


def section():
    figures.need("mosquitto", "mosquitto_pub", "openssl")
    rounds = figures.chosen(25, 2)
    measured = {}
    with home.opened() as place:
        original = Original(place.folder)
        doors = open_doors(place)
        try:
            for nodelay in (False, True):
                broker_with(place, original, nodelay)
                time.sleep(figures.chosen(10, 5))  # the doors are back
                measured[nodelay] = measure(place, original, rounds)
            session = kept(place, figures.chosen(30, 4))
        finally:
            for door in doors:
                door.stop()
    ours_p50 = statistics.median(measured[True]["ours"])
    theirs = min(statistics.median(lengths[version]) for lengths in measured.values()
                 for version in ("tlsv1.2", "tlsv1.3"))
    parts = {name: statistics.median(lengths) for name, lengths in session.items()}
    most = 5 + parts["door-verify"] + parts["door-sign"] + parts["sign"]
    limits, over = figures.beside_limits(
        (("a command, start of the process to its end, p50",
          round(ours_p50, 2), round(1.5 * theirs, 2)),
         ("a command over a kept session, p50", round(parts["command"], 2), round(most, 2))), "ms")
    table = figures.table(("", "set_tcp_nodelay", "runs", "p50, ms", "p99, ms"), rows_of(measured))
    return f"""## A command

From the start of a process to its end, {DOORS} doors on one mosquitto, all on one machine and over
loopback; ours and the original's way take turns. Ours ends when the door has obeyed and its signed
answer is verified; mosquitto_pub (QoS 1) ends when the broker has the message. Ours may take 1.5
times as long as the fastest of the others.

{table}
Over a session that is kept, {len(session["command"])} commands: p50 {milliseconds(parts["command"])} ms,
p99 {milliseconds(at(session["command"], 0.99))} ms; of that the command's signature takes
{milliseconds(parts["sign"])} ms (OpenSSL), the door's verification {milliseconds(parts["door-verify"])}
ms and the signature of its answer {milliseconds(parts["door-sign"])} ms (BearSSL, the same machine).
It may take 5 ms beside these three.

{limits}""", over
