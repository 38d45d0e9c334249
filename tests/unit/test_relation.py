"""For whom help is sought."""

import pytest

from admissions.reading.relation import read_for_whom


@pytest.mark.parametrize(
    ("texts", "whom"),
    [
        (["can you call my brother and talk him into rehab"], "brother"),
        (["my husband drinks every night"], "husband"),
        (["it's for my mom"], "mother"),
        (["my sister is here"], "self"),
        (["call me back"], "self"),
        ([], "self"),
        (["help my son", "what does it cost"], "son"),
        (["after the kids are in school"], "self"),
    ],
)
def test_for_whom(texts: list[str], whom: str) -> None:
    assert read_for_whom(texts) == whom
