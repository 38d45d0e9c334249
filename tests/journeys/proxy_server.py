"""The real nginx with deploy/nginx/nginx.conf, before upstreams of a test's choice; and an upstream that fails half-way."""

from __future__ import annotations

import http.client
import shutil
import socketserver
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Iterator

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from assistant.ports import LOOPBACK, free_port
from tests.conftest import ROOT

CONFIGURATION = ROOT / "deploy" / "nginx" / "nginx.conf"


def nginx() -> str | None:
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")


def write_certificate(folder: Path) -> None:
    """A certificate for localhost that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(timezone.utc)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(today - timedelta(days=1)).not_valid_after(today + timedelta(days=1))
    signed = made.sign(key, hashes.SHA256())
    (folder / "certificate.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*plain))


@dataclass
class Front:
    """A running nginx."""

    port: int
    plain_port: int
    configuration: Path
    log: Path
    source: str = LOOPBACK  # where its visitors come from
    context: ssl.SSLContext = field(default_factory=ssl._create_unverified_context)

    def call(self, method: str, path: str, raw: bytes | None, headers: dict[str, str]) -> tuple[int, bytes, Message]:
        """One request; return the status, the body and the headers."""
        source, port = (self.source, 0), self.port
        connection = http.client.HTTPSConnection(LOOPBACK, port, timeout=40, source_address=source, context=self.context)
        try:
            connection.request(method, path, raw, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()


def rendered(folder: Path, upstreams: list[int]) -> Front:
    """The shipped configuration with this machine's places in it, and nothing else changed."""
    folder.mkdir(parents=True, exist_ok=True)
    write_certificate(folder)
    front = Front(free_port(), free_port(), folder / "nginx.conf", folder / "access.log")
    text = CONFIGURATION.read_text("utf-8")
    for old, new in (
        ("assistant-1:5005", f"{LOOPBACK}:{upstreams[0]}"),
        ("assistant-2:5005", f"{LOOPBACK}:{upstreams[1]}"),
        ("listen 8080", f"listen {LOOPBACK}:{front.plain_port}"),
        ("listen 8443", f"listen {LOOPBACK}:{front.port}"),
        ("/etc/nginx/tls/", f"{folder}/"),
        ("/tmp/nginx", f"{folder}/nginx"),
        ("/dev/stdout", str(front.log)),
        ("/dev/stderr", str(folder / "error.log")),
        ("worker_processes auto", "worker_processes 1"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    front.configuration.write_text(text, "utf-8")
    return front


@contextmanager
def running(folder: Path, upstreams: list[int]) -> Iterator[Front]:
    front = rendered(folder, upstreams)
    command = [str(nginx()), "-p", str(folder), "-c", str(front.configuration), "-e", str(folder / "early.log")]
    process = subprocess.Popen([*command, "-g", "daemon off; user root;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            assert process.poll() is None, (folder / "error.log").read_text()
            try:
                connection = http.client.HTTPConnection(LOOPBACK, front.plain_port, timeout=2)
                connection.request("GET", "/alive")
                assert connection.getresponse().read() == b"alive\n"
                break
            except OSError:
                time.sleep(0.05)
        yield front
    finally:
        process.terminate()
        process.wait(10)


class Dropper(ThreadingHTTPServer):
    """Passes every POST on to an assistant, waits until that has answered, and hangs up on whoever asked: the answer is lost. So
    a retry comes to a message that was taken before. Other requests it passes on and answers."""

    daemon_threads = True

    def __init__(self, target: int) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.target, self.dropped = target, 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    server: Dropper
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None: ...

    def do_POST(self) -> None:  # noqa: N802
        self._pass_on()
        self.server.dropped += 1
        self.close_connection = True
        self.connection.shutdown(2)

    def do_GET(self) -> None:  # noqa: N802
        status, body, headers = self._pass_on()
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _pass_on(self) -> tuple[int, bytes, list[tuple[str, str]]]:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        connection = http.client.HTTPConnection(LOOPBACK, self.server.target, timeout=40)
        connection.request(self.command, self.path, raw, dict(self.headers.items()))
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.getheaders()


@contextmanager
def dropping(target: int) -> Iterator[Dropper]:
    server = Dropper(target)
    thread = threading.Thread(target=socketserver.BaseServer.serve_forever, args=[server], daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
