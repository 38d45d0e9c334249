"""A machine of its own with a database on it, made of a network namespace, whose network cable can be pulled without a word."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from sqlalchemy.engine import make_url

NAME, HERE, THERE, PORT = "far-machine", "10.199.7.1", "10.199.7.2", 15432  # a network that nobody uses
START_LIMIT = 10  # seconds
_RELAY = """
import asyncio, sys
async def passed(source, sink):
    while chunk := await source.read(65536):
        sink.write(chunk)
        await sink.drain()
    sink.close()
async def connect(reader, writer):
    there, back = await asyncio.open_unix_connection(sys.argv[1])
    await asyncio.gather(passed(reader, back), passed(there, writer))
async def main():
    server = await asyncio.start_server(connect, sys.argv[2], int(sys.argv[3]))
    print("ready", flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


class NotAllowed(Exception):
    """Network namespaces need rights that this user does not have."""


@dataclass(frozen=True)
class FarMachine:
    url: str

    def pull_cable(self) -> None:
        """From now on nothing arrives there, and nobody says so."""
        _ip("netns", "exec", NAME, "ip", "link", "set", "far1", "down")


@contextmanager
def far_machine(database_url: str) -> Iterator[FarMachine]:
    """`database_url`: of a PostgreSQL that listens on a socket file. Raises `NotAllowed`."""
    url = make_url(database_url)
    if os.geteuid() or not shutil.which("ip"):
        raise NotAllowed
    try:
        _build()
        command = ["ip", "netns", "exec", NAME, sys.executable, "-c", _RELAY, str(Path(str(url.query["host"])) / ".s.PGSQL.5432")]
        with subprocess.Popen([*command, THERE, str(PORT)], stdout=subprocess.PIPE, text=True) as relay:
            assert relay.stdout
            try:
                if relay.stdout.readline() != "ready\n":
                    raise NotAllowed
                yield FarMachine(url.set(host=THERE, port=PORT, query={}).render_as_string(hide_password=False))
            finally:
                relay.kill()
    finally:
        for command in (["link", "del", "far0"], ["netns", "del", NAME]):
            subprocess.run(["ip", *command], capture_output=True)


def _build() -> None:
    try:
        _ip("netns", "add", NAME)
        _ip("link", "add", "far0", "type", "veth", "peer", "name", "far1")
        _ip("link", "set", "far1", "netns", NAME)
        _ip("addr", "add", f"{HERE}/24", "dev", "far0")
        _ip("link", "set", "far0", "up")
        _ip("netns", "exec", NAME, "ip", "addr", "add", f"{THERE}/24", "dev", "far1")
        _ip("netns", "exec", NAME, "ip", "link", "set", "far1", "up")
    except subprocess.CalledProcessError:
        raise NotAllowed from None
    end = time.monotonic() + START_LIMIT
    while b"LOWER_UP" not in subprocess.run(["ip", "link", "show", "far0"], capture_output=True).stdout:
        if time.monotonic() > end:
            raise NotAllowed
        time.sleep(0.05)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
