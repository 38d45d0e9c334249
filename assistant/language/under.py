"""The words for somebody who is drunk or high now, and for what is not now, in a folded text."""

from __future__ import annotations

UNDER = r"(?:drunk|high|wasted|hammered|stoned|loaded|buzzed|tipsy|trashed|plastered|smashed|tweaking|tweaked|nodding(?: off| out)?|passed out|blacked out|messed up|intoxicated|using|drinking(?! less)|coming down)"
IS_UNDER = rf"(?:am|is|are|m|s|re) (?:(?:so|really|too|pretty|kind of|kinda|still|very|a bit|both|all|already|getting|right now|drunk and|high and) )*{UNDER}\b"
NOT_NOW = r"used to|last (?:year|month|week|summer|winter)|years? ago|months? ago|if (?:i|he|she) (?:am|is)|when i was|never"
