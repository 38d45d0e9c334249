"""The short form that finds a callback of another chat: its reference, and the last four digits of its number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from admissions.booking.stopping import LEAVING
from admissions.booking.turn import ANSWERS
from admissions.booking.wording import Say
from admissions.reading.reference import read_last_four, read_reference

SEARCH = "callback_search"
QUESTIONS_BEFORE_END = 2
WRONG_BEFORE_HELPLINE = 2
_LOST = re.compile(
    r"\b(?:lost|forgot|don'?t (?:have|know|remember)|dont (?:have|know|remember)|no idea|can'?t find|what reference|never got)\b",
    re.I,
)
STOP, CANCEL = LEAVING
BEGIN = "callback"  # the visitor would rather set up a new one
Wish = Literal["cancel", "change"]


@dataclass(frozen=True)
class Search:
    """What the visitor wants done with the callback, and what finds it. `when` is the new time as JSON, if it was told already.
    `tries` counts messages that did not help, `wrong` guesses that found nothing; `guessed` is the last of those."""

    wants: Wish
    reference: str | None = None
    last_four: str | None = None
    when: dict[str, Any] | None = None
    tries: int = 0
    wrong: int = 0
    read: str | None = None
    guessed: tuple[str, str] | None = None

    @property
    def complete(self) -> bool:
        return self.reference is not None and self.last_four is not None

    def with_words(self, text: str) -> Search:
        """What a message adds. After a wrong guess, one half that is corrected stands beside the other one as it was."""
        reference, last_four = read_reference(text), read_last_four(text)
        if self.guessed and (reference or last_four):
            return replace(self, reference=reference or self.guessed[0], last_four=last_four or self.guessed[1], guessed=None)
        return replace(self, reference=reference or self.reference, last_four=last_four or self.last_four)

    def after_wrong_guess(self) -> Search:
        guessed = (self.reference, self.last_four) if self.reference and self.last_four else None
        return replace(self, reference=None, last_four=None, guessed=guessed, wrong=self.wrong + 1)


@dataclass
class SearchTurn:
    """`search` is None when the visitor gives up."""

    search: Search | None
    say: list[Say] = field(default_factory=list)


def take_search_turn(search: Search, text: str, intent: str, message_id: str | None) -> SearchTurn:
    """Read one message; when the search is complete, nothing is said."""
    if search.read != message_id:
        before = search
        if intent in ANSWERS:
            search = search.with_words(text)
        if intent == STOP:
            return SearchTurn(None, [Say("utter_search_stopped")])
        if intent == CANCEL:
            search = replace(search, wants="cancel")
        if (search.reference, search.last_four) == (before.reference, before.last_four) and before.read is not None:
            if intent == BEGIN:
                return SearchTurn(None)
            if intent in ("deny", "skip") or _LOST.search(text):
                return SearchTurn(None, [Say("utter_search_lost")])
            if search.tries + 1 >= QUESTIONS_BEFORE_END:
                return SearchTurn(None, [Say("utter_search_lost")] if intent in ANSWERS else [])
            search = replace(search, tries=search.tries + 1)
        search = replace(search, read=message_id)
    asks_already = search.wrong and search.reference is None and search.last_four is None  # `wrong_guess` asked for both
    return SearchTurn(search, [] if search.complete or asks_already else [_question(search)])


def _question(search: Search) -> Say:
    if search.reference is None and search.last_four is None:
        return Say(f"utter_search_{search.wants}")
    return Say("utter_search_last_four" if search.last_four is None else "utter_search_reference")


def wrong_guess(search: Search) -> Say:
    """What is said to a search that found nothing; `search` counts it already."""
    return Say("utter_search_wrong_again" if search.wrong >= WRONG_BEFORE_HELPLINE else "utter_search_wrong")
