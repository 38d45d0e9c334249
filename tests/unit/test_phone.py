"""Phone numbers the way people type them."""

import pytest

from admissions.reading.phone import read_phone, readable

SPELLINGS = [
    "614 555 0135",
    "614-555-0135",
    "(614) 555-0135",
    "(614)555-0135 ext 2",
    "6145550135",
    "+1 614 555 0135",
    "1-614-555-0135",
    "614.555.0135",
    "my cell is 614 555 0135 thanks",
    "six one four five five five oh one three five",
    "six one four, five five five, zero one three five",
    "614 555 o135",
    "six-one-four 555 0135",
    "6️⃣1️⃣4️⃣5️⃣5️⃣5️⃣0️⃣1️⃣3️⃣5️⃣",
    "call me on 614·555·0135",
    "614/555/0135",
    "6145550135 any morning",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_reads_the_number_however_it_is_typed(text: str) -> None:
    found = read_phone(text)
    # A number half in words is asked back, never guessed.
    assert found.e164 == "+16145550135" or (found.e164 is None and "six-one" in text)


@pytest.mark.parametrize("text", ["555-0135", "12345", "000-12-3456", "614 555 013", "999 999 9999", "123 456 7890"])
def test_what_cannot_be_called_is_no_number(text: str) -> None:
    assert read_phone(text).e164 is None


def test_a_premium_number_is_refused() -> None:
    assert read_phone("900 555 1234").status == "premium"


@pytest.mark.parametrize(
    "text", ["wait thats wrong its 0188 at the end not 0118", "not 0118, 0188", "ends in 0188", "the last four are 0188"]
)
def test_four_digits_correct_the_end(text: str) -> None:
    assert read_phone(text, known="+12165550118").e164 == "+12165550188"


def test_digits_correct_nothing_when_no_number_is_known() -> None:
    assert read_phone("ends in 0188").e164 is None


def test_reads_back_as_people_write_it() -> None:
    assert readable("+16145550135") == "(614) 555-0135"
