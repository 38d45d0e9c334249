"""A pattern that matches a text passes the sieve, whatever the pattern and the text; most others do not."""

from __future__ import annotations

import re
from statistics import mean

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.language.danger import calm, spans
from assistant.language.danger.folding import fold
from assistant.language.sieve import Sieve, needed
from tests.conftest import ROOT, examples, rows

PATTERNS = {
    **{f"{kind} {place}": rule.pattern for place, (kind, rule) in enumerate(spans._RULES)},
    **{f"{mark} {place}": pattern for place, (mark, pattern) in enumerate(calm._MARKS)},
}


@pytest.mark.parametrize(
    ("pattern", "runs"),
    [
        (r"\bpills?\b", {"pill"}),
        (r"\b(?:took|ate) (?:\w+ )?pills\b", {"pills"}),
        (r"(?:lips?|face) blue", {" blue"}),
        (r"^(?!.*\bnot\b).*\boverdose", {"overdose"}),
        (r"(?:gun|knife)", {"gun", "knife"}),
        (r"(?:gun|\d+)", None),
        (r"(?:pill)?", None),
        (r"a\w*", None),
        (r"(?i)pills", None),
        (r"(?i:pills) took", {" took"}),
        (r"(?<=the )gun(?! range)", {"gun"}),
    ],
)
def test_what_a_pattern_needs(pattern: str, runs: set[str] | None) -> None:
    assert needed(re.compile(pattern)) == runs


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS.keys())
def test_what_matches_passes(pattern: re.Pattern[str]) -> None:
    """Of texts made to match, and of the same among other words."""
    sieve = Sieve([pattern])

    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(pattern), st.sampled_from(["", "i ", "she said she "]))
    def check(text: str, before: str) -> None:
        for each in (text, f"{before}{text}"):
            if pattern.search(each):
                assert sieve.passing(each) == [0]

    check()


def test_of_all_that_people_wrote_nothing_is_seen_otherwise() -> None:
    """And few rules are left to be looked for."""
    asked = [row["text"] for file in (ROOT / "tests" / "nlu").glob("*.csv") for row in rows(file)]
    said = [text for lines in examples().values() for text in lines]
    texts = {fold(text) for text in [*asked, *said[::3]]}
    left = []
    for text in texts:
        passing = spans._SIEVE.passing(text)
        left.append(len(passing))
        assert not [place for place, (_, rule) in enumerate(spans._RULES) if place not in passing and rule.pattern.search(text)]
        marks = calm._SIEVE.passing(text)
        assert not [place for place, (_, pattern) in enumerate(calm._MARKS) if place not in marks and pattern.search(text)]
    assert mean(left) < len(spans._RULES) / 5
