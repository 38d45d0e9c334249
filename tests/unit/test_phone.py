"""Phone numbers the way people type them; the spellings are in `phone_spellings.yml`."""

from __future__ import annotations

from pathlib import Path

import phonenumbers
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from admissions.reading.phone import Phone, read_phone, readable

TABLE = yaml.safe_load((Path(__file__).parent / "phone_spellings.yml").read_text("utf-8"))
SPELLINGS = [(text, str(what), block.get("known")) for block in TABLE for text, what in block["read"].items()]


def told(phone: Phone) -> str:
    """A reading as the table writes it."""
    if phone.status != "number":
        return phone.status
    return f"{phone.e164} x{phone.extension}" if phone.extension else str(phone.e164)


@pytest.mark.parametrize(("text", "what", "known"), SPELLINGS)
def test_reads_the_number_or_asks(text: str, what: str, known: str | None) -> None:
    assert told(read_phone(text, known)) == what


def test_there_are_enough_spellings() -> None:
    assert len(SPELLINGS) >= 100


@given(st.text(max_size=2000), st.sampled_from([None, "+12165550118"]))
def test_any_text_can_be_read(text: str, known: str | None) -> None:
    read_phone(text, known)


@given(st.text(st.sampled_from("0123456789 -().+/xXoOl,:$ext#notareacodelst"), max_size=60))
def test_what_is_taken_can_be_called(text: str) -> None:
    phone = read_phone(text, "+12165550118")
    for number in filter(None, [phone.e164, *phone.numbers]):
        assert phonenumbers.is_valid_number(phonenumbers.parse(number, None))
        assert phonenumbers.format_number(phonenumbers.parse(number, None), phonenumbers.PhoneNumberFormat.E164) == number


@given(st.lists(st.sampled_from([" ", "-", ".", " - ", "/", ") "]), min_size=9, max_size=9))
def test_no_way_of_grouping_changes_the_digits(gaps: list[str]) -> None:
    text = "".join(digit + gap for digit, gap in zip("6145550135", [*gaps, ""]))
    assert read_phone(text).e164 in ("+16145550135", None)


def test_a_number_of_another_region_where_that_is_called() -> None:
    assert read_phone("+44 20 7946 0958", region="GB").e164 == "+442079460958"


def test_the_several_numbers_are_told() -> None:
    assert read_phone("614-555-0135 or 330-555-0188").numbers == ("+16145550135", "+13305550188")


def test_the_same_number_is_the_known_one() -> None:
    assert read_phone("same as before", "+12165550118").e164 == "+12165550118"


def test_reads_back_as_people_write_it() -> None:
    assert readable("+16145550135") == "(614) 555-0135"
