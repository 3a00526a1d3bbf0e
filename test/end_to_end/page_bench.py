"""A home with its page, mosquitto and nginx, all real and on loopback, for page.py."""

import base64
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import socket
import ssl
import struct
import subprocess
import tempfile
import time

NOBODY = {"user": 65534, "group": 65534, "extra_groups": []}
SECRET = "a throw-away home"
WITHIN = 60  # s, for what must come; this machine may have other things to do


def find(program):
    found = shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")
    return found


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until(holds, what):
    """Waits until it holds; never for a fixed time."""
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError(f"not within {WITHIN} s: {what}")


def answers(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """A program that is ended by its own pid."""

    def __init__(self, words, who, log, port):
        self.log = log
        with open(log, "wb") as into:
            self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=into,
                                            stderr=subprocess.STDOUT, **who)
        self.wait_for(port)

    def wait_for(self, port):
        until(lambda: self.process.poll() is not None or answers(port), f"port {port}")
        if self.process.poll() is not None:
            raise AssertionError(f"{self.process.args[0]} ended: {self.log.read_text()}")

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


class Bench:
    """One home; its programs end and its folder goes with it. who: whose it is, as subprocess says it;
    nothing: ours."""

    def __init__(self, portcullis, host, who):
        self.portcullis = portcullis
        self.who = who
        self.host = host
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="portcullis-page-"))
        self.folder.chmod(0o755)  # nginx's user walks through it, as through a system's folders
        self.home = self.folder / "home"
        self.secret = self.folder / "secret"
        self.secret.write_text(SECRET + "\n")
        self.secret.chmod(0o600)
        self.gives(self.folder, self.secret)
        self.files = self.folder / "files"
        self.port = free_port()
        self.broker_port = free_port()
        self.websockets = free_port()
        self.servers = []
        self.broker = None

    def end(self):
        for server in reversed(self.servers):
            server.end()
        shutil.rmtree(self.folder)

    def gives(self, *paths):
        if self.who:
            for path in paths:
                os.chown(path, self.who["user"], self.who["group"])

    def does(self, *words, code=0):
        """Runs portcullis on this home; what it said, on both streams."""
        done = subprocess.run([self.portcullis, *words, "--home", str(self.home)],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False, **self.who)
        if done.returncode != code:
            raise AssertionError(f"{' '.join(words)}: exit code {done.returncode}, not {code}: "
                                 f"{done.stdout}")
        return done.stdout

    def known(self):
        return ("--passphrase-file", str(self.secret))

    def is_made(self, *more):
        return self.does("init", *self.known(), "--owner", "alice-laptop", "--bind", "127.0.0.1",
                         "--port", str(self.broker_port), "--websockets-port",
                         str(self.websockets), *more)

    def has_files(self):
        """Something that looks like a build of the page."""
        (self.files / "assets").mkdir(parents=True)
        (self.files / "index.html").write_text("<!doctype html><title>doors</title>")
        (self.files / "sw.js").write_text("// service worker\n")
        (self.files / "manifest.webmanifest").write_text("{}")
        (self.files / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
        (self.files / "assets/index-12345678.js").write_text("let doors = 1;\n" * 300)
        (self.files / "assets/index-12345678.css").write_text("a{color:red}")
        (self.files / ".secret").write_text("nobody's")
        (self.files / "assets/link.txt").symlink_to(self.secret)
        os.symlink(self.home, self.files / "home")

    def nginx_words(self, *more):
        run = self.folder / "run"
        run.mkdir(exist_ok=True)
        self.gives(run)
        return [find("nginx"), "-e", "stderr", "-p", f"{run}/", "-c",
                str(self.home / "page/alone.conf"), *more]

    def nginx_judges(self):
        """Whether nginx -t takes the configuration, and what it says."""
        done = subprocess.run(self.nginx_words("-t"), capture_output=True, text=True, check=False,
                              **self.who)
        return done.returncode == 0, done.stderr

    def nginx_starts(self):
        self.servers.append(Server(self.nginx_words(), self.who, self.folder / "nginx.log", self.port))
        return self.servers[-1]

    def broker_starts(self):
        self.servers.append(Server([find("mosquitto"), "-c", self.home / "broker/mosquitto.conf"],
                                   self.who, self.folder / "mosquitto.log", self.websockets))
        return self.servers[-1]

    def has_user(self, user, password):
        """Somebody who may say and hear one topic: a line of each of the broker's files."""
        salt = b"twelve bytes"
        hashed = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 101)
        line = f"{user}:$7$101${base64.b64encode(salt).decode()}${base64.b64encode(hashed).decode()}\n"
        with open(self.home / "broker/passwords", "a") as passwords:
            passwords.write(line)
        with open(self.home / "broker/acl", "a") as acl:
            acl.write(f"\nuser {user}\ntopic readwrite portcullis/garage/test\n")

    def tls(self):
        context = ssl.create_default_context(cafile=self.home / "authority/server-root.crt")
        return context

    def connect(self, source="127.0.0.1"):
        one = socket.create_connection(("127.0.0.1", self.port), timeout=WITHIN,
                                       source_address=(source, 0))
        if self.host == "localhost":
            return one
        return self.tls().wrap_socket(one, server_hostname=self.host)

    def authority(self):
        return f"{self.host}:{self.port}"

    def origin(self):
        scheme = "http" if self.host == "localhost" else "https"
        return f"{scheme}://{self.authority()}"

    def asks(self, path, method="GET", headers=None, source="127.0.0.1"):
        """One request as it stands; status, headers and body."""
        lines = {"Host": self.authority(), "Connection": "close"}
        lines.update(headers or {})
        with self.connect(source) as line:
            line.sendall((f"{method} {path} HTTP/1.1\r\n" + "".join(
                f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
                + "\r\n").encode())
            answer = http.client.HTTPResponse(line, method=method)
            answer.begin()
            # What is refused before the handshake of a websocket has a body; 101 has none.
            body = answer.read() if answer.status != 101 else b""
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

    def file(self):
        return json.loads((self.home / "page/home.json").read_text())


class Socket:
    """A websocket (RFC 6455) to /mqtt, and MQTT 5 over it: no more than the tests need."""

    def __init__(self, bench, origin, source="127.0.0.1"):
        self.line = bench.connect(source)
        key = base64.b64encode(b"sixteen bytes ok").decode()
        words = [f"GET /mqtt HTTP/1.1", f"Host: {bench.authority()}", "Upgrade: websocket",
                 "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13",
                 "Sec-WebSocket-Protocol: mqtt"]
        if origin is not None:
            words.append(f"Origin: {origin}")
        self.line.sendall(("\r\n".join(words) + "\r\n\r\n").encode())
        head = b""
        while b"\r\n\r\n" not in head:
            more = self.line.recv(1)
            if not more:
                break
            head += more
        self.head = head.decode("latin-1")
        self.status = int(self.head.split(" ", 2)[1]) if head else 0

    def close(self):
        self.line.close()

    def says(self, packet):
        mask = b"\x5a\xc3\x17\x88"
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(packet))
        self.line.sendall(bytes([0x82, 0x80 | len(packet)]) + mask + masked)

    def takes(self, count):
        got = b""
        while len(got) < count:
            more = self.line.recv(count - len(got))
            if not more:
                raise AssertionError("the websocket ended")
            got += more
        return got

    def hears(self):
        """The next frame's payload; one MQTT packet."""
        head = self.takes(2)
        size = head[1] & 0x7F
        if size == 126:
            size = struct.unpack(">H", self.takes(2))[0]
        return self.takes(size)


def text_of(text):
    return struct.pack(">H", len(text)) + text.encode()


def packet_of(kind, body):
    return bytes([kind, len(body)]) + body


def connect_packet(user, password):
    """MQTT 5, 3.1: clean start, no properties."""
    return packet_of(0x10, text_of("MQTT") + bytes([5, 0xC2]) + struct.pack(">H", 60) + b"\0"
                     + text_of("phone") + text_of(user) + text_of(password))


def subscribe_packet(topic):
    return packet_of(0x82, b"\0\1\0" + text_of(topic) + b"\1")


def publish_packet(topic, payload):
    return packet_of(0x30, text_of(topic) + b"\0" + payload)
