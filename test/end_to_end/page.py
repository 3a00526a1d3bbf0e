#!/usr/bin/env python3
"""The phones' page as a stock nginx serves it, from a home made by the command line, and MQTT 5 over
its /mqtt to a real mosquitto.

usage: test/end_to_end/page.py PORTCULLIS              as whoever starts it
       test/end_to_end/page.py PORTCULLIS ordinary     as nobody, where root starts it: what may
                                                       be otherwise then
"""

import gzip
import json
import os
import pathlib
import socket
import ssl
import subprocess
import sys

from page_bench import (NOBODY, Bench, Socket, connect_packet, find, publish_packet,
                        subscribe_packet, until)

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          "connect-src 'self' {line}; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
          "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
          "trusted-types sw")
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), "
                          "publickey-credentials-get=(self), publickey-credentials-create=(self)",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# What a web server says of itself, and of the file; everything else is ours to explain.
ITS_OWN = {"server", "date", "content-type", "content-length", "connection", "last-modified", "etag",
           "accept-ranges", "vary", "content-encoding", "transfer-encoding"}
FOR_A_YEAR = "public, max-age=31536000, immutable"


def same(actual, expected, what):
    if actual != expected:
        raise AssertionError(f"{what}: {actual!r}, and not {expected!r}")


def expected_headers(bench, cache):
    line = bench.origin().replace("http", "ws", 1)
    headers = dict(HEADERS)
    headers["content-security-policy"] = POLICY.format(line=line)
    headers["cache-control"] = cache
    if bench.host != "localhost":
        headers["strict-transport-security"] = "max-age=31536000"
    return headers


def every_answer_has_exactly_the_headers(bench):
    rows = (("/", 200, "no-cache"), ("/index.html", 200, "no-cache"), ("/sw.js", 200, "no-cache"),
            ("/manifest.webmanifest", 200, "no-cache"), ("/home.json", 200, "no-cache"),
            ("/assets/index-12345678.js", 200, FOR_A_YEAR),
            ("/assets/index-12345678.css", 200, FOR_A_YEAR),
            ("/assets/none-12345678.js", 404, "no-cache"), ("/none", 404, "no-cache"),
            ("/assets", 404, "no-cache"), ("/mqtt", 403, "no-cache"))
    for path, status, cache in rows:
        got, headers, _ = bench.asks(path)
        same(got, status, path)
        ours = {name: value for name, value in headers.items() if name not in ITS_OWN}
        same(ours, expected_headers(bench, cache), path)
        same(headers["server"], "nginx", path)


def every_file_is_of_its_own_type(bench):
    rows = {"/": "text/html; charset=utf-8", "/sw.js": "text/javascript; charset=utf-8",
            "/assets/index-12345678.css": "text/css; charset=utf-8",
            "/manifest.webmanifest": "application/manifest+json", "/icon.svg": "image/svg+xml",
            "/home.json": "application/json"}
    for path, kind in rows.items():
        same(bench.asks(path)[1]["content-type"], kind, path)


def what_is_long_is_sent_compressed(bench):
    path = "/assets/index-12345678.js"
    _, headers, body = bench.asks(path, headers={"Accept-Encoding": "gzip"})
    same(headers.get("content-encoding"), "gzip", path)
    same(gzip.decompress(body), (bench.files / path[1:]).read_bytes(), path)
    same(bench.asks(path)[2], (bench.files / path[1:]).read_bytes(), path)


def get_and_head_and_nothing_else(bench):
    same(bench.asks("/", method="HEAD")[0], 200, "HEAD")
    same(bench.asks("/", method="HEAD")[2], b"", "HEAD")
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "MKCOL", "get"):
        for path in ("/", "/home.json", "/mqtt", "/assets/index-12345678.js"):
            status = bench.asks(path, method=method)[0]
            if status not in (400, 405):
                raise AssertionError(f"{method} {path}: {status}")
    status = bench.asks("/", method="POST", headers={"Content-Length": "2000"})[0]
    if status not in (405, 413):
        raise AssertionError(f"a long body: {status}")


def another_name_is_served_nothing(bench):
    for name in ("evil.example", f"127.0.0.1:{bench.port}", f"{bench.host}.evil.example",
                 f"x{bench.host}"):
        same(bench.asks("/", headers={"Host": name})[0], 421, name)
        same(bench.asks("/home.json", headers={"Host": name})[0], 421, name)


