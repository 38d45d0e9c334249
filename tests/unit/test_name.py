"""First names out of whatever stands around them."""

import pytest

from admissions.reading.name import read_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("priya", "Priya"),
        ("Marcus Lee", "Marcus Lee"),
        ("its Luis Ortega", "Luis Ortega"),
        ("my name is bea", "Bea"),
        ("José", "José"),
        ("Sean O'Brien", "Sean O'Brien"),
        ("call me T", "T"),
        ("Nguyen", "Nguyen"),
        ("DANA", "DANA"),
        ("ok Dana", "Dana"),
        ("Will", "Will"),
        ("Mary and my number is 614 555 0149, friday 3pm", "Mary"),
        ("Robert but call me Bob", "Bob"),
        ("Robert but everyone calls me Bob", "Bob"),
        ("Mr. Johnson", "Johnson"),
    ],
)
def test_a_name_that_was_asked_for(text: str, name: str) -> None:
    assert read_name(text, asked=True) == name


@pytest.mark.parametrize(
    "text",
    [
        "idk",
        "nope",
        "nobody",
        "yes",
        "call me",
        "fuck off",
        "this is bullshit",
        "the number is my husbands",
        "its my cousins",
        "next tuesday 2ish",
        "the 15th",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert read_name(text, asked=True) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("can i get a call back, name is Lou", "Lou"),
        ("pls call, im Bea", "Bea"),
        ("Dana 312 555 0147 friday at 2", "Dana"),
        ("call Omar 773 555 0120 tomorrow", "Omar"),
        ("can somebody call me back pls", None),
        ("I'd like a call", None),
        ("then call me. its Ty. 617 555 0163", "Ty"),
        ("me llamo Ana", "Ana"),
        ("change my name to Bob", "Bob"),
        ("call me tomorrow", None),
        ("im scared", None),
        ("im desperate call me 614 555 0177 tomorrow morning", None),
        ("im calling about my son, im Pam, 614 555 0172, thursday 2pm", "Pam"),
        ("this is Rob calling for my wife call me at 614-555-0173", "Rob"),
        ("I am a nurse", None),
        ("What does it cost?", None),
    ],
)
def test_a_name_beside_other_things(text: str, name: "str | None") -> None:
    assert read_name(text, asked=False) == name
