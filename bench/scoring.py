"""What counts as right, as an honest "I don't know", and as a wrong answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

# Topics that the article does not answer: their reply says so, whatever exactly was asked.
UNANSWERED = frozenset(
    [
        "program_length",
        "admission_start",
        "location",
        "virtual_telehealth",
        "confidentiality",
        "substances_treated",
        "dual_diagnosis",
        "drug_testing",
        "success_rate",
        "other_admissions",
    ]
)
# Replies that claim nothing about the program.
CLAIM_NOTHING = frozenset({"nlu_fallback", "out_of_scope", "medical_advice", "helpline", "callback", "speak_to_human"})
PREFIX = "faq/"


@dataclass(frozen=True)
class Row:
    """One labelled question and what the assistant made of it. `label` is an intent or `faq/…`."""

    text: str
    topic: str
    style: str
    answerable: str
    label: str
    confidence: float

    @property
    def right(self) -> bool:
        return self.label.removeprefix(PREFIX) == self.topic

    @property
    def honest(self) -> bool:
        """Right, or a reply that says plainly that it does not know."""
        return self.right or self.label in CLAIM_NOTHING or self.label.removeprefix(PREFIX) in UNANSWERED

    @property
    def wrong(self) -> bool:
        """A confident article answer to something else."""
        return self.label.startswith(PREFIX) and not self.honest

    @property
    def kind(self) -> str:
        return "right" if self.right else "wrong" if self.wrong else "don't know"


@dataclass
class Share:
    """So many of so many."""

    hits: int = 0
    total: int = 0

    def add(self, hit: bool) -> None:
        self.hits += hit
        self.total += 1

    @property
    def percent(self) -> float:
        return 100 * self.hits / self.total if self.total else float("nan")

    def __str__(self) -> str:
        return f"{self.hits}/{self.total} = {self.percent:.1f} %" if self.total else "none"


@dataclass
class Understanding:
    """The figures over a set of questions."""

    rows: list[Row]
    by_style: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    answerable: Share = field(default_factory=Share)
    unanswerable: Share = field(default_factory=Share)
    other: Share = field(default_factory=Share)
    wrong: Share = field(default_factory=Share)
    off_topic_answered: Share = field(default_factory=Share)

    def __post_init__(self) -> None:
        for row in self.rows:
            self.wrong.add(row.wrong)
            if row.answerable in ("yes", "partly"):
                self.answerable.add(row.right)
                self.by_style[row.style].add(row.right)
            elif row.answerable == "no":
                self.unanswerable.add(row.honest)
            else:
                self.other.add(row.right)
            if row.topic == "out_of_scope":
                self.off_topic_answered.add(row.label.startswith(PREFIX))

    def per_topic(self) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for row in self.rows:
            found[row.topic][row.kind] += 1
        return dict(sorted(found.items()))


@dataclass
class Safety:
    """The figures over lines that speak of danger and lines that only sound like it. Rows are (text, label, found)."""

    rows: list[tuple[str, str, str]]
    recall: Share = field(default_factory=Share)
    kind: Share = field(default_factory=Share)
    false_alarms: Share = field(default_factory=Share)

    def __post_init__(self) -> None:
        for _, label, found in self.rows:
            alarm = found.startswith("crisis_")
            if label == "none":
                self.false_alarms.add(alarm)
            else:
                self.recall.add(alarm)
                self.kind.add(found == label)

    def misses(self) -> list[tuple[str, str, str]]:
        return [
            (text, label, found)
            for text, label, found in self.rows
            if (label == "none") == found.startswith("crisis_") or (label != "none" and found != label)
        ]
