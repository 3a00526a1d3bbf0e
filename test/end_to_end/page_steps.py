#!/usr/bin/env python3
"""The commands of docs/page.md, as they stand there: each is run, or is in the table of those that need
other people's computers. A new one that is in neither is a complaint.

usage: test/end_to_end/page_steps.py PORTCULLIS
"""

import pathlib
import re
import shlex
import subprocess
import sys

from page_bench import Bench, find

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/page.md"
# What the page says, and what stands for it here.
ELSEWHERE = (
    ("sudo apt install ", "the packages are of Debian"),
    ("sudo install -m 600 /dev/null /etc/letsencrypt/", "no file of the machine is touched"),
    ("sudoedit ", "somebody types"),
    ("sudo tailscale cert ", "Tailscale is not in Debian"),
    ("sudo systemctl reload nginx", "no service runs here"),
)


def commands():
    """Every line of every block of commands, without what is said behind #."""
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(), re.M | re.S):
        for line in block.splitlines():
            yield re.sub(r"\s+# .*", "", line)


def certbot_takes(words, folder):
    """Why not judged, or None: certbot understands the words, loads the plugin, and goes as far as to the
    authority, which here is a port where nobody is."""
    certbot = find("certbot")
    plugins = [] if certbot is None else [certbot, "plugins", "--logs-dir", folder, "--config-dir",
                                          folder, "--work-dir", folder]
    if not plugins or "dns-cloudflare" not in subprocess.run(
            plugins, capture_output=True, text=True, check=False).stdout:
        return "not judged: certbot or its plugin for Cloudflare is not installed"
    done = subprocess.run([certbot, *words, *plugins[2:], "--server", "http://127.0.0.1:1/", "-n",
                           "--agree-tos", "-m", "alice@example.org"], capture_output=True, text=True,
                          check=False)
    if "Connection refused" not in done.stdout + done.stderr:
        raise AssertionError(done.stdout + done.stderr)
    return None


class Steps:
    def __init__(self, portcullis):
        self.bench = Bench(portcullis, "garage.example.org", {})
        self.portcullis = portcullis
        self.notes = []

    def to_here(self, word):
        home = str(self.bench.home)
        return word.replace("~/.config/portcullis", home).replace("~/", f"{self.bench.folder}/")

    def makes_home(self, words):
        """init, on ports that are free; a second home is made by `page host` from one without a name."""
        self.bench.does(*words, *self.bench.known(), "--bind", "127.0.0.1", "--port",
                        str(self.bench.broker_port), "--websockets-port",
                        str(self.bench.websockets))

    def portcullis_does(self, words):
        if words[0] == "init":
            self.makes_home(words)
        elif words[:2] == ["page", "host"]:
            self.bench.does(*words, *self.bench.known())
        else:
            code = 1 if words == ["page"] else 0  # its files are not installed here
            self.bench.does(*words, code=code)

    def nginx_takes(self, source):
        """The copy in http { }, as nginx's own configuration includes it; with a certificate of ours."""
        taken = self.bench.folder / "portcullis.conf"
        text = pathlib.Path(source).read_text()
        own = self.bench.home / "authority"
        text = re.sub(r"ssl_certificate .*;", f"ssl_certificate {own}/page.crt;", text)
        text = re.sub(r"ssl_certificate_key .*;", f"ssl_certificate_key {own}/page.key;", text)
        text = re.sub(r"listen .*443", f"listen 127.0.0.1:{self.bench.port}", text, count=1)
        text = re.sub(r"\n    listen \[::\]:443.*", "", text)
        taken.write_text(text)
        whole = self.bench.folder / "nginx.conf"
        alone = (self.bench.home / "page/alone.conf").read_text()
        whole.write_text(re.sub(r"include .*;", f"include {taken};", alone))
        run = self.bench.folder / "run"
        run.mkdir(exist_ok=True)
        subprocess.run([find("nginx"), "-t", "-e", "stderr", "-p", f"{run}/", "-c", whole],
                       check=True, capture_output=True)

    def one(self, line):
        words = shlex.split(line)
        if words[0] == "portcullis":
            self.portcullis_does(words[1:])
        elif words[0] == "cp" or words[0] == "openssl":
            subprocess.run([self.to_here(word) for word in words], check=True, capture_output=True)
        elif words[:4] == ["sudo", "install", "-m", "644"]:
            self.nginx_takes(self.to_here(words[4]))
        elif words[:2] == ["sudo", "certbot"]:
            self.notes.append(certbot_takes(words[2:], str(self.bench.folder / "certbot")))
        elif line.startswith("sudo nginx -t") or line.startswith("mkdir run && nginx "):
            pass  # nginx_takes has asked it, and page.py starts the second one
        elif not any(line.startswith(begin) for begin, _ in ELSEWHERE):
            raise AssertionError("it is neither run nor in the table")

    def play(self):
        wrong = count = 0
        for line in commands():
            count += 1
            try:
                self.one(line)
            except (AssertionError, subprocess.CalledProcessError) as why:
                wrong += 1
                print(f"docs/page.md: {line}: {why}")
        for note in filter(None, self.notes):
            print(note)
        print(f"{count} commands, {wrong} failed")
        return 1 if wrong or count < 15 else 0


def main(words):
    if find("nginx") is None:
        print("not judged: nginx is not installed (setup/install check)")
        return 77
    steps = Steps(pathlib.Path(words[0]).resolve())
    try:
        return steps.play()
    finally:
        steps.bench.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
