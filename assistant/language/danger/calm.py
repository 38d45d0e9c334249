"""Words that make danger something else: the past, fiction, a denial, grief, a figure of speech.

Where they stand, the same phrase tells of another time or another world. A rule names those beside which it does not hold, and a
sentence that holds them is marked as calm, which the classifier must outweigh."""

from __future__ import annotations

import re

from assistant.language.sieve import Sieve

PAST = (
    r"\b(?:used to|years? ago|months? ago|month ago|last (?:year|month|summer|spring|winter|fall)|in the past|long time ago|back (?:then|in)|when i was|over now|(?:am|doing|feel) (?:much |way |so )?better|previously|history|hx|once|as a (?:teen|teenager|kid|child)|"
    r"years? (?:back|earlier|prior|old record)|(?:in|since|back in) (?:19|20)\d\d|(?:19|20)\d\d|in (?:jan|feb|mar|apr|june?|july?|aug|sept?|oct|nov|dec)\w*|"
    r"(?:survived|survivor)|past (?:suicide|overdose|attempts?|history))\b"
)
TOLD = (
    r"\b(?:movies?|films?|songs?|lyrics|shows?|series|episode|books?|novel|game|video|checkers|chess|cast|squad|article|(?:class|school) (?:project|play|paper|assignment|presentation|essay)|test|(?<!life )insurance|covered|"
    r"felony|illegal|crime|law|rates?|statistics?|how many people|meaning of|laugh\w*|funny|joke|price|prices|bill|bills|costs?|workout|process|weeds?|mosquitos?|"
    r"mosquitoes|bugs in|rats|dealer friends|awareness|prevention|documentary|what is it like|side effects?|metal detectors?|bag (?:checks?|search\w*)|warned|can cause|dead ?line|battery)\b"
)
NEGATED = (
    r"\b(?:not|never|no longer|no intentions? (?:of|on)|no plans? (?:of|to)|no thoughts? of|without) (?:\w+ ){0,3}(?:suicidal|suicide|die|kill\w*|hurt\w*|harm\w*|end\w*|overdos\w*|in danger)\b"
    r"|\bdo not want to (?:die|be dead|kill|hurt|end|overdose)\b|\bnot (?:an )?(?:emergency|overdose)\b"
    r"|\basked (?:me )?(?:if|whether) i\b.*\bi said no\b"
    r"|\bcalled (?:911|9 1 1|988|them|(?:an|the) ambulance|(?:the )?paramedics)\b(?!.*\b(?:not|no|but|barely|hardly|still)\b).*\b(?:awake|up and|ok|okay|stable|safe|fine|talking|better)\b"
    r"|^(?:(?:no|but|and|ok|well|i think) )*(?:he|she|they|my \w+)(?: is| are|'?s)? (?:just |only |still )*(?:sleeping|asleep|resting)(?: now)?(?: and| but)*(?: (?:he|she|they))?(?: is| are|'?s)? breathing (?:\w+ )?(?:ok|okay|fine|normal|normally|good|well|easy|right|steady|regular)(?: now)?$"
)
GRIEF = (
    r"\b(?:overdosed|od'?e?d) and (?:died|passed)|\b(?:died|dead|passed(?: away)?|gone) (?:of|from|by|to|after) (?:an? )?(?:overdose|od|suicide|fentanyl|drugs|drinking|alcohol|heroin)\b"
    r"|\b(?:lost|buried) (?:my|our|his|her) \w+ (?:to|last|in)\b|\bgriev\w+\b|\b(?:muri[oó]|falleci[oó]) (?:de|por) (?:una )?(?:sobredosis|drogas|alcohol)\b"
)
# Home again, and nothing beside it that could be a danger now.
DISCHARGED = (
    r"^(?!.*\b(?:not|no|sleep\w*|asleep|wak\w*|breath\w*|blue|gr[ae]y|again|more|pills|took|taking|using|on purpose|suicid\w*|die|hour|hours|minutes?|now (?:he|she) is|acting|confused)\b)"
    r".*(?:\b(?:hospital|er|icu|they|doctors?|emergency room) (?:has |have |just |already )?(?:let|sent|discharged|released) (?:him|her|me|them)\b"
    r"|\b(?:discharged|released|got out|came home|is home|back home|sent home|am home|out) (?:of|from|after) (?:the )?(?:hospital|er|icu|emergency room)\b"
    r"|\b(?:last (?:week|month)|(?:days|weeks) ago|yesterday)\b.*\b(?:is|s|still) (?:\w+ )?in (?:the )?(?:hospital|icu|psych ward|detox)\b)"
)
# Whose behaviour is too much, or who is glad to live, says nothing of dying, nor do figures of speech.
NO_DYING = (
    r"^(?!.*\b(?:die|dead|dying|kill\w*|suicid\w*|end it|hurt\w*|pills|gun|rope in)\b).*\b(?:end of (?:my|our) rope|(?:at|reached) (?:my|our|the) (?:wit\w*|rope\w*)(?: s)? end) (?:with|over|about|because of) (?:his|her|their|him|them|my \w+|the|our)\b"
    r"|^(?:(?:and|but|please|help|because) )*(?:i |we )?(?:just |really |do |still |so much )*want to live(?: again| sober| better| a (?:normal|good|better|sober) life| for my \w+)*$"
    r"|^(?!.*\b(?:myself|suicid\w*)\b).*(?:\bd(?:ie|ying) (?:of|from) (?:embarrassment|boredom|laughter|curiosity)\b|\bkill (?:my|your|his|her) (?:social|sex|love|night) ?life\b)"
    r"|\b(?:fent\w*|heroin|meth|dope|drugs?|drinking|booze|alcohol|addiction|pills|it|this|that stuff) (?:is |are )?(?:going to|will|might|could) (?:\w+ )?kill (?:him|her|them|my \w+)\b(?! (?:tonight|right now|now))"
    r"|^(?!.*\b(?:took|taking|taken|now|tonight|today|not|wake|breath\w*|blue|passed|alone with|pills)\b).*\bworr(?:y|ied|ies|ying)\b(?: \w+){0,6} (?:od|ods|overdos\w*|die|dies)\b"
    r"|\bkill me when (?:he|she|they) (?:sees?|gets?|opens?) (?:the|my|this) (?:\w+ )?(?:bill|price|cost|invoice|statement|charge|receipt)\b"
)
# With what people threaten who mean no violence. "Leave me on the road" and a threat to take the children are none of these.
THREAT_TO_GO = (
    r"^(?!.*\b(?:kill\w*|hurt\w*|hit\w*|beat\w*|burn\w*|shoot|stab|chok\w*|harm\w*|punch\w*|slap\w*|shov\w*|gun|knife|scared|afraid|kids?|children)\b)"
    r".*\bthreat(?:en\w*|s)?(?: \w+){0,2}? (?:to |with )?(?:leav(?:e|ing)(?! me (?:in|on|at|out|here|there|by))|divorce|break(?:ing)? up|dump|tell(?:ing)?|fir(?:e|ing)|mov(?:e|ing) out|quit|cut (?:me|him|her) off|rehab)\b"
)
# Long ago and over, in so many words; or a taper that a doctor leads, with no sign of trouble.
OVER_NOW = (
    r"^(?!.*\b(?:again|tonight|still|lately|back|today|wish|but i (?:want|think|might))\b)"
    r".*(?:\b(?:when i was \w+|years? ago|in (?:19|20)\d\d|as a (?:kid|teen\w*))\b.*\b(?:(?:doing|am) (?:\w+ )?(?:ok|okay|fine|well|good|great|better)|(?:ok|okay|fine|better|good|stable) now)\b"
    r"|\b(?:thoughts?|ideation) free\b|\bfree (?:of|from) (?:\w+ )?(?:thoughts|ideation)\b|\b(?:had|used to have|have had)\b.*\bthoughts\b.*\b(?:but|just) not (?:now|any ?more|today)\b)"
    r"|^(?!.*\b(?:seizures?|seizing|shak\w*|hallucinat\w*|confus\w*|vomit\w*|throwing up|sick|bad|ran out|worse|sweat\w*)\b)"
    r".*(?:\btaper\w*\b.*\b(?:with|by|from|under) (?:my|a|the|his|her) (?:\w+ )?(?:doctor|dr|doc|psychiatrist|pcp|prescriber)\b|\b(?:doctor|dr|doc|psychiatrist)(?:'?s|s)?\b(?: \w+){0,3} taper\w*\b)"
)
SPANISH_CALM = r"\bhace (?:\w+ )?(?:a[nñ]os|meses)\b|\b(?:pel[ií]cula|canci[oó]n|tratan|tuvieron|pegaba|muri[oó]|falleci[oó]|prevenci[oó]n)\b"
ASKS_AHEAD = r"\b(?:does|do) (?:you|the|they|your|u)\b.*\b(?:handle|treat|keep|have|carry|offer|deal with)\b|\bbefore i sign\b|\bin general\b|\bif someone gets\b"
# "not suicidal but i think about it": the denial is none.
DENIAL_UNDONE = re.compile(
    r"\b(?:not|never|no longer|no thoughts of) (?:\w+ ){0,4}?(?:suicidal|suicide|die|kill\w*|hurt\w*|harm\w*|end\w*|dead|plan\w*)\b(?: \w+){0,6} (?:but|just|though|although|yet|only|still|except)\b.*"
    r"\b(?:think(?:ing)? about it|thought about it|thoughts|think about (?:dying|death|killing|ending|how|what)|wonder\w* (?:what|if) (?:it|i|life|things|anyone|everyone)|wish i|(?:not|never) wak(?:e|ing) up|cross(?:es)? (?:my|his|her) mind|not (?:mind|care) if|be gone|disappear|not exist|be here)\b"
)
# What is asked about, or longed for, beside words that would make other things calm: "insurance", "he died in june".
NEVER_CALM = re.compile(
    r"\b(?:if|when|once|after|before) i (?:\w+ )?(?:off|kill|hang|shoot) myself\b|\bsuicide (?:is |be |get )?covered\b|\bcovers? suicide\b(?! (?:attempts?|prevention|treatment))"
    r"|\bi (?:\w+ )?(?:want to|am going to|will|will soon|would rather|just want to) (?:go )?(?:be with|join|see) (?:(?:my|our) (?:\w+ )?\w+|him|her|them)\b.*\b(?:died|passed|dead|heaven|other side)\b"
)
# "you have to half die to get a bed": of anybody, not of oneself.
FIGURE = r"\b(?:you|people|one|someone|somebody|folks) (?:\w+ )?(?:have|has|got|need|needs) to (?:\w+ )?(?:attempt suicide|try suicide|overdose|od|die|be dying|be dead|kill (?:yourself|themselves))\b.*\b(?:to get|before (?:any|some|they|you))\b"

CALM, SETTLED, OVER = "calm", "settled", "over"  # what a sentence with such words is marked as
CALM_WORDS = (PAST, TOLD, NEGATED)
_MARKS = (
    *((None, pattern) for pattern in (DENIAL_UNDONE, NEVER_CALM)),
    (OVER, re.compile(OVER_NOW)),
    *((SETTLED, re.compile(pattern)) for pattern in (NEGATED, GRIEF, DISCHARGED, THREAT_TO_GO, NO_DYING)),
    *((CALM, re.compile(pattern)) for pattern in (PAST, TOLD, ASKS_AHEAD, FIGURE)),
)
_SIEVE = Sieve([pattern for _, pattern in _MARKS])


def sounds_calm(folded: str) -> str | None:
    """`over` when the words say that it is; `settled` when they deny, or mourn; `calm` when they tell of the past, of fiction, or of a figure of speech."""
    return next((mark for mark, pattern in (_MARKS[place] for place in _SIEVE.passing(folded)) if pattern.search(folded)), None)
