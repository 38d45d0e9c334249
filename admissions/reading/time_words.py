"""Finds the words that tell a part of the day, and those that tell a time without naming one."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, timezone

from admissions.reading.folding import NUMBER_WORDS

# Parts of a day, as people mean them when a call is due. The first pattern that fits wins.
PARTS: tuple[tuple[str, re.Pattern[str], time, time], ...] = tuple(
    (name, re.compile(rf"\b(?:{pattern})\b"), time(start), time(end))
    for name, pattern, start, end in (
        ("early morning", r"early (?:in the )?mornings?|(?:first|1st) thing", 8, 10),
        ("late morning", r"late(?:r)? (?:in the )?mornings?|mid-? ?mornings?", 10, 12),
        ("early afternoon", r"early (?:in the )?afternoons?", 12, 14),
        ("mid afternoon", r"mid-? ?afternoons?", 14, 16),
        ("late afternoon", r"late(?:r)? (?:in the )?afternoons?", 15, 17),
        ("early evening", r"early (?:in the )?evenings?", 17, 19),
        ("lunchtime", r"lunch ?-?time|(?:at|over|around|during|on)(?: my)? lunch|lunch ?(?:hour|break)", 12, 13),
        ("morning", r"mornings?|morn(?:in)?|(?:the )?am only|(?<!i )(?<!\d )am(?=\W*$)", 8, 12),
        ("afternoon", r"after ?noons?|arvo|(?:the )?pm only|(?<!\d )pm(?=\W*$)", 12, 17),
        ("evening", r"evenings?|tonight|tonite|2nite|(?<!last )(?<!all )(?<!every )(?:nights?|nites?)", 17, 21),
    )
)
_GREETING = re.compile(r"\b(?:good|gud) (?:morning|afternoon|evening|night|day)\b(?! (?:time|works|for))")
# Words that tell a time only to the one who says them: the hour is asked for.
VAGUE = re.compile(
    r"\b(?:(?:dinner|supper) ?(?:time)?|after dark|before bed|sunset|breakfast|(?:before|after) (?:work|lunch|school|my shift|class|that|church|the meeting)|bed ?time|later|soon ?ish"
    r"|(?:kids?|children|school|shift|work)\b.{0,40}\b(?:are|is|in|at|off|out|gone|over|starts?|ends?|done)|get (?:off|home|out)"
    r"|when(?:ever)? (?:i|my|the|he|she|they)\b.{0,25}\b(?:get|gets|finish\w*|done|off|home|back|asleep|nap\w*|school|work|free|leaves?)|naps?|eod|cob|close of business|end of (?:the |my )?(?:work ?)?day|(?:before|after) then|in a (?:bit|while|few|little)|a few hours)\b"
)
DINNER = re.compile(r"\b(?:dinner|supper)")
ANY_TIME = re.compile(
    r"\b(?:any ?time|when ?ever(?! (?:i|he|she|they|my|the|we|it)\b)|all day|any hour|no preference|doesn'?t matter|don'?t care|any (?:is )?(?:fine|good|ok)|any ?part"
    r"|up to you|your (?:choice|pick)|(?:i'?m|i am) (?:flexible|free all)|you (?:choose|pick|decide)|(?:free|available|call) 24/7)\b"
)
NOW = re.compile(
    r"\b(?:call|phone|ring|talk|speak|available|free|ready)(?: to)?(?: \w+){0,3} (?:right )?now\b|^\W*(?:right |yes |ok )*now\W*(?:please|pls)?\W*$"
    r"|\b(?:right )?now (?:is|works|would|if)\b|\b(?:immediately|straight away|right away|this minute)\b"
)
SOON = re.compile(
    r"\b(?:asap|a\.s\.a\.p|as soon as (?:possible|you can|they can|(?:u|someone|somebody) can)|as soon as|soonest|sooner (?:the|is)? ?better"
    r"|(?:next|first|earliest) (?:available|possible|opening|slot|you (?:can|have))|(?:in|within) the (?:next )?hour|(?<!too )soon)\b"
)
_IN_A_WHILE = re.compile(
    r"\b(?:(?:in|within) (?:about |like |maybe |the next )?)?(?P<amount>half an?|1/2 an?|a half|half|an?|a couple(?: of)?|\d{1,3}|one|two|three|four|five|six)"
    r" ?(?P<unit>hours?|hrs?|minutes?|mins?|h|m)\b(?P<half> and a half)?(?: or so)?(?P<from> from now)?"
)
# Clauses about drinking, sleeping, what has been: the hours in them are no wishes.
_ABOUT_LIFE = re.compile(
    r"\b(?:drink\w*|drank|drunk|relaps\w*|us(?:ed|ing)|overdos\w*|sleep\w*|slept|woke|wake|sick|shak\w+|cry\w*|cried|sober|clean|happened"
    r"|died|arrested|hospital|er|detox\w*|vomit\w*|threw|passed)\b"
)
_ABOUT_CALLS = re.compile(r"\b(?:call\w*|phone|ring|reach|talk|free|available|works?|good|best|ok|okay|fine|better|please|pls)\b")


def leave_out_life(text: str) -> str:
    """The text without greetings and without clauses that tell of something else than the call."""
    clauses = re.split(r"([.;!?]+(?= |$)|,|\bbut\b|\bso\b)", _GREETING.sub(" ", text))
    return "".join(clause for clause in clauses if _ABOUT_CALLS.search(clause) or not _ABOUT_LIFE.search(clause))


def find_part(text: str) -> str | None:
    """The part of the day that is named, by its name in `PARTS`."""
    return next((name for name, pattern, _, _ in PARTS if pattern.search(text)), None)


def part_hours(name: str) -> tuple[time, time]:
    return next((start, end) for part, _, start, end in PARTS if part == name)


def find_moment(text: str, now: datetime) -> datetime | None:
    """The moment that "in an hour", "20 minutes from now" means, in the zone of `now`, across a change of the clocks too."""
    for found in _IN_A_WHILE.finditer(text):
        begins = re.match(r"in\b|within\b", found.group())
        if not (begins or found["from"]):
            continue
        amount = found["amount"]
        number = 0.5 if amount.startswith(("half", "1/2", "a half")) else 2.0 if "couple" in amount else 1.0
        if amount not in ("a", "an") and number == 1.0:
            number = float(NUMBER_WORDS.get(amount) or amount)
        number += 0.5 if found["half"] else 0.0
        ahead = timedelta(hours=number) if found["unit"].startswith("h") else timedelta(minutes=number)
        return (now.astimezone(timezone.utc) + ahead).astimezone(now.tzinfo)
    return None
