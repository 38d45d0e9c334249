"""Remembers how a text was read, for what many people say: "hi", "yes", a question that a button asks.

Only a text that comes up again is kept. Of one that came up once nothing is left but a number that tells nobody what it was, so
what a visitor says of himself is not remembered here.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from hashlib import blake2b
from typing import Callable

from assistant.nlu.joint_model import Scored

KEPT, MET = 1_000, 20_000  # readings (some 10 KB each), and numbers of texts met once; the ones not used for longest go


class Readings:
    def __init__(self, kept: int = KEPT, met: int = MET) -> None:
        self._most_kept, self._most_met = kept, met
        self._key = secrets.token_bytes(16)
        self._readings: OrderedDict[bytes, Scored] = OrderedDict()
        self._met: OrderedDict[bytes, None] = OrderedDict()

    def of(self, text: str, read: Callable[[str], Scored]) -> Scored:
        """The reading of a text; `read` works it out."""
        number = self._number(text)
        if (known := self._readings.get(number)) is not None:
            self._readings.move_to_end(number)
            return known
        reading = read(text)
        if number in self._met:
            del self._met[number]
            self._readings[number] = reading
            if len(self._readings) > self._most_kept:
                self._readings.popitem(last=False)
        else:
            self._met[number] = None
            if len(self._met) > self._most_met:
                self._met.popitem(last=False)
        return reading

    def knows(self, text: str) -> bool:
        return self._number(text) in self._readings

    def _number(self, text: str) -> bytes:
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=self._key).digest()
