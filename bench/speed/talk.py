"""What visitors say under load: conversations made of our own test questions and a share of small talk.

Words are put in capitals at random, so that hardly a message comes up twice: this assistant remembers how it read what people
say often, which must not pass for how fast it reads. What that memory is worth is measured with `often` said words by itself.
"""

from __future__ import annotations

import random
import re

from bench.report import OWN, read

CONVERSATION = 6  # messages: one of small talk, the others questions
SMALL_TALK = ("greeting", "thanks", "goodbye", "bot_challenge")
RELATIONS = ("husband", "wife", "son", "daughter", "brother", "sister", "mother", "father")
LAST_QUESTION, LAST_TOPIC = "do I get one-on-one time?", "individual_therapy"
_SOMEBODY = re.compile(
    r"\b(i|im|ive|me|my|he|hes|she|shes|him|his|her|mom|dad|kids?|family|others?|spouse|parents?)\b", re.IGNORECASE
)


def _texts() -> tuple[list[str], list[str]]:
    rows = read(OWN / "questions.csv")
    small = [row["text"] for row in rows if row["topic"] in SMALL_TALK]
    return small, [row["text"] for row in rows if row["topic"] not in SMALL_TALK]


def in_new_capitals(text: str, chance: random.Random) -> str:
    """The same words, each as it is, Capitalised or in CAPITALS."""
    return " ".join(chance.choice((word, word.capitalize(), word.upper())) for word in text.split())


def conversations(count: int, seed: int, often: bool = False) -> list[list[str]]:
    """Each begins or ends with small talk. The same for the same seed, so that every system hears the same. `often`: as the
    questions stand, so that each comes up again and again."""
    chance = random.Random(seed)
    small, questions = _texts()
    made = []
    for _ in range(count):
        asked = chance.sample(questions, CONVERSATION - 1)
        asked.insert(chance.choice((0, len(asked))), chance.choice(small))
        made.append(asked if often else [in_new_capitals(text, chance) for text in asked])
    return made


def long_conversation(messages: int, window: int, seed: int) -> list[str]:
    """One conversation that says the same `window` messages over and over, so that its turns can be compared: the message at
    position p is that at p + window, but for capitals. Only questions that are answered at once; none begins a form."""
    chance = random.Random(seed)
    rows = [row["text"] for row in read(OWN / "questions.csv") if row["answerable"] == "yes"]
    said = chance.sample(rows, window)
    return [in_new_capitals(said[number % window], chance) for number in range(messages)]


def about_relatives(count: int, seed: int) -> list[tuple[str, list[str]]]:
    """Conversations in which only the first message tells for whom help is sought. The last asks a question whose answer must
    name that relative, which it can only if the conversation was kept whole, in order and apart from the others. Nothing between
    speaks of anybody, or asks that same question, for what is asked twice is answered in other words."""
    chance = random.Random(seed)
    rows = [row for row in read(OWN / "questions.csv") if row["answerable"] == "yes" and row["style"] == "clean"]
    neutral = [row["text"] for row in rows if not _SOMEBODY.search(row["text"]) and row["topic"] != LAST_TOPIC]
    made = []
    for number in range(count):
        relation = RELATIONS[number % len(RELATIONS)]
        between = chance.sample(neutral, CONVERSATION - 2)
        texts = [f"my {relation} drinks too much", *between, LAST_QUESTION]
        made.append((relation, [in_new_capitals(text, chance) for text in texts]))
    return made
