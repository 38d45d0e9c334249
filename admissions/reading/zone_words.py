"""Finds the time zone in which a visitor speaks, from its name, a state or a larger city."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from zoneinfo import available_timezones

EASTERN, CENTRAL, MOUNTAIN, PACIFIC = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
ARIZONA, ALASKA, HAWAII, ATLANTIC = "America/Phoenix", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico"
GUAM = "Pacific/Guam"
NAMES = {
    EASTERN: "Eastern time",
    CENTRAL: "Central time",
    MOUNTAIN: "Mountain time",
    ARIZONA: "Arizona time",
    PACIFIC: "Pacific time",
    ALASKA: "Alaska time",
    HAWAII: "Hawaii time",
    ATLANTIC: "Atlantic time",
    GUAM: "Guam time",
}
SHORT = {EASTERN: "ET", CENTRAL: "CT", MOUNTAIN: "MT", PACIFIC: "PT"}
_ZONES = (
    (EASTERN, r"east coast|eastern|est|edt"),
    (CENTRAL, r"central|cst|cdt"),
    (MOUNTAIN, r"mountain|mst|mdt"),
    (PACIFIC, r"west coast|pacific northwest|pacific|pst|pdt"),
    (ARIZONA, r"arizona"),
    (ALASKA, r"alaska|alaskan|akst|akdt"),
    (HAWAII, r"hawaii|hawaiian|hst"),
    (ATLANTIC, r"atlantic|puerto rico"),
    (GUAM, r"guam|chst|chamorro"),
)
# After an hour only: "2pm ct".
_SHORT = re.compile(r"(?<=\d) ?(?:am |pm )?\(?(?P<zone>[ecmp])t\b|\b[ap]m \(?(?P<after>[ecmp])t\b")
_SHORT_ZONES = {"e": EASTERN, "c": CENTRAL, "m": MOUNTAIN, "p": PACIFIC}
_CITIES = (
    (
        EASTERN,
        r"portland,? (?:maine|me)|new york(?: city)?|nyc|boston|atlanta|miami|orlando|tampa|jacksonville|philadelphia|philly|pittsburgh|baltimore"
        r"|washington,? d\.?c\.?|detroit|cleveland|columbus|cincinnati|indianapolis|louisville|charlotte|raleigh|buffalo"
        r"|knoxville|richmond|brooklyn|fort wayne|lexington|chattanooga|savannah|grand rapids",
    ),
    (
        CENTRAL,
        r"chicago|houston|dallas|austin|san antonio|fort worth|nashville|memphis|new orleans|minneapolis|st\.? paul"
        r"|milwaukee|madison|st\.? louis|kansas city|oklahoma city|tulsa|omaha|des moines|little rock|birmingham|pensacola"
        r"|wichita|fargo|sioux falls|lincoln|jackson|evansville",
    ),
    (
        MOUNTAIN,
        r"denver|colorado springs|salt lake(?: city)?|albuquerque|santa fe|boise|el paso|billings|cheyenne|rapid city|navajo nation",
    ),
    (ARIZONA, r"phoenix|tucson|mesa|scottsdale|flagstaff"),
    (
        PACIFIC,
        r"los angeles|l\.a\.|san francisco|san diego|san jose|sacramento|oakland|fresno|seattle|tacoma|spokane|portland,? (?:oregon|or)|eugene"
        r"|las vegas|vegas|reno|bay area",
    ),
    (ALASKA, r"anchorage|fairbanks|juneau"),
    (HAWAII, r"honolulu|maui|hilo|oahu|kona"),
    (ATLANTIC, r"san juan|virgin islands|st\.? thomas"),
)
_STATES = (
    (
        EASTERN,
        r"maine|vermont|new hampshire|massachusetts|rhode island|connecticut|new york|new jersey|pennsylvania|delaware|maryland"
        r"|(?:west )?virginia|(?:north|south) carolina|georgia|ohio",
    ),
    (CENTRAL, r"illinois|wisconsin|minnesota|iowa|missouri|arkansas|louisiana|mississippi|alabama|oklahoma"),
    (MOUNTAIN, r"montana|wyoming|colorado|utah|new mexico"),
    (ARIZONA, r"arizona"),
    (PACIFIC, r"california|cali|washington state|nevada"),
    (ALASKA, r"alaska"),
    (HAWAII, r"hawaii"),
    (ATLANTIC, r"puerto rico"),
    (GUAM, r"guam"),
)
# Two zones in one state, or two places of one name: the law counts the hour where the visitor is, so it is asked.
_SPLIT = (
    r"florida|texas|indiana|kentucky|tennessee|michigan|nebraska|kansas|(?:north|south) dakota|idaho|oregon|portland|washington"
)
# Places that are first names too: they count after "in" or before "time" only.
_ALSO_NAMES = frozenset(
    "austin dallas houston denver phoenix madison jackson lincoln savannah charlotte georgia virginia carolina montana boise "
    "lexington richmond brooklyn orlando raleigh buffalo columbus washington mesa eugene reno memphis cheyenne kona maine "
    "jacksonville".split()
)
_CUE = r"(?:\b(?:in|from|near|outside|around|at|here in|live in|located in|based in)\s+(?:the )?|^\W*)"
_ABROAD = r"(?:the )?(?:london|england|uk|ireland|europe|germany|france|spain|italy|mexico|canada|toronto|vancouver|india|japan|australia|midwest)"
_FOREIGN = re.compile(
    rf"\b(?:in|from) {_ABROAD}\b|\b(?:gmt|utc|zulu|bst|cet|ist|jst|aest|(?:uk|london|europe|mexico|canada|india|manila) time)\b"
)
_MINE = re.compile(
    r"(?<!waste )(?<!wasting )(?<!wastes )(?<!wasted )(?<!worth )(?<!of )(?<!taking )(?<!take )(?<!in )(?<!on )"
    r"\bmy (?:own |local )?time\b(?! (?:is|off|with|at))|\blocal time\b|\b(?:different|another|other) time ?zone\b"
)
_BEHIND = re.compile(
    r"\b(?:\d|an?|one|two|three|four|five|six) (?:hours?|hrs?) (?:behind|ahead|(?:earlier|later) (?:here|than (?:you|there)|for me))\b(?: of)?(?: you)?"
)
# "It's 2 o'clock here": the hour it is there, no hour to call.
_HERE = re.compile(
    r"\b(?:it'?s|it is) (?:now |already |about |only )?\d{1,2}(?::\d\d)?(?: ?[ap]m| ?o'?clock)? (?:here|where i(?:'m| am| live)|for me)\b"
)
_YOURS = re.compile(r"\b(?:your|the centers?|office) (?:local )?time\b")
_IANA = re.compile(r"\b(?:america|pacific|us)/\w+(?:/\w+)?\b")


@dataclass(frozen=True)
class ZoneWords:
    """`name` is the zone that was told. `ask`: it was said to matter, without saying which. `rest`: the other words.
    `centres`: the hours are said to be the centre's."""

    name: str | None
    ask: bool
    rest: str
    centres: bool = False


