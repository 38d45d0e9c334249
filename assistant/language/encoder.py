"""The sentence encoder as a spaCy component: text in, vectors of 384 numbers and length 1 out."""

import shutil
from pathlib import Path
from typing import Iterable

import numpy as np
import onnxruntime
from spacy.language import Language
from spacy.tokens import Doc
from tokenizers import Tokenizer

FACTORY = "sentence_encoder"
GRAPH_FILE, TOKENIZER_FILE = "encoder.onnx", "tokenizer.json"
HIDDEN = 384
READ_LAYERS = 4  # so many of the last layers are given out
LONGEST_TOKENS = 256  # what the published model was trained with; the rest of a longer message is not read


class SentenceEncoder:
    """Runs the quantised MiniLM graph on one thread: more made single messages slower.

    In the pipeline it makes `doc.vector` the sentence vector, worked out when somebody asks for it.
    """

    def __init__(self) -> None:
        self._session: onnxruntime.InferenceSession | None = None
        self._tokenizer: Tokenizer | None = None
        self._folder: Path | None = None

    def load(self, graph_file: Path, tokenizer_file: Path) -> "SentenceEncoder":
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(graph_file), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST_TOKENS)
        return self

    def encode(self, text: str) -> np.ndarray:
        """Return float32 rows, shape (READ_LAYERS, 384): the last layers' readings of one text, the sentence vector last.

        An empty text gives zeros. Raises `RuntimeError` when no graph has been loaded."""
        if self._session is None or self._tokenizer is None:
            raise RuntimeError("The sentence encoder has no model: run `make setup` to build models/language.")
        if not text.strip():
            return np.zeros((READ_LAYERS, HIDDEN), dtype=np.float32)
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        return self._session.run(None, {"input_ids": ids})[0][0]

    def __call__(self, doc: Doc) -> Doc:
        doc.user_hooks["vector"] = self._vector
        return doc

    def _vector(self, doc: Doc) -> np.ndarray:
        return self.encode(doc.text)[-1]

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        if self._folder is None:
            raise RuntimeError("Only an encoder that was loaded from a folder can be written.")
        Path(path).mkdir(parents=True, exist_ok=True)
        for name in (GRAPH_FILE, TOKENIZER_FILE):
            shutil.copy2(self._folder / name, Path(path) / name)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "SentenceEncoder":
        self._folder = Path(path)
        return self.load(self._folder / GRAPH_FILE, self._folder / TOKENIZER_FILE)


@Language.factory(FACTORY)
def make_sentence_encoder(nlp: Language, name: str) -> SentenceEncoder:
    return SentenceEncoder()
