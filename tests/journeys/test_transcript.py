"""The README shows what the assistant really says."""

from tests.journeys.live import Live
from tests.journeys.transcript import played, shown


def test_the_transcript_in_the_readme_is_real(live: Live) -> None:
    assert shown() == played(live)
