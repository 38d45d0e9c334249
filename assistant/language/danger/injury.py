"""What tells that a body is in trouble that a hospital should see today: a blow to the head of somebody who drank, blood where none
belongs, yellow eyes, a chest that hurts after a drug. As with a pregnancy, its answer is that to withdrawal, in words of its own."""

from __future__ import annotations

import re

from assistant.language.danger.calm import ASKS_AHEAD, PAST, TOLD
from assistant.language.danger.rule import rule

KIND = "withdrawal"
_USED = (
    r"(?:drunk|drink\w*|drank|alcohol|booze|vodka|liquor|beers?|wasted|hammered|high|using|used|shot up|shooting up|withdraw\w*|detox\w*|coke|cocaine|crack|meth|speed|"
    r"adderall|8 ?ball|eight ?ball|molly|heroin|fentanyl|dope|pills?)"
)
_FELL = r"(?:fell|fallen|slipped|tripped|collapsed|(?:hit|bumped|banged|cracked|smacked|busted|split) (?:his|her|my|their) (?:own )?(?:head|skull|forehead))"
_HURT = r"(?:head|skull|bleed\w*|blood|sleepy|drowsy|confused|throw\w* up|threw up|vomit\w*|puk\w*|not making sense|slurr\w*|knocked out|can not (?:move|walk|stand))"
_BLOOD = (
    r"\b(?:throw\w*|threw|cough\w*|spit\w*|vomit\w*|puk\w*) (?:up )?(?:\w+ ){0,2}?(?:blood|coffee grounds)\b"
    r"|\bblood (?:is )?in (?:my|his|her|the|their) (?:\w+ )?(?:vomit|puke|throw ?up|stool|poop|urine|pee)\b"
    r"|\b(?:stools?|poop|shit|bowel movements?) (?:is|are|was|has been|looks?|came out|turned)(?: (?:all|like|really|so|pitch|totally|very|dark|and))* (?:black|bloody|tar|tarry|red)\b|\bblack (?:tarry )?(?:stools?|poop)\b"
    r"|\b(?:eyes?|skin) (?:is|are|was|were|look|looks|has|have|got|went|turned|turning|getting|a bit|kind of|\s)+(?:yellow\w*|jaundiced)\b|\byellow (?:eyes|skin)\b"
    r"|\b(?:bleeding|blood)\b.*\b(?:will not|does not|not|can not) (?:\w+ )?stop\w*\b"
)
_CHEST = r"\b(?:chest (?:is |feels? )?(?:\w+ ){0,3}?(?:hurt\w*|pains?|tight\w*|pressure|heavy|elephant|crush\w*)|can not feel (?:my|his|her) (?:\w+ )?(?:legs?|arms?|face|hands?|side)|pains? in (?:my|his|her) chest|(?:my|his|her) heart (?:feels? like it )?(?:is )?(?:hurt\w*|skipp\w*|beating (?:so|too|really) (?:fast|hard)))\b"
_NOT_AWAKE = r"\b(?:not breath\w*|stopped breath\w*|unconscious|unresponsive|gurgl\w*|blue|will not wake\w*|can not wake\w*|not waking|no pulse|overdos\w*|seiz\w*)\b"
_ELSE = (
    _NOT_AWAKE
    + r"|\b(?:do you (?:take|accept|admit)|can (?:i|he|she) (?:still )?(?:join|come|attend|start|get in)|insurance|cover\w*|test|tests|worker|pressure|drive|donat\w*|hepatitis|hep c|diabet\w*|periods?)\b"
)
RULES = (
    rule(
        rf"\b{_FELL}\b.*\b{_HURT}\b.*\b{_USED}\b|\b{_FELL}\b.*\b{_USED}\b.*\b{_HURT}\b|\b{_USED}\b.*\b{_FELL}\b.*\b{_HURT}\b",
        r"\bfell (?:asleep|in love|apart|off the wagon|behind|for|into|back)\b|\bhead ?ache\b|\bhit bottom\b",
        PAST,
        TOLD,
        ASKS_AHEAD,
        _ELSE,
    ),
    rule(
        r"\b(?:drunk|wasted|hammered|overdos\w*)\b(?: \w+){0,4}? bleeding\b|\bbleeding\b(?: \w+){0,5}? (?:drunk|wasted|hammered)\b",
        PAST,
        TOLD,
        _ELSE,
    ),
    rule(_BLOOD, PAST, TOLD, ASKS_AHEAD, _ELSE),
    rule(
        r"\b(?:baby|newborn|infant)\b(?: \w+){0,4}? (?:jittery|limp|floppy|will not (?:eat|feed|nurse|stop shaking)|shaking)\b",
        PAST,
        TOLD,
        _ELSE,
    ),
    rule(rf"{_CHEST}.*\b{_USED}\b|\b{_USED}\b.*{_CHEST}", PAST, TOLD, ASKS_AHEAD, _ELSE),
)
_TOLD_OF = re.compile(rf"\b{_FELL}\b|\b(?:jittery|limp|floppy)\b|\bbleeding\b|{_BLOOD}|{_CHEST}")


def tells_of_injury(folded: str) -> bool:
    return bool(_TOLD_OF.search(folded))
