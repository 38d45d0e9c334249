"""One visitor's client for each kind of server: it says something and returns what was answered."""

from __future__ import annotations

import uuid
from typing import Any, Protocol

from assistant.channel.address import API_ADDRESS
from bench.speed.connection import Connections, NoAnswer

Events = list[dict[str, Any]]


class Client(Protocol):
    async def open(self) -> None:
        """Begin a new conversation."""

    async def say(self, text: str) -> Events:
        """What was answered. Raises `NoAnswer`."""


class Rest:
    """Rasa's REST channel."""

    def __init__(self, connections: Connections, hosts: list[str]) -> None:
        self._connections, self._url = connections, f"{hosts[0]}/webhooks/rest/webhook"
        self._sender = ""

    async def open(self) -> None:
        self._sender = uuid.uuid4().hex

    async def say(self, text: str) -> Events:
        said: Events = await self._connections.request("POST", self._url, {"sender": self._sender, "message": text})
        return said  # empty when an action says nothing or failed: this channel's answer to both


class Chat:
    """The chat channel of docs/channel.md. With several hosts, each message goes to the next one."""

    def __init__(self, connections: Connections, hosts: list[str]) -> None:
        self._connections, self._hosts = connections, hosts
        self._token, self._said = "", 0
        self.sent: list[tuple[str, str]] = []  # id and text of each message of this conversation
        self.answered: list[Events] = []

    def _url(self, path: str) -> str:
        self._said += 1
        return f"{self._hosts[self._said % len(self._hosts)]}{API_ADDRESS}/{path}"

    async def _request(self, method: str, path: str, body: Any = None) -> Any:
        return await self._connections.request(method, self._url(path), body, self._token)

    async def open(self) -> None:
        self._token, self.sent, self.answered = "", [], []
        opened = await self._request("POST", "session", {"client_id": uuid.uuid4().hex, "lang": "en", "page": "/"})
        self._token = opened["token"]

    async def say(self, text: str) -> Events:
        message = {"id": str(uuid.uuid4()), "text": text}
        answer = await self._request("POST", "messages", message)
        events: Events = answer["events"]
        if not events or any(event["type"] == "error" for event in events):
            raise NoAnswer("the helpline instead of an answer" if events else "nothing was answered")
        self.sent.append((message["id"], text))
        self.answered.append(events)
        return events

    async def replay(self) -> Events:
        """Every event of this conversation, as a page that reloads gets them."""
        replayed = await self._request("GET", "events?after=0&wait=0")
        events: Events = replayed["events"]
        return events


CLIENTS: dict[str, type[Rest] | type[Chat]] = {"rest": Rest, "chat": Chat}
