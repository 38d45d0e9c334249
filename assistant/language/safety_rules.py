"""Span rules that see someone in danger, and what sounds like it and is not.

The first of two detectors (the other is the trained classifier); either one is enough. Rules work on the words of one
sentence, lower-cased and with contractions undone, so that "i'm", "im" and "I am" are one. A rule has an `unless`:
negation, the past, fiction and idiom. What a sentence that fits an `unless` alone holds is marked as calm.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

FACTORY = "safety_spans"
PIECES = 16  # sentences that are remembered: those of one message are looked at by several readers
DANGER_KEY, CALM_KEY = "danger", "calm"
CALM, SETTLED = "calm", "settled"  # labels under CALM_KEY
SUICIDE = "suicide"

_CONTRACTIONS = (
    (r"[’`´]", "'"),
    (r"\bi'?m\b", "i am"),
    (r"\b(he|she|it)'?s\b(?=\s+(?:\w+ing|not|in|out|on|here|turning|going|passed|blue))", r"\1 is"),
    (r"\bshes\b", "she is"),
    (r"\bhes\b", "he is"),
    (r"\b(can)'?t\b|\bcannot\b", "can not"),
    (r"\bwo(?:n'?t|nt)\b", "will not"),
    (r"\b(do|does|did|is|are|was|have|has|had|would|could|should)n'?t\b", r"\1 not"),
    (r"\b(i|he|she|we|they|you)'?ll\b", r"\1 will"),
    (r"\bi ?ll (?=make|kill|hurt|be dead|end)", "i will "),
    (r"\bwanna\b", "want to"),
    (r"\b(?:gonna|gunna|gon)\b", "going to"),
    (r"\bimma\b|\bima\b", "i am going to"),
    (r"\bi'?ve\b", "i have"),
    (r"\bmy ?self\b|\bmyslef\b|\bmysef\b", "myself"),
    (r"\bkil\b|\bkll\b|\bkilll\b", "kill"),
    (r"\bu\b", "you"),
    (r"\bbc\b", "because"),
    (r"\bhusbands?\b|\bhubby\b", "husband"),
    (r"[^\w\s'?]+", " "),
    (r"\s+", " "),
)
_FOLDS = tuple((re.compile(pattern), to) for pattern, to in _CONTRACTIONS)

_KIN = (
    r"(?:husband|wife|spouse|partner|boyfriend|bf|girlfriend|gf|ex(?: \w+)?|dad|father|stepdad|mom|mother|stepmom|son|daughter|"
    r"brother|sister|uncle|cousin|roommate|dealer|neighbor|friend|kids?|family|grandson|baby|boss)"
)
_SELF = r"(?:myself|himself|herself|themsel(?:f|ves))"
_DRUG = (
    r"(?:drink\w*|alcohol|booze|vodka|beer|liquor|xanax|klonopin|ativan|valium|benzos?|pills?|meds|clonazepam|alprazolam|lorazepam|"
    r"gabapentin|phenibut|cold turkey)"
)
_STOPPED = rf"(?:stop(?:ped|ping)?|quit(?:ting)?|ran out|been off|coming off|off of|cut off|no|without|last|hasn?t? (?:had|drunk)|not (?:had|drunk)|off)\b(?: \w+){{0,4}} {_DRUG}"
_SYMPTOM = (
    r"(?:shak\w*|sweat\w*|seizures?|seizing|hallucinat\w*|see(?:s|ing)? (?:things|bugs|spiders|shadows|people|stuff)|hear(?:s|ing)? (?:voices|things)|"
    r"confus\w*|twitch\w*|trembl\w*|tremors?|fever|bugs (?:under|on|crawling)|crawling|does not know (?:what|where|who)|nause\w*|throwing up|"
    r"vomit\w*|feels? (?:terrible|horrible|like (?:i am )?dying)|heart (?:is )?(?:racing|pounding)|people who are not|can not sleep)"
)
# Where these words stand, the same phrase tells of another time, another world, or a figure of speech.
_PAST = (
    r"\b(?:used to|years? ago|months? ago|month ago|last (?:year|month|summer|spring|winter|fall)|in the past|long time ago|back (?:then|in)|when i was|over now|(?:am|doing|feel) (?:much |way |so )?better|previously|history|hx|once|as a (?:teen|teenager|kid|child)|"
    r"years? (?:back|earlier|prior|old record)|(?:in|since|back in) (?:19|20)\d\d|(?:19|20)\d\d|in (?:jan|feb|mar|apr|june?|july?|aug|sept?|oct|nov|dec)\w*|"
    r"(?:survived|survivor)|past (?:suicide|overdose|attempts?|history))\b"
)
_TOLD = (
    r"\b(?:movies?|films?|songs?|lyrics|shows?|series|episode|books?|novel|game|video|checkers|chess|cast|squad|article|(?:class|school) (?:project|play|paper|assignment|presentation|essay)|test|(?<!life )insurance|covered|"
    r"felony|illegal|crime|law|rates?|statistics?|how many people|meaning of|laugh\w*|funny|joke|price|prices|bill|bills|costs?|workout|process|weeds?|mosquitos?|"
    r"mosquitoes|bugs in|rats|dealer friends|awareness|prevention|documentary|what is it like|side effects?|metal detectors?|bag (?:checks?|search\w*)|warned|can cause|dead ?line|battery)\b"
)
_NEGATED = (
    r"\b(?:not|never|no longer|no intentions? (?:of|on)|no plans? (?:of|to)|no thoughts? of|without) (?:\w+ ){0,3}(?:suicidal|suicide|die|kill\w*|hurt\w*|harm\w*|end\w*|overdos\w*|in danger)\b"
    r"|\bdo not want to (?:die|be dead|kill|hurt|end|overdose)\b|\bnot (?:an )?(?:emergency|overdose)\b"
    r"|\basked (?:me )?(?:if|whether) i\b.*\bi said no\b"
    r"|\bcalled (?:911|9 1 1|988|them|(?:an|the) ambulance|(?:the )?paramedics)\b(?!.*\b(?:not|no|but|barely|hardly|still)\b).*\b(?:awake|up and|ok|okay|stable|safe|fine|talking|better)\b"
    r"|^(?:(?:no|but|and|ok|well|i think) )*(?:he|she|they|my \w+)(?: is| are|'?s)? (?:just |only |still )*(?:sleeping|asleep|resting)(?: now)?(?: and| but)*(?: (?:he|she|they))?(?: is| are|'?s)? breathing (?:\w+ )?(?:ok|okay|fine|normal|normally|good|well|easy|right|steady|regular)(?: now)?$"
)
_GRIEF = (
    r"\b(?:overdosed|od'?e?d) and (?:died|passed)|\b(?:died|dead|passed(?: away)?|gone) (?:of|from|by|to|after) (?:an? )?(?:overdose|od|suicide|fentanyl|drugs|drinking|alcohol|heroin)\b"
    r"|\b(?:lost|buried) (?:my|our|his|her) \w+ (?:to|last|in)\b"
)
_SPANISH_CALM = r"\bhace (?:\w+ )?(?:a[nñ]os|meses)\b|\b(?:pel[ií]cula|canci[oó]n|tratan|tuvieron|pegaba|prevenci[oó]n)\b"
_ASKS_AHEAD = r"\b(?:does|do) (?:you|the|they|your|u)\b.*\b(?:handle|treat|keep|have|carry|offer|deal with)\b|\bbefore i sign\b|\bin general\b|\bif someone gets\b"


@dataclass(frozen=True)
class Rule:
    """A kind of danger, the words for it, and the words beside which it is none."""

    kind: str
    pattern: "re.Pattern[str]"
    unless: "re.Pattern[str] | None" = None


def _rule(kind: str, pattern: str, *unless: str) -> Rule:
    return Rule(kind, re.compile(pattern), re.compile("|".join(unless)) if unless else None)


_CALM = (_PAST, _TOLD, _NEGATED)
# "not suicidal but i think about it": the denial is none.
_DENIAL_UNDONE = re.compile(
    r"\b(?:not|never|no longer|no thoughts of) (?:\w+ ){0,4}?(?:suicidal|suicide|die|kill\w*|hurt\w*|harm\w*|end\w*|dead|plan\w*)\b(?: \w+){0,6} (?:but|just|though|although|yet|only|still|except)\b.*"
    r"\b(?:think(?:ing)? about it|thought about it|thoughts|think about (?:dying|death|killing|ending|how|what)|wonder\w* (?:what|if) (?:it|i|life|things|anyone|everyone)|wish i|(?:not|never) wak(?:e|ing) up|cross(?:es)? (?:my|his|her) mind|not (?:mind|care) if|be gone|disappear|not exist|be here)\b"
)
_WISHED = r"\b(?:(?:i|we|am) (?:\w+ ){0,2}?|^|^just )(?:hope|hoping|wish|pray|praying|want to|would like to|going to|plan to|planning to)(?: (?:i|to|just|will|that|go|and|finally|can|accidentally|could))* (?:od|overdose|oding)\b"
_MEANS = r"(?:gun|pistol|handgun|revolver|shotgun|rifle|glock|rope|noose|razor ?blades?|razors?|blade)"
_PILLS = r"(?:pills|pill bottle|tablets|meds|bottle of (?:pills|meds|tylenol|xanax|oxy\w*|ambien|sleeping pills)|whole bottle|full bottle|stash)"
_LIQUOR = r"\b(?:vodka|wine|beers?|whisk\w+|liquor|booze|rum|tequila|gin|drinks?|drinking|sober|relaps\w*|pour\w*|flush\w*|prescri\w*|refill\w*|pharmacy|bring|allowed|cabinet|list|schedule|label|urge|craving\w*|tempt\w*)\b"
_HARD = (
    r"(?:heroin|dope|fent\w*|oxy\w*|percs?|percocet\w*|morphine|methadone|xanax|benzos?|klonopin|valium|ativan|ambien|pills?|tylenol|acetaminophen|benadryl|"
    r"insulin|sleeping pills|coke|cocaine|meth|tramadol|gabapentin|opioids?|tranq|tablets|meds)"
)
_WATCHED = (
    r"(?:(?:watching|following|tracking|listening to|spying on|recording|filming|out to get|coming for|plotting against) (?:me|us|him|her)|"
    r"(?:people|men|cops|feds|fbi|somebody|someone|they|theyre|cameras) (?:\w+ ){0,2}?(?:in|outside|behind) (?:\w+ ){0,2}?(?:walls?|vents?|attic|window|trees|tv|phone))"
)
RULES: tuple[Rule, ...] = (
    # suicide and self-harm
    _rule(
        "suicide",
        rf"\b(?:kill\w*|hang\w*|shoot\w*|drown\w*|unaliv\w*|hurt(?:ing)?|harm(?:ing)?|cut(?:ting)?|stab\w*|burn\w*|off(?:ing)?) {_SELF}\b",
        *_CALM,
        r"\bhow do you (?:treat|handle|help)\b|\b(?:it is|is|drinking \w+ \w+ it is|that is) harming myself\b|\bmyself and others\b",
        r"\bslowly killing (?:him|her)self\b|\bkilling (?:him|her)self (?:slowly|little by little|bit by bit|with (?:the |all that |that )?(?:drink\w*|booze|alcohol|beer|wine|vodka))\b",
    ),
    _rule("suicide", r"\bend(?:ing|ed)? (?:my|his|her|their|ones) (?:own )?(?:life|lives)\b", *_CALM),
    _rule(
        "suicide",
        r"\bend(?:ing)? it(?: all)?(?= ?$| (?:all|now|tonight|today|soon|tomorrow|this|for good|here|because|and|but|i)\b)",
        r"\bdealer\b|\brelationship\b|\bcycle\b|\bwith (?:my|him|her|the)\b",
        _PAST,
        _NEGATED,
    ),
    _rule(
        "suicide",
        r"\bsuicid(?:e|al)\b|\bsuicidal\b",
        *_CALM,
        r"\battempted suicide a\b|\bmission\b|\bassisted\b|\bwarning label\b|\blabel\b|\bsqueeze\b|\bessay\b|\bpaper\b|\bdurkheim\b|\bpractically\b|\bpatients\b|\bsuicidal people\b|\bnurse\b|\bcommit suicide\?|\bloved one\b|\battempt suicide or\b|\bhave to attempt\b|\bsuicide (?:risk|screen\w*|watch|monologue|rates?|scene|song|squad|doors?|survivors?|loss|awareness)\b|\b(?:after|since) (?:a|the|his|her|my|our|their) (?:\w+ )?suicide\b|\b(?:screen\w*|policy|protocol|hamlet|student|training|trained)\b",
    ),
    _rule(
        "suicide",
        r"\b(?:want(?:s|ed|ing)?|wish\w*|hop(?:es?|ing)|ready|deserve|rather|trying|going|need) (?:\w+ ){0,5}?(?:to die|dead|died|to be gone|to disappear (?:forever|for good))\b",
        *_CALM,
        r"\bready to (?:change|stop)\b|\blived? or\b",
    ),
    _rule(
        "suicide",
        r"\b(?:not|never) wak(?:e|ing) up(?: again| tomorrow)?\b(?<!will not wake up)",
        r"\b(?:he|she|they|grandma|mom|dad|friend|son|wife|husband)\b.*\bnot wak",
        *_CALM,
    ),
    _rule(
        "suicide",
        r"\bdo not (?:want to|feel like) (?:live|living|be alive|being alive|be here|being here|exist|existing|go on living|wake up)\b",
        _PAST,
    ),
    _rule(
        "suicide",
        r"\b(?:can not|unable to) (?:go on|keep going|keep living|live) (?:like this |this way )?(?:any ?more|any longer)\b|\bcan not go on(?! (?:vacation|leave|a|the|trips?|with)\b)\b|\b(?:can not|do not) (?:\w+ )?(?:afford|bear|stand) (?:to live|living|to be alive)\b",
        _TOLD.replace("|costs?", ""),
    ),
    _rule(
        "suicide",
        r"\bclose(?:r|st)? to (?:killing|ending|hanging|shooting|cutting) (?:myself|it|my life)\b|\bhelp me (?:\w+ ){0,4}(?:not|do not|stop) (?:\w+ ){0,3}(?:kill|die|dying|hurt|harm|cut|end)\w*\b",
    ),
    _rule(
        "suicide",
        r"\bthere (?:will|is|are) not (?:going to )?be (?:a next \w+ for (?:me|him|her)|any(?:one|body) (?:left |here )?to call)\b"
        r"|\b(?:do|will|did) not (?:plan|intend|expect) (?:on|to) (?:be|being|stay|staying) (?:around|here|alive)\b(?! (?:this|next|for|on|at|in)\b)"
        r"|\bno more me\b|\b(?:somebody|someone)(?: else)? who (?:actually |really )?wants to live\b"
        r"|\btell (?:my|him|her|them)(?: \w+){0,2} (?:that )?i (?:loved|always loved) (?:him|her|them)\b"
        r"|\bhope the next (?:one|time|hit|shot|dose) (?:does it|takes me|kills me|is the last|ends it)\b|\b(?:it is |its )?too late for me(?: now)? goodbye\b",
        _PAST,
    ),
    _rule(
        "suicide",
        r"\bdone living\b(?! (?:like|this|that|in|with|at|under|off|on|from|out|two|a|my|here|there)\b)|\b(?:tired|sick|done) (?:of|with) (?:living(?! (?:like|this|that|in|with|at|under|off|on|from|out|two|a|my)\b)|life|being alive|this life(?! of (?:drink|booz|alcohol|wine|using|drugs?|addiction|hangovers|getting (?:high|drunk))))\b",
        _PAST,
    ),
    _rule(
        "suicide",
        r"\bbetter off (?:dead|without me|if i (?:was|were) (?:gone|dead))\b|\b(?:nobody|no ?one) would (?:care|miss me|notice) if i (?:\w+ )?(?:died|was gone|disappeared|were gone)\b",
    ),
    _rule(
        "suicide",
        r"\b(?:no|any|a|one) (?:reason|point) (?:not )?(?:to|in) (?:liv\w+|stay alive|be alive|go on|end my)\b|\bpoint (?:of|in) (?:living|being alive|life|going on)\b|\bnothing (?:left )?to live for\b",
    ),
    _rule(
        "suicide",
        r"\b(?:my|his|her) last (?:night|day)\b(?! (?:at|of|in) (?:work|rehab|detox|the program|treatment|iop|class|school|my))",
        r"\b(?:first|rehab|detox|iop|program|work)\b",
        _TOLD,
    ),
    _rule(
        "suicide",
        r"\b(?:wrote|write|writing|written|left|leaving|found) (?:\w+ )?(?:\w+ )?(?:suicide |goodbye )(?:note|letters?)\b|\bto write the note\b|\bwrote the note\b|\bwriting (?:my|the) note\b",
    ),
    _rule(
        "suicide",
        r"\b(?:check(?:ing)?|tap(?:ping)?) out (?:for good|permanently|of (?:this )?life|forever)\b|\bnot be (?:here|around) (?:tomorrow|much longer|next week|anymore)\b|\bgoodbye (?:forever|everyone|cruel)\b",
    ),
    _rule(
        "suicide",
        r"\bnooses?\b|\b(?:i|he|she) (?:\w+ ){0,3}?(?:six feet under|in the ground next to)\b|\b(?:flowers to|sing at|come to|at|plan|planning|pay for) my (?:own )?funeral\b"
        r"|\b(?:bought|got|getting|buying|loaded) (?:\w+ )?(?:shells|bullets|ammo|one bullet)\b",
        _PAST,
        _TOLD,
        r"\b(?:hunt\w*|range|skeet|ducks?|deer|target|neck of my|job|debt|insurance|list|people|kill\w*|shoot\w*|boss|them|everyone)\b",
    ),
    _rule("suicide", r"\b(?:kms|ctb|unalive\w*|sewer ?slide)\b", _TOLD),
    _rule(
        "suicide",
        r"\b(?:overdos\w*|od) on purpose\b|\b(?:wish\w*|should|had) (?:\w+ ){0,4}(?:od'?e?d|overdosed) and (?:died|dead)\b|\bshould have died\b",
    ),
    _rule(
        "suicide",
        r"\b(?:going to|want to|about to|thinking (?:of|about)|might) (?:jump(?:ing)?(?: off| in front|$)|hang(?:ing)? (?:me|my)|driv(?:e|ing) (?:\w+ )?(?:into|off))",
    ),
    _rule(
        "suicide",
        r"\bguts to (?:end|do) it\b|\b(?:am|be) a burden (?:to|on) every\w+\b|\btaking my (?:own )?life\b|\btake my (?:own )?life\b",
        _PAST,
    ),
    _rule(
        "suicide",
        r"\bme quiero (?:morir|matar)\b|\bquiero (?:morir(?:me)?|matarme|suicidarme)\b|\bno quiero (?:vivir|seguir viviendo)\b|\bya no quiero vivir\b|\bquitarme la vida\b|\bse quiere matar\b|\bsuicid(?:ar|io)\w*\b",
        _SPANISH_CALM,
    ),
    # means at hand, a place to fall from, what comes after, and a denial that is taken back
    _rule(
        "suicide",
        rf"\b(?:{_PILLS}|{_MEANS}|knife)(?: (?:is|are|sitting|lying|here|right|all|lined up|counted out|loaded|just))* (?:in front of me|next to me|beside me|in my (?:hands?|lap|mouth)|to my (?:head|wrists?|throat|chest|temple)|around my neck)\b"
        rf"|\b(?:staring|looking|stare) at (?:(?:the|my|a|this|these|all|that|those) ){{0,2}}(?:{_PILLS}|{_MEANS}|train tracks|tracks)\b"
        rf"|\b(?:sitting|here|alone) (?:\w+ ){{0,3}}?with (?:(?:the|my|a|this|these|all) ){{0,2}}(?:loaded )?(?:{_PILLS}|{_MEANS})\b",
        rf"\b(?:he|she|they|who|someone|somebody|dealer|{_KIN}) (?:\w+ ){{0,2}}?(?:put|puts|held|holds|holding|pointed|stuck|pressed|shoved|has|had|with)\b|\b(?:him|her) with (?:a|his|her)\b",
        _LIQUOR,
        _TOLD,
        _PAST,
    ),
    _rule(
        "suicide",
        rf"^(?:(?:and|but|well|also|because|so|just) )*(?:i|i have) (?:have|got|have got|bought|found|am holding|loaded|will get)(?: got| just| already)? (?:a|my|the|his|her) (?:\w+ )?{_MEANS}(?: (?:right )?(?:here|now|with me|ready|loaded|too|and (?:i am )?ready))*$",
    ),
    _rule(
        "suicide",
        r"\b(?:at|on|over|near|up|off|onto|to) (?:\w+ )?(?:the|a) (?:very )?(?:top|edge|roof|ledge|railing|rail|top floor|top level|wrong side) of (?:the|a|this|my|our) (?:\w+ ){0,2}?(?:garage|parking structure|deck|building|bridge|overpass|cliff|roof|hotel|tower|stadium|dam|balcony|platform|hospital|apartments?)\b"
        r"|\b(?:i|am|he is|she is|standing|sitting|out|climbed|hanging) (?:\w+ )?(?:on|over) (?:the|a|this|my) (?:\w+ )?(?:ledge|bridge|overpass|roof|rooftop|railing|train tracks|tracks|cliff)\b",
        r"\b(?:where|park|parked|your|located|office|traffic|late|driv\w+|directions?|restaurant|bar|work\w*|roofer|shingles|paint\w*|fix\w*|repair\w*|clean\w*|find|address|entrance|cross\w*|stuck)\b",
        _TOLD,
        _PAST,
    ),
    _rule(
        "suicide",
        r"\b(?:who|who is|whos|who's|who will|somebody|someone|will you|please|can you|make sure \w+)\b(?: \w+){0,2} (?:feed|feeds|take|takes|taking|look|looks|care|cares|raise|raises|watch|walk|get|gets|want|have|keep) (?:\w+ ){0,6}?(?:when|after|once|if) (?:i am|im|i) (?:gone|dead|not (?:here|around)|no longer here|die)\b"
        r"|\b(?:after|once|when) i am (?:gone|dead|not here any ?more)\b.*\b(?:who will|will (?:\w+ )?(?:miss|remember|care|cry|be (?:better|fine|ok|okay|sad|happier))|take care of|can have|gets? my|do not cry)\b",
        r"\bgone (?:to|at|in|for|from|on|off|all|during|\d+)\b|\bwhile\b|\b(?:rehab|treatment|program|group|work|class|iop|detox)\b|\bgone (?:three|two|several|those|that)\b",
        _TOLD,
    ),
    _rule(
        "suicide",
        r"\bif (?:i|you|he|she) (?:od|overdose|die|dies|ods|do it|am dead)\b.*\blife insurance\b|\b(?:get|gets|have|collect|live off|worth|leave|left with|use|got|take)\b(?: \w+){0,3} life insurance\b|\blife insurance\b.*\b(?:if|when|after|because) (?:\w+ ){0,4}?(?:od|ods|overdose|overdosed|overdoses|die|dies|suicide|kill|do it|did it|gone|dead)\b"
        r"|\blife insurance (?:is|money|would|will)\b.*\b(?:kids|wife|husband|family|them|more than|enough|at least)\b|\bworth more dead\b",
        r"\b(?:can i|could i|how (?:do|can) i|want to|trying to|able to|need to|do i|still) (?:get|have|take)(?: \w+){0,2} life insurance\b|\b(?:denied|deny|quote|term|rates?|premium|exam|apply\w*|application|renew\w*|my (?:dad|father|mom|mother|late)|health insurance|find out)\b",
    ),
    _rule(
        "suicide",
        r"\b(?:i am|i|feel like|just|im|am|such)(?: \w+)? (?:a )?(?:waste of (?:oxygen|space|air|breath|skin|life|a life|flesh)|oxygen thief)\b|\bwaste of (?:oxygen|air|breath|space)\b.*\b(?:i am|me|myself)\b|\bdo not deserve to (?:live|breathe|be alive|exist)\b|\b(?:world|everyone|everybody|they|family|kids) (?:\w+ )?(?:would|will) (?:\w+ )?be (?:\w+ )?(?:better|happier|fine|ok|okay) without me\b",
        _PAST,
        r"\bwaste of (?:time|money)\b",
    ),
    _rule("suicide", _DENIAL_UNDONE.pattern, _TOLD),
    _rule(
        "suicide",
        r"\b(?:i|he|she) will not (?:even )?(?:be alive|live (?:to see|long enough|until|till)|make it (?:to|through) (?:the (?:night|day|week|weekend|morning)|tomorrow|morning|tonight))\b"
        r"|\b(?:too late|(?:nobody|no ?one) can (?:help|save) me)\b.*\bgoodbye\b|\b(?:get|getting|got|put|putting|have) (?:all )?(?:my|his|her) affairs (?:together|in order|sorted|settled)\b",
        r"\b(?:without (?:help|rehab|treatment|this|you)|if (?:i|he|she) (?:do|does|keep\w*|drinks?|uses?|not)|before (?:rehab|treatment|detox|i (?:start|come|go in|check in)))\b",
        _PAST,
        _TOLD,
    ),
    _rule(
        "suicide",
        rf"\b(?:(?:am|is) going to|(?:^|^just )going to|will|about to|might|might just|want to|could just|may as well|should just|thinking (?:of|about)|ready to|going to just|going to go) (?:just )?(?:take|taking|swallow|swallowing|down|eat|chug) (?:all|every|everything|the whole|the rest|a whole|these all|them all|this whole|enough)(?: \w+){{0,3}}? ?(?:{_HARD}|bottle|meds|medication|them|of it|it)\b",
        r"\b(?:took|taken) (?:all|every|the whole)\b|\b(?:as prescribed|doctor|for my (?:uti|infection)|antibiotics?|course|vitamins?)\b",
        _LIQUOR,
        _NEGATED,
    ),
    _rule(
        "suicide",
        _WISHED,
        r"\b(?:not|never) (?:\w+ ){0,3}(?:od|overdose)\b|\b(?:scared|afraid|worried|fear)\b",
        _PAST,
        _TOLD,
        r"\bhope (?:he|she|they)\b",
    ),
    _rule(
        "suicide",
        rf"\b(?:lethal|fatal|deadly|killing) (?:dose|doses|amount|combo|combination|mix|level)s?\b|\b(?:how (?:much|many)|what amount of|enough) (?:\w+ ){{0,3}}?{_HARD} (?:\w+ ){{0,4}}?(?:to (?:die|kill|not wake|end it)|kills? (?:you|me|a person|someone)|before (?:you|i) die)\b",
        r"\b(?:already )?(?:took|taken|swallowed|ate|had)\b",
        _TOLD,
        _PAST,
        r"\b(?:found|street|news|cop|class|nurse|nursing|student|training)\b",
    ),
    _rule(
        "suicide",
        r"\b(?:tell|let) (?:my|him|her|them)(?: \w+){0,2} (?:that )?(?:i (?:always )?loved|i am sorry|know i loved|i love (?:him|her|them) and (?:that )?(?:i am )?sorry)\b",
        _PAST,
        r"\bsorry (?:i|for|about)\b",
    ),
    # overdose or poisoning now
    _rule(
        "overdose",
        rf"\b(?:overdosing|od'?ing|oding|odin)\b|\b(?:i|he|she|they|someone|somebody|{_KIN}|(?:you)?r? ?kid) (?:\w+ ){{0,2}}?(?:overdosed|od'?e?d|overdose|od)\b|\b(?:someone|somebody|he|she|i) (?:\w+ )?oded\b",
        *_CALM,
        _WISHED,
        r"\bwhat if (?:i|he|she) (?:od|overdose)|\b(?:will|would|could) (?:i|he|she) (?:od|overdose) if\b|\bif (?:i|he|she) (?:od|overdose) (?:in|during|at) (?:the|your|group)\b",
        r"\b(?:died|passed away|lost|buried|funeral|month ago|training|accidental|could|would|can|will|might|if|risk|worried|afraid|scared) \w* ?(?:\w+ )?overdose\b|\b(?:died|passed away|buried|funeral|calls?|before|tacos|where i|i overdosed on \w+ (?:like )?a)\b",
    ),
    _rule(
        "overdose",
        r"\b(?:maybe|think|thinks|possible|is (?:this|it|that)|having|be|fear) (?:\w+ ){0,2}?overdose\b|\boverdose (?:happening|here|right now|now|emergency|help)\b|\b(?:emergency|help) overdose\b",
        *_CALM,
    ),
    _rule(
        "overdose",
        r"\b(?:will not|can not|not) (?:\w+ ){0,2}?(?:wake(?: \w+)?(?: up)?|waking up|respond(?:ing)?|breath(?:e|ing)|answer me|move|moving)\b(?! (?:out|in|to|on|away|back))",
        r"\b(?:sleep and not wake|go to sleep|wish\w*|hope|bed and|want to)\b|\bbreathe easy\b|\bi (?:can|do) not wake up (?:on|for|early|in)\b",
        _TOLD,
    ),
    _rule(
        "overdose",
        r"\b(?:unresponsive|unconscious|not responding|stopped breathing|no pulse|out cold|alcohol poisoning|gurgling|foaming|slumped over|death rattle)\b",
        _PAST,
        _TOLD,
    ),
    _rule(
        "overdose",
        r"\b(?:lips?|face|skin|fingers|nails|fingertips)\b(?: \w+){0,4} (?:blue|gr[ae]y|purple|cold and)\b|\bturn(?:ing|ed) (?:blue|gr[ae]y|purple)\b",
        _TOLD,
    ),
    _rule(
        "overdose",
        r"\bbreathing (?:is )?(?:\w+ )?(?:slow(?:ly)?|shallow|funny|weird|bad|strange)\b|\b(?:barely|hardly|slow|slowly|real slow) breathing\b|\bnod(?:ding|s)? (?:off|out) and\b|\bgoing out again\b|\bfalling out again\b",
    ),
    _rule(
        "overdose",
        r"\b(?:took|taken|swallow(?:ed|s)?|ate|drank|downed|had|popped|did|snorted|shot|take) (?:\w+ ){0,4}?(?:too (?:many|much)|whole bottle|bunch of|handful of|all (?:my|her|his|of) (?:\w+ )?(?:pills|meds))\b",
        r"\ba few too many\b(?! (?:pills|xan|percs|bars|benz|oxy))|\btoo (?:much|many) (?:time|money|work|from|of my|for granted|days)\b|\b(?:drink|drank) too much (?:at|and|when|on|every|coffee|these)\b",
        _PAST,
        _TOLD,
    ),
    _rule(
        "overdose",
        r"\bswallow(?:ed)? (?:\w+ ){0,3}?(?:pills?|bottle|baggie|something|meds|tide|bleach)\b|\b(?:took|take|had) (?:like |about |maybe |around |over )?(?:[1-9]\d+|a dozen|twenty|thirty|fifteen) (?:\w+ ){0,2}?(?:pills?|tablets?|shots?|benadryl|tylenol|xanax|of (?:them|these|my)|bars|percs?|$)",
        _PAST,
        r"\bshots? (?:at|of|in) (?:it|life)\b|\bover \d+ (?:days|weeks|years)\b",
    ),
    _rule(
        "overdose",
        r"\b(?:can|could|will) (?:i|you|she|he) (?:od|overdose)\b.*\btook\b|\btoo many\b.*\btook\b|\btook\b.*\b(?:is (?:that|it) (?:too|bad|dangerous)|what (?:will )?happen)",
    ),
    _rule(
        "overdose",
        r"\b(?:gave|give|giving|used|gets?|need|do i) (?:\w+ ){0,3}?(?:narcan|naloxone)\b|\bnarcan(?:ned|ed)? (?:did|him|her|and)\b",
        *_CALM,
        r"\bkit|train|carry|keep|prescription|where can i get (?:free )?narcan\b",
    ),
    _rule(
        "overdose",
        r"\bdown(?:ed|ing)? (?:a|the|this|my) (?:whole )?bottle of\b|\b(?:is|am) (?:overdosing|od'?ing|dying right now)\b|\bpassed out\b.*\b(?:will not|can not|not)\b|\bshe is seizing\b|\bhe is seizing\b|\bhaving a seizure\b|\bcan not breathe\b|\bthrowing up and passed out\b",
        rf"\b{_STOPPED}\b",
    ),
    _rule(
        "overdose",
        r"\bno respira\b|\bno despierta\b|\bsobredosis\b|\b(?:tom[oóeé]|tomado) (?:muchas|demasiadas)\b|\blabios (?:azules|morados)\b",
        _SPANISH_CALM,
    ),
    _rule(
        "overdose",
        rf"\bhow (?:much|many) (?:\w+ ){{0,2}}?{_HARD} (?:is|are|would be|will be|counts? as|does it take) (?:\w+ )?(?:too (?:much|many)|(?:an? )?(?:overdose|od)|to (?:od|overdose))\b",
        _TOLD,
        _PAST,
        r"\b(?:iop|program|outpatient|treatment|addict\w*|prescri\w*)\b",
    ),
    # dangerous withdrawal
    _rule(
        "withdrawal",
        rf"\b{_STOPPED}\b.*\b{_SYMPTOM}|\b{_SYMPTOM}.*\b{_STOPPED}\b",
        r"\b(?:years? ago|months? ago|used to)\b",
        r"\bhow (?:long|do) .*\blast\b$|\bshak\w+ off\b",
        _ASKS_AHEAD,
    ),
    _rule("withdrawal", r"\b(?:dts|d\.t\.s|delirium tremens)\b", _ASKS_AHEAD, r"\bwhat (?:are|is)\b", _PAST),
    _rule(
        "withdrawal",
        r"\b(?:having|have|in|going through|through|got|suffer\w*|bad|terrible|terrifying|severe|horrible|awful|precipitated) (?:\w+ ){0,2}?withdraw(?:al|als|ls|els|ing)?\b(?! (?:a|my|from (?:school|college|the program|class)))",
        _ASKS_AHEAD,
        r"\b(?:school|college|semester|bank|money|request|medical withdrawal|years? ago|how bad|in case|help with|what happens|if i (?:have|get)|stages|handle|afraid of|period|in (?:mild )?withdrawal (?:to|before)|need to be|do i have to|rapid)\b",
        r"\b(?:scared|afraid|terrified|worried|fear\w*|avoid\w*|prevent\w*) (?:of |about )?(?:\w+ )?precipitated\b",
    ),
    _rule(
        "withdrawal",
        r"\b(?:am|is|are|still) (?:\w+ )?(?:withdrawing|detoxing (?:at home|alone|by))\b|\bdope ?sick\b|\bdetoxing (?:myself|alone|at home)\b",
        _PAST,
        r"\b(?:show|series|book|episodes?|watch\w*|read\w*) (?:\w+ )?dope ?sick\b",
    ),
    _rule(
        "withdrawal",
        r"\bhands? (?:will not stop |can not stop |are |is |keep )?(?:\w+ )?shak\w*|\b(?:i|he|she) shakes? (?:if|when|unless|until)\b|\bgot the shakes\b|\b(?:have|bad) (?:the )?shakes\b",
        _TOLD,
        r"\bshake (?:hands|shack)\b|\bmilk|\bshaking off\b",
    ),
    _rule(
        "withdrawal",
        r"\bran out of (?:my |her |his |our )?(?:xanax|klonopin|ativan|valium|benzos?|clonazepam|alprazolam|lorazepam|methadone|subs|suboxone|phenibut|gabapentin|bars)\b",
        _PAST,
    ),
    _rule(
        "withdrawal",
        r"\b(?:binge|bender|drinking|drunk)\b.*\b\d+ (?:days|weeks)\b.*\b(?:drunk|still drinking|stop)\b|\bon a bender\b.*\b(?:stop|scared|days|weeks)\b|\bdrunk (?:atm|right now|rn|now)\b.*\b(?:stop|quit)\b",
        _PAST,
    ),
    _rule(
        "withdrawal",
        r"\bseizures?\b.*\b(?:quit|off|stopp|without|withdraw|detox)|\b(?:quit|off|stopp\w+|without|detox\w*)\b.*\bseizures?\b",
        _ASKS_AHEAD,
        _PAST,
    ),
    _rule("withdrawal", r"\btembl(?:ando|or)\b|\bve cosas\b|\b(?:tengo|estoy con|en) (?:\w+ )?abstinencia\b"),
    # out of one's mind on a stimulant: seeing or hearing what is not there belongs to an emergency room
    _rule(
        "withdrawal",
        rf"\b(?:up|awake|no sleep|not slept|without sleep|have not slept)\b(?: \w+){{0,4}} (?:\d+|two|three|four|five|six|seven|eight|several|many|a few) (?:days|nights)\b.*\b{_WATCHED}|\b(?:meth|ice|speed|coke|cocaine|crack|adderall|tweak\w*|uppers|flakka|bath salts|crystal|tina)\b.*\b{_WATCHED}"
        rf"|\b{_WATCHED}\b.*\b(?:meth|speed|coke|cocaine|crack|adderall|tweak\w*|crystal|bath salts|not slept|no sleep|awake)\b",
        _PAST,
        _TOLD,
        _ASKS_AHEAD,
        r"\b(?:probation|court|custody|drug test|kids watching)\b",
    ),
    # violence, at home or meant for someone else
    _rule(
        "violence",
        rf"\b(?:he|she|they|{_KIN}|who) (?:\w+ )?(?:hits?|beats?|punch(?:ed|es)|slap(?:ped|s)|chok(?:ed|es|ing)|strangl(?:ed|es)|kick(?:ed|s)|attack(?:ed|s)|hurts?|shov(?:ed|es)|bit|burned|raped|molested|abuses?|threatens?|threatened|hitting|beating|hurting|threatening) (?:on )?(?:me|us|her|him|my (?:kids?|mom|sister|son|daughter))\b",
        r"\b(?:used to|over now|years? ago|hits? me up|hit me with (?:a |the )?bill|(?:hurts|beats) me (?:to see|how|why)|checkers|at (?:chess|cards)|hits? (?:up|bottom|a new)|kicked (?:me|us|him|her) (?:out|off)|when i was (?:a )?(?:kid|little|young|child))\b",
    ),
    _rule(
        "violence",
        r"\b(?:beaten|hit|punched|slapped|choked|strangled|attacked|abused|raped|assaulted|threatened|stalked|beat up)\b(?: \w+){0,6} by (?:my|her|his|a|the|him|someone|their)\b|\bi (?:was|am|got) (?:being )?(?:raped|assaulted|abused|beaten|strangled)\b",
        r"\bused to\b|\byears? ago\b|\bas a (?:kid|child)\b|\bchildhood\b",
    ),
    _rule(
        "violence",
        rf"\b(?:going to|will|about to|want to|might|gonna|swear i) (?:\w+ )?(?:hurt|kill|beat|shoot|stab|strangle|murder|choke) (?:me|us|him|her|them|you all|someone|somebody|people|my {_KIN}|his|everyone)\b(?! (?:feelings|in|at|to it|credit|chances|appetite|record|job))",
        r"\bif (?:he|she) uses\b|\bkill me if i (?:eat|drink|take|miss|am|do not|mix|spend)\b|\b(?:boss|wife|mom|husband|dad) (?:is |will |s )?(?:going to |gonna )?(?:kill|murder) me (?:if|for|when)\b",
        _NEGATED,
        r"\b(?:drugs?|addiction|drinking|alcohol|this|it) (?:is |are )?(?:going to|will) kill\b|\bgoing to kill me\b(?<=price is going to kill me)",
        _TOLD,
    ),
    _rule(
        "violence",
        rf"\b(?:afraid|scared|terrified|frightened|fear) (?:of|for my (?:life|safety)) ?(?:(?:my|his|her|the) )?(?:{_KIN}|him|her|what he|what she|$)\b",
        r"\b(?:losing|relaps\w*|will (?:die|relapse|overdose)|disappoint\w*|telling|what (?:he|she) (?:will|would) (?:say|think))\b",
    ),
    _rule("violence", r"\bthreaten(?:ed|s|ing)? (?:to )?(?:kill|hurt|shoot|stab|beat|me|us)\b", _PAST),
    _rule(
        "violence",
        r"\b(?:came|come|coming) at (?:me|us|her|him)\b|\b(?:pulled|pointed|held|put|has|with|grabbed) (?:a |the |his |her )?(?:knife|gun|bat|machete)\b(?: (?:on|at|to) (?:me|us|my))?",
        _TOLD,
        r"\bon myself\b|\b(?:gun|knife) (?:license|owner|set|charges?|possession|show|safe)\b|\bweapons? charges?\b",
    ),
    _rule(
        "violence",
        rf"\b(?:kill|murder|do away with|get rid of|poison|hurt|make) (?:my|the) (?:ex )?{_KIN}\b(?: disappear)?",
        r"\b(?:make|hurt) (?:my|the) (?!.*disappear)",
        _TOLD,
        r"\bget rid of my (?:kid|baby|boss|friend)\b|\bat \w+\b$|\bin \w+\b$",
    ),
    _rule(
        "violence",
        r"\bmake (?:her|him|them|that \w+) (?:pay|suffer|sorry|regret)\b|\b(?:she|he|they) will pay for\b|\b(?:says?|said|swears?|told me|texts?|texted) (?:that )?i (?:will|am going to) (?:pay for|regret|be sorry)\b",
        _TOLD.replace("|costs?", ""),
        r"\bpay for (?:rehab|treatment|the program|half|his|her own|counseling|insurance)\b",
    ),
    _rule(
        "violence",
        r"\bdomestic (?:violence|abuse)\b|\babusive (?:relationship|husband|boyfriend|partner|marriage|home|wife)\b|\b(?:not|never|do not feel) safe (?:at home|here|with him|with her|in my (?:own )?(?:home|house))\b|\bhiding (?:in|from)\b.*\b(?:him|her|bathroom|closet)\b|\bwill not let me leave\b",
        _PAST,
        r"\bclass(?:es)?\b|\bcharge\b|\bcourt\b|\bnot safe at home to be sober\b|\b(?:was|been) in an abusive\b|\b(?:left|divorced|escaped|got (?:out|away)|since)\b",
    ),
    _rule(
        "violence",
        r"\bme (?:pega|golpea|amenaza)\b|\btengo miedo de mi\b|\b(?:me quiere|lo voy a|la voy a) matar\b",
        _SPANISH_CALM,
    ),
)
# "you have to half die to get a bed": of anybody, not of oneself.
_FIGURE = r"\b(?:you|people|one|someone|somebody|folks) (?:\w+ )?(?:have|has|got|need|needs) to (?:\w+ )?(?:attempt suicide|try suicide|overdose|od|die|be dying|be dead|kill (?:yourself|themselves))\b.*\b(?:to get|before (?:any|some|they|you))\b"
_CALM_PATTERNS = tuple(re.compile(pattern) for pattern in (_PAST, _TOLD, _ASKS_AHEAD, _FIGURE))
_SETTLED_PATTERNS = tuple(re.compile(pattern) for pattern in (_NEGATED, _GRIEF))


@lru_cache(PIECES)
def fold(text: str) -> str:
    """Lower-case, contractions undone, punctuation out."""
    text = text.lower()
    for pattern, to in _FOLDS:
        text = pattern.sub(to, text)
    return text.strip()


def find_danger(text: str) -> str | None:
    """The kind of danger that one sentence speaks of, or None. Earlier rules win within a kind; kinds go in the order of
    how little time there is: an overdose now comes before all."""
    return _danger(fold(text))


@lru_cache(PIECES)
def _danger(folded: str) -> str | None:
    kinds = {rule.kind for rule in RULES if rule.pattern.search(folded) and not (rule.unless and rule.unless.search(folded))}
    return next((kind for kind in ("suicide", "overdose", "violence", "withdrawal") if kind in kinds), None)


def _sounds_calm(folded: str) -> str | None:
    """`settled` when the words deny, or mourn; `calm` when they tell of the past, of fiction, or of a figure of speech."""
    if _DENIAL_UNDONE.search(folded):
        return None
    if any(pattern.search(folded) for pattern in _SETTLED_PATTERNS):
        return SETTLED
    return CALM if any(pattern.search(folded) for pattern in _CALM_PATTERNS) else None


@Language.component(FACTORY)
def find_safety_spans(doc: Doc) -> Doc:
    """Put dangerous sentences under `doc.spans["danger"]`, labelled with the kind, and calm ones under `["calm"]`,
    labelled calm or settled.

    The whole message is read too: people break one thought over several sentences."""
    danger, calm = [], []
    sentences = list(doc.sents)
    for piece in [*sentences, doc[:]] if len(sentences) > 1 else [doc[:]]:
        folded = fold(piece.text)
        if kind := _danger(folded):
            danger.append(doc.char_span(piece.start_char, piece.end_char, label=kind, alignment_mode="expand"))
        if label := _sounds_calm(folded):
            calm.append(doc.char_span(piece.start_char, piece.end_char, label=label, alignment_mode="expand"))
    doc.spans[DANGER_KEY] = [span for span in danger if span is not None]
    doc.spans[CALM_KEY] = [span for span in calm if span is not None]
    return doc
