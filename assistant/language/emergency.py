"""Sees a call for emergency help, which seldom says what happened: "911", "send an ambulance", "can you call 988 for me".

It is danger of the kind that the help named is for. A message is one when it holds nothing but such a call, in any order, or
when it orders help in so many words. That help is on its way is told apart: nobody is safe yet.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.language.danger.folding import PIECES, fold

# Who or what is called, and the kind of danger whose answer fits it best. The first that is named counts.
_KINDS = {"lifeline": "suicide", "police": "violence", "hospital": "withdrawal", "ambulance": "overdose", "emergency": "overdose"}
_NAMES = {
    "lifeline": r"9 ?8 ?8|nine eight eight|(?:suicide|crisis|suicide prevention) (?:hot ?line|life ?line|line|number)|life ?line",
    "police": r"police(?:man|men)?|cops?|sheriff",
    "hospital": r"(?:to |the |an? |nearest |closest )+(?:er|e r|emergency room|emergency department|hospital)",
    "ambulance": r"9 ?1 ?1|nine one one|ambul[ae]nc\w*|amb[ou]lance|paramedics?|emts?|ems|medics?|sos|s o s|mayday|emergency services?",
    "emergency": r"e+mergen?c[yi]e?|emergancy|emegency|emergensy",
}
_NAMED = tuple((what, re.compile(rf"\b(?:{names})\b")) for what, names in _NAMES.items())
_HELP = rf"@(?:{'|'.join(_NAMES)})"
_KIN = "husband wife partner boyfriend bf girlfriend gf dad father mom mother son daughter kid baby brother sister uncle aunt cousin friend roommate neighbor"
# Words that stand beside a call for help and change nothing in it.
_BESIDE = frozenset(
    "i we he she they it this that there is are am s me us him her them my our you a an the some for to of at in here have has got "
    "need needs needed want wants help get getting go going take taking bring rush drive send call calling dial ring phone text reach "
    "someone somebody anyone anybody can could will would should shall must do does now right asap please pls plz quick quickly fast hurry "
    "immediately urgent urgently its theres where connect real really true huge major serious medical big actual so just very oh god omg my hi hello hey ok okay "
    "yes yeah and or tonight today straight away rn up over back think like what kind nurse doctor doc said says say told".split()
) | frozenset(_KIN.split())
_OTHERS_DO = re.compile(  # who asks what others would do fears it, and who asks what something is wants to know
    rf"\b(?:do|does|did|are) (?:you|they)\b|\b(?:will|would) (?:you|they) (?:\w+ ){{0,4}}@police|^(?:you|what|kind|(?:is|are) (?:this|it|that|there) (?:\w+ )?@(?!emergency))|\bwhat\b(?! to do)"
    rf"|{_HELP} (?:do|are|can|will|would|like|(?:is|has|have) (?:here|come|gone|left|been))\b"
)
_SAYS_GO = re.compile(r"\b(?:where|need|needs|go|going|get|take|taking|bring|rush|drive|should|help|nearest|closest)\b")
_LINK = r"(?:(?:me|us|him|her|them|for|to|a|an|the|some|my|up|go|get|be|now|please|emergency) ){0,4}"
_ORDERED = re.compile(
    rf"(?:^|\b(?:please|pls|plz|some(?:one|body)|any(?:one|body)|just|now|help|(?:can|could) (?:you|some(?:one|body)|any(?:one|body)|we|i)|should (?:i|we)|i|we|he|she|they|{'|'.join(_KIN.split())}|ok|and|so|to) )"
    rf"(?:call|dial|send|get|need|needs|phone|ring|take) {_LINK}(?P<help>@(?!emergency){_HELP[1:]})\b(?! (?:on|report|record|clearance|check|bill|visit|contact|number|detox|intake|for (?:detox|a cough)|before|first)\b)"
)
_NO_ORDER = re.compile(
    r"\b(?:not|never|no|without|if|unless|when|whenever|before|after|did|had|ever|last|ago|yesterday|used to|because|scared|afraid|told|says?|said|threat\w*|wants?|policy|bill\w*|cover\w*|"
    r"insurance|cost\w*|report\w*|drill|cough|for work|job|why|who|how|which|besides|instead|first)\b"
)
_UNDER_WAY = re.compile(
    rf"\b(?:called|calling|dialed|dialled|dialing|phoned|phoning|texted|(?:on|in) (?:the )?(?:phone|line|call) (?:with|to)|on hold with|talking to) (?:\w+ ){{0,2}}?(?:{_HELP}|them\b|for help\b)"
    rf"|{_HELP} (?:was |is |has been |been )?(?:called|contacted)\b"
)
_COMING = re.compile(
    rf"(?:\b(?:they|theyre|help|some(?:one|body))|{_HELP})(?: (?:is|are|re|s|should be))?(?: (?:already|almost|just|now))* (?:coming|comin|on (?:the|its|their|there|they|they are|his|her) way|on route|en ?route|omw|arriving)\b"
    rf"|\bwaiting (?:for|on) (?:\w+ ){{0,2}}?(?:{_HELP}|them\b|help\b)"
)
_TOLD_OF = re.compile(
    r"\b(?:called|calling|dialed|dialing|phoned|texted|already|coming|comin|on|their|way|waiting|with|me|they)\b"
)
_WENT_WELL = re.compile(
    r"\b(?:safe|ok|okay|fine|good|alright|all right|stable|better|calm|calmer|awake|alive|woke|talking|recovering|resolved|handled|here|came|arrived|taken|"
    r"(?:at|in|to) (?:the )?(?:hospital|er|icu)|@hospital|took (?:him|her|them|me|us|care)|got (?:him|her|them|me))\b"
)


@lru_cache(PIECES)
def _marked(text: str) -> str:
    """The folded words, with a mark where help is named."""
    words = " ".join(re.sub(r"['?]", " ", fold(text)).split())
    for what, names in _NAMED:
        words = names.sub(f"@{what}", words)
    return words


def _named(marked: str) -> str | None:
    return next((what for what in _NAMES if f"@{what}" in marked), None)


@lru_cache(PIECES)  # several readers ask of one message
def only_calls_for_help(text: str) -> str | None:
    """The kind of danger, where a message holds nothing but a call for help, or that one was made."""
    marked = _marked(text)
    what = _named(marked)
    if what is None or _OTHERS_DO.search(marked) or (what == "hospital" and not _SAYS_GO.search(marked)):
        return None
    rest = {word for word in marked.split() if word.removeprefix("@") not in _NAMES} - _BESIDE
    if rest and what != "police" and help_is_called(text):  # with police it may be over, or somebody else's
        rest = {word for word in rest if not _TOLD_OF.fullmatch(word)}
    return None if rest else _KINDS[what]


def calls_for_help(text: str) -> str | None:
    """The same, also where the call for help stands beside something else."""
    if kind := only_calls_for_help(text):
        return kind
    marked = _marked(text)
    found = _ORDERED.search(marked)
    if found is None or _NO_ORDER.search(marked) or _OTHERS_DO.search(marked):
        return None
    return _KINDS[found["help"].removeprefix("@")]


def tells_of_help(text: str) -> bool:
    """Whether help was called, however it went."""
    marked = _marked(text)
    return bool(_COMING.search(marked) or _UNDER_WAY.search(marked))


def help_is_called(text: str) -> bool:
    """Whether help was called, or is coming, and nothing says how it went: nobody is safe yet."""
    marked = _marked(text)
    return bool(_COMING.search(marked)) or (bool(_UNDER_WAY.search(marked)) and not _WENT_WELL.search(marked))
