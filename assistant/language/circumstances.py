"""What stands around danger in a message: who it is about, whether that person is awake, in which language, and what only
sounds like danger but deserves a word of care. Decides nothing; the text generator picks the wording by it.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.language.child import CHILD, EXPECTING, FEEDING, expects_and_uses, feeds_a_baby, is_with_a_child
from assistant.language.danger.calm import DISCHARGED
from assistant.language.danger.folding import fold
from assistant.language.danger.injury import tells_of_injury
from assistant.language.danger.pregnancy import tells_of_pregnancy
from assistant.language.distress import DISTRESS, says_distress
from assistant.language.driving import DRIVING, drives_under
from assistant.language.emergency import calls_for_help
from assistant.language.worry import MILESTONE, WORRY, tells_milestone, tells_worry

OTHER, AWAKE, OPIOID, THREAT, SPANISH = "other", "awake", "opioid", "threat", "spanish"
ACTING = "acting"  # somebody else, of suicide: it may be happening
PREGNANT, HURT, UNNAMED = "pregnant", "hurt", "unnamed"  # of an emergency: what it is, or that nothing tells
CARE, STOPPING, MINOR = "care", "stopping", "minor"

_KIN = (
    r"(?:husband|wife|spouse|partner|fianc\w+|boyfriend|bf|girlfriend|gf|ex|dad|father|stepdad|mom|mum|mother|stepmom|son|daughter|kid|child|"
    r"toddler|baby|teen\w*|brother|sister|uncle|aunt|cousin|niece|nephew|grand\w+|roommate|friend|neighbor|client|patient|coworker|someone|somebody)"
)
_SOMEBODY = re.compile(rf"\b(?:he|she|they|him|her|them|himself|herself|{_KIN})\b")
_MINE = re.compile(
    r"\b(?:i|we) (?:(?!(?:he|she|they) )\w+ ){0,3}?(?:want|wanted|wish|hope|plan|going|feel|tried|took|swallowed|cut|hurt|am|was|need|can not|do not|might|will|would|ate|drank|downed|"
    r"mixed|did|shot|stopped|quit|ran|have|love|loved|gave|paid|wrote|bought|made|said)\b|\b(?:myself|i am|life insurance|my last|my (?:own )?(?:life|wrists?|arms?|head|hands?))\b|^(?:want|tired|going|took|cut)\b"
)
_NOT_AWAKE = re.compile(
    r"\b(?:wak\w*|unresponsive|unconscious|pass(?:ed|ing)? out|out cold|slump\w*|limp|blue|gr[ae]y|purple|not breath\w*|breath\w*|gurgl\w*|foam\w*|convuls\w*|"
    r"seiz\w*|fit|collapsed?|pulse|cold|snor\w*|nod\w*|fading|slipping|going under|can not (?:move|stay|keep|lift|feel|get)|come to|response|stir|fell out|"
    r"narcan\w*|naloxone|overdos\w*|od\w*|chest|heart|numb|slurr\w*|rouse|dying)\b"
)
_TAKEN = re.compile(
    r"\b(?:took|taken|takes?|swallow\w*|ate|eaten|drank|downed|had|did|mixed|popped|snorted|got into|too (?:much|many)|double|more \w+ than|found a pill)\b"
)
_UNDER_WAY = re.compile(
    r"\b(?:took|taken|taking|swallow(?:ed|ing)|ate|drank|downed|popped|snorted|shot|did|had|gave|od'?e?d|oded|overdosed|overdosing|mixed|tried|attempted|"
    r"wak\w*|unconscious|unresponsive|passed out|blue|gr[ae]y|purple|breath\w*|seizing|seizure|cold|limp|respond\w*|narcan\w*)\b"
)
_AIMED = re.compile(
    rf"\b(?:me|us|him|her|them|people|some(?:one|body)|every(?:one|body)|any(?:one|body)|(?:my|his|her|their|the) (?:\w+ )?{_KIN}|cops?|police)\b|\b(?:hit|hits|beat|beats|chok\w+|threaten\w*)\b"
)
_ACTING = re.compile(
    r"\b(?:slit|slits|slashed|cut|cuts|cutting) (?:his|her|their) (?:own )?(?:wrists?|arms?|throat|legs?|neck)\b|\b(?:blood|bleeding|hanging|hung|jumped|noose)\b|\b(?:car|engine) (?:on|running)\b"
    r"|\b(?:texted|text|sent|said|saying|messaged|called|posted)\b.*\bgoodbye\b|\bleft (?:me )?(?:a|his|her) (?:\w+ )?(?:note|letter)\b|\b(?:locked|barricaded)\b"
    r"|\b(?:has|holding|holds|got|with) (?:a|my|the|his|her) (?:\w+ )?(?:gun|pistol|rifle|shotgun|knife|rope|noose|razor)\b|\bon (?:the|a) (?:\w+ )?(?:roof|bridge|ledge|overpass|tracks)\b"
    r"|\b(?:right now|as we speak|saying it now)\b|\b(?:phone|cell) is off\b|\b(?:took|swallowed) (?:all|a bunch|the whole|his|her)\b"
)
_OPIOID = re.compile(
    r"\b(?:heroin|fent\w*|dope ?sick|dope|opi\w+|oxy\w*|percs?|percocet|roxies|suboxone|subs|methadone|kicking|tranq|norco|vicodin|tramadol)\b"
)
_SEDATIVE = r"(?:drink\w*|alcohol|booze|liquor|vodka|beer|wine|whisk\w+|xanax|klonopin|ativan|valium|benzos?|clonazepam|alprazolam|lorazepam|diazepam|bars|ambien|phenibut)"
_THREAT = re.compile(
    r"\b(?:i|im|ima|voices?) (?:(?!(?:he|she|they|who|will)\b)\w+ ){0,6}?(?:kill|hurt|murder|shoot|stab|burn|torch|choke|poison|beat|bomb|harm|get away with|strangle|disappear|armed)\w*\b"
    r"|\b(?:lose it|snap|go off) (?:on|at) (?:this|the|my|her|his|our) (?:\w+ )?(?:baby|kids?|child|children|toddler|son|daughter)\b"
    r"|\b(?:homicidal|hi toward|machete|get rid of|my (?:ex|boss|husband|wife) (?:has|must|dead))\b|\bi want (?:him|her|them|my \w+) dead\b"
)
_ALONE = (
    r"(?:cold turkey|on my own|by (?:my|him|her)self|alone|at home|all at once|suddenly|without (?:detox|help|a doctor|going)|myself|overnight|today|tonight|"
    r"tomorrow|right away|just (?:stop|quit))"
)
_MUCH = r"(?:gallons?|fifths?|handles?|pints?|liters?|bottles?|six ?packs?|beers|tall ?boys)"
_STOPPING = re.compile(
    rf"\b(?:stop|quit|come off|coming off|get off|getting off|go off|kick|ditch|taper\w*|detox\w*|wean\w*|give up)\w*\b.*\b{_SEDATIVE}\b.*\b{_ALONE}\b"
    rf"|\b(?:stop|quit|come off|coming off|get off|getting off|detox\w*|wean\w*|taper\w*|going)\w*\b.*\b{_ALONE}\b.*\b{_SEDATIVE}\b"
    rf"|\b(?:can|should|could|is it (?:safe|ok|okay|dangerous)|safe|ok|dangerous)\b.*\b(?:stop|quit|come off|get off|taper\w*|detox\w*)\w*\b.*\b{_SEDATIVE}\b"
    rf"|\b{_SEDATIVE}\b.*\bcold turkey\b|\bcold turkey\b.*\b{_SEDATIVE}\b"
    rf"|\b(?:flush|dump|pour\w*|throw|tough\w* it out|ride it out)\b.*\b{_SEDATIVE}\b|\b{_SEDATIVE}\b.*\b(?:tough\w*|rid\w*) it out\b"
    rf"|\b(?:tough\w* it out|(?:just|plan on|planning on|going to) (?:stop|quit)\w*)\b.*\b{_MUCH}\b|\b{_MUCH}\b.*\b(?:tough\w* it out|just (?:stop|quit)\w*)\b"
    r"|\b(?:sweat|tough|ride|wait) (?:it|this) out (?:at home|alone|on my own|by myself|here)\b"
    r"|\bdie (?:\w+ )?(?:from|of|when|if)\b.*\b(?:withdraw\w*|stop\w*|quit\w*)\b"
    r"|\b(?:take|vitamins?|supplements?|otc|over the counter)\b.*\balcohol withdraw\w*"
)
_CARE = re.compile(
    r"\b(?:overdosed?|od'?e?d|suicid\w*|self ?harm\w*|attempt(?:ed|s)?|cut(?:ting)? myself|wanted to die|narcan|kill (?:my|him|her)self|end (?:my|his|her) life)\b.*\b(?:last (?:year|month|summer|winter|spring|fall)|"
    r"(?:years?|months?|weeks?) (?:ago|back)|in (?:the past|20\d\d|19\d\d|jan\w*|feb\w*|march|april|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|high school)|history|used to|once|"
    r"before|survived|twice|as a (?:teen|kid)|when (?:i|he|she) was)\b"
    r"|\b(?:used to|history of|past|remote|survived|years ago|last (?:year|month))\b.*\b(?:overdos\w*|suicid\w*|self ?harm\w*|cut(?:ting)? (?:myself)?|want(?:ed)? to die|attempts?)\b"
    r"|\b(?:died|passed(?: away)?|lost|buried|killed)\b.*\b(?:overdos\w*|od|suicide|fentanyl|drugs|drinking|alcohol|heroin|addiction)\b"
    r"|\b(?:hung|hanged|shot|killed) (?:himself|herself|themselves)\b"
    rf"|\b(?:my|our) (?:\w+ )?{_KIN} (?:just |has |recently )?(?:died|passed(?: away)?)\b"
    rf"|(?=.*\b(?:overdos\w*|od'?e?d|oded)\b){DISCHARGED}"
    rf"|\b(?:lost|buried) (?:my|our|his|her) {_KIN}\b|\bfound (?:my|our|his|her) (?:\w+ )?{_KIN} dead\b|\bgrie(?:f|ving)\b|\b(?:overdose|suicide) (?:of|took) (?:my|our)\b"
)
_SPANISH_WORDS = frozenset(
    "que de el la los las un una por para con sin mi tu su es son esta estoy estan soy hay quiero quiere necesito necesita ayuda ayudar puedo puede pueden como "
    "cuanto cuanta cuesta donde cuando cual quien tengo tiene tienen hola gracias si pero porque muy mas ya yo ella ellos nosotros me se le lo al del en espanol "
    "habla hablan programa tratamiento alcohol drogas esposo esposa hijo hija hermano hermana mama papa seguro aceptan cubre dias horas trabajo dejar tomar beber "
    "buenos buenas dias tardes noches ingles persona alguien llamar numero tratan respira despierta morir muero matar matarme suicidarme vivir ahora "
    "tome tomo tomaron pastillas frasco muchas todas respirar temblando deje ayer bien mal solo sola seguir aguanto embarazada uso entiendo anos fuma "
    "viviendo asi vida nada nadie todo todos todas siempre nunca hacer estar fue murio fallecio sobredosis hijos favor medicaid medicare vive bebe roba dinero mucho mucha noche tal marihuana semana abuelo abuela amigo amiga novio novia".split()
)
_ENGLISH_TOO = frozenset("medicaid medicare me no de la el alcohol se lo persona le las los un es son a en papa mama al".split())
_ONE_IS_ENOUGH = frozenset(
    "espanol hola ayuda cuanto cuesta hablan necesito quiero gracias respira despierta morir matarme suicidarme aguanto embarazada pastillas".split()
)
_SHARE = 0.5  # of the words must be Spanish


def speaks_spanish(text: str) -> bool:
    """Whether most words of a message are common Spanish ones, and at least one is not English as well."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char))
    words = re.findall(r"[a-z]+", plain)
    spanish = [word for word in words if word in _SPANISH_WORDS]
    telling = [word for word in spanish if word not in _ENGLISH_TOO]
    if len(words) <= 2:
        return any(word in _ONE_IS_ENOUGH for word in words) or (bool(telling) and len(spanish) == len(words) == 2)
    return bool(telling) and len(spanish) >= 2 and len(spanish) / len(words) >= _SHARE or "¿" in text


