"""Reads what a visitor who speaks of cancelling wants: to cancel, to know how, to keep the call, or something else."""

from __future__ import annotations

import re
from typing import Literal

Wish = Literal["cancel", "keep", "asks", "how", "data", "change", "limit", "unclear"]

_CANCEL = r"(?:cancel\w*|undo|drop|delete|end|stop|call off|scrap|remove)"
_CALL = (
    r"(?:it|that|this|everything|(?:my|the|that|this|a|any|your) (?:\w+ )?(?:call ?-?backs?|calls?|appointment|booking|request))"
)
_WANTING = r"(?:want|wanna|wanted|need|mean|meant|have|plan|wish|going|gonna|you|please|pls|ever|actually|really|to|just|it|be)"
# Read in this order; the first that is found is what was meant. A pattern sees the text in lower case.
_WORDS: tuple[tuple[Wish, str], ...] = (
    (
        "keep",
        rf"\b(?:do not|don'?t|didn'?t|did not|never|not) (?:{_WANTING} )*cancel"
        rf"|^\W*(?:(?:no|ok|oh|wait|please|pls|actually|yes|i|want|wanna|to|would|like|i'd|just|sorry)\W+)*(?:still want|keep)\b(?! (?:me|us|calling|ringing)\b)"
        r"|\bleave (?:it|that|(?:my|the) call) (?:as|booked|be|in|on|how|there)\b"
        r"|\bstill (?:want|need) (?:it|the call|my call|a call|that call|you to call)\b|\bundo (?:the|that|my) cancel|\bun-?cancel",
    ),
    (
        "data",
        r"\b(?:info\w*|data|details|number|name|records?)\b.{0,30}\b(?:deleted|erased|removed|kept|gone|stay|saved|stored)\b.*\bcancel"
        r"|\bcancel\w*\b.*\b(?:info\w*|data|details|number|records?)\b.{0,30}\b(?:deleted|erased|removed|kept|gone|stay|saved|stored)\b"
        r"|\b(?:delete|erase|keep) my (?:info\w*|data|details|number|name)\b.*\b(?:if|when|after) i cancel",
    ),
    (
        "asks",
        r"^\W*(?:so |ok |and |hey )*(?:is|was|did|has|have|are) (?:my|the|it|that|you|i)\b.*\b(?:cancel|stopped|deleted|off)",
    ),
    (
        "how",
        r"^\W*(?:so |ok |and |but |hey |hi )*(?:how|what (?:if|happens|do i)|where|who|when)\b|\bhow (?:do|can|would|to)\b",
    ),
    (
        "how",
        r"\bcan(?:cel\w*|'?t)? .*\b(?:any ?time|later|whenever|at the last minute|the program|treatment|the course|insurance)\b",
    ),
    ("how", r"\bif (?:i|we) (?:\w+ ){0,3}?(?:cancel|change my mind)|\bcancel\w*\W+(?:fee|policy|charge)"),
    (
        "change",
        r"\b(?:mind|change\w*|different|wrong)\b.{0,12}\b(?:about|on)? ?(?:the |my |what |which )?(?:time|day|date|hour|number|name|phone)\b",
    ),
    (
        "limit",
        r"\b(?:do not|don'?t|never|not|no|stop|quit) (?:\w+ ){0,2}?(?:call|ring|phone)(?:ing|s)? (?:me |my |us )?(?:\w+ )?"
        r"(?:(?:at|on|to|while|when|during|before|after|until|till|between|from|in)\b|(?:work|home|house|office|job|landline|so|too)\b)"
        r"(?! (?:anymore|again|all|list)\b)",
    ),
    (
        "unclear",
        r"\b(?:can|could|should|may) i\b|\b(?:might|maybe|perhaps|probably|thinking (?:of|about)|not sure|unsure|considering)\b",
    ),
    (
        "cancel",
        rf"^\W*(?:(?:please|pls|plz|ok|okay|no|nah|hi|hey|sorry|actually|yes|yeah|and|just|i said|i|wanna|want to|need to|have to|would like to|thanks|so)\W+)*"
        rf"{_CANCEL}(?:\W+(?:it|that|this|my|the|me|all|everything|calls?|call ?-?backs?|appointment|request|booking|please|pls|plz|now|thanks|thank you|for|today|tomorrow|instead|then|sorry|\w+day))*\W*$",
    ),
    ("cancel", rf"\b{_CANCEL} {_CALL}\b(?! (?:time|number|day)\b)"),
    (
        "cancel",
        r"\b(?:want|wanna|need|like|have|got|going|gonna|please|pls|you|so|and|will|i'll|let'?s|just|must|then) (?:to )?(?:cancel\b|call (?:it|this) off)",
    ),
    (
        "cancel",
        r"\b(?:do not|don'?t|never|not to|stop|quit|no longer|no more|no need (?:to|for)|any ?more) (?:\w+ ){0,2}?(?:call|ring|phone|contact)(?:s|ing|ed)?\b"
        r"|\b(?:keep|keeps) (?:calling|ringing|phoning)\b.*\b(?:stop|off)\b",
    ),
    (
        "cancel",
        r"\b(?:do not|don'?t|no longer|not) (?:want|need|wish for) (?:\w+ ){0,2}?(?:call|calls|callback|appointment)\b"
        r"|\bno (?:phone )?calls?\b(?: (?:back|needed|please|anymore))*|\btake (?:me|my \w+|us) off\b|\b(?:withdraw|revoke|take back) (?:my|the)\b"
        r"|\b(?:nobody|no one) (?:should |must )?calls?\b|\bcall (?:it|this|that|the whole thing) off\b"
        r"|\b(?:kill|scratch|nuke|axe|bury|pull|lose) (?:\w+ ){1,4}?(?:call|call ?back|appointment)\b|\bno need (?:for|to)\b"
        r"|\bforget (?:about )?me\b|\b(?:delete|erase|remove) (?:me|my data|what i gave you)\b"
        r"|\b(?:do not|don'?t) consent\b(?! to (?:\w+ )?(?:robo|auto|text|machine|record|voice))|\b(?:delete|erase|remove|lose|forget) (?:my|the) (?:\w+ )?(?:number|phone|info\w*)\b|\bcall off\b"
        r"|\bno me (?:llame|llamen|marquen)\b|\bcancel(?:e|en|ar|o)\b|\bborren? mi\b",
    ),
)
_MEANT = tuple((wish, re.compile(pattern)) for wish, pattern in _WORDS)


def read_stop(text: str) -> Wish:
    """What is wanted by somebody who speaks of cancelling or stopping; "unclear" is to be asked about."""
    low = " ".join(text.lower().replace("’", "'").replace("dont", "don't").replace("didnt", "didn't").split())
    wish: Wish = next((wish for wish, pattern in _MEANT if pattern.search(low)), "unclear")
    return "unclear" if wish == "cancel" and low.endswith("?") and not re.search(r"\b(?:you|please|pls)\b", low) else wish
