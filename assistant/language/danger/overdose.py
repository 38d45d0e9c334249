"""What speaks of an overdose or a poisoning that happens now."""

from __future__ import annotations

import re

from assistant.language.danger.calm import CALM_WORDS, DISCHARGED, NO_DYING, PAST, SPANISH_CALM, TOLD
from assistant.language.danger.folding import fold
from assistant.language.danger.rule import rule
from assistant.language.danger.words import HARD, KIN, STOPPED, WISHED

KIND = "overdose"
RULES = (
    rule(
        rf"\b(?:overdosing|od'?ing|oding|odin)\b|\b(?:i|he|she|they|someone|somebody|{KIN}|(?:you)?r? ?kid) (?:\w+ ){{0,2}}?(?:overdosed|od'?e?d|overdose|od)\b|\b(?:someone|somebody|he|she|i) (?:\w+ )?oded\b",
        *CALM_WORDS,
        DISCHARGED,
        NO_DYING,
        WISHED,
        r"\bwhat if (?:i|he|she) (?:od|overdose)|\b(?:will|would|could) (?:i|he|she) (?:od|overdose) if\b|\bif (?:i|he|she) (?:od|overdose) (?:in|during|at) (?:the|your|group)\b",
        r"\b(?:died|passed away|lost|buried|funeral|month ago|training|accidental|could|would|can|will|might|if|risk|worried|afraid|scared) \w* ?(?:\w+ )?overdose\b|\b(?:died|passed away|buried|funeral|griev\w*|calls?|before|tacos|where i|(?:overdosed|od'?e?d|oding) on (?:netflix|tv|television|sugar|candy|pizza|chocolate|tiktok|social media|ice cream|news|christmas)|i overdosed on \w+ (?:like )?a)\b",
    ),
    rule(
        r"\b(?:maybe|think|thinks|possible|is (?:this|it|that)|having|be|fear) (?:\w+ ){0,2}?overdose\b|\boverdose (?:happening|here|right now|now|emergency|help)\b|\b(?:emergency|help) overdose\b",
        *CALM_WORDS,
    ),
    rule(
        r"\b(?:will not|can not|not) (?:\w+ ){0,2}?(?:wake(?: \w+)?(?: up)?|waking up|respond(?:ing)?|breath(?:e|ing)|answer me|move|moving)\b(?! (?:out|in|to|on|away|back))",
        r"\b(?:sleep and not wake|go to sleep|wish\w*|hope|bed and|want to)\b|\bbreathe easy\b|\bi (?:can|do) not wake up (?:on|for|early|in)\b",
        TOLD,
    ),
    rule(
        r"\b(?:unresponsive|unconscious|not responding|stopped breathing|no pulse|out cold|alcohol poisoning|gurgling|foaming|slumped over|death rattle)\b",
        PAST,
        TOLD,
    ),
    rule(
        r"\b(?:lips?|face|skin|fingers|nails|fingertips)\b(?: \w+){0,4} (?:blue|gr[ae]y|purple|cold and)\b|\bturn(?:ing|ed) (?:blue|gr[ae]y|purple)\b",
        TOLD,
    ),
    rule(
        r"\bbreathing (?:is )?(?:\w+ )?(?:slow(?:ly)?|shallow|funny|weird|bad|strange)\b|\b(?:barely|hardly|slow|slowly|real slow) breathing\b|\bnod(?:ding|s)? (?:off|out) and\b|\bgoing out again\b|\bfalling out again\b",
    ),
    rule(
        r"\b(?:took|taken|swallow(?:ed|s)?|ate|drank|downed|had|popped|did|snorted|shot|take) (?:\w+ ){0,4}?(?:too (?:many|much)|whole bottle|bunch of|handful of|all (?:my|her|his|of) (?:\w+ )?(?:pills|meds))\b",
        r"\ba few too many\b(?! (?:pills|xan|percs|bars|benz|oxy))|\btoo (?:much|many) (?:time|money|work|from|of my|for granted|days)\b|\b(?:drink|drank) too much (?:at|and|when|on|every|coffee|these)\b",
        PAST,
        TOLD,
    ),
    rule(
        r"\bswallow(?:ed)? (?:\w+ ){0,3}?(?:pills?|bottle|baggie|something|meds|tide|bleach)\b|\b(?:took|take|had) (?:like |about |maybe |around |over )?(?:[1-9]\d+|a dozen|twenty|thirty|fifteen) (?:\w+ ){0,2}?(?:pills?|tablets?|shots?|benadryl|tylenol|xanax|of (?:them|these|my)|bars|percs?|$)",
        PAST,
        r"\bshots? (?:at|of|in) (?:it|life)\b|\bover \d+ (?:days|weeks|years)\b",
    ),
    rule(
        r"\b(?:can|could|will) (?:i|you|she|he) (?:od|overdose)\b.*\btook\b|\btoo many\b.*\btook\b|\btook\b.*\b(?:is (?:that|it) (?:too|bad|dangerous)|what (?:will )?happen)",
    ),
    rule(
        r"\b(?:gave|give|giving|used|gets?|need|do i) (?:\w+ ){0,3}?(?:narcan|naloxone)\b|\bnarcan(?:ned|ed)? (?:did|him|her|and)\b",
        *CALM_WORDS,
        r"\bkit|train|carry|keep|prescription|where can i get (?:free )?narcan\b",
    ),
    rule(
        r"\bdown(?:ed|ing)? (?:a|the|this|my) (?:whole )?bottle of\b|\b(?:is|am) (?:overdosing|od'?ing|dying right now)\b|\bpassed out\b.*\b(?:will not|can not|not)\b|\bshe is seizing\b|\bhe is seizing\b|\bhaving a seizure\b|\bcan not breathe\b|\bthrowing up and passed out\b",
        rf"\b{STOPPED}\b",
    ),
    rule(
        r"\bno respira\b|\bno despierta\b|\bsobredosis\b|\b(?:tom[oóeé]|tomado) (?:muchas|demasiadas)\b|\blabios (?:azules|morados)\b",
        SPANISH_CALM,
    ),
    rule(
        r"\b(?:drunk|wasted|hammered|drank|drinking|took|pills?|high)\b.*\b(?:will not|can not|does not|would not|not) (?:\w+ )?stop (?:throwing up|vomiting|puking|being sick)\b|\b(?:will not|can not|does not|not) (?:\w+ )?stop (?:throwing up|vomiting|puking)\b.*\b(?:drunk|wasted|hammered|drank|took|pills?)\b",
        PAST,
        TOLD,
        r"\b(?:withdraw\w*|quit|stopped|detox\w*|kicking|sober|ran out|without)\b",
    ),
    rule(
        rf"\bhow long (?:can|could|does|do|until|til|till|before|should|is it ok)\b.*\b(?:pass(?:ed|ing)? out|unconscious|knocked out|nodded out|out cold)\b|\bhow (?:much|many) (?:\w+ )?(?:is|are) too (?:much|many) {HARD}\b",
        TOLD,
        PAST,
    ),
    rule(
        rf"\bhow (?:much|many) (?:\w+ ){{0,2}}?{HARD} (?:is|are|would be|will be|counts? as|does it take) (?:\w+ )?(?:too (?:much|many)|(?:an? )?(?:overdose|od)|to (?:od|overdose))\b",
        TOLD,
        PAST,
        r"\b(?:iop|program|outpatient|treatment|addict\w*|prescri\w*)\b",
    ),
)
# A grown-up may tell of this every night; for a child alone with it, it is an emergency.
_OUT = re.compile(
    r"\b(?:he|she|mom|mommy|mum|mama|dad|daddy|papa|mother|father|grand\w+|stepmom|stepdad|uncle|aunt|parents?|brother|sister|they)\b(?: \w+){0,3}? (?:passed|knocked|blacked|zonked) out\b"
)


def finds_somebody_out(text: str) -> bool:
    """Whether somebody else is told of who is passed out."""
    return bool(_OUT.search(fold(text)))
