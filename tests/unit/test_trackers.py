"""The tracker store on both databases: the ground of Rasa's own tests of its stores, several stores on one database, and
what happens when the database is away."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Awaitable, Callable, Iterator

import pytest
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore, check_if_tracker_store_async
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, Restarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig, read_endpoint_config

from admissions import rotation
from admissions.callbacks.agreed import Agreed
from admissions.callbacks.store import book
from admissions.chat.conversations import erase as erase_chat
from admissions.database import DatabaseError, engine
from admissions.keyring import FILE_VARIABLE, KEYS_VARIABLE
from admissions.program import Retention
from admissions.retention import erase, purge
from assistant.database_threads import DatabaseThreads
from assistant.trackers import shelf
from assistant.trackers.memory import Memory
from assistant.trackers.store import ConversationStore
from assistant.trackers.window import WINDOW
from tests.unit.talk import DOMAIN, session, turn

WHO = "visitor-1"
Job = Callable[..., Awaitable[Any]]


class Flaky(DatabaseThreads):
    """A database that can be taken away, before a write or just after it."""

    away = False
    lost_answer = False
    takes_writes = True  # tests do not wait for it to be tried again

    async def _run(self, *given: Any) -> Any:
        if self.away:
            raise DatabaseError("away")
        found = await super()._run(*given)
        if self.lost_answer:
            raise DatabaseError("slow")
        return found


@pytest.fixture
def threads(either_database: str) -> Iterator[Flaky]:
    engine(either_database)
    made = Flaky()
    yield made
    made.close()


@pytest.fixture
def new_store(threads: Flaky) -> Callable[..., ConversationStore]:
    """Each call is another assistant on the same database."""

    def made(**other: Any) -> ConversationStore:
        return ConversationStore(domain=DOMAIN, **{"threads": threads, **other})

    return made


@pytest.fixture
def store(new_store: Callable[..., ConversationStore]) -> ConversationStore:
    return new_store()


async def say(store: ConversationStore, *events: Event, who: str = WHO) -> DialogueStateTracker:
    """What Rasa does with a message."""
    tracker = await store.get_or_create_tracker(who, append_action_listen=False)
    for event in events:
        tracker.update(event)
    await store.save(tracker)
    return tracker


def texts(tracker: DialogueStateTracker | None) -> list[str | None]:
    return [event.text for event in (tracker.events if tracker else ()) if isinstance(event, UserUttered)]


def test_what_is_saved_is_found_again_by_any_assistant(store: ConversationStore, new_store: Job) -> None:
    async def play() -> None:
        events = [*session(), *turn("one", SlotSet("callback_window", {"start": "9"})), *turn("two")]
        await say(store, *events)
        for found in (await store.retrieve(WHO), await new_store().retrieve(WHO), await new_store().retrieve_full_tracker(WHO)):
            assert found is not None
            assert list(found.events) == events
            assert found.get_slot("callback_window") == {"start": "9"}
            assert found.latest_action_name == "action_listen"
            assert found.latest_message
            assert found.latest_message.message_id == "id of two"
            assert found.latest_message.parse_data["intent"] == {"name": "faq"}

    asyncio.run(play())


def test_of_a_message_it_is_kept_what_it_was_taken_for_and_not_what_else_it_may_have_been(
    store: ConversationStore, new_store: Job
) -> None:
    async def play() -> None:
        tracker = await say(store, *session(), *turn("one", also_asked=["faq/cost"], response_selector={"faq": {}}))
        assert tracker.latest_message
        assert "response_selector" in tracker.latest_message.parse_data
        found = await new_store().retrieve(WHO)
        parsed = found.latest_message.parse_data
        assert parsed["intent"] == {"name": "faq"}
        assert parsed["also_asked"] == ["faq/cost"]
        assert not parsed.keys() & {"intent_ranking", "response_selector"}

    asyncio.run(play())


def test_an_unknown_conversation_is_none_and_an_empty_one_is_not_stored(store: ConversationStore) -> None:
    async def play() -> None:
        assert await store.retrieve("nobody") is None
        assert await store.retrieve_full_tracker("nobody") is None
        assert not await store.exists("nobody")
        created = await store.get_or_create_tracker("nobody", append_action_listen=False)
        assert not created.events
        assert await store.keys() == set()
        listening = await store.get_or_create_tracker("somebody")
        assert list(listening.events) == [ActionExecuted("action_listen")]
        assert await store.exists("somebody")
        assert await store.keys() == {"somebody"}

    asyncio.run(play())


def test_only_new_events_are_appended(store: ConversationStore, new_store: Job) -> None:
    async def play() -> None:
        tracker = await say(store, *session(), *turn("one"))
        await store.save(tracker)  # nothing new
        tracker.update(SlotSet("asks_for", "son"))
        await store.save(tracker)
        await say(store, *turn("two"))
        found = await new_store().retrieve_full_tracker(WHO)
        assert list(found.events) == [*tracker.events, *list(found.events)[-4:]]
        assert texts(found) == ["one", "two"]

    asyncio.run(play())


def test_a_tracker_of_another_making_begins_with_what_is_known(store: ConversationStore) -> None:
    async def play() -> None:
        first, second = [*session(), *turn("one")], turn("two")
        await store.save(DialogueStateTracker.from_events(WHO, first, DOMAIN.slots))
        await store.save(DialogueStateTracker.from_events(WHO, [*first, *second], DOMAIN.slots))
        found = await store.retrieve_full_tracker(WHO)
        assert found
        assert list(found.events) == [*first, *second]

    asyncio.run(play())


def test_only_the_last_session_is_retrieved_and_all_of_them_on_request(store: ConversationStore, new_store: Job) -> None:
    async def play() -> None:
        first = [*session(), *turn("one", SlotSet("asks_for", "son"))]
        second = [*session(SlotSet("asks_for", "son")), *turn("two")]
        await say(store, *first)
        await say(store, *second)
        for assistant in (store, new_store()):
            found = await assistant.retrieve(WHO)
            assert list(found.events) == second
            assert found.get_slot("asks_for") == "son"
            assert list((await assistant.retrieve_full_tracker(WHO)).events) == [*first, *second]
        await say(store, *turn("three"))
        assert texts(await new_store().retrieve(WHO)) == ["two", "three"]

    asyncio.run(play())


def test_a_restart_resets_the_state_and_keeps_the_events(store: ConversationStore, new_store: Job) -> None:
    async def play() -> None:
        await say(store, *session(), *turn("one", SlotSet("asks_for", "son")), Restarted())
        found = await new_store().retrieve(WHO)
        assert found.get_slot("asks_for") is None
        assert found.followup_action == "action_session_start"
        assert texts(found) == ["one"]

    asyncio.run(play())


def test_a_turn_that_fails_leaves_nothing_behind(store: ConversationStore) -> None:
    async def play() -> None:
        await say(store, *session(), *turn("one"))
        broken = await store.retrieve(WHO)
        assert broken
        broken.update(SlotSet("asks_for", "son"))  # and then Rasa fails, and never saves
        found = await store.retrieve(WHO)
        assert found
        assert found.get_slot("asks_for") is None
        assert len(found.events) == 7

    asyncio.run(play())


def test_a_forgotten_conversation_is_gone_everywhere_and_can_begin_anew(store: ConversationStore, new_store: Job) -> None:
    async def play() -> None:
        other = new_store()
        await say(store, *session(), *turn("one"))
        running = await other.retrieve(WHO)
        await say(store, *turn("x"), who="visitor-2")
        await store.delete(WHO)
        assert await store.retrieve(WHO) is None
        assert await other.retrieve(WHO) is None
        running.update_with_events(turn("late"), DOMAIN)
        await other.save(running)  # a turn that ran while it was forgotten brings nothing back
        assert await store.keys() == {"visitor-2"}
        await say(store, *session(), *turn("again"))
        assert texts(await other.retrieve(WHO)) == ["again"]

    asyncio.run(play())


def test_a_new_conversation_of_the_same_length_is_not_taken_for_the_old_one(store: ConversationStore, new_store: Job) -> None:
    async def play() -> None:
        await say(store, *session(), *turn("old"))
        other = new_store()
        await other.delete(WHO)
        await say(other, *session(), *turn("new"))
        assert texts(await store.retrieve(WHO)) == ["new"]

    asyncio.run(play())


def test_a_stale_copy_is_noticed(store: ConversationStore, new_store: Job) -> None:
    async def play() -> None:
        other = new_store()
        await say(store, *session(), *turn("one"))
        for number in range(2, 8):  # both have a copy; they take turns
            await say((store, other)[number % 2], *turn(str(number), SlotSet("asks_for", str(number))))
            found = await (other, store)[number % 2].retrieve(WHO)
            assert texts(found) == ["one", *map(str, range(2, number + 1))]
            assert found.get_slot("asks_for") == str(number)

    asyncio.run(play())


def test_of_a_stale_copy_only_what_is_new_is_read_and_it_becomes_what_a_fresh_one_is(
    store: ConversationStore, new_store: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        read: list[int] = []
        other, load = new_store(), shelf.load

        def counted(*asked: Any) -> Any:
            loaded = load(*asked)
            read.append(len(loaded.pieces) if loaded else 0)
            return loaded

        await say(store, *session(), *turn("one", SlotSet("asks_for", "son")))
        assert await other.retrieve(WHO)
        monkeypatch.setattr(shelf, "load", counted)
        for number in range(3 * WINDOW):
            await say(store, *turn(str(number)))
            await say(store, *turn(f"{number} again"))
            stale, fresh = await other.retrieve(WHO), await new_store().retrieve(WHO)
            assert stale
            assert stale.events == fresh.events
            assert stale.get_slot("asks_for") == "son"
        assert read[::2] == [2] * 3 * WINDOW  # and every other one is a fresh copy
        await say(other, *turn("last"))
        assert (await new_store().retrieve(WHO)).events == (await other.retrieve(WHO)).events  # type: ignore[union-attr]

    asyncio.run(play())


def test_two_looks_at_a_stale_copy_take_what_is_new_once(store: ConversationStore, new_store: Job) -> None:
    async def play() -> None:
        other = new_store()
        await say(store, *session(), *turn("one"))
        await other.retrieve(WHO)
        await say(store, *turn("two"))
        for found in await asyncio.gather(*(other.retrieve(WHO) for _ in range(4))):
            assert texts(found) == ["one", "two"]

    asyncio.run(play())


def test_turns_taken_at_once_are_put_in_order_and_none_is_lost(store: ConversationStore, new_store: Job) -> None:
    async def play() -> None:
        assistants = [store, new_store(), new_store()]
        await say(store, *session())
        trackers = [await each.retrieve(WHO) for each in assistants]
        for number, tracker in enumerate(trackers):
            tracker.update_with_events(turn(f"at once {number}"), DOMAIN, override_timestamp=False)
        await asyncio.gather(*(each.save(tracker) for each, tracker in zip(assistants, trackers)))
        full = await new_store().retrieve_full_tracker(WHO)
        assert sorted(texts(full)) == ["at once 0", "at once 1", "at once 2"]  # type: ignore[type-var]
        assert len(full.events) == 3 + 3 * 4
        for each in assistants:
            assert (await each.retrieve(WHO)).events == full.events

    asyncio.run(play())


def test_two_begin_the_same_conversation(store: ConversationStore, new_store: Job) -> None:
    async def play() -> None:
        await asyncio.gather(say(store, *session(), *turn("a")), say(new_store(), *session(), *turn("b")))
        assert sorted(texts(await new_store().retrieve_full_tracker(WHO))) == ["a", "b"]  # type: ignore[type-var]

    asyncio.run(play())


def test_a_message_that_two_assistants_answered_is_remembered_once(store: ConversationStore, new_store: Job) -> None:
    async def play() -> None:
        other = new_store()
        await say(store, *session(), *turn("before"))
        mine, theirs = await store.retrieve(WHO), await other.retrieve(WHO)
        assert mine
        mine.update_with_events(turn("same"), DOMAIN)
        theirs.update_with_events(turn("same"), DOMAIN)
        await other.save(theirs)
        await store.save(mine)
        for each in (store, other, new_store()):
            assert texts(await each.retrieve(WHO)) == ["before", "same"]

    asyncio.run(play())


def test_without_a_database_turns_go_on_and_are_written_down_later(
    store: ConversationStore, new_store: Job, threads: Flaky
) -> None:
    async def play() -> None:
        await say(store, *session(), *turn("one"))
        threads.away = True
        for number in range(12):  # more than the window holds
            await say(store, *turn(f"away {number}", SlotSet("asks_for", str(number))))
        found = await store.retrieve(WHO)
        assert found
        assert found.get_slot("asks_for") == "11"
        assert texts(await store.retrieve_full_tracker(WHO))[-1] == "away 11"
        await say(store, *session(), *turn("unknown"), who="visitor-2")
        threads.away = False
        await say(store, *turn("back"))
        while store._catching_up and not store._catching_up.done():
            await store._catching_up
        full = await new_store().retrieve_full_tracker(WHO)
        assert texts(full) == ["one", *(f"away {number}" for number in range(12)), "back"]
        assert texts(await new_store().retrieve("visitor-2")) == ["unknown"]
        assert (await new_store().retrieve(WHO)).events == (await store.retrieve(WHO)).events  # type: ignore[union-attr]

    asyncio.run(play())


def test_a_write_that_was_given_up_and_came_through_is_not_written_twice(
    store: ConversationStore, new_store: Job, threads: Flaky
) -> None:
    async def play() -> None:
        await say(store, *session())
        tracker = await store.retrieve(WHO)
        assert tracker
        tracker.update_with_events([*turn("one"), SlotSet("asks_for", "son")], DOMAIN)
        threads.lost_answer = True
        await store.save(tracker)
        threads.lost_answer = False
        await say(store, *turn("two"))
        full = await new_store().retrieve_full_tracker(WHO)
        assert texts(full) == ["one", "two"]
        assert len(full.events) == 3 + 5 + 4

    asyncio.run(play())


def test_what_could_not_be_forgotten_is_forgotten_later(store: ConversationStore, new_store: Job, threads: Flaky) -> None:
    async def play() -> None:
        await say(store, *session(), *turn("one"))
        threads.away = True
        await store.delete(WHO)
        assert await store.retrieve(WHO) is None
        threads.away = False
        assert await store.retrieve(WHO) is None
        await say(store, *turn("x"), who="visitor-2")
        assert store._catching_up
        await store._catching_up
        assert await new_store().keys() == {"visitor-2"}

    asyncio.run(play())


def test_memory_is_bounded_and_lets_go_of_nothing_unsaved(new_store: Job, threads: Flaky) -> None:
    async def play() -> None:
        memory = Memory(size=2, most=4)
        store = new_store(memory=memory)
        for number in range(5):
            await say(store, *session(), *turn("hello"), who=f"v{number}")
        assert [memory.find(f"v{number}") is not None for number in range(5)] == [False, False, False, True, True]
        assert texts(await store.retrieve("v0")) == ["hello"]
        threads.away = True
        for number in range(4):
            await say(store, *session(), *turn("away"), who=f"w{number}")
        assert len(memory.unsaved()) == 4
        await say(store, *session(), *turn("away"), who="w4")
        assert len(memory.unsaved()) == 4

    asyncio.run(play())


def test_a_turn_is_remembered_after_a_crash_or_not_at_all(store: ConversationStore, new_store: Job) -> None:
    """What the chat channel relies on: the turn of a message is found by its id as soon as it is saved, whole."""

    async def play() -> None:
        await say(store, *session(), *turn("one"))
        begun = await store.retrieve(WHO)
        assert begun
        begun.update_with_events(turn("cut off"), DOMAIN)  # crash before the save
        assert texts(await new_store().retrieve_full_tracker(WHO)) == ["one"]
        await store.save(begun)  # crash right after it
        last = list((await new_store().retrieve_full_tracker(WHO)).events)[-4:]
        assert last[0].message_id == "id of cut off"
        assert last[2].text == "To cut off"

    asyncio.run(play())


class Listener(EventBroker):
    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []

    def publish(self, event: dict[str, Any]) -> None:
        self.heard.append(event)


def test_each_event_is_told_to_the_broker_once(new_store: Job) -> None:
    async def play() -> None:
        listener = Listener()
        store = new_store(event_broker=listener)
        await say(store, *session(), *turn("one"))
        await say(store, *turn("two"))
        assert [event["event"] for event in listener.heard].count("user") == 2
        assert len(listener.heard) == 3 + 4 + 4
        assert {event["sender_id"] for event in listener.heard} == {WHO}

    asyncio.run(play())


def test_rasa_makes_it_from_endpoints(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    config = read_endpoint_config(str(root / "endpoints.yml"), "tracker_store")
    assert isinstance(config, EndpointConfig)
    made = TrackerStore.create(config)
    assert isinstance(made, ConversationStore)
    assert check_if_tracker_store_async(made)
    made.domain = DOMAIN
    assert made.init_tracker("x").slots.keys() == {slot.name for slot in DOMAIN.slots}


@pytest.mark.parametrize("either_database", ["sqlite"], indirect=True)
def test_no_file_holds_what_was_said(store: ConversationStore, tmp_path: Path) -> None:
    async def play() -> None:
        for number in range(12):
            await say(store, *session() if not number else (), *turn("Beatrixa here", SlotSet("callback_phone", "+16145550135")))

    asyncio.run(play())
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"visitor-1" in held
    for word in (b"Beatrixa", b"6145550135", b"callback_phone", b"utter_answer"):
        assert word not in held


@pytest.fixture
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEYS_VARIABLE)
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "keys"))


def test_a_new_key_seals_all_of_it_again(own_keys: None, store: ConversationStore, new_store: Job, now: datetime) -> None:
    async def play() -> None:
        for number in range(12):
            await say(store, *session() if not number else (), *turn(str(number), SlotSet("asks_for", str(number))))

    asyncio.run(play())
    assert rotation.rotate(now) == 12 + 1  # the turns, and what the earlier ones left behind
    rotation.retire()
    engine.cache_clear()
    found = asyncio.run(new_store().retrieve(WHO))
    assert texts(found)[-1] == "11"
    assert found.get_slot("asks_for") == "11"
    asyncio.run(say(store, *turn("after")))
    assert texts(asyncio.run(new_store().retrieve_full_tracker(WHO))) == [*map(str, range(12)), "after"]


def test_silent_conversations_go_after_their_days(
    store: ConversationStore, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Retention(conversations_days=30, callbacks_days=180, consent_proof_days=1460)
    monkeypatch.setenv("ADMISSIONS_NOW", now.isoformat())
    asyncio.run(say(store, *session(), *turn("old"), who="old"))
    monkeypatch.setenv("ADMISSIONS_NOW", (now + timedelta(days=20)).isoformat())
    asyncio.run(say(store, *session(), *turn("young"), who="young"))
    assert purge(now + timedelta(days=31), kept)["remembered conversations"] == 1
    assert asyncio.run(store.retrieve("old")) is None
    assert texts(asyncio.run(store.retrieve("young"))) == ["young"]


def test_erasing_a_person_erases_what_was_said_in_their_chat(store: ConversationStore, agreed: Agreed, now: datetime) -> None:
    for who in (agreed.conversation_id, "another"):
        asyncio.run(say(store, *session(), *turn("hello"), who=who))
    reference = book(agreed, now).reference
    erase(reference, now, "ann", whole_person=False)  # the visitor's own wish, in a chat that goes on
    assert asyncio.run(store.exists(agreed.conversation_id))
    erase(book(agreed, now).reference, now, "ann")
    assert asyncio.run(store.keys()) == {"another"}
    assert asyncio.run(store.retrieve(agreed.conversation_id)) is None


def test_a_chat_that_was_erased_is_not_remembered_again_by_one_that_had_it_in_memory(
    store: ConversationStore, threads: Flaky, now: datetime
) -> None:
    threads.away = True
    asyncio.run(say(store, *session(), *turn("hello")))
    threads.away = False
    erase_chat(WHO)
    assert asyncio.run(store.retrieve(WHO)) is None
    assert asyncio.run(store.keys()) == set()


def test_after_a_change_of_model_conversations_go_on_with_its_slots(new_store: Job) -> None:
    async def play() -> None:
        store = new_store()
        await say(store, *session(), *turn("one"))
        in_hand = await store.retrieve(WHO)  # a turn that began on the old model
        store.domain = Domain.from_yaml("slots: {newer: {type: text, influence_conversation: false, mappings: [{type: custom}]}}")
        in_hand.update(SlotSet("asks_for", "son"))
        await store.save(in_hand)
        for _ in range(2):
            found = await store.retrieve(WHO)
            assert list(found.slots) == [slot.name for slot in store.domain.slots]
            await store.save(found)

    asyncio.run(play())
