"""Bad requests, floods and strangers against the live assistant: the documented code, as JSON, never a page."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import yaml

from assistant.processes import CREDENTIALS
from assistant.versions import Versions
from tests.journeys.live import Live, Visitor

(SHIPPED,) = yaml.safe_load(CREDENTIALS.read_text("utf-8")).values()
STRANGER, HERE = "https://elsewhere.example", "http://127.0.0.1"


@pytest.fixture
def visitor(live: Live) -> Visitor:
    visitor = live.visitor()
    visitor.open()
    return visitor


def message(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "text": "how much does it cost", **more}


def check(answer: Any, code: str) -> None:
    assert set(answer) == {"code", "retryable", "retry_after", "message"}
    assert answer["code"] == code
    assert len(answer["message"]) > 10
    assert "Traceback" not in answer["message"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"not json", 400, "bad_json"),
        (b"", 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        (b"[" * 10_000, 400, "bad_json"),
        (b"[]", 400, "bad_request"),
        (b"{}", 400, "bad_request"),
        ({"id": "1", "text": "hi"}, 400, "bad_request"),
        ({"id": 5, "text": "hi"}, 400, "bad_request"),
        ({"text": "hi"}, 400, "bad_request"),
        (message(text=5), 400, "bad_request"),
        (message(text=None), 400, "bad_request"),
        (message(payload="hi"), 400, "bad_request"),
        (message(after=-1), 400, "bad_request"),
        (message(after="1"), 400, "bad_request"),
        (message(after=True), 400, "bad_request"),
        (message(reply_to_seq=10**30), 400, "bad_request"),
        (message(text="a" * (SHIPPED["longest_text"] + 1)), 413, "text_too_long"),
        (message(more="a" * SHIPPED["longest_body"]), 413, "body_too_large"),
        (b"a" * 2_000_000, 413, "body_too_large"),
    ],
)
def test_a_bad_message_is_refused_with_its_code(visitor: Visitor, body: Any, status: int, code: str) -> None:
    found, answer, _ = visitor.call("POST", "messages", body)
    assert found == status
    check(answer, code)


@pytest.mark.parametrize("client", [None, "", "short", "a" * 129, 7, ["a" * 20]])
def test_a_session_needs_a_client(live: Live, client: Any) -> None:
    status, answer, _ = live.visitor().call("POST", "session", {"client_id": client})
    assert status == 400
    check(answer, "bad_request")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/jsonx"]
)
def test_only_json_is_read(visitor: Visitor, kind: str) -> None:
    status, answer = visitor.send(json.dumps(message()).encode(), kind)
    assert status == 415
    check(answer, "not_json")


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=1.5", "after=99999999999", "after=1&wait=26", "after=²"])
def test_a_bad_query_is_refused(visitor: Visitor, query: str) -> None:
    status, answer, _ = visitor.call("GET", "events?" + urllib.request.quote(query, safe="=&"))
    assert status == 400
    check(answer, "bad_request")


@pytest.mark.parametrize("path", ["nothing", "session/x", "", "messages/"])
def test_an_unknown_path_is_json_too(visitor: Visitor, path: str) -> None:
    status, answer, _ = visitor.call("GET", path)
    assert status in (404, 405)
    check(answer, "not_found" if status == 404 else "method_not_allowed")


@pytest.mark.parametrize(("method", "path"), [("GET", "messages"), ("PUT", "session"), ("PATCH", "events"), ("DELETE", "health")])
def test_a_method_that_is_not_taken(visitor: Visitor, method: str, path: str) -> None:
    status, answer, headers = visitor.call(method, path)
    assert status == 405
    assert headers["Allow"]
    check(answer, "method_not_allowed")


@pytest.mark.parametrize(
    "path", ["/", "/version", "/status", "/webhooks/rest/webhook", "/webhooks/rest/", "/conversations/x/tracker", "/model"]
)
def test_nothing_of_rasa_is_open(live: Live, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as problem:
        urllib.request.urlopen(f"http://127.0.0.1:{live.port}{path}")
    assert problem.value.code == 404
    check(json.load(problem.value), "not_found")


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"GET /webhooks/chat/v1/health HTTP/9\r\n\r\n",
        b"POST /webhooks/chat/v1/session HTTP/1.1\r\ncontent-length: x\r\n\r\n",
        b"POST /webhooks/chat/v1/session HTTP/1.1\r\nexpect: miracles\r\ncontent-length: 1\r\n\r\n",
    ],
)
def test_a_request_that_is_none_gets_json_and_no_trace(live: Live, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", live.port), timeout=5) as connection:
        connection.sendall(raw)
        head, _, body = connection.recv(10_000).partition(b"\r\n\r\n")
    status, answer = int(head.split()[1]), json.loads(body)
    assert status in (400, 404)
    check(answer, "bad_request" if status == 400 else "not_found")


def test_a_message_of_the_longest_text_fits_as_a_browser_writes_it(visitor: Visitor) -> None:
    longest = "\U0001f600" * SHIPPED["longest_text"]
    status, answer = visitor.send(json.dumps({"id": str(uuid.uuid4()), "text": longest}, ensure_ascii=False).encode())
    assert status == 200, answer


def test_floods_are_turned_away_until_there_is_room(visitor: Visitor) -> None:
    most = SHIPPED["messages_per_conversation"]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: visitor.call("POST", "messages", message()), range(most + 15)))
    refused = [answer for status, answer, headers in answers if status == 429 and headers["Retry-After"]]
    assert {status for status, _, _ in answers} == {200, 429}
    assert 10 <= len(refused) <= 15  # the bucket fills a little meanwhile
    check(refused[0], "too_many_messages")
    assert refused[0]["retryable"]
    assert 1 <= refused[0]["retry_after"] <= 60
    assert "988" in refused[0]["message"]


def test_an_address_has_its_own_limit_and_others_do_not_feel_it(live: Live) -> None:
    crowd = live.visitor()
    found = []
    for _ in range(SHIPPED["sessions_per_address"] + 2):
        crowd.token = ""
        found.append(crowd.call("POST", "session", {"client_id": uuid.uuid4().hex})[:2])
    assert [status for status, _ in found].count(429) >= 1
    check(found[-1][1], "too_many_sessions")
    assert live.visitor().open()


def test_open_polls_are_limited_and_given_back(visitor: Visitor) -> None:
    most = SHIPPED["polls_per_conversation"]
    with ThreadPoolExecutor(most + 2) as threads:
        found = list(threads.map(lambda _: visitor.call("GET", "events?after=1&wait=2")[:2], range(most + 2)))
    assert sorted(status for status, _ in found) == [200] * most + [429] * 2
    check(next(answer for status, answer in found if status == 429), "too_many_polls")
    assert visitor.call("GET", "events?after=1&wait=0")[0] == 200


def test_a_stranger_website_is_turned_away(visitor: Visitor) -> None:
    for method, path in (("OPTIONS", "messages"), ("POST", "messages"), ("GET", "events?after=0&wait=0")):
        for origin in (STRANGER, "null", "http://[::1"):
            status, answer, headers = visitor.call(method, path, message() if method == "POST" else None, {"Origin": origin})
            assert status == 403
            check(answer, "origin_not_allowed")
            assert "Access-Control-Allow-Origin" not in headers


def test_our_own_page_is_let_in_and_preflight_is_answered(live: Live, visitor: Visitor) -> None:
    origin = {"Origin": f"{HERE}:{live.port}"}
    status, _, headers = visitor.call("GET", "events?after=0&wait=0", None, origin)
    assert (status, headers["Access-Control-Allow-Origin"]) == (200, origin["Origin"])
    asked = urllib.request.Request(live.url("messages"), method="OPTIONS", headers=origin)
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 204
        assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_every_answer_has_its_headers_and_no_cookie(live: Live, visitor: Visitor) -> None:
    for method, path in (("GET", "health"), ("GET", "nothing"), ("PUT", "session"), ("GET", "events?after=0&wait=0")):
        _, _, headers = visitor.call(method, path)
        assert headers["Content-Type"] == "application/json"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "Set-Cookie" not in headers


def test_the_page_is_served_with_strict_headers_and_the_numbers(live: Live) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{live.port}/chat/") as page:
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "require-trusted-types-for" in page.headers["Content-Security-Policy"]
        content = page.read().decode()
    assert "1-888-224-7312" in content
    assert "[[" not in content


@pytest.mark.parametrize(
    "name", ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "%2fetc%2fpasswd", "page", "nothing.js", "%00", "a" * 300]
)
def test_only_the_pages_own_files_are_served(live: Live, name: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as problem:
        urllib.request.urlopen(f"http://127.0.0.1:{live.port}/chat/{name}")
    assert problem.value.code == 404


def test_the_address_without_its_slash_leads_there(live: Live) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{live.port}/chat") as page:
        assert page.url.endswith("/chat/")


def test_health_tells_of_every_part(live: Live) -> None:
    status, found, _ = live.visitor().call("GET", "health")
    parts = {"status": "ok", "model": "ok", "database": "ok", "actions": "ok"}
    assert (status, found) == (200, {**parts, "version": Versions(live.models).current().name})
