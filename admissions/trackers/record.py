"""The tables of remembered conversations as Python sees them. What was said and asked is sealed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String

from admissions.database import Base
from admissions.sealing import SealedText

LONGEST_ID = 255


class TrackerHead(Base):
    """One conversation. `version` is the number of its events, and `life` tells it from an erased one of the same name. The
    events before number `window_from` are no longer looked at; `base` (JSON) is what they left behind."""

    __tablename__ = "tracker_heads"

    conversation_id = Column(String(LONGEST_ID), primary_key=True)
    life = Column(String(16), nullable=False)
    version = Column(Integer, nullable=False)
    window_from = Column(Integer, nullable=False)
    base = Column(SealedText, nullable=False)
    updated_at = Column(String(40), nullable=False, index=True)


class TrackerTurn(Base):
    """The events (a JSON list) that were saved at once, in most cases one turn. `first` is the number of the first one."""

    __tablename__ = "tracker_turns"

    conversation_id = Column(
        String(LONGEST_ID), ForeignKey("tracker_heads.conversation_id", ondelete="CASCADE"), primary_key=True
    )
    first = Column(Integer, primary_key=True)
    events = Column(SealedText, nullable=False)