def nothing_is_served_that_is_not_the_pages(bench):
    for path in ("/.secret", "/assets/link.txt", "/home", "/home/home.json", "/home/page/home.json",
                 "/../secret", "/..%2fsecret", "/%2e%2e/secret", "/assets/../../secret",
                 "/assets/..%2f..%2fsecret", "//../secret", "/home.json/../../home.json",
                 "/home.json/", "/home.json%00", "/page/nginx.conf", "/nginx.conf", "/..", "/%5c..",
                 "/assets/", "/home.jsonx", "/.well-known/x", "/a/.git/config"):
        status, _, body = bench.asks(path)
        if status not in (400, 404):
            raise AssertionError(f"{path}: {status}")
        for secret in (b"throw-away", b"nobody's", b"organisation"):
            if secret in body:
                raise AssertionError(f"{path} shows {secret}")


def a_foreign_page_opens_no_websocket(bench):
    origin = bench.origin()
    foreign = (None, "", "null", "https://evil.example", origin + ".evil.example", "x" + origin,
               origin + "/", origin + "0", origin.replace(str(bench.port), "1"),
               origin.rsplit(":", 1)[0], origin.replace("http", "ws"), origin + " " + origin,
               origin.replace(".", "x") if "." in origin else "http://localhost.x",
               ("https" if origin.startswith("http:") else "http") + origin[origin.index(":"):])
    for said in foreign:
        line = Socket(bench, said)
        same(line.status, 403, f"Origin {said!r}")
        line.close()
    same(bench.asks("/mqtt", headers={"Origin": origin})[0], 426, "no websocket")
    line = Socket(bench, origin)
    same(line.status, 101, "its own Origin")
    line.close()


def mqtt_5_goes_both_ways(bench):
    line = Socket(bench, bench.origin())
    same(line.status, 101, "the websocket")
    assert "Sec-WebSocket-Protocol: mqtt" in line.head, line.head
    line.says(connect_packet("bob-phone", "right"))
    answer = line.hears()
    same((answer[0], answer[3]), (0x20, 0), "CONNACK of MQTT 5")
    assert len(answer) > 5, "a CONNACK of MQTT 5 has properties here"
    line.says(subscribe_packet("portcullis/garage/test"))
    same(line.hears()[0], 0x90, "SUBACK")
    line.says(publish_packet("portcullis/garage/test", b"there and back"))
    assert line.hears().endswith(b"there and back")
    line.close()
    wrong = Socket(bench, bench.origin())
    wrong.says(connect_packet("bob-phone", "wrong"))
    same(wrong.hears()[3], 0x87, "CONNACK: not authorized")
    wrong.close()


def listeners(family):
    """Local addresses that listen, as ss tells: [("127.0.0.1", 8083), …]."""
    said = subprocess.run(["ss", "-Hltn", family], capture_output=True, text=True, check=True).stdout
    found = (line.split()[3].rsplit(":", 1) for line in said.splitlines())
    return [(address, int(port)) for address, port in found]


def the_websockets_are_on_loopback_alone(bench):
    version_4 = [address for address, port in listeners("-4") if port == bench.websockets]
    version_6 = [address for address, port in listeners("-6") if port == bench.websockets]
    same(version_4, ["127.0.0.1"], "IPv4")
    same(version_6, [], "IPv6")


def a_page_without_tls_is_on_loopback_alone(bench):
    found = [address for address, port in listeners("-4") + listeners("-6") if port == bench.port]
    same(found, ["127.0.0.1"], "nginx")


def how_many(bench, path, count, source):
    """So many requests at once over lines that are open; how many were let through, and refused."""
    let = refused = 0
    for _ in range(count):
        status = bench.asks(path, source=source)[0]
        let += status == 200
        refused += status == 429
    return let, refused


def nobody_asks_too_often(bench):
    let, refused = how_many(bench, "/sw.js", 500, "127.0.0.7")
    assert let >= 200, f"{let} were let through"
    assert refused >= 1, f"{refused} of 500 were refused"
    same(bench.asks("/sw.js", source="127.0.0.8")[0], 200, "somebody else")
    until(lambda: bench.asks("/sw.js", source="127.0.0.7")[0] == 200, "it is let in again")


