"""Sees distress that is half said: fear, shame, loneliness, not knowing on. No danger by itself, and no question either; a
frightened person should not be told that they were not understood. What is danger, `danger` and the classifier say first.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.language.danger.folding import PIECES, fold

DISTRESS = "distress"

_KIN = (
    r"(?:husband|wife|spouse|partner|fianc\w+|boyfriend|girlfriend|bf|gf|dad|father|mom|mum|mother|parents|son|daughter|kids?|child|children|boy|girl|"
    r"brother|sister|uncle|aunt|cousin|niece|nephew|grand\w+|friend|family)"
)
_WHO = rf"(?:i|we|he|she|they|(?:my|our|his|her|their) (?:\w+ )?{_KIN})"
_IS = r"(?:am|is|are|was|feels?|felt|feeling|been|being|get|gets|getting|got|just|s)"
_VERY = (
    r"(?:so|very|really|just|too|pretty|super|totally|completely|all|kind of|kinda|sort of|a bit|a little|honestly|absolutely|actually|also|always|still|"
    r"really really|so so|like|that|extremely|constantly|right now|more|f\w*ing)"
)
# Feelings that say enough inside a longer message.
_FEELING = (
    r"(?:scared|scarred|scarde|scaird|terrified|frightened|petrified|afraid(?! (?:not|so|i (?:have|can|must|need|do))\b)|freaking out|panicking|asham\w+|humiliated|embarrass?ed|"
    r"alone|lonely|hopeless|helpless|worthless|overwhelmed|heart ?broken|desperate|miserable|nervous|anxious)"
)
# And those that mean this only when nothing else is said.
_ALONE_SAID = (
    r"(?:lost|broken|empty|numb|stuck|trapped|exhausted|tired|drained|worn out|useless|guilty|disgusting|disgusted|pathetic|weak|low|down|depressed|sad|unhappy|"
    r"hurting|struggling|drowning|suffering|crying|sobbing|failing|sinking|falling apart|breaking(?: down)?|losing (?:it|hope|my mind|myself|everything)|"
    r"(?:such )?an? (?:\w+ )?(?:failure|loser|mess|wreck|disappointment|disgrace|embarrassment|screw ?up|fuck ?up|bad (?:mom|mother|dad|father|person|wife|husband|parent|son|daughter))|"
    r"(?:such )?(?:failures?|mess)|at (?:rock bottom|(?:the|my) (?:end|wit\w*|breaking|lowest|limit)\b[\w ]{0,20})|on the edge of tears|"
    r"not (?:\w+ )?(?:ok|okay|alright|all right|fine|good|well|coping|doing (?:\w+ )?(?:ok|okay|good|well|great|fine|alright)))"
)
_LOOSE = re.compile(
    rf"\b{_WHO} {_IS}(?: {_IS})?(?: {_VERY}){{0,3}} {_FEELING}\b"
    rf"|^(?:(?:hi|hello|ok|okay|yes|no|well|but|and|so|just|really|very|honestly|thanks?|thank you|feeling|too|kind of|a bit|a little|super) )*{_FEELING}\b"
    rf"|\b(?:feels?|felt|feeling|am|is|are) (?:{_VERY} )*(?:like )?(?:such )?an? (?:\w+ )?(?:failure|disappointment|disgrace)\b"
    rf"|\b(?:life|world|family|everything|marriage)(?: is)?(?: \w+)? falling apart\b|\bhate (?:myself|my life|who i am|what i have become|what i am)\b"
    r"|\b(?:can not stop|keep|been) (?:crying|sobbing)\b|\bcry(?:ing)? (?:myself to sleep|all (?:day|night)|every (?:day|night))\b"
    r"|\b(?:no ?one|nobody|no one else|nobody else) (?:to (?:turn|talk) to|understands)\b|\b(?:nowhere|no ?where|not know who|not know where)(?: else)? to turn\b"
    r"|\bnot know (?:what|how)(?: else)? to (?:do anymore|go on from here|cope|handle (?:this|it))\b|\bat (?:my|the) (?:wit\w*|rope\w*|breaking)(?: s)? (?:end|point)\b|\bend of my rope\b"
    r"|\bheart (?:hurts|aches|breaks|is breaking) for\b|\b(?:no ?one|nobody) (?:would|will|can|could) (?:ever )?understand\b|\bnights? worrying\b"
    r"|^(?:\w+ ){0,4}?(?:feel like|about to|close to|tempted to|want to|going to|urge to) (?:use|using|relapse|relapsing|(?:drink|drinking|use|using) again|drink(?= (?:right now|now|rn|tonight|so bad))|shoot up|"
    r"get high|pick up again)(?: (?:again|right now|now|tonight|today|so bad(?:ly)?|so much|rn|badly))*$"
    r"|\bcravings?(?: \w+){0,3} (?:bad(?:ly)?|hard|strong|right now|now|rn)\b|^(?:i am |having |i have )?(?:\w+ )?cravings?$"
    r"|\bthe worst (?:mom|mother|dad|father|parent|wife|husband|person|son|daughter)\b"
    r"|\bcan not (?:even )?(?:look|face) (?:at )?(?:my|the|our) (?:\w+ )?(?:kids?|children|family|mirror|wife|husband|parents|mom|dad)\b"
)
_OPENING = (
    r"(?:(?:hi|hello|hey|please|pls|plz|help|help me|so|ok|okay|and|but|idk|thanks?|thank you|sorry|honestly|god|omg|oh|just|well|um|uh|look|to be honest|tbh|"
    r"right now|lately|today|tonight|i do not know|i am sorry|i guess|i think|because|it is just|it is like) )*"
)
_TAIL = (
    r"(?: (?:right now|rn|now|today|tonight|lately|anymore|all the time|all day|every day|every night|inside|of (?:(?:my|him|her)self|themselves|ourselves)|in (?:this|life|all this)|with (?:this|it|everything|all this)|"
    rf"about (?:this|it|everything|all this|all of (?:it|this))|by (?:this|it|everything|all this)|and (?:i )?(?:am |feel )?(?:so )?(?:{_FEELING}|{_ALONE_SAID})|and (?:i )?(?:do not|not) know (?:what|where|who)[\w ]{{0,24}}|"
    r"and (?:i )?need (?:some )?help|so much|so bad(?:ly)?|please|pls|plz|help(?: me)?|lol|tbh|honestly|still|again|too|always|sometimes|alone|by myself|on my own|at all|for (?:him|her|them|us|my \w+)))*"
)
_PHRASES = (
    rf"(?:{_WHO} )?(?:{_IS} )?(?:{_IS} )?(?:{_VERY} ){{0,3}}{_FEELING}",
    rf"(?:{_WHO}|every ?thing|life) {_IS}(?: {_IS})?(?: {_VERY}){{0,3}}(?: like)? {_ALONE_SAID}",
    r"(?:my|his|her|our|the) (?:whole |entire )?(?:life|world|family|marriage|home|head|house) (?:is|feels|has) (?:\w+ ){0,2}(?:fall(?:ing|en) apart|a (?:\w+ )?(?:mess|wreck|disaster)|"
    r"ruined|crumbling|upside down|a mess|in pieces|spinning|out of control|gone to pieces)",
    r"every ?thing (?:is|feels|has) (?:\w+ ){0,2}(?:falling apart|(?:a )?(?:\w+ )?(?:mess|wreck|disaster)|too much|so hard|hard|heavy|wrong|ruined|going wrong|gone wrong|out of control|crashing down|crumbling)",
    r"(?:its|it is|this is) (?:all (?:just )?|just all )(?:too (?:much|hard)|so hard|overwhelming)(?: for (?:me|us))?|life is (?:just )?(?:too|so) hard",
    r"(?:i|we) can not (?:do (?:this|it)|cope|handle (?:this|it)|deal(?: with (?:this|it))?|stop crying|keep it together|hold it together)(?: (?:alone|by myself|on my own|today|right now))?",
    r"(?:i|we) (?:really |just |honestly )?do not know (?:what (?:else )?to do|what (?:i am|we are) doing|where to (?:turn|go)|who to (?:turn|talk) to|how to (?:cope|handle this))",
    r"(?:i|we) (?:have|got|have got) (?:no ?one|nobody|no friends)(?: (?:left|else|to (?:talk|turn) to|on my side))*",
    r"(?:no ?one|nobody) (?:understands|gets it|gets me|cares|listens|believes me|knows)(?: (?:me|about me|what i am going through))?",
    r"i (?:really |just |do )?hate (?:myself|this|who i am|what i am|what i have become|how i feel|being like this|my ?self)",
    rf"i (?:have )?(?:\w+ )?(?:let|letting) (?:every ?(?:one|body)|my (?:\w+ )?{_KIN}|them|people|her|him) down",
    r"i (?:have )?(?:\w+ )?(?:ruined|messed up|screwed up|fucked up|destroyed|wrecked|lost) (?:everything|it all|my (?:whole )?life|my family|my marriage|every ?one)",
    r"(?:i )?(?:keep|can not stop) (?:crying|sobbing)",
    r"i (?:really |just )?need (?:someone|somebody)",
    r"help(?: (?:help|me|us))*",
    r"(?:(?:i|we) )?(?:(?:really|just|badly) )?need (?:(?:some|immediate|urgent) )?help (?:right )?(?:now|rn|asap|immediately|urgently|fast|badly|quick(?:ly)?)",
    r"(?:please|pls|plz)(?: (?:someone|somebody|anyone|anybody))?(?: just)? help(?: me| us)?",
    r"(?:someone|somebody|help) (?:help )?me",
    r"what (?:is|the hell is) wrong with me|what have i done|why am i like this|why can not i (?:stop|get it together|be normal)",
    r"(?:i am |im )?(?:\w+ )?(?:going to|about to) (?:lose (?:it|my mind)|break down|fall apart|snap)",
    r"hit rock bottom|(?:i )?(?:have )?(?:hit|reached) (?:rock bottom|my limit|the bottom|my breaking point)",
    r"i (?:just |really |do |still )*want to live(?: again| sober| better| a (?:normal|good|better|sober) life)*",
    r"(?:should i|why (?:do|should) i|why) even (?:bother|try)(?:ing)?(?: any ?more)?|is (?:it|there) even (?:worth|any point)(?: (?:it|trying|in trying))?",
    r"what(?: is|s)? (?:going to|gonna|will) (?:happen to|become of) (?:me|us)",
    r"i do not (?:deserve|know if i deserve) (?:help|any help|this|to be happy)",
)
_BARE = re.compile(rf"{_OPENING}(?:{'|'.join(_PHRASES)}){_TAIL}")
# What says the same beside the wish for somebody to talk to.
_HEAVY = re.compile(
    rf"\b{_FEELING}\b|\b(?:shame|guilty?|no ?(?:one|body) (?:\w+ )?to talk to|please help|not (?:doing )?(?:ok|okay|well)|not doing good|who i am|crying|cry|cried|tears|sobbing|failure|falling apart|fell apart|breaking down|drowning|struggling|hurting|rock bottom|"
    r"hate (?:myself|who i am)|(?:feel|feeling|am) (?:so |really |very )?(?:low|down|lost|broken|empty|numb|stuck|trapped)|too much for (?:me|us)|can not (?:cope|do this|handle)|"
    r"not know (?:what|where|who|how) (?:else )?to|heart ?sick|heart ?broken|worried sick|ruined|let \w+(?: \w+)? down|help me|everything is|my life)\b"
)
LONGEST = 16  # words: a longer message says something else too
# Who asks for a person says so in one of these words; who only tells of themselves, in none.
_SOMEBODY = re.compile(
    r"\b(?:persons?|humans?|people|some ?(?:one|body)|any ?(?:one|body)|talk(?:er)?|speak|tell|told|say|chat|agent|operator|rep(?:resentative)?|counselors?|therapists?|clinician|nurse|doctor|"
    r"staff|team|admissions|desk|supervisor|manager|boss|colleague|specialist|expert|intern|individual|lady|woman|man|stranger|soul|flesh|alive|real|live|who|whoever|next|"
    r"bots?|robots?|machines?|software|autocomplete|computer|script|screen|buttons?|box|transfer\w*|hand|pass|put|push|connect|switch|questions?|complicated|"
    r"hablar|persona|alguien|consejero|agente)\b"
)
_OWN = re.compile(r"\b(?:i|me|my|we|us|our|he|she|they|his|her|him|myself|nobody|no ?one|every ?things?|life)\b")
_TAKEN_BACK = re.compile(
    r"\b(?:not|never|less|no longer|nothing|stop(?:ped)? being|do not be|used to be) (?:\w+ )?" + _FEELING + r"\b"
)


@lru_cache(PIECES)
def _read(text: str) -> str:
    return " ".join(
        fold(text).replace("'", " ").replace("?", " ").replace("idk", "i do not know").replace("dont", "do not").split()
    )


def says_distress(text: str) -> bool:
    """Whether somebody says to be afraid, ashamed or alone, in whatever else they say."""
    read = _read(text)
    return is_only_distress(text) or (bool(_LOOSE.search(read)) and not _TAKEN_BACK.search(read))


@lru_cache(PIECES)  # several readers ask of one message
def is_only_distress(text: str) -> bool:
    """Whether a message says that and nothing more."""
    read = _read(text)
    return len(read.split()) <= LONGEST and bool(_BARE.fullmatch(read))


def weighs_heavy(text: str) -> bool:
    """Whether there is distress in a message that was understood as a wish for somebody to talk to: in its words, or because it
    tells of people and asks for nobody."""
    read = _read(text)
    if _TAKEN_BACK.search(read):
        return False
    return is_only_distress(text) or bool(_HEAVY.search(read)) or (bool(_OWN.search(read)) and not _SOMEBODY.search(read))


def asks_for_somebody(text: str) -> bool:
    """Whether a message names who, or that one wants to talk."""
    return bool(_SOMEBODY.search(_read(text)))
