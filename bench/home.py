"""A throw-away home on loopback: a real mosquitto, and the door's program on boards/simulator."""

import contextlib
import mmap
import os
import pathlib
import pwd
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import time

import figures

PORTCULLIS = figures.ROOT / "build/host/home/cli/portcullis"
DOOR = figures.ROOT / "build/host/door/boards/simulator/portcullis-door"

# struct simulator_pins, in words of 32 bits; this side plays the garage.
PIN_CLOSED_SWITCH = 2
TO_CONTROLLER, LONGEST_GAP = 0, 3
PINS = struct.Struct("<5I")

# Whom the door becomes where root measures and it is to be an ordinary user's.
ORDINARY = "nobody"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(holds, seconds, what):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            figures.leave(3, f"{what}: not within {seconds} s")
        time.sleep(0.02)


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Door:
    """One run of the door's program, or another with its command line, with files of its own."""

    def __init__(self, folder, image, ordinary, runs=(DOOR, {})):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="door-", dir=folder))
        shutil.copy(image, self.folder / "image")
        os.chmod(self.folder / "image", 0o600)
        becomes = {}
        if ordinary and os.geteuid() == 0:
            user = pwd.getpwnam(ORDINARY)
            for place in (self.folder, self.folder / "image"):
                os.chown(place, user.pw_uid, user.pw_gid)
            becomes = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        files = [word for name in ("image", "pins", "flash", "log")
                 for word in (f"--{name}", str(self.folder / name))]
        program, environment = runs
        self.process = subprocess.Popen([str(program), *files], cwd="/",
                                        env=dict(os.environ, **environment), **becomes)
        wait_until(lambda: self.logged("event=connected"), 20, "the door connects")
        with open(self.folder / "pins", "r+b") as file:
            self.pins = mmap.mmap(file.fileno(), PINS.size)
        self.set_word(TO_CONTROLLER, PIN_CLOSED_SWITCH)

    def set_word(self, word, value):
        struct.pack_into("<I", self.pins, 4 * word, value)

    def log(self):
        place = self.folder / "log"
        return place.read_text(encoding="utf-8") if place.exists() else ""

    def logged(self, words):
        if self.process.poll() is not None:
            figures.leave(3, f"the door's program ended: {self.log()[-400:]}")
        return words in self.log()

    def tasks(self):
        """The threads: the network floor is the process itself, the door floor the other."""
        return sorted(int(task) for task in os.listdir(f"/proc/{self.process.pid}/task"))

    def is_urgent(self):
        return os.sched_getscheduler(self.tasks()[-1]) == os.SCHED_FIFO

    def forget_gap(self):
        self.set_word(LONGEST_GAP, 0)

    def stop(self):
        """Ends it; the longest gap in us, as its log says."""
        self.process.terminate()
        self.process.wait()
        found = re.findall(r"event=longest-gap us=(\d+)", self.log())
        return int(found[-1]) if found else 0


class Home:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.place = self.folder / "home"
        self.port = free_port()
        self.broker = None

    def portcullis(self, *words):
        environment = dict(os.environ, PORTCULLIS_HOME=str(self.place))
        return subprocess.run([str(PORTCULLIS), *words], env=environment, check=False,
                              capture_output=True, text=True)

    def must(self, *words):
        done = self.portcullis(*words)
        if done.returncode != 0:
            figures.leave(3, f"portcullis {words[0]}: {done.stderr.strip()}")

    def make(self):
        secret = self.folder / "passphrase"
        secret.write_text("a throw-away home\n", encoding="utf-8")
        secret.chmod(0o600)
        known = ("--passphrase-file", str(secret))
        self.must("init", "--owner", "bench", "--bind", "127.0.0.1", "--broker-address",
                  "127.0.0.1", "--port", str(self.port), "--websockets-port", "0", *known)
        self.must("door", "add", "garage", "--profile", "stop-both", "--switches", "both",
                  "--door-type", "sectional", "--lamp", "--beeper", "--broker-address",
                  "127.0.0.1", *known)

    def start_broker(self):
        self.broker = subprocess.Popen(
            ["mosquitto", "-c", str(self.place / "broker/mosquitto.conf")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: answers(self.port), 10, "mosquitto listens")

    def stop_broker(self):
        if self.broker is not None:
            self.broker.terminate()
            self.broker.wait()
            self.broker = None

    def door(self, ordinary, **more):
        return Door(self.folder, self.place / "doors/garage/door.image", ordinary, **more)


@contextlib.contextmanager
def opened():
    """A home with its broker; all of it is gone afterwards."""
    figures.need("mosquitto")
    for program in (PORTCULLIS, DOOR):
        if not program.exists():
            figures.leave(3, f"there is no {program.relative_to(figures.ROOT)}; build it: "
                          "cmake --preset host && cmake --build --preset host")
    with tempfile.TemporaryDirectory(prefix="portcullis-bench-") as folder:
        os.chmod(folder, 0o711)  # the door of an ordinary user has its files in here
        home = Home(folder)
        home.make()
        home.start_broker()
        try:
            yield home
        finally:
            home.stop_broker()


def kinds():
    """(ordinary, words) for the doors that can be measured here."""
    urgent = [(False, "root's, with real-time scheduling")] if os.geteuid() == 0 else []
    return urgent + [(True, "an ordinary user's, without it")]
