"""The shipped nginx configuration in the real nginx, before a live assistant."""

from __future__ import annotations

import itertools
import json
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import replace
from email.message import Message
from pathlib import Path
from typing import Any, Iterator

import pytest

from assistant.channel.http import HEADERS
from assistant.ports import free_port
from tests.journeys import proxy_server
from tests.journeys.live import Live
from tests.journeys.proxy_server import Dropper, Front

pytestmark = pytest.mark.skipif(
    proxy_server.nginx() is None, reason="nginx is not installed (on Debian: apt-get install nginx-light)"
)
_numbers = itertools.count(1)
API = "/webhooks/chat/v1/"


@pytest.fixture(scope="module")
def dropper(shared_live: Live) -> Iterator[Dropper]:
    with proxy_server.dropping(shared_live.port) as server:
        yield server


@pytest.fixture(scope="module")
def shared_front(shared_live: Live, dropper: Dropper, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx before a live assistant and one that loses every answer."""
    with proxy_server.running(tmp_path_factory.mktemp("nginx"), [dropper.port, shared_live.port]) as front:
        yield front


@pytest.fixture
def front(shared_front: Front) -> Front:
    """With visitors from an address of their own, for limits are by address."""
    return replace(shared_front, source=f"127.0.1.{next(_numbers)}")


def call(front: Front, method: str, path: str, body: Any = None, token: str = "", **headers: str) -> tuple[int, bytes, Message]:
    raw = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
    sent = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {}), **headers}
    return front.call(method, path, raw, sent)


def begin(front: Front) -> str:
    status, answer, _ = call(front, "POST", API + "session", {"client_id": uuid.uuid4().hex})
    assert status == 200, answer
    return str(json.loads(answer)["token"])


def test_nginx_accepts_the_configuration(tmp_path: Path) -> None:
    front = proxy_server.rendered(tmp_path, [free_port(), free_port()])
    command = [str(proxy_server.nginx()), "-t", "-p", str(tmp_path), "-c", str(front.configuration)]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert "test is successful" in checked.stderr, checked.stderr


def test_a_message_whose_answer_is_lost_is_answered_once_by_the_next(live: Live, front: Front, dropper: Dropper) -> None:
    """A conversation stays with one assistant, so conversations are begun until one is with that which loses answers. They are begun
    without nginx, which would leave that one alone for a while after its first failure."""
    for _ in range(40):
        visitor = live.visitor()
        visitor.open()
        token, before = visitor.token, dropper.dropped
        status, raw, _ = call(front, "POST", API + "messages", {"id": str(uuid.uuid4()), "text": "how much does it cost"}, token)
        answer = json.loads(raw)
        assert status == 200, answer
        assert "5,000" in answer["events"][0]["text"]
        _, raw, _ = call(front, "GET", API + "events?after=0&wait=0", token=token)
        own = [event for event in json.loads(raw)["events"] if event["custom"]["kind"] == "own"]
        answers = [event for event in json.loads(raw)["events"] if event["in_reply_to"] and event["custom"]["kind"] != "own"]
        assert (len(own), len(answers)) == (1, 1)
        if dropper.dropped > before:
            assert answer["status"] == "duplicate"  # it was taken before, and not taken twice
            return
    pytest.fail("no conversation came to the assistant that loses answers")


def test_a_long_poll_is_held_and_woken(live: Live, front: Front) -> None:
    token = begin(front)
    heard: list[Any] = []

    def poll() -> None:
        heard.append(call(front, "GET", API + "events?after=1&wait=20", token=token))

    waiting = threading.Thread(target=poll)
    waiting.start()
    time.sleep(1.0)
    assert not heard  # it is held, not answered empty
    call(front, "POST", API + "messages", {"id": str(uuid.uuid4()), "text": "what days and hours"}, token)
    waiting.join(20)
    status, raw, _ = heard[0]
    assert status == 200
    assert json.loads(raw)["events"]


def test_headers_come_once_and_the_page_is_served(live: Live, front: Front) -> None:
    status, page, headers = call(front, "GET", "/chat/")
    assert status == 200
    assert b"iop-chat.js" in page
    for name in [*HEADERS, "Strict-Transport-Security"]:
        assert len(headers.get_all(name) or []) == 1, name
    assert call(front, "GET", "/chat/iop-chat.js")[0] == 200
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.build_opener(_NoRedirects).open(f"http://127.0.0.1:{front.plain_port}/chat/")
    assert refused.value.code == 308
    assert refused.value.headers["Location"].startswith("https://")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@pytest.mark.parametrize(
    "path", ["/", "/webhooks/rest/webhook", "/model", "/status", "/webhooks/chat/v1/ready", "/metrics", "/.git/config"]
)
def test_nothing_else_is_open(live: Live, front: Front, path: str) -> None:
    status, raw, headers = call(front, "GET", path)
    assert status == 404
    assert json.loads(raw)["code"] == "not_found"
    assert headers["Content-Type"] == "application/json"


def test_what_is_too_large_is_refused_in_json(live: Live, front: Front) -> None:
    token = begin(front)
    for size in (20_000, 100_000):  # the first is the assistant's to refuse, the second nginx's
        status, raw, _ = call(front, "POST", API + "messages", b'{"id": "' + b"x" * size + b'"}', token)
        assert (status, json.loads(raw)["code"]) == (413, "body_too_large")


def test_the_address_that_counts_is_the_one_nginx_saw(live: Live, front: Front) -> None:
    """Whoever makes up an X-Forwarded-For must not get a bucket of their own: the limit of one address holds for all of it."""
    statuses = [
        call(front, "POST", API + "session", {"client_id": uuid.uuid4().hex}, **{"X-Forwarded-For": f"203.0.113.{number}"})[0]
        for number in range(70)
    ]
    assert 429 in statuses


def test_no_upstream_left_is_said_in_json_with_the_emergency_numbers(tmp_path: Path) -> None:
    with proxy_server.running(tmp_path, [free_port(), free_port()]) as front:
        for _ in range(4):
            status, raw, _ = call(front, "POST", API + "messages", {"id": str(uuid.uuid4()), "text": "help"}, "token")
            answer = json.loads(raw)
            assert (status, answer["code"], answer["retryable"]) == (503, "unavailable", True)
            assert "911" in answer["message"]
            assert "988" in answer["message"]


def test_the_log_holds_no_address_query_or_token(live: Live, front: Front) -> None:
    token = begin(front) if not front.log.exists() else "a-token-nobody-has"
    call(front, "GET", API + "events?after=7&wait=0", token=token)
    lines = front.log.read_text().splitlines()
    assert lines
    for line in lines:
        entry = json.loads(line)
        assert "?" not in entry["path"]
        assert token not in line
        assert "203.0.113" not in line
