"""The English tokenizer of spaCy with a vocabulary that starts afresh now and then.

spaCy keeps every word it ever met: names and numbers of visitors too, some 500 bytes each, for as long as the process lives.
Here a new vocabulary takes over once that many words are in the old one, which goes with the last text that was made with it.
A word is told of only what somebody reads, for that is worked out anew for each word that was not met yet.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterable

from spacy.attrs import IS_PUNCT, IS_SPACE, LANG, LOWER
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

NAME = "forgetful_tokenizer"
WORDS_KEPT = 10_000  # words in use are met again at once; so many are a few megabytes
READ = (IS_PUNCT, IS_SPACE, LANG, LOWER)  # what the pipeline and the table of names ask of a word


class ForgetfulTokenizer:
    """`make` gives the tokenizer that is used, with a vocabulary of its own."""

    def __init__(self, make: Callable[[], Tokenizer], words_kept: int = WORDS_KEPT) -> None:
        self._make, self.words_kept = make, words_kept
        self._tokenizer = make()
        self._own = len(self._tokenizer.vocab)  # words that it has from the start

    def __call__(self, text: str) -> Doc:
        if len(self._tokenizer.vocab) > self._own + self.words_kept:
            self._tokenizer = self._make()
        return self._tokenizer(text)

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes nothing: all that there is comes from the configuration."""

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> ForgetfulTokenizer:
        return self


@registry.tokenizers(NAME)
def make_forgetful_tokenizer() -> Callable[[Language], ForgetfulTokenizer]:
    """What spaCy's configuration names as `nlp.tokenizer`."""

    def of(nlp: Language) -> ForgetfulTokenizer:
        settings = registry.tokenizers.get("spacy.Tokenizer.v1")()(nlp).__reduce__()[1][1:]  # all but the vocabulary
        vocab: Any = nlp.vocab  # whose type hints leave the getters out
        getters = {attribute: vocab.lex_attr_getters[attribute] for attribute in READ}
        return ForgetfulTokenizer(lambda: Tokenizer(Vocab(lex_attr_getters=getters), *settings))

    return of
