"""A short run of `python -m tests.hostile`, on the assistant that the journeys share."""

from __future__ import annotations

import random
from itertools import islice

from tests.hostile.inputs import odd_inputs
from tests.hostile.load import Load
from tests.hostile.texts import TEXTS
from tests.journeys.live import Live

INPUTS = 300


def test_no_odd_input_breaks_leaks_or_stays_without_an_answer(live: Live) -> None:
    load = Load(live, INPUTS, seed=random.Random("short").randrange(1000)).run()
    assert load.found.problems == []
    assert len(load.seconds) == INPUTS
    assert load.found.answered > INPUTS / 2


def test_the_inputs_are_varied_and_the_same_for_the_same_seed() -> None:
    inputs = list(islice(odd_inputs(7), 500))
    assert inputs == list(islice(odd_inputs(7), 500))
    assert {odd.kind for odd in inputs} > set(TEXTS)
    assert len({odd.body for odd in inputs}) > 450