def nobody_keeps_too_many_websockets_open(bench):
    lines = [Socket(bench, bench.origin(), "127.0.0.10") for _ in range(24)]
    same([line.status for line in lines], [101] * 24, "the first 24")
    one_more = Socket(bench, bench.origin(), "127.0.0.10")
    same(one_more.status, 429, "the 25th")
    one_more.close()
    another = Socket(bench, bench.origin(), "127.0.0.11")
    same(another.status, 101, "somebody else")
    another.close()
    for line in lines:
        line.close()
    until(lambda: Socket(bench, bench.origin(), "127.0.0.10").status == 101, "it is let in again")


# Without the broker nginx answers at once: it is nginx that counts.
def nobody_opens_websockets_too_often(bench):
    def knock():
        line = Socket(bench, bench.origin(), "127.0.0.9")
        line.close()
        return line.status

    bench.broker.end()
    seen = [knock() for _ in range(200)]
    same(seen[:40], [502] * 40, "the first 40")
    assert 429 in seen, "200 in a row were let in"
    until(lambda: knock() == 502, "it is let in again")


def hostile_settings_are_refused_and_change_nothing(bench):
    settings = bench.home / "home.json"
    nginx = bench.home / "page/nginx.conf"
    kept = settings.read_text()
    before = nginx.read_text()
    for option, value in (("--files", "/srv/a;b"), ("--files", "/srv/a b"), ("--files", "/srv/$uri"),
                          ("--listen", "127.0.0.1;"), ("--files", "relative"),
                          ("--files", "/srv/a\nb"), ("--files", "/" + "x" * 300)):
        bench.does("page", "set", option, value, code=2)
    bench.does("page", "set", "--certificate", "/a.crt", code=2)
    bench.does("page", "set", "--certificate", "/a;.crt", "--key", "/a.key", code=2)
    for name in ("a;b.de", "a.de}", "1.2.3.4", "hub"):
        bench.does("page", "host", name, "--yes", *bench.known(), code=2)
    same(settings.read_text(), kept, "home.json")
    for field, value in (("files", "/srv/x; } evil {"), ("certificate", "/a' b"), ("key", "/$x"),
                         ("listen", "127.0.0.1 default_server")):
        changed = json.loads(kept)
        changed["page"][field] = value
        settings.write_text(json.dumps(changed))
        bench.does("page", code=3)
        same(nginx.read_text(), before, f"nginx.conf after {field} was written by hand")
    settings.write_text(kept)


def a_hostile_place_is_refused(bench):
    for name in ("a;b", "a{b", "a}b", "a*b", "a b", "a$b"):
        place = bench.folder / name
        done = subprocess.run([bench.portcullis, "init", *bench.known(), "--host", "localhost",
                               "--home", str(place)], capture_output=True, check=False, **bench.who)
        same((done.returncode, place.exists()), (3, False), name)


def a_restored_home_has_its_page_where_it_stands(bench):
    sealed = str(bench.folder / "sealed")
    place = bench.folder / "restored"
    bench.does("backup", sealed, *bench.known())
    done = subprocess.run([bench.portcullis, "restore", sealed, *bench.known(), "--home", str(place)],
                          capture_output=True, text=True, check=False, **bench.who)
    same(done.returncode, 0, done.stdout + done.stderr)
    text = (place / "page/nginx.conf").read_text()
    assert f"alias {place}/page/home.json;" in text and str(bench.home) + "/" not in text, text
    same((place / "page/home.json").read_bytes(), (bench.home / "page/home.json").read_bytes(),
         "home.json")
    same(oct((place / "page/home.json").stat().st_mode)[-3:], "644", "its mode")
    same(oct((place / "authority/page.key").stat().st_mode)[-3:], "600", "the mode of the key")


def every_configuration_is_one_for_nginx(bench):
    longest = "a" * 25 + "." + "b" * 20 + ".org"
    bench.does("page", "set", "--listen", "")
    assert bench.nginx_judges()[0], bench.nginx_judges()[1]
    bench.does("page", "host", longest, "--port", str(bench.port), "--yes", *bench.known(), code=1)
    # Its root does not allow that name: somebody else's certificate is needed.
    said = bench.does("page", code=1)
    assert f"is not of {longest}" in said, said
    assert bench.nginx_judges()[0], bench.nginx_judges()[1]


