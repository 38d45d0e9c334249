"""One connection that sends requests as they are, and what came back as it came."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any

from assistant.channel.address import API_ADDRESS
from assistant.ports import LOOPBACK
from tests.hostile.inputs import JSON, Odd

PATIENCE = 40  # seconds


@dataclass(frozen=True)
class Reply:
    """`status` is 0 when the server closed the connection without an answer."""

    status: int
    kind: str
    body: bytes

    def json(self) -> Any:
        """Raises `ValueError`."""
        return json.loads(self.body)


@dataclass
class Line:
    """`address`: whose the requests are said to be."""

    port: int
    address: str
    token: str = ""

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)

    def send(self, odd: Odd) -> Reply:
        sent = {
            "X-Forwarded-For": self.address,
            **({"Authorization": f"Bearer {self.token}"} if self.token else {}),
            **odd.headers,
        }
        headers = {name: value.encode("latin-1") for name, value in sent.items()}
        for again in (False, True):
            try:
                self._connection.putrequest(odd.method, odd.path, skip_host="Host" in headers, skip_accept_encoding=True)
                for name, value in headers.items():
                    self._connection.putheader(name, value)
                if odd.body is not None:
                    self._connection.putheader("Content-Length", str(len(odd.body)))
                self._connection.endheaders(odd.body)
                answer = self._connection.getresponse()
                return Reply(answer.status, answer.headers.get("Content-Type", ""), answer.read())
            except (http.client.HTTPException, OSError):  # an idle connection may have been closed: once more, on a new one
                self._connection.close()
                if again:
                    break
        return Reply(0, "", b"")

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """A proper request that must succeed. Raises `AssertionError`."""
        reply = self.send(Odd("proper", None if body is None else json.dumps(body).encode(), method, f"{API_ADDRESS}/{path}"))
        assert reply.status == 200 and reply.kind == JSON, f"{method} {path}: {reply.status}"
        return reply.json()

    def close(self) -> None:
        self._connection.close()