def around_danger(text: str, kind: str) -> list[str]:
    """The circumstances of a message that speaks of danger; `kind` as in `danger`."""
    folded = fold(text)
    found = []
    if speaks_spanish(text):
        found.append(SPANISH)
    if kind == "overdose" and _TAKEN.search(folded) and not _NOT_AWAKE.search(folded) and not calls_for_help(text):
        found.append(AWAKE)
    other = bool(_SOMEBODY.search(folded)) and not _MINE.search(folded)
    if kind == "suicide" and other and _ACTING.search(folded):
        found.append(ACTING)
    if kind == "withdrawal" and tells_of_pregnancy(folded):
        found.append(PREGNANT)
    elif kind == "withdrawal" and tells_of_injury(folded):
        found.append(HURT)
    if kind == "withdrawal" and _OPIOID.search(folded) and not re.search(rf"\b{_SEDATIVE}\b", folded):
        found.append(OPIOID)
    if (
        kind == "violence"
        and _THREAT.search(folded)
        and not re.search(r"\b(?:me|us)$|\b(?:hurt|kill|shoot|stab|choke)s? (?:me|us)\b", folded)
    ):
        found.append(THREAT)
    if other:
        found.append(OTHER)
    return found


def is_for_a_hospital(text: str) -> bool:
    """Whether a pregnancy or a hurt body needs one, which has words of its own."""
    folded = fold(text)
    return tells_of_pregnancy(folded) or tells_of_injury(folded)


