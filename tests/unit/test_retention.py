"""What is old goes, one person goes on request, and proof of consent stays without the name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from admissions import audit
from admissions.callbacks.agreed import Agreed
from admissions.callbacks.store import NotFound, book, cancel, find, listed, set_status
from admissions.callbacks.visitors import find_for_visitor
from admissions.cli import main
from admissions.outbox import undelivered
from admissions.program import Retention
from admissions.retention import erase, proofs, purge
from admissions.unanswered import note, waiting
from tests.unit.test_places import places_of

KEPT = Retention(conversations_days=30, callbacks_days=180, consent_proof_days=1460)
NUMBER = "+16145550135"


@pytest.fixture
def reference(either_database: str, agreed: Agreed, now: datetime) -> str:
    return book(agreed, now).reference


def after(now: datetime, days: float) -> datetime:
    return now + timedelta(days=days)


def test_a_callback_goes_after_its_days_and_its_proof_stays(reference: str, now: datetime) -> None:
    set_status(reference, "done", after(now, 1), "ann")
    assert purge(after(now, 180.9), KEPT)["callbacks"] == 0
    assert find(reference)
    assert purge(after(now, 181.1), KEPT)["callbacks"] == 1
    assert listed() == []
    (proof,) = proofs(NUMBER)
    assert (proof.wording_version, proof.consented_at, proof.channel, proof.voicemail_ok) == (
        "v1",
        now.isoformat(),
        "rest",
        False,
    )
    assert not any("Bea" in str(value) or "555" in str(value) for value in vars(proof).values())
    assert audit.trail(reference)[-1].what == "purged"


def test_a_callback_far_ahead_is_not_removed_before_its_day(either_database: str, agreed: Agreed, now: datetime) -> None:
    late = replace(agreed, start=after(now, 200), end=after(now, 200.1))
    book(late, now)
    assert purge(after(now, 190), KEPT)["callbacks"] == 0


def test_proof_goes_after_four_years(reference: str, now: datetime) -> None:
    purge(after(now, 1459), KEPT)
    assert proofs(NUMBER)
    purge(after(now, 1462), KEPT)
    assert proofs(NUMBER) == []
    assert audit.trail(reference) != []  # "purged", written after the first of these


def test_messages_and_guesses_go(reference: str, now: datetime) -> None:
    note("what is this", "not understood", now)
    with pytest.raises(NotFound):
        find_for_visitor(reference, "9999", now, "chat-9")
    removed = purge(after(now, 31), KEPT)
    assert (removed["messages not understood"], removed["wrong guesses"]) == (1, 1)
    assert waiting() == []


def test_a_person_is_erased_with_every_callback_for_the_number(
    reference: str, agreed: Agreed, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_WEBHOOK", "https://example.com/hook")
    cancel(reference, now)
    second = book(replace(agreed, conversation_id="chat-2"), now).reference
    other = book(replace(agreed, conversation_id="chat-3", phone_e164="+16145550199"), now).reference
    assert sorted(erase(reference, now, "ann")) == sorted([reference, second])
    assert [callback.reference for callback in listed()] == [other]
    told = {notice.reference: notice for notice in undelivered()}
    assert told[second].event == "erased"
    assert "name" not in told[second].told()
    assert "phone_e164" not in told[second].told()
    assert len(proofs(NUMBER)) == 2
    assert audit.trail(second)[-1].who == "ann"


def test_one_callback_alone_can_be_erased(reference: str, agreed: Agreed, now: datetime) -> None:
    other = book(replace(agreed, conversation_id="chat-2"), now).reference
    assert erase(reference, now, "visitor", whole_person=False) == [reference]
    assert [callback.reference for callback in listed()] == [other]


def test_what_was_erased_frees_its_place(reference: str, agreed: Agreed, now: datetime) -> None:
    assert len(places_of()) == 1
    erase(reference, now, "ann")
    assert places_of() == []


def test_the_commands(reference: str, now: datetime, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMISSIONS_NOW", now.isoformat())
    assert main(["purge"]) == 0
    assert main(["erase", reference, "--by", "ann"]) == 0
    assert reference in capsys.readouterr().out
    assert main(["proof", "(614) 555-0135"]) == 0
    assert "v1" in capsys.readouterr().out
    assert main(["erase", reference]) == 1
    assert main(["audit", reference]) == 0
    printed = capsys.readouterr().out
    assert "erased" in printed
    assert "proof" in printed
