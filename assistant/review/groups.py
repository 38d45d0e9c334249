"""Puts messages together that ask about the same."""

from __future__ import annotations

from typing import Callable, Sequence

import numpy as np

ALIKE = 0.62  # cosine of two messages that belong together


def grouped(texts: Sequence[str], vector: Callable[[str], np.ndarray]) -> list[list[int]]:
    """Indices of alike texts, the largest group first. `vector` gives unit vectors."""
    groups: list[list[int]] = []
    centres: list[np.ndarray] = []
    for index, text in enumerate(texts):
        own = vector(text)
        nearest = int(np.argmax([centre @ own for centre in centres])) if centres else -1
        if centres and centres[nearest] @ own >= ALIKE:
            groups[nearest].append(index)
            middle = centres[nearest] * (len(groups[nearest]) - 1) + own
            centres[nearest] = middle / np.linalg.norm(middle)
        else:
            groups.append([index])
            centres.append(own)
    return sorted(groups, key=len, reverse=True)
