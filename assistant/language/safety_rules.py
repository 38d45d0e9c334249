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
    r"\b(?:movies?|films?|songs?|lyrics|shows?|series|episode|books?|novel|game|video|checkers|chess|cast|squad|article|(?:class|school) (?:project|play|paper|assignment|presentation|essay)|test|insurance|covered|"
    r"felony|illegal|crime|law|rates?|statistics?|how many people|meaning of|laugh\w*|funny|joke|price|prices|bill|bills|costs?|workout|process|weeds?|mosquitos?|"
    r"mosquitoes|bugs in|rats|dealer friends|awareness|prevention|documentary|what is it like|side effects?|warned|can cause|dead ?line|battery)\b"
)
_NEGATED = (
    r"\b(?:not|never|no longer|no intentions? (?:of|on)|no plans? (?:of|to)|no thoughts? of|without) (?:\w+ ){0,3}(?:suicidal|suicide|die|kill\w*|hurt\w*|harm\w*|end\w*|overdos\w*|in danger)\b"
    r"|\bdo not want to (?:die|be dead|kill|hurt|end|overdose)\b|\bnot (?:an )?(?:emergency|overdose)\b"
    r"|\basked (?:me )?(?:if|whether) i\b.*\bi said no\b"
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
RULES: tuple[Rule, ...] = (
    # suicide and self-harm
    _rule(
        "suicide",
        rf"\b(?:kill\w*|hang\w*|shoot\w*|drown\w*|unaliv\w*|hurt(?:ing)?|harm(?:ing)?|cut(?:ting)?|stab\w*|burn\w*|off(?:ing)?) {_SELF}\b",
        *_CALM,
        r"\bhow do you (?:treat|handle|help)\b|\b(?:it is|is|drinking \w+ \w+ it is|that is) harming myself\b|\bmyself and others\b",
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
        r"\b(?:tired|sick|done) (?:of|with) (?:living(?! (?:like|this|that|in|with|at|under|off|on|from|out|two|a|my)\b)|life|being alive|this life)\b",
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
    # overdose or poisoning now
    _rule(
        "overdose",
        rf"\b(?:overdosing|od'?ing|oding|odin)\b|\b(?:i|he|she|they|someone|somebody|{_KIN}|(?:you)?r? ?kid) (?:\w+ ){{0,2}}?(?:overdosed|od'?e?d|overdose|od)\b|\b(?:someone|somebody|he|she|i) (?:\w+ )?oded\b",
        *_CALM,
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
        r"\b(?:gave|give|giving|used|gets?|need|do i) (?:\w+ ){0,2}?(?:narcan|naloxone)\b|\bnarcan(?:ned|ed)? (?:did|him|her|and)\b",
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
        r"\bmake (?:her|him|them|that \w+) (?:pay|suffer|sorry|regret)\b|\b(?:she|he|they) will pay for\b",
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
_CALM_PATTERNS = tuple(re.compile(pattern) for pattern in (_PAST, _TOLD, _ASKS_AHEAD))
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
