"""Turns every way of writing figures into plain ones: emoji and full-width figures, letters for digits, spelled-out runs."""

from __future__ import annotations

import re
import unicodedata

DIGIT_WORDS = {"oh": "0", "o": "0"} | {
    word: str(number)
    for words in ("zero one two three four five six seven eight nine", "cero uno dos tres cuatro cinco seis siete ocho nueve")
    for number, word in enumerate(words.split())
}
_TEENS = {
    word: str(number)
    for number, word in enumerate("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), 10)
}
_TENS = {word: str(number) for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_TIMES = {"double": 2, "triple": 3}
_WORD = "|".join([*DIGIT_WORDS, *_TEENS, *_TENS, *_TIMES])
_RUN = re.compile(rf"\b(?:\d+|{_WORD})\b(?:[\s,.()/-]*\b(?:\d+|{_WORD})\b)*", re.I)
_TOKEN = re.compile(r"\d+|[a-z]+")
_EMOJI_FIGURE = re.compile("([0-9])\ufe0f?\u20e3")
_LETTERS_FOR_DIGITS = re.compile(r"(?<![^\W_])(?=[OolI|]*\d)[\dOolI|]{3,}(?![^\W_])")
_AS_DIGITS = str.maketrans("OolI|", "00111")
FEWEST_DIGITS = 7  # with "thirty" or figures among the words; "ten thirty" is a time. Single digits count from three on


def plain(text: str) -> str:
    """The text with all figures as 0-9 and all dashes as "-", without characters that cannot be seen."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", _EMOJI_FIGURE.sub(r"\1", text))
    return "".join(_plain_character(char) for char in text)


def _plain_character(char: str) -> str:
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Pd" or char == "\u2212":
        return "-"
    return "" if category == "Cf" else "'" if char in "‘’" else char


def as_figures(text: str) -> str:
    """`plain` text with letters typed for digits ("O135") and spelled-out runs ("six one four", "six fourteen") as figures."""
    text = _LETTERS_FOR_DIGITS.sub(lambda found: found.group().translate(_AS_DIGITS), plain(text))
    return _RUN.sub(_spoken, text)


def _spoken(run: re.Match[str]) -> str:
    tokens = _TOKEN.findall(run.group().lower())
    if all(token.isdigit() for token in tokens):
        return run.group()
    groups, after_word, times = [""], True, 1
    for token, following in zip(tokens, [*tokens[1:], ""]):
        if token in _TIMES:
            times = _TIMES[token]
            continue
        if token.isdigit():
            groups.append(token)
        else:
            figures = _figures_of(token, following) * times
            groups = [*groups[:-1], groups[-1] + figures] if after_word else [*groups, figures]
        after_word, times = not token.isdigit(), 1
    total = sum(map(len, groups))
    only_digits = all(token in DIGIT_WORDS or token in _TIMES for token in tokens)
    return f"{' '.join(filter(None, groups))} " if total >= (3 if only_digits else FEWEST_DIGITS) else run.group()


def _figures_of(word: str, following: str) -> str:
    if word in _TENS:
        return _TENS[word] + ("" if following in DIGIT_WORDS and DIGIT_WORDS[following] != "0" else "0")
    return DIGIT_WORDS.get(word) or _TEENS[word]
