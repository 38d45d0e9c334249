"""Typing slips, made on purpose: what thumbs do to a message."""

from __future__ import annotations

import random

_BESIDE = "wa qes wrd etf ryg tuh yij uok ipl ol qsz adwx sfec dgrv fhtb gjyn hkum jlin kop asx zcsd xvdf cbfg vngh bmhj njk"
_NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", _BESIDE.split()))


def with_slips(text: str, share: float, chance: random.Random) -> str:
    """Each character but blanks goes wrong with a chance of `share`: the key beside it, left out, one too many, or swapped
    with the next."""
    made: list[str] = []
    index = 0
    while index < len(text):
        char = text[index]
        index += 1
        if char == " " or chance.random() >= share:
            made.append(char)
            continue
        beside = chance.choice(_NEIGHBOURS.get(char.lower(), "aeiou"))
        slip = chance.choice(("beside", "left out", "too many", "swapped"))
        if slip == "beside":
            made.append(beside)
        elif slip == "too many":
            made += [char, beside]
        elif slip == "swapped":
            made += [text[index : index + 1], char]
            index += 1
    return "".join(made)