def _table(places: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (zone, re.compile(rf"(?P<cue>{_CUE})?\b(?P<place>{pattern})\b(?P<time>,? time)?(?P<end>\W*$)?"))
        for zone, pattern in places
    )


_NAMED = tuple(
    (zone, re.compile(rf"\b(?:in |on )?(?:the )?(?:{pattern})(?: (?:standard|daylight))?(?: time)?(?: ?zone)?\b"))
    for zone, pattern in _ZONES
)
_POSTAL = "al|ak|az|ar|ca|co|ct|fl|ga|id|il|ia|ks|ky|la|md|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|pa|sc|sd|tn|tx|ut|vt|va|wa|wv|wi|wy"
_STATE_FOLLOWS = re.compile(rf",? (?:{'|'.join(pattern for _, pattern in _STATES)}|{_SPLIT}|{_POSTAL})\b")
_PLACES = (*_table(_CITIES), *_table(_STATES))
_SPLIT_STATE = _table((("", _SPLIT),))[0][1]


def find_zone(text: str) -> ZoneWords:
    """Find the zone in folded text. A city says more than its state: "el paso, texas"."""
    rest = _BEHIND.sub(" ", _HERE.sub(" ", text))
    found = _find_place(_YOURS.sub(" ", rest))
    return replace(found, ask=found.name is None and (found.ask or rest != text), centres=_YOURS.search(rest) is not None)


def _find_place(text: str) -> ZoneWords:
    if (found := _IANA.search(text)) and (key := _iana_names().get(found.group())):
        return ZoneWords(key, False, _without(text, found))
    if found := _SHORT.search(text):
        return ZoneWords(_SHORT_ZONES[found["zone"] or found["after"]], False, text[: found.end() - 2] + text[found.end() :])
    for zone, pattern in _NAMED:
        if found := pattern.search(text):
            return ZoneWords(zone, False, _without(text, found))
    for zone, pattern in _PLACES:
        for found in pattern.finditer(text):
            if _is_place(found):
                rest = _without(text, found)
                split = _SPLIT_STATE.search(rest)
                return ZoneWords(zone, False, _without(rest, split) if split else rest)
    for found in _SPLIT_STATE.finditer(text):
        if _is_place(found):
            return ZoneWords(None, True, _without(text, found))
    if found := _FOREIGN.search(text) or _MINE.search(text):
        return ZoneWords(None, True, _without(text, found))
    return ZoneWords(None, False, text)


@lru_cache(maxsize=1)
def _iana_names() -> dict[str, str]:
    return {key.lower(): key for key in available_timezones()}


def _is_place(found: re.Match[str]) -> bool:
    if found["place"].split()[0] not in _ALSO_NAMES:
        return True
    cue = (found["cue"] or "").strip(" \t\n.,;:!-")
    alone = found["cue"] is not None and not cue and found["end"] is not None
    return bool(cue or found["time"] or alone or _STATE_FOLLOWS.match(found.string, found.end()))


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
