"""One live assistant for all journeys: starting it takes longer than most of them."""

from __future__ import annotations

from typing import Iterator

import pytest

from tests.journeys.live import Live

NOW = "2026-03-10T14:00:00-04:00"  # a Tuesday


@pytest.fixture(scope="session")
def shared_live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    live = Live(tmp_path_factory.mktemp("live"), NOW)
    try:
        yield live.start()
    finally:
        live.stop()


@pytest.fixture
def live(shared_live: Live) -> Live:
    """The assistant, at Tuesday 10 March 2026, 2 pm, with its action server up."""
    if shared_live.actions is None or not shared_live.actions.running:
        shared_live.start_actions()
    shared_live.set_clock(NOW)
    return shared_live