def is_under_way(text: str) -> bool:
    """Whether something was taken already, or shows its effect."""
    return bool(_UNDER_WAY.search(fold(text)))


def aims_at_somebody(text: str) -> bool:
    """Whether violence is done to, or meant for somebody who is named."""
    return bool(_AIMED.search(fold(text)))


def is_about_oneself(text: str) -> bool:
    """Whether the danger that a message speaks of is the visitor's own, and nobody else is named."""
    folded = fold(text)
    return bool(_MINE.search(folded)) and not _SOMEBODY.search(folded)


def besides(text: str) -> list[str]:
    """The circumstances of a message that is no emergency: what else deserves a line."""
    folded = fold(text)
    found = [name for name, pattern in ((STOPPING, _STOPPING), (CARE, _CARE)) if pattern.search(folded)]
    if CARE not in found and says_distress(text):  # one line of care is enough
        found.append(DISTRESS)
    if is_with_a_child(text):
        found.append(CHILD)
    elif feeds_a_baby(text):
        found.append(FEEDING)
    elif expects_and_uses(text):
        found.append(EXPECTING)
    elif drives_under(text):
        found.append(DRIVING)
    if tells_milestone(text):
        found.append(MILESTONE)
    elif tells_worry(text) and not tells_of_pregnancy(folded):  # that has an answer of its own
        found.append(WORRY)
    return [SPANISH, *found] if speaks_spanish(text) else found
