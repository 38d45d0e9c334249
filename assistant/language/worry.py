"""Hears worry about somebody's drinking or drug use, or one's own, and what comes with it, that is told and asks nothing. It is
no danger, and where no topic claims the message, "the page does not say" would be a cold answer to it. Nor would it do for
somebody who tells how long they have been sober."""

from __future__ import annotations

import re

WORRY, MILESTONE = "worry", "milestone"

_ASKS = re.compile(
    r"\?|\b(?:do|does|can|could|will|would|should|may|is|are) (?:you|u|i|we|he|she|they|it|there|my|this|that)\b"
    r"|\b(?:what|how|where|when|who|which) (?:do|does|can|is|are|if|about|many|much|long)\b",
    re.I,
)
_OF_SOMEBODY = re.compile(
    r"\b(?:i|im|me|my|our|we|he|hes|she|shes|they|his|her|him|husband|hubby|wife|son|daughter|brother|sister|mom|mother|dad|father)\b",
    re.I,
)
_OF_USE = re.compile(
    r"\b(?:drink\w*|drunk\w*|drank|alcohol\w*|booze|beer|wine|vodka|whiskey|bottles?|bender|binge\w*|using|addict\w*|hooked|pills?|drugs?|"
    r"meth|heroin|fentanyl|coke|cocaine|crack|weed|pot|dope|oxy\w*|roxy\w*|percs?|percocets?|vicodin|norcos?|opioids?|opiates?|painkillers?|benzos?|xanax|xannies|adderall|kratom|ketamine|high|hungover|black(?:s|ed|ing)? ?out|blackouts?|passed out|needles?|foil|"
    r"relaps\w+|overdos\w+|ods?|thc|vap(?:es|ing)|denial|sober|quit|rehab)\b",
    re.I,
)
_OF_TROUBLE = re.compile(
    r"\b(?:steal(?:s|ing)?|stole|l(?:ies|ied|ying)|cut(?:ting)? (?:back|down)|struggl\w+|suffer\w*|(?:sick|tired) of|asham\w+|scared|afraid|"
    r"worr(?:y|ied|ies)|fired|told (?:him|her|them|everyone|my \w+) (?:\w+ ){0,2}?(?:truth|everything)|came clean|tried everything|nothing works|arrested|homeless|lost (?:my|his|her|our) (?:job|kids|licen[sc]e|house|home)|kick(?:ed|ing) (?:me|him|her) out|left me|"
    r"out of control|can(?:no|'?)t (?:stop|cope|go on|do this|take it|sleep)|(?:she|he)(?:'?d| would| will|'?ll|s going to|'s going to) leave|made me (?:come|do|call|write)|leave me|marriage|divorc\w+|fight(?:s|ing)?|cr(?:y|ies|ied|ying)|"
    r"(?:do(?:es)? ?n[o']?t|wo ?n[o']?t|refus\w+(?: to)?) (?:want|get|go|take|accept|leave|admit|listen|stop|talk|come|see)|in trouble|threat\w* to|judg(?:e|ing|ed) (?:me|us|him|her)|(?:need|want|have) to (?:stop|quit|change|get (?:better|help|sober))|"
    r"lonely|stress\w*|depress\w+|anxi\w+|overwhelm\w+|hopeless|falling apart|a mess)\b",
    re.I,
)
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|thirty|sixty|ninety|a hundred|a|an)"
_SPAN = r"(?:days?|weeks?|months?|years?|yrs?)"
_SO_MANY_DAYS = re.compile(
    r"^\W*(?:(?:i'?m|i am|on|it'?s|today is|back to) )*day (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)(?: (?:again|sober|clean|(?:no|without|off) (?:\w+ )?\w+))?\W*$",
    re.I,
)


def tells_worry(text: str) -> bool:
    """Whether a message tells of somebody and of drinking, drugs or other trouble, and holds no question."""
    if _SO_MANY_DAYS.match(text):
        return True
    trouble = _OF_USE.search(text) or _OF_TROUBLE.search(text)
    return bool(trouble and _OF_SOMEBODY.search(text)) and not _ASKS.search(text)


_SOBER_SINCE = re.compile(
    rf"\b{_NUMBER} {_SPAN}\b(?: \w+){{0,2}}? (?:sober|clean|drug free|alcohol free|off (?:\w+ )?(?:it|pills|drugs|heroin|meth|alcohol)|without (?:a )?(?:drink\w*|using))\b"
    rf"|\b(?:sober|clean)(?: for| since)?(?: \w+)? {_NUMBER} {_SPAN}\b|^\W*{_NUMBER} {_SPAN}(?: (?:today|now|tonight)\W*| ?!+\W*)$"
    rf"|\b(?:hit|got|have|celebrat\w+|made it(?: to)?) (?:my )?{_NUMBER} {_SPAN}(?: today| chip| sober| clean| tonight)\W*$|^\W*(?:today is|its|it's|it is) day (?:1|one)\W*$"
    rf"|\b(?:quit|stopped|kicked)\b(?: \w+){{0,4}} {_NUMBER} (?:months?|years?) ago\b(?=.*\b(?:good|fine|well|great|proud|happy|better)\b)",
    re.I,
)
_NOT_CELEBRATED = re.compile(
    r"\?|\b(?:relaps\w*|slipp\w*|lost|blew|ruined|before|again|only|used to|then i|but|seiz\w*|shak\w*|sweat\w*|sick|seeing|hearing|crav\w*|miss\w*|struggl\w*|he|she|my (?:son|daughter|husband|wife|mom|dad|brother|sister)|need|want|"
    r"can|could|do|does|how|what|when|program|rehab|detox|iop)\b",
    re.I,
)


def tells_milestone(text: str) -> bool:
    """Whether somebody tells for how long they have been sober, and nothing else."""
    return bool(_SOBER_SINCE.search(text)) and not _NOT_CELEBRATED.search(text)