def tls_is_of_today(bench):
    with bench.connect() as line:
        assert line.version() in ("TLSv1.2", "TLSv1.3"), line.version()
    context = bench.tls()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_connection(("127.0.0.1", bench.port)) as bare:
        with context.wrap_socket(bare, server_hostname=bench.host) as line:
            same(line.selected_alpn_protocol(), "h2", "ALPN")
    old = bench.tls()
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", bench.port)) as bare:
        try:
            old.wrap_socket(bare, server_hostname=bench.host)
        except ssl.SSLError:
            return
    raise AssertionError("TLS 1.1 was spoken")


def the_file_follows_the_doors(bench):
    def served():
        body = bench.asks("/home.json")[2]
        same(body, (bench.home / "page/home.json").read_bytes(), "what is served")
        return [(door["name"], door["warning"]) for door in json.loads(body)["doors"]]

    known = bench.known()
    same(served(), [("garage", 5)], "the first door")
    bench.does("door", "add", "barn", *known, "--profile", "stop-both", "--switches", "both")
    same(served(), [("barn", 5), ("garage", 5)], "door add")
    bench.does("door", "set", "barn", "warning=11")
    same(served(), [("barn", 11), ("garage", 5)], "door set")
    before = bench.file()
    bench.does("door", "rename", "barn", "stable", *known, "--without-broker")
    same(served(), [("garage", 5), ("stable", 11)], "door rename")
    same(bench.file()["doors"][1]["point"], before["doors"][0]["point"], "the identity stays")
    bench.does("door", "replace", "stable", *known, "--without-broker")
    same(served(), [("garage", 5), ("stable", 11)], "door replace")
    assert bench.file()["doors"][1]["point"] != before["doors"][0]["point"]
    bench.does("door", "remove", "stable", "--yes", "--without-broker")
    same(served(), [("garage", 5)], "door remove")


def set_up(bench):
    bench.is_made("--host", bench.host, "--page-port", str(bench.port))
    bench.has_files()
    said = bench.does("page", code=1)
    assert "files are missing" in said, said
    bench.does("page", "set", "--files", str(bench.files))
    if bench.host != "localhost":
        bench.does("page", "set", "--listen", "127.0.0.1")
    said = bench.does("page")
    assert f"are bound to {bench.host}" in said and bench.origin() in said, said
    bench.does("door", "add", "garage", *bench.known(), "--profile", "stop-both", "--switches",
               "both")
    bench.has_user("bob-phone", "right")
    taken, why = bench.nginx_judges()
    assert taken and "warn" not in why.replace("user", ""), why
    bench.broker = bench.broker_starts()
    bench.nginx_starts()


# In this order: what is let in once only stands last.
OF_EVERY_PAGE = (
    every_answer_has_exactly_the_headers, every_file_is_of_its_own_type,
    what_is_long_is_sent_compressed, get_and_head_and_nothing_else, another_name_is_served_nothing,
    nothing_is_served_that_is_not_the_pages, a_foreign_page_opens_no_websocket,
    mqtt_5_goes_both_ways, the_websockets_are_on_loopback_alone)
OF_THE_FIRST = (the_file_follows_the_doors, a_page_without_tls_is_on_loopback_alone, nobody_asks_too_often,
                nobody_keeps_too_many_websockets_open, nobody_opens_websockets_too_often,
                hostile_settings_are_refused_and_change_nothing, a_hostile_place_is_refused)
OF_THE_SECOND = (tls_is_of_today, a_restored_home_has_its_page_where_it_stands,
                 every_configuration_is_one_for_nginx)


def play(bench, tests):
    wrong = 0
    try:
        set_up(bench)
        for test in tests:
            try:
                test(bench)
            except (AssertionError, OSError) as why:
                wrong += 1
                print(f"{bench.host}: {test.__name__}: {why}")
    finally:
        bench.end()
    return wrong


def main(words):
    ordinary = len(words) == 2 and words[1] == "ordinary"
    who = NOBODY if ordinary and os.geteuid() == 0 else {}
    missing = [name for name in ("nginx", "mosquitto", "ss") if find(name) is None]
    if missing:
        print(f"not judged: {', '.join(missing)} is not installed (setup/install check)")
        return 77
    portcullis = pathlib.Path(words[0]).resolve()
    rows = [("garage.home.arpa", OF_EVERY_PAGE + OF_THE_SECOND)]
    if not ordinary:
        rows.append(("localhost", OF_EVERY_PAGE + OF_THE_FIRST))
    wrong = sum(play(Bench(portcullis, host, who), tests) for host, tests in rows)
    print(f"{sum(len(tests) for _, tests in rows)} tests, {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
