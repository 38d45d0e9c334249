"""The rules look at the end of a conversation only, and still predict what Rasa predicts from all of it."""

from __future__ import annotations

import io
import json
import random
import tarfile
from typing import Any

import numpy as np
import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.policies.interruptible_rules import InterruptibleRulePolicy
from assistant.policies.last_states import Reach, last_states
from assistant.trackers.window import Window
from assistant.versions import Versions
from tests.unit.talk import session, timed

TALKS, TURNS = 12, 25
# What rules of more than one turn, or with conditions, are about.
LIKELY = ("callback", "cancel_callback", "change_callback", "stop", "faq", "affirm", "deny", "inform")


class LooksAtAll(InterruptibleRulePolicy):
    """As it was before."""

    def predict_action_probabilities(self, tracker: DialogueStateTracker, domain: Domain, *_: Any, **__: Any) -> Any:
        return RulePolicy.predict_action_probabilities(self, tracker, domain)


@pytest.fixture(scope="module")
def trained() -> tuple[Domain, dict[str, Any], list[str]]:
    """The trained model's domain and rules, and the intents that go to a form."""
    with tarfile.open(Versions().current().file) as archive:
        names = archive.getnames()
        inner = {each: next(name for name in names if name.endswith(each)) for each in ("rule_policy.json", "metadata.json")}
        files = {each: io.TextIOWrapper(archive.extractfile(name), "utf-8").read() for each, name in inner.items()}  # type: ignore[arg-type]
    metadata = json.loads(files["metadata.json"])
    nodes = metadata["predict_schema"]["nodes"]
    config = next(node["config"] for node in nodes.values() if node["uses"].endswith("InterruptibleRulePolicy"))
    return Domain.from_dict(metadata["domain"]), json.loads(files["rule_policy.json"])["lookup"], config


def policy(kind: type[InterruptibleRulePolicy], trained: Any) -> InterruptibleRulePolicy:
    _, lookup, config = trained
    context = ExecutionContext(GraphSchema({}))
    return kind({**kind.get_default_config(), **config}, None, None, context, lookup=lookup)  # type: ignore[arg-type]


def chance_turn(
    pick: random.Random, tracker: DialogueStateTracker, predicting: InterruptibleRulePolicy, domain: Domain
) -> list[Any]:
    """One message of some intent and what the rules make of it, with what actions and forms do left to chance; return what was
    predicted."""
    intent = pick.choice(LIKELY if pick.random() < 0.8 else sorted(domain.intents))
    found: list[Any] = []
    add(tracker, UserUttered("x", {"name": intent}, [], {"text": "x", "intent": {"name": intent}, "entities": []}))
    if pick.random() < 0.1:
        add(tracker, SlotSet("callback_reference", pick.choice(["ABC234", None])))
    for _ in range(6):
        prediction = predicting.predict_action_probabilities(tracker, domain)
        found.append((prediction.probabilities, prediction.events, prediction.hide_rule_turn))
        action = domain.action_names_or_texts[int(np.argmax(prediction.probabilities))]
        for event in prediction.events:
            add(tracker, event)
        if action in domain.form_names and pick.random() < 0.2:
            add(tracker, ActionExecutionRejected(action))
            continue
        add(tracker, ActionExecuted(action))
        if action in domain.form_names:
            ended = pick.random() < 0.2
            changed = None if ended else action
            add(tracker, *([ActiveLoop(changed)] if changed != tracker.active_loop_name else []), BotUttered("Which number?"))
            if ended:
                add(tracker, SlotSet("requested_slot", None))
        elif action == "action_open_callback" and not tracker.active_loop_name:
            add(tracker, ActionExecuted("callback_form"), ActiveLoop("callback_form"), BotUttered("Which number?"))
        elif action == "action_deactivate_loop":
            add(tracker, ActiveLoop(None), SlotSet("requested_slot", None))
        if action == "action_listen":
            return found
    add(tracker, ActionExecuted("action_listen"))
    return found


def add(tracker: DialogueStateTracker, *events: Event) -> None:
    for event in timed(*events):
        tracker.update(event)


def test_the_last_states_are_the_last_of_all(trained: Any) -> None:
    domain, pick, predicting = trained[0], random.Random(1), policy(InterruptibleRulePolicy, trained)
    tracker = DialogueStateTracker.from_events("x", session(), domain.slots)
    for _ in range(TURNS):
        for count in (1, 4, 100):
            assert last_states(tracker, domain, count) == tracker.past_states(domain)[-count:]
        chance_turn(pick, tracker, predicting, domain)


@pytest.mark.parametrize("seed", range(TALKS))
def test_the_same_is_predicted_as_from_the_whole_conversation(trained: Any, seed: int) -> None:
    """For the window of the tracker store too, which begins somewhere in the conversation."""
    domain, now, before = trained[0], policy(InterruptibleRulePolicy, trained), policy(LooksAtAll, trained)
    window, whole = Window("x"), DialogueStateTracker.from_events("x", session(), domain.slots)
    window.add(list(whole.events), domain.slots)
    for turn in range(TURNS):
        cut = DialogueStateTracker.from_events("x", window.events, domain.slots)
        already = len(whole.events)
        pick, same = random.Random(f"{seed} {turn}"), random.Random(f"{seed} {turn}")
        assert chance_turn(pick, cut, now, domain) == chance_turn(same, whole, before, domain)
        window.add(list(whole.events)[already:], domain.slots)


def test_how_far_rules_reach() -> None:
    listens = {"prev_action": {"action_name": "action_listen"}}
    by_intent, by_words = ({**listens, "user": user} for user in ({"intent": "faq"}, {"text": "hello"}))
    then = {"prev_action": {"action_name": "utter_faq"}, "user": {"intent": "faq"}}
    rules = {json.dumps([by_intent]): "utter_faq", json.dumps([by_intent, then]): "action_listen"}
    assert Reach.of({"rules": rules, "rules_for_loop_unhappy_path": {json.dumps([listens] * 3): "x"}}) == Reach(3, False)
    assert Reach.of({"rules": {json.dumps([by_words]): "x"}, "rules_for_loop_unhappy_path": {}}) == Reach(1, True)


def test_what_was_found_before_is_gone_on_from_and_given_up_when_something_was_taken_back(trained: Any) -> None:
    domain, pick, predicting = trained[0], random.Random(2), policy(InterruptibleRulePolicy, trained)
    tracker = DialogueStateTracker.from_events("x", session(), domain.slots)
    for number in range(TURNS):
        chance_turn(pick, tracker, predicting, domain)
        if number % 5 == 4:
            tracker.update(UserUtteranceReverted())
        elif number % 7 == 6:
            tracker.update(Restarted())
        copied, fresh = tracker.copy(), DialogueStateTracker.from_events("x", list(tracker.events), domain.slots)
        states = fresh.past_states(domain)[-4:]
        for each in (tracker, copied):
            given = last_states(each, domain, 4)
            assert given == states
            for state in given:  # as whoever gets them does
                state.get("user", {}).pop("text", None)
            assert last_states(each, domain, 4) == states
