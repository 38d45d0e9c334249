"""Odd requests without end, the same for the same seed: texts that nobody types, and requests that no browser makes."""

from __future__ import annotations

import json
import random
import uuid
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator

from assistant.channel.address import API_ADDRESS, PAGE_ADDRESS
from tests.hostile.texts import LONGEST_BODY, LONGEST_TEXT, MARK, WORDS, odd_text

JSON = "application/json"
TYPES = ("", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", "application/json; charset=utf-16", "application/jsonx", "a" * 300, "application/json, text/html")  # fmt: skip
PATHS = (
    f"{API_ADDRESS}/%00",
    f"{API_ADDRESS}/events?after=%00&wait=0",
    f"{API_ADDRESS}/events?after=-1&wait=0",
    f"{API_ADDRESS}/events?after=%D9%A3&wait=0",
    f"{API_ADDRESS}/events?after=1&after=x&wait=0",
    f"{API_ADDRESS}/events?after={'9' * 300}&wait=0",
    f"{API_ADDRESS}/events?wait=1e5",
    f"{API_ADDRESS}/messages/../../../status",
    f"{PAGE_ADDRESS}%00",
    f"{PAGE_ADDRESS}a%00.html",
    f"{PAGE_ADDRESS}{'a' * 300}",
    f"{PAGE_ADDRESS}{'a/' * 200}",
    f"{PAGE_ADDRESS}..%2f..%2fcredentials.yml",
    f"{PAGE_ADDRESS}%2e%2e/%2e%2e/credentials.yml",
    f"{PAGE_ADDRESS}..\\..\\credentials.yml",
    f"{PAGE_ADDRESS}%ff%fe",
    f"{PAGE_ADDRESS}%ed%a0%80",
    f"{PAGE_ADDRESS}?{'x=1&' * 100}",
    "/webhooks/rest/webhook",
    "/model/parse",
    "/conversations/x/tracker",
    "/%00",
    "/",
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Odd:
    """One request. `text`: what it says, if it is a message that must be answered. `mark` is in it and nowhere else."""

    kind: str
    body: bytes | None = None
    method: str = "POST"
    path: str = f"{API_ADDRESS}/messages"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": JSON})
    text: str | None = None
    mark: str = ""


def odd_inputs(seed: int) -> Iterator[Odd]:
    """Without end. Three of four are messages with an odd text."""
    chance = random.Random(seed)
    makers: tuple[Callable[[random.Random, str], Odd], ...] = (_shape, _broken, _type, _address, _fields, _header)
    while True:
        mark = f"q{chance.getrandbits(48):012x}z"
        yield _message(chance, mark) if chance.random() < 0.75 else chance.choice(makers)(chance, mark)


def _id(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def _message(chance: random.Random, mark: str) -> Odd:
    kind, text = odd_text(chance)
    text = text.replace(MARK, mark)
    if chance.random() < 0.2:
        text = f"{' '.join(chance.sample(WORDS, 4))} {text}"
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
    message = {"id": _id(chance), "text": text}
    body = json.dumps(message, ensure_ascii=chance.random() < 0.5 or kind == "surrogate")
    if len(body) > LONGEST_BODY and kind != "surrogate":
        body = json.dumps(message, ensure_ascii=False)  # as a browser writes it
    return Odd(kind, body.encode("utf-8", "surrogatepass"), text=text, mark=mark)


def _shape(chance: random.Random, mark: str) -> Odd:
    """JSON that is no message."""
    depth = chance.choice((50, 900, 2000, 7000))
    body = chance.choice(
        (
            "[" * depth + "]" * depth,
            '{"a":' * (depth // 4) + "1" + "}" * (depth // 4),
            f'{{"id": "{_id(chance)}", "text": ' + "[" * depth + "]" * depth + "}",
            "null", "NaN", "1", '"x"', "[]", "{}", "true", "1" * 5000, "-", "{", '{"id":}', "\ufeff{}", "'x'",
            f'{{"id": "{_id(chance)}", "text": NaN}}',
        )
    )  # fmt: skip
    return Odd("odd JSON", body.encode(), mark=mark)


def _broken(chance: random.Random, mark: str) -> Odd:
    """Bytes that are no JSON."""
    good = json.dumps({"id": _id(chance), "text": "hello"}).encode()
    at = chance.randrange(1, len(good) - 1)
    body = chance.choice((good[:at], good[:at] + b"\xff\xfe" + good[at:], b"\x00" * 50, chance.randbytes(200), good.decode().encode("utf-16"), b"", b"x" * 20_000))  # fmt: skip
    if body.startswith(b"\xff\xfe{"):  # JSON may be UTF-16, so this one is a message
        return Odd("UTF-16", body, mark=mark)
    return Odd("no JSON", body, mark=mark)


def _type(chance: random.Random, mark: str) -> Odd:
    kind = chance.choice(TYPES)
    body = json.dumps({"id": _id(chance), "text": f"hello {mark}"}).encode()
    return Odd("content type", body, headers={"Content-Type": kind} if kind else {}, mark=mark)


def _address(chance: random.Random, mark: str) -> Odd:
    method = chance.choice(METHODS)
    return Odd("address", b"{}" if method in ("POST", "PUT", "PATCH") else None, method, chance.choice(PATHS), mark=mark)


def _fields(chance: random.Random, mark: str) -> Odd:
    """A message with a field of the wrong kind."""
    wrong: tuple[Any, ...] = (
        None,
        True,
        -1,
        2**40,
        1.5,
        "",
        "x",
        [],
        {},
        [[]],
        {"a": mark},
        "\ud800",
        10**300,
        "0" * 36,
        "/restart",
    )
    body: dict[str, Any] = {"id": _id(chance), "text": "hello", "after": 0}
    body[chance.choice(("id", "text", "payload", "after", "reply_to_seq", "client_id", "x" * 100))] = chance.choice(wrong)
    where = chance.choice(("messages", "messages", "session", "feedback"))
    return Odd("odd field", json.dumps(body).encode(), path=f"{API_ADDRESS}/{where}", mark=mark)


def _header(chance: random.Random, mark: str) -> Odd:
    body = json.dumps({"id": _id(chance), "text": f"hello {mark}"}).encode()
    name, value = chance.choice(
        (
            ("Authorization", "Bearer " + "x" * 3000), ("Authorization", "Basic eDp4"), ("Authorization", "Bearer \xff\xfe"),
            ("Authorization", "Bearer null"), ("X-Forwarded-For", "<script>"), ("X-Forwarded-For", "::1, 1.2.3.4.5"),
            ("X-Forwarded-For", "9" * 2000), ("Origin", "https://evil.example"), ("Origin", "null"), ("Origin", "http://[::1"),
            ("Cookie", "a=" + "b" * 2000), ("Accept-Encoding", "x" * 900), ("If-None-Match", "*"), ("Content-Encoding", "gzip"),
            ("Range", "bytes=0-1"), ("Expect", "x"), ("X-Long", "y" * 6000), ("Forwarded", 'for="_x"; by=('), ("Host", "evil.example"),
        )
    )  # fmt: skip
    return Odd("header", body, headers={"Content-Type": JSON, name: value}, mark=mark)
