"""The outbox as the notifier works it: takes one notice at a time, under a lease, and settles what became of it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import aliased

from admissions.database import transaction
from admissions.outbox import FAILED, SENDING, SENT, WAITING, Notice

LEASE = timedelta(seconds=60)  # longer than one delivery may take; after it, another notifier may try
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=1)


class LeaseLost(RuntimeError):
    """It took so long that another notifier may have it now."""


@dataclass(frozen=True)
class Parcel:
    """A notice under way. `key` is the same for every attempt; `told` is what staff are told. `handed_over_before`: whoever tried
    last died while the receiver may have had it."""

    id: int
    owner: str
    reference: str
    channel: str
    event: str
    sequence: int
    key: str
    told: dict[str, Any]
    attempt: int
    first_tried_at: datetime
    handed_over_before: bool


def take_next(channel: str, owner: str, now: datetime) -> Parcel | None:
    """Lease the next notice that is due. A later change of a callback waits until the earlier one is settled.

    Raises `DatabaseError`.
    """
    earlier = aliased(Notice)
    held_up = exists().where(
        earlier.reference == Notice.reference,
        earlier.channel == Notice.channel,
        earlier.sequence < Notice.sequence,
        earlier.state.in_((WAITING, SENDING)),
    )
    due = and_(Notice.state == WAITING, or_(Notice.due_at.is_(None), Notice.due_at <= _stamp(now)))
    left_behind = and_(Notice.state == SENDING, Notice.lease_until <= _stamp(now))
    with transaction(alone=True) as session:
        chosen = select(Notice).where(Notice.channel == channel, or_(due, left_behind), ~held_up).order_by(Notice.id).limit(1)
        notice = session.scalar(chosen)
        if notice is None:
            return None
        handed_over_before = notice.handed_over_at is not None
        notice.unsure = notice.unsure or handed_over_before
        notice.state, notice.lease_owner, notice.lease_until = SENDING, owner, _stamp(now + LEASE)
        notice.handed_over_at = None
        notice.attempts += 1
        notice.first_tried_at = notice.first_tried_at or _stamp(now)
        return Parcel(
            notice.id,
            owner,
            notice.reference,
            channel,
            notice.event,
            notice.sequence,
            notice.key,
            notice.told(),
            notice.attempts,
            datetime.fromisoformat(notice.first_tried_at),
            handed_over_before,
        )


def hand_over(parcel: Parcel, now: datetime) -> None:
    """Note, just before the receiver can have it, that from here on a crash leaves it open whether it does.

    Raises `LeaseLost` and `DatabaseError`; then it must not be handed over.
    """
    if not _update(parcel, now, handed_over_at=_stamp(now), lease_until=_stamp(now + LEASE)):
        raise LeaseLost


def delivered(parcel: Parcel, now: datetime, once: bool = False) -> None:
    """It has arrived, and `once` for sure: what was told is forgotten here. Raises `DatabaseError`."""
    surely = {"unsure": False} if once else {}
    _update(parcel, None, state=SENT, payload=None, done_at=_stamp(now), last_problem=None, lease_owner=None, **surely)


def not_delivered(parcel: Parcel, problem: str, now: datetime, unsure: bool = False) -> datetime | None:
    """It has not arrived: return when it is tried again, or None when it has failed for good. Raises `DatabaseError`."""
    doubt = {"unsure": True} if unsure else {}
    last = parcel.first_tried_at + GIVE_UP_AFTER
    if now >= last:
        _update(parcel, None, state=FAILED, last_problem=problem[:80], done_at=_stamp(now), lease_owner=None, **doubt)
        return None
    due = min(now + pause_after(parcel.attempt), last)
    fresh = {"state": WAITING, "due_at": _stamp(due), "handed_over_at": None, "lease_owner": None}
    _update(parcel, None, last_problem=problem[:80], **fresh, **doubt)
    return due


def pause_after(attempt: int) -> timedelta:
    """Doubles each time up to an hour, give or take half, so that many do not come back at the same moment."""
    return min(FIRST_PAUSE * 2 ** min(attempt - 1, 20), LONGEST_PAUSE) * random.uniform(0.5, 1.5)


def _update(parcel: Parcel, before_end_of_lease: datetime | None, **values: Any) -> bool:
    mine = [Notice.id == parcel.id, Notice.state == SENDING, Notice.lease_owner == parcel.owner]
    if before_end_of_lease:
        mine.append(Notice.lease_until > _stamp(before_end_of_lease))
    with transaction(alone=True) as session:
        changed = update(Notice).where(*mine).values(**values).execution_options(synchronize_session=False)
        return bool(session.execute(changed).rowcount)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
