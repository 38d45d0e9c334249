"""What a turn costs at message 10, 100 and 500 of one conversation: `python -m bench.growth`.

Starts a live assistant with a database of its own, and talks to it through the website's channel from this process. Prints a
line for each point, with the median over the messages around it, and the ratio to message 10.
"""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path
from typing import Any

from assistant.channel.address import API_ADDRESS
from assistant.ports import LOOPBACK, free_port
from assistant.processes import start_actions, start_assistant, wait_until_answers
from bench.speed.systems import unlimited
from bench.speed.talk import in_new_capitals

POINTS = (10, 100, 500)
AROUND = 9  # messages on each side of a point; at message 10 they begin at the first
# One round of talk: topics, the same again, thanks, something not understood, and a form that is begun and left.
TALK = (
    "what is an intensive outpatient program",
    "how long does it take",
    "thanks",
    "purple monkey dishwasher",
    "do you take insurance",
    "tell me more",
    "I want someone to call me",
    "what happens in group",
    "stop",
    "is it confidential",
)


class Talk:
    """One conversation through the channel."""

    def __init__(self, port: int) -> None:
        self._base = f"http://{LOOPBACK}:{port}{API_ADDRESS}"
        self._token = ""
        self._token = self._post("session", {"client_id": uuid.uuid4().hex, "lang": "en", "page": "/"})["token"]

    def say(self, text: str) -> float:
        """Milliseconds until it is answered. Raises `RuntimeError` for an empty answer."""
        began = time.perf_counter()
        answer = self._post("messages", {"id": str(uuid.uuid4()), "text": text})
        took = (time.perf_counter() - began) * 1000
        if not answer["events"]:
            raise RuntimeError(f"no answer to {text!r}")
        return took

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        request = urllib.request.Request(f"{self._base}/{path}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)


def measure(port: int, conversations: int) -> dict[int, float]:
    """The median turn time in ms around each point. Every point is measured with the same messages."""
    found: dict[int, list[float]] = {point: [] for point in POINTS}
    chance = random.Random(1)
    for _ in range(conversations):
        talk = Talk(port)
        for number in range(1, POINTS[-1] + AROUND + 1):
            took = talk.say(in_new_capitals(TALK[number % len(TALK)], chance))
            for point in POINTS:
                if point - AROUND <= number <= point + AROUND:
                    found[point].append(took)
    return {point: statistics.median(times) for point, times in found.items()}


def main(conversations: int = 2) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, port, action_port = Path(name), free_port(), free_port()
        environment = {"DATABASE_URL": f"sqlite:///{folder / 'growth.db'}"}
        processes = [start_actions(action_port, folder, **environment)]
        try:
            wait_until_answers(processes[0], f"http://{LOOPBACK}:{action_port}/health")
            processes.append(
                start_assistant(port, action_port, folder, credentials=unlimited(folder), models=None, **environment)
            )
            wait_until_answers(processes[1], f"http://{LOOPBACK}:{port}{API_ADDRESS}/health")
            for text in TALK:  # warm
                Talk(port).say(text)
            found = measure(port, conversations)
        finally:
            for process in processes:
                process.stop()
    for point, took in found.items():
        print(f"message {point:>3}: {took:6.1f} ms a turn, {took / found[POINTS[0]]:.2f} times that at message {POINTS[0]}")


if __name__ == "__main__":
    main()
