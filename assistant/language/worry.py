"""Hears worry about somebody's drinking or drug use, or one's own, that is told and asks nothing. It is no danger, and where
no topic claims the message, "the page does not say" would be a cold answer to it."""

from __future__ import annotations

import re

WORRY = "worry"

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
    r"meth|heroin|fentanyl|coke|cocaine|crack|weed|pot|dope|high|hungover|black(?:s|ed|ing)? ?out|blackouts?|passed out|needles?|foil|"
    r"relaps\w+|overdos\w+|denial|sober|quit|rehab)\b",
    re.I,
)


def tells_worry(text: str) -> bool:
    """Whether a message tells of somebody and of drinking or drugs, and holds no question."""
    return bool(_OF_USE.search(text) and _OF_SOMEBODY.search(text)) and not _ASKS.search(text)
