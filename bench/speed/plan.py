"""How much is measured: a full run, or a quick one of a few minutes."""

from __future__ import annotations

from dataclasses import dataclass

USERS = 16
WINDOW = 10  # messages of a long conversation whose median is the turn time there; said over and over
POSITIONS = (10, 100, 500)


@dataclass(frozen=True)
class Plan:
    """`rounds`: how often each system is started. In each, the systems take turns `slices` times."""

    rounds: int
    slices: int
    conversations: int  # of one user, in one slice
    rush_seconds: float  # of the 16 users, in one slice
    stock_messages: int  # of stock Rasa's one long conversation; it takes minutes
    two_rounds: int
    two_conversations: int
    trains: bool  # ours, which takes minutes


FULL = Plan(5, 4, 10, 8, POSITIONS[-1], 5, 160, True)
QUICK = Plan(2, 2, 8, 5, POSITIONS[1], 2, 64, False)
WARM_UP = 3  # conversations that are not counted, after each start
