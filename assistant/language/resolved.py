"""Sees that somebody in danger is calm because they have made up their mind: "im fine now that i decided", "safe from him but not
from me", "no emergency, i have until friday". Said after danger it takes nothing back, however safe it sounds."""

from __future__ import annotations

import re

from assistant.language.danger.folding import fold

# What makes a decision or a wish one for life.
_FOR_LIFE = (
    r"(?:\w+ ){0,3}?(?:calls?|called|talk|help|get|book|come|start|know|hear|set|schedule|some(?:one|body)|questions?|insurance|job|sign|join|info|information|"
    r"detox|rehab|treatment|stop|quit|try|live|stay|ask|look|tell|appointment|program|recovery|sober|mistake|change|group|groups)\b"
)
_WHO = r"(?:i|we|he|she|they)"
_PATTERNS = (
    # decided
    rf"\b{_WHO}(?: have| has| am| is)?(?: \w+)? (?:decided|resolved)\b(?! (?:\w+ )?{_FOR_LIFE})",
    r"\b(?:made|make|making|made up) (?:my|his|her|the|a) (?:(?:final|own) )?(?:choice|decision|decesion|descision|desicion|mind|peace)\b",
    r"\bmade peace\b|\bmind is (?:all )?(?:made up|set)\b|\bcome to terms\b|\bat peace\b|\bfeel peaceful\b",
    r"\b(?:now that|because|since|once|now) (?:it|its|it is|everything|everything is|all is|that is|i am|i have) (?:\w+ )?(?:decided|settled|planned|arranged|sorted|in order|over)\b",
    rf"\bknow what (?:i|he|she) (?:have|has|need|needs|got|must|will|am going|is going) ?(?:to )?do\b|\b(?:have|has|got|made) (?:a|my|the) plan\b(?! (?:with|for) {_FOR_LIFE})",
    r"\b(?:wrote|left|written) (?:a|the|my) (?:note|letters?)\b|\bgoodbyes?\b|\bmade arrangements\b|\bset (?:a|the) date\b",
    rf"\b(?:am|is|and|so|all|now) (?:\w+ )?ready(?: now| to go| for it| to leave)?\b(?! (?:to|for|when|if|with)\b)|\bready to (?:leave|die|end|do it)\b|\bam ready(?! (?:to|for) {_FOR_LIFE})(?! (?:to|for)\b)",
    # and when
    rf"\b{_WHO}(?: still)? (?:have|has|got|have got)(?: still)?(?: got)? (?:until|till|til|a few (?:days|hours)|a couple (?:of )?(?:days|hours)|one more (?:day|night)|some time|time)\b",
    r"\b(?:not|nothing|no)\b(?: \w+){0,4} (?:yet|until|till|til|before)\b|\bnot (?:tonight|today)\b|\b(?:for now|for the moment|for today|for tonight)$|\b(?:not|wont be|will not be) (?:for )?(?:much )?long(?:er)?\b",
    r"\b(?:it|this|all|everything) (?:will|is going to) (?:\w+ )?(?:be )?(?:over|done|end)\b|\b(?:when|once|after|because|since|now) (?:\w+ ){0,3}?(?:am gone|is gone|is done|took|taken|swallowed)\b(?! (?:him|her|them|us|me)\b)",
    r"\b(?:does|will|would) not (?:even )?(?:matter|hurt)(?: \w+)?\b|\bnothing (?:hurts|matters)\b|\bgoing to (?:be with|join|see) (?:(?:him|her|them|god|my \w+)(?: \w+)?)\b(?= (?:soon|again|in heaven|tonight)|$)",
    # not from oneself
    r"\b(?:not|never|but|except|just not|only) (?:\w+ ){0,2}?(?:from|around|with|for) (?:me|myself)\b|\bexcept (?:me|myself)\b|\bnot from (?:him|her|them)self\b",
    # still
    rf"\b(?:still|but|keep) (?:i )?(?:am |is )?(?:going to|want(?:s)? to|want(?:s)? it|plan\w* (?:to|on|it)|think\w* (?:of|about)|feel\w* like)\b(?! {_FOR_LIFE})",
    r"\b(?:safe|ok|okay|fine|good) but (?:he|she|they|my (?:\w+ )?\w+) (?:is|are) not\b",
    r"\bbut (?:\w+ ){0,4}?(?:thoughts|do it|want it|gone|kill|die|dead|hurt|pills|gun|rope|knife|end it|not safe|not ok|not okay)\b",
    r"\b(?:just|already|i) (?:took|swallowed|drank|ate) (?:them|it|all|the (?:pills|bottle|rest))\b|\b(?:pills|gun|rope|knife|note) (?:is|are) (?:\w+ )?(?:here|ready|with me|next to me|written|in my)\b",
)
_RESOLVED = re.compile("|".join(_PATTERNS))


def is_resolved(text: str) -> bool:
    """Whether a message that may sound safe tells of a decision to die, or of a danger that lasts."""
    return bool(_RESOLVED.search(fold(text)))
